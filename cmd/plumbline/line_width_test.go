package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// mostColumns is how wide a line of Go, HTML, CSS or JavaScript may be, in characters; a tab is one.
const mostColumns = 120

// wideLinesFile has the number of wider lines that each folder of the top level still has, so that files can move
// within it. A number only goes down, and goes away at 0: go test ./cmd/plumbline -run TestLineWidth -update writes
// those that went down.
var wideLinesFile = filepath.Join("testdata", "wide_lines.txt")

var updateBaseline = flag.Bool("update", false, "write the numbers of wide lines that went down")

func TestLineWidth(t *testing.T) {
	bounds := wideLineBounds(t)
	wide := map[string]int{}
	eachSource(t, filepath.Join("..", ".."), func(name string, source []byte) {
		if count := wideLinesIn(string(source)); count > 0 {
			folder, _, _ := strings.Cut(name, "/")
			wide[folder] += count
		}
	})
	for _, fault := range widthFaults(wide, bounds) {
		t.Error(fault)
	}
	if !*updateBaseline {
		return
	}
	var text strings.Builder
	for _, dir := range slices.Sorted(maps.Keys(bounds)) {
		if count := min(wide[dir], bounds[dir]); count > 0 {
			fmt.Fprintln(&text, count, dir)
		}
	}
	mustSucceed(t, os.WriteFile(wideLinesFile, []byte(text.String()), 0o600))
}

func wideLineBounds(t *testing.T) map[string]int {
	t.Helper()
	text, err := os.ReadFile(wideLinesFile)
	mustSucceed(t, err)
	bounds := map[string]int{}
	for line := range strings.Lines(string(text)) {
		var dir string
		var count int
		if _, err := fmt.Sscan(line, &count, &dir); err != nil {
			t.Fatalf("%s: %q: %v", wideLinesFile, line, err)
		}
		bounds[dir] = count
	}
	return bounds
}

func wideLinesIn(source string) (count int) {
	for line := range strings.Lines(source) {
		if utf8.RuneCountInString(strings.TrimRight(line, "\r\n")) > mostColumns {
			count++
		}
	}
	return count
}

// widthFaults returns the folders with more wide lines than their bound, and the bounds of which half is enough.
func widthFaults(wide, bounds map[string]int) (faults []string) {
	for dir, count := range wide {
		if count > bounds[dir] {
			faults = append(faults, fmt.Sprintf("%s has %d lines of over %d characters, %d are allowed",
				dir, count, mostColumns, bounds[dir]))
		}
	}
	for dir, bound := range bounds {
		if wide[dir] <= bound/2 {
			faults = append(faults, fmt.Sprintf("%s has %d wide lines left, its %d in %s can go down: -update",
				dir, wide[dir], bound, wideLinesFile))
		}
	}
	return faults
}

func TestLineWidthNoticesFaults(t *testing.T) {
	wide := strings.Repeat("ä", 121)
	if got := wideLinesIn(wide[2:] + "\n" + wide + "\r\n" + wide); got != 2 {
		t.Errorf("%d wide lines, want 2", got)
	}
	for _, row := range []struct{ wide, bound, want int }{
		{0, 0, 0}, {1, 0, 1}, {10, 10, 0}, {11, 10, 1}, {6, 10, 0}, {5, 10, 1}, {0, 1, 1}, {1, 1, 0},
	} {
		wide, bounds := map[string]int{}, map[string]int{}
		if row.wide > 0 {
			wide["dir"] = row.wide
		}
		if row.bound > 0 {
			bounds["dir"] = row.bound
		}
		if faults := widthFaults(wide, bounds); len(faults) != row.want {
			t.Errorf("%d wide lines with a bound of %d: %q, want %d faults", row.wide, row.bound, faults, row.want)
		}
	}
}
