package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// buildTargets are what the program is built for; each takes some modules of its own.
var buildTargets = [][]string{
	{"GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=1"}, {"GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0"},
	{"GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0"}, {"GOOS=darwin", "GOARCH=arm64", "CGO_ENABLED=0"},
	{"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0"},
}

// moduleNotice matches the names of files with licences and notices, and leaves out what is source.
var moduleNotice = regexp.MustCompile(`(?i)^(licen[cs]es?|copying|copyright|notice|unlicense|patents|third[-_]party[-_]\w+)` +
	`([-._].*)?$`)

// shippedPackage is what go list says of a package that is in the program.
type shippedPackage struct {
	Dir        string
	ImportPath string
	Module     *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// component is one thing that ships: a module with its version, or a package of ours with something by others in it.
type component struct {
	name    string
	folders map[string]bool // where its licences lie
}

// errNoSources tells that a module is not on this machine.
var errNoSources = errors.New("the sources of a module are not in the module cache")

// collectNotices returns the notices of everything that ships in the program whose package is in dir, grouped by
// licence. It fails if something has no licence.
func collectNotices(dir string) (string, error) {
	goRoot, err := exec.CommandContext(context.Background(), "go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env: %w", err)
	}
	components := map[string]*component{
		"Go's standard library": {"Go's standard library", map[string]bool{strings.TrimSpace(string(goRoot)): true}},
	}
	for _, build := range buildTargets {
		packages, err := listDependencies(dir, build)
		if err != nil {
			return "", fmt.Errorf("%s: %w", build, err)
		}
		for _, p := range packages {
			addTo(components, p)
		}
	}
	shippedUnder := map[string][]string{} // what ships by the text of its licence
	for _, name := range slices.Sorted(maps.Keys(components)) {
		texts, err := components[name].licences()
		if err != nil {
			return "", err
		}
		for _, text := range texts {
			shippedUnder[text] = append(shippedUnder[text], name)
		}
	}
	return writeNotices(shippedUnder), nil
}

// addTo notes where the licences of a package may lie: in its folder and those above it, up to the root of its module.
func addTo(components map[string]*component, p shippedPackage) {
	if p.Module == nil {
		return // the standard library
	}
	name, root := p.Module.Path+" "+p.Module.Version, p.Module.Dir
	if p.Module.Main {
		if matches, err := noticesIn(p.Dir); err != nil || len(matches) == 0 {
			return // all our own
		}
		name, root = p.ImportPath, p.Dir
	}
	c := components[name]
	if c == nil {
		c = &component{name, map[string]bool{}}
		components[name] = c
	}
	for at := p.Dir; len(at) >= len(root) && root != ""; at = filepath.Dir(at) {
		c.folders[at] = true
	}
}

// licences returns the texts of all licences and notices of a component.
func (c *component) licences() (texts []string, err error) {
	for _, folder := range slices.Sorted(maps.Keys(c.folders)) {
		names, err := noticesIn(folder)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
		}
	}
	if len(c.folders) == 0 {
		return nil, fmt.Errorf("%s: %w", c.name, errNoSources)
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("%s has no licence", c.name)
	}
	slices.Sort(texts)
	return slices.Compact(texts), nil
}

// noticesIn returns the files with licences in a folder, those of a folder "licenses" in it included.
func noticesIn(folder string) (names []string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoSources, err)
	}
	for _, e := range entries {
		name := filepath.Join(folder, e.Name())
		switch {
		case !moduleNotice.MatchString(e.Name()) || filepath.Ext(e.Name()) == ".go":
		case !e.IsDir():
			names = append(names, name)
		case filepath.Base(folder) != e.Name():
			below, err := filesIn(name)
			if err != nil {
				return nil, err
			}
			names = append(names, below...)
		}
	}
	return names, nil
}

// filesIn returns the files of a folder that are not source.
func filesIn(folder string) (names []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		if !e.IsDir() && filepath.Ext(e.Name()) != ".go" && filepath.Ext(e.Name()) != ".gz" {
			names = append(names, filepath.Join(folder, e.Name()))
		}
	}
	return names, err
}

// writeNotices puts the licences one below the other, each with what ships under it.
func writeNotices(shippedUnder map[string][]string) string {
	texts := slices.SortedFunc(maps.Keys(shippedUnder), func(a, b string) int {
		return slices.Compare(append(shippedUnder[a], a), append(shippedUnder[b], b))
	})
	rule := strings.Repeat("=", 80)
	var out strings.Builder
	for _, text := range texts {
		fmt.Fprintf(&out, "%s\n%s\n%s\n\n%s\n\n", rule, strings.Join(shippedUnder[text], "\n"), rule, text)
	}
	return out.String()
}

// listDependencies returns all packages of the program in dir when it is built with these variables.
func listDependencies(dir string, variables []string) (packages []shippedPackage, err error) {
	cmd := exec.CommandContext(context.Background(), "go", "list", "-deps", "-json=Dir,ImportPath,Module", ".")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), variables...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%w: go list: %w: %s", errNoSources, err, said.Bytes())
	}
	for in := json.NewDecoder(bytes.NewReader(out)); ; {
		var p shippedPackage
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
}
