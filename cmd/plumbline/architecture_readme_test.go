package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The picture in the README has every package, each once and at its place.
func TestArchitectureInTheReadme(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	mustSucceed(t, err)
	_, picture, _ := strings.Cut(string(text), "\n## Architecture\n\n```\n")
	picture, _, _ = strings.Cut(picture, "```")
	shown := packagesInPicture(picture)
	for _, name := range shown {
		if _, is := architecture[name]; !is {
			t.Errorf("the README shows %s, which is no package", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(architecture)) {
		if count := len(slices.DeleteFunc(slices.Clone(shown), func(s string) bool { return s != name })); count != 1 {
			t.Errorf("the README shows %s %d times", name, count)
		}
	}
}

// packagesInPicture reads a tree that is drawn with lines, four characters for each level. Before two spaces stand the
// names of packages, several if they share a line.
func packagesInPicture(picture string) (names []string) {
	var above []string // the folders that a line stands in, outermost first
	for line := range strings.Lines(picture) {
		name := strings.TrimLeft(line, "│├└─ ")
		level := (len([]rune(line)) - len([]rune(name))) / 4
		name, _, _ = strings.Cut(strings.TrimSpace(name), "  ")
		above = append(above[:level:level], name)
		for one := range strings.FieldsSeq(name) {
			names = append(names, strings.Join(append(above[:level:level], one), "/"))
		}
	}
	return names
}
