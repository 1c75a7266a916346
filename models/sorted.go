package models

import (
	"cmp"
	"maps"
	"slices"
)

// sortedKeys lists the keys of m in order, for results that must not depend on Go's map order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	return slices.Sorted(maps.Keys(m))
}
