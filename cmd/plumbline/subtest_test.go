package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Inside a subtest its own t fails it: to stop another one's from there panics, or ends a test that is over.
func TestNoSubtestUsesAnotherTestsT(t *testing.T) {
	t.Parallel()
	files, positions := testFiles(t, filepath.Join("..", ".."))
	runners := runnersIn(files)
	if !slices.Contains(runners, "EachAtOnce") || !slices.Contains(runners, "EachAlone") {
		t.Fatalf("only %v are taken for functions that run subtests", runners)
	}
	for _, file := range files {
		for _, use := range foreignT(file, runners) {
			t.Errorf("%s: a subtest uses %q of the test around it", positions.Position(use.Pos()), use.Name)
		}
	}
}

func TestForeignTIsFound(t *testing.T) {
	for body, want := range map[string]int{
		`t.Run("x", func(t *testing.T) { t.Fatal() })`:                           0,
		`t.Run("x", func(*testing.T) { t.Fatal() })`:                             1,
		`each(t, func(s *server) { t := s.t; t.Fatal() })`:                       0,
		`each(t, func(s *server) { if s.bad { func() { helps(t) }() } })`:        1,
		`each(t, func(s *server) { for { t.Run("y", func(*testing.T) {}) } })`:   1,
		`other(func() { t.Fatal() })`:                                            0,
		`t.Cleanup(func() { each(t, func(s *server) { t := s.t; t.Fatal() }) })`: 0,
	} {
		source := "package x\nfunc each(t *testing.T, f func(*server)) { t.Run(\"\", func(t *testing.T) { f(nil) }) }\n" +
			"func TestX(t *testing.T) {\n" + body + "\n}\n"
		file, err := parser.ParseFile(token.NewFileSet(), "x_test.go", source, 0)
		mustSucceed(t, err)
		if got := foreignT(file, runnersIn([]*ast.File{file})); len(got) != want {
			t.Errorf("%s: %d uses, want %d", body, len(got), want)
		}
	}
}

// testFiles reads all tests under dir, and the packages that only tests use.
func testFiles(t *testing.T, dir string) (files []*ast.File, positions *token.FileSet) {
	t.Helper()
	positions = token.NewFileSet()
	mustSucceed(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		used := slices.Contains([]string{"storetest", "apitest"}, filepath.Base(filepath.Dir(path)))
		if err != nil || !strings.HasSuffix(path, "_test.go") && !(used && strings.HasSuffix(path, ".go")) {
			return err
		}
		file, err := parser.ParseFile(positions, path, nil, 0)
		files = append(files, file)
		return err
	}))
	return files, positions
}

// runnersIn names what runs a function as a subtest: Run, and what hands a function of its caller on to one of them.
func runnersIn(files []*ast.File) []string {
	runners := []string{"Run", "Fuzz"}
	for known := 0; known < len(runners); {
		known = len(runners)
		for _, file := range files {
			for _, decl := range file.Decls {
				fn, ok := decl.(*ast.FuncDecl)
				if ok && fn.Body != nil && !slices.Contains(runners, fn.Name.Name) && handsOn(fn, runners) {
					runners = append(runners, fn.Name.Name)
				}
			}
		}
	}
	return runners
}

func handsOn(fn *ast.FuncDecl, runners []string) (does bool) {
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		for _, arg := range runBy(n, runners) {
			ast.Inspect(arg, func(n ast.Node) bool {
				if field := parameterOf(n); field != nil {
					_, isFunc := field.Type.(*ast.FuncType)
					does = does || isFunc && field.Pos() > fn.Pos() && field.End() < fn.Body.Pos()
				}
				return true
			})
		}
		return true
	})
	return does
}

// runBy returns the arguments of a call of one of the runners.
func runBy(n ast.Node, runners []string) []ast.Expr {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return nil
	}
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	if !slices.Contains(runners, name) {
		return nil
	}
	return call.Args
}

// parameterOf returns the parameter that an identifier stands for, nil if it is none.
func parameterOf(n ast.Node) *ast.Field {
	id, ok := n.(*ast.Ident)
	if !ok || id.Obj == nil {
		return nil
	}
	field, _ := id.Obj.Decl.(*ast.Field)
	return field
}

// foreignT finds, in the functions that run as subtests, each *testing.T that was declared outside of them.
func foreignT(file *ast.File, runners []string) (uses []*ast.Ident) {
	ast.Inspect(file, func(n ast.Node) bool {
		for _, arg := range runBy(n, runners) {
			subtest, ok := arg.(*ast.FuncLit)
			if !ok {
				continue
			}
			ast.Inspect(subtest.Body, func(n ast.Node) bool {
				if f := parameterOf(n); f != nil && isT(f.Type) && (f.Pos() < subtest.Pos() || f.Pos() > subtest.End()) {
					uses = append(uses, n.(*ast.Ident))
				}
				return true
			})
		}
		return true
	})
	return slices.CompactFunc(uses, func(a, b *ast.Ident) bool { return a == b })
}

func isT(kind ast.Expr) bool {
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	selected, ok := kind.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	from, ok := selected.X.(*ast.Ident)
	return ok && from.Name == "testing" && slices.Contains([]string{"T", "TB", "B", "F"}, selected.Sel.Name)
}
