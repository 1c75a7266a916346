package diff

import (
	"slices"
	"strings"
)

// matchedPair holds two parts with the same key; one that has no partner stands beside nil.
type matchedPair[T any] struct{ old, new *T }

// matchByKey pairs the parts of two lists by key, in the order of the new list. What is only in the old one follows the
// part that it followed there.
func matchByKey[T any](old, new []*T, key func(*T) string) []matchedPair[T] {
	kept := make(map[string]bool, len(new))
	for _, n := range new {
		kept[key(n)] = true
	}
	before := make(map[string]*T, len(old))
	gone := map[string][]matchedPair[T]{}
	last := ""
	for _, o := range old {
		if k := key(o); kept[k] {
			before[k], last = o, k
		} else {
			gone[last] = append(gone[last], matchedPair[T]{old: o})
		}
	}
	out := slices.Clone(gone[""])
	for _, n := range new {
		k := key(n)
		out = append(append(out, matchedPair[T]{before[k], n}), gone[k]...)
	}
	return out
}

// listKeys returns the keys of a list in its order.
func listKeys[T any](list []*T, key func(*T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = key(v)
	}
	return out
}

// textChange adds a change if the two texts differ.
func textChange(fs []FieldChange, name, old, new string) []FieldChange {
	if old == new {
		return fs
	}
	return append(fs, FieldChange{name, old, new})
}

// orderChange adds a change if the keys that both lists have come in another order.
func orderChange(fs []FieldChange, name string, old, new []string) []FieldChange {
	both := func(list, other []string) string {
		var out []string
		for _, k := range list {
			if slices.Contains(other, k) {
				out = append(out, k)
			}
		}
		return strings.Join(out, ", ")
	}
	return textChange(fs, name, both(old, new), both(new, old))
}
