package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What a package may have without being divided: lines and Go files, both without tests, and exported methods of a
// type.
const (
	mostLines   = 4000
	mostFiles   = 25
	mostMethods = 15
)

// sizeException lets a package be larger, for a reason. Each bound is what the package had when it was last looked at,
// rounded up: lines to 100, files to 5. Bounds only go down; where one is 0, the general one holds.
type sizeException struct {
	lines   int
	files   int
	methods map[string]int
	why     string
}

// sizeExceptions is by package. It only shrinks: a bound that a package has come well under is a fault, too.
var sizeExceptions = map[string]sizeException{
	"models/store": {lines: 4900, files: 60, methods: map[string]int{"Tx": 163},
		why: "a file for each type, and each query is a method of Tx, so that none can run outside of a transaction"},
	"api/v1": {lines: 4200, files: 45, why: "a file for each resource"},
	"api/apitest": {methods: map[string]int{"Server": 43, "Tab": 66},
		why: "what a test does is a method of the server or of the browser that it does it to"},
	"cmd/plumbline":  {files: 35, why: "a file for each command"},
	"questionnaires": {files: 35, why: "parser, check and export of one format"},
	"models":         {files: 50, why: "a file for each type"},
}

func TestArchitectureSizes(t *testing.T) {
	t.Parallel()
	for _, fault := range sizeFaults(packagesOf(t, filepath.Join("..", "..")), sizeExceptions) {
		t.Error(fault)
	}
}

// sizeFaults returns what is larger than its bound, and the exceptions that are more than is needed.
func sizeFaults(packages []*sourcePackage, exceptions map[string]sizeException) (faults []string) {
	left := maps.Clone(exceptions)
	for _, p := range packages {
		e := left[p.name]
		delete(left, p.name)
		faults = append(faults, boundFaults(p.name+": lines", p.lines, mostLines, e.lines, 100)...)
		faults = append(faults, boundFaults(p.name+": files", p.files, mostFiles, e.files, 5)...)
		for _, name := range slices.Sorted(maps.Keys(p.methods)) {
			what := p.name + "." + name + ": exported methods"
			faults = append(faults, boundFaults(what, p.methods[name], mostMethods, e.methods[name], 1)...)
		}
		for name := range e.methods {
			if _, has := p.methods[name]; !has {
				faults = append(faults, fmt.Sprintf("%s has no type %s for its exception", p.name, name))
			}
		}
	}
	for name := range left {
		faults = append(faults, name+" has an exception and no package")
	}
	return faults
}

// boundFaults holds one size against the general bound and its exception, 0 if there is none. An exception may be
// over the size by a tenth, and by what it is rounded up to.
func boundFaults(what string, size, general, exception, step int) []string {
	tight := (size + step - 1) / step * step
	switch {
	case exception == 0 && size > general:
		return []string{fmt.Sprintf("%s: %d, over %d: divide it", what, size, general)}
	case exception == 0:
		return nil
	case size <= general:
		return []string{fmt.Sprintf("%s: %d needs no exception", what, size)}
	case size > exception:
		return []string{fmt.Sprintf("%s: %d, over its exception of %d", what, size, exception)}
	case exception > tight+size/10:
		return []string{fmt.Sprintf("%s: %d, so that its exception of %d can be %d", what, size, exception, tight)}
	}
	return nil
}

// The check notices what grew and which exceptions are no longer needed.
func TestArchitectureSizesNoticeFaults(t *testing.T) {
	exceptions := map[string]sizeException{"large": {lines: 5100, files: 30, methods: map[string]int{"Tx": 40}}}
	for name, row := range map[string]struct {
		spoil func(small, large *sourcePackage)
		want  string
	}{
		"nothing":      {func(_, _ *sourcePackage) {}, ""},
		"long package": {func(s, _ *sourcePackage) { s.lines = 4001 }, "small: lines: 4001, over 4000: divide it"},
		"many files":   {func(s, _ *sourcePackage) { s.files = 26 }, "small: files: 26, over 25: divide it"},
		"long type": {func(s, _ *sourcePackage) { s.methods["T"] = 16 },
			"small.T: exported methods: 16, over 15: divide it"},
		"exception outgrown": {func(_, l *sourcePackage) { l.lines = 5101 },
			"large: lines: 5101, over its exception of 5100"},
		"exception not needed": {func(_, l *sourcePackage) { l.files = 25 }, "large: files: 25 needs no exception"},
		"exception too large": {func(_, l *sourcePackage) { l.methods["Tx"] = 20 },
			"large.Tx: exported methods: 20, so that its exception of 40 can be 20"},
		"exception without its type": {func(_, l *sourcePackage) { delete(l.methods, "Tx") },
			"large has no type Tx for its exception"},
		"exception without its package": {func(_, l *sourcePackage) { *l = sourcePackage{name: "renamed"} },
			"large has an exception and no package"},
	} {
		small := &sourcePackage{name: "small", lines: 4000, files: 25, methods: map[string]int{"T": 15}}
		large := &sourcePackage{name: "large", lines: 5050, files: 28, methods: map[string]int{"Tx": 38}}
		row.spoil(small, large)
		faults := sizeFaults([]*sourcePackage{small, large}, exceptions)
		if got := strings.Join(faults, "\n"); got != row.want {
			t.Errorf("%s: %q, want %q", name, got, row.want)
		}
	}
}
