// Package builtin holds the lenses that ship in the binary, each proven by a test.
//
// It may import questionnaires only.
package builtin

import (
	_ "embed"
	"slices"
)

//go:embed sample/service-basics.json
var sample []byte

// Sample is the document of a small lens, "Service basics", for demos, walks and tests.
func Sample() []byte { return slices.Clone(sample) }
