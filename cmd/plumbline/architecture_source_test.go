package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sourcePackage is what the source of a package says, all its files without tests together, whatever they are built
// for: an import of a file for builds without cgo counts too.
type sourcePackage struct {
	name    string // the path in the repository, such as models/store
	doc     string
	imports []string // sorted
	files   int
	lines   int
	methods map[string]int // exported methods by type, those of embedded types of the same package included
}

// packagesOf reads all packages under the root of a module.
func packagesOf(t *testing.T, root string) (packages []*sourcePackage) {
	t.Helper()
	byName := map[string][]*ast.File{}
	lines := map[string]int{}
	positions := token.NewFileSet()
	eachSource(t, root, func(name string, source []byte) {
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return
		}
		file, err := parser.ParseFile(positions, name, source, parser.ParseComments)
		mustSucceed(t, err)
		dir := filepath.ToSlash(filepath.Dir(name))
		byName[dir] = append(byName[dir], file)
		lines[dir] += bytes.Count(source, []byte("\n"))
	})
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		files := byName[name]
		p := &sourcePackage{name: name, files: len(files), lines: lines[name], methods: exportedMethods(files)}
		for _, file := range files {
			p.doc += file.Doc.Text()
			for _, spec := range file.Imports {
				path, err := strconv.Unquote(spec.Path.Value)
				mustSucceed(t, err)
				p.imports = append(p.imports, path)
			}
		}
		slices.Sort(p.imports)
		p.imports = slices.Compact(p.imports)
		packages = append(packages, p)
	}
	return packages
}

// eachSource calls back with each file under a root that is written by hand: not data of tests, and nothing in folders
// that the go command leaves out.
func eachSource(t *testing.T, root string, do func(name string, source []byte)) {
	t.Helper()
	mustSucceed(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		base := entry.Name()
		if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !slices.Contains([]string{".go", ".html", ".css", ".js"}, filepath.Ext(base)) {
			return nil
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		source, err := os.ReadFile(path)
		if err == nil {
			do(filepath.ToSlash(name), source)
		}
		return err
	}))
}

// exportedMethods counts the exported methods of each type of a package. A type has those of the types that it embeds,
// as far as they are of the same package; an interface has what it lists.
func exportedMethods(files []*ast.File) map[string]int {
	own, embedded := map[string]int{}, map[string][]string{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv != nil && n.Name.IsExported() {
					own[typeName(n.Recv.List[0].Type)]++
				}
				return false
			case *ast.TypeSpec:
				methods, parts := membersOf(n.Type)
				own[n.Name.Name] += methods
				embedded[n.Name.Name] = parts
				return false
			}
			return true
		})
	}
	var count func(name string) int
	count = func(name string) (sum int) {
		sum = own[name]
		for _, part := range embedded[name] {
			sum += count(part)
		}
		return sum
	}
	total := map[string]int{}
	for name := range own {
		total[name] = count(name)
	}
	return total
}

// membersOf returns the number of exported methods that a type lists, if it is an interface, and the names of the types
// that it embeds by value or by pointer.
func membersOf(kind ast.Expr) (methods int, embedded []string) {
	var members []*ast.Field
	listed := 0 // what a named member counts
	switch kind := kind.(type) {
	case *ast.InterfaceType:
		members, listed = kind.Methods.List, 1
	case *ast.StructType:
		members = kind.Fields.List
	}
	for _, member := range members {
		if len(member.Names) == 0 {
			embedded = append(embedded, typeName(member.Type))
		} else if member.Names[0].IsExported() {
			methods += listed
		}
	}
	return methods, embedded
}

// typeName returns the name of a type of the same package, without pointer and type arguments; "" for others.
func typeName(kind ast.Expr) string {
	switch kind := kind.(type) {
	case *ast.Ident:
		return kind.Name
	case *ast.StarExpr:
		return typeName(kind.X)
	case *ast.ParenExpr:
		return typeName(kind.X)
	case *ast.IndexExpr:
		return typeName(kind.X)
	case *ast.IndexListExpr:
		return typeName(kind.X)
	}
	return ""
}

func TestExportedMethodsAreCounted(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", `package x
		type base struct{ Field, Other int }
		func (b *base) A() {}
		func (b base) hidden() {}
		type Generic[T any] struct{ *base; other.Type }
		func (g *Generic[T]) B() {}
		type Asker interface { C(); D(); private() }
		type Both interface { Asker; E() }`, 0)
	mustSucceed(t, err)
	want := map[string]int{"base": 1, "Generic": 2, "Asker": 2, "Both": 3}
	if got := exportedMethods([]*ast.File{file}); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// Shapes of requests and rows live apart from the types of models, settings come in as values, and one map gives
// statuses.
func TestArchitectureForbidsTexts(t *testing.T) {
	sources := map[string][]byte{}
	eachSource(t, filepath.Join("..", ".."), func(name string, source []byte) {
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			sources[name] = source
		}
	})
	for _, row := range []struct{ dir, text, allowed, why string }{
		{"models", "`json:", "models/store/", "types of models carry no json tags"},
		{"models", "`gorm:", "models/store/", "types of models carry no gorm tags"},
		{"api", "os.Getenv", "api/apitest/", "the environment is read in cmd only"},
		{"models", "os.Getenv", "models/store/storetest/", "the environment is read in cmd only"},
		{"questionnaires", "os.Getenv", "", "the environment is read in cmd only"},
		{"reports", "os.Getenv", "", "the environment is read in cmd only"},
		{"api/v1", "http.Status4", "api/v1/rest/problem.go", "problem.go has the one map to statuses"},
		{"api/v1", "http.Status5", "api/v1/rest/problem.go", "problem.go has the one map to statuses"},
		{"api/web", "http.Status4", "api/web/page/errors.go", "page/errors.go has the one map to statuses"},
		{"api/web", "http.Status5", "api/web/page/errors.go", "errors.go has the one map to statuses"},
		{"api/v1", "\tc.JSON(", "", "the adapter alone writes replies"},
	} {
		read := 0
		for name, source := range sources {
			if !strings.HasPrefix(name, row.dir+"/") {
				continue
			}
			read++
			if (row.allowed == "" || !strings.HasPrefix(name, row.allowed)) && bytes.Contains(source, []byte(row.text)) {
				t.Errorf("%s has %s: %s", name, row.text, row.why)
			}
		}
		if read == 0 {
			t.Errorf("%s has no sources", row.dir)
		}
	}
}
