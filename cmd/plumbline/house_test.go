package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// room is a row of the import table: the floor, which packages of ours it may import, and which modules from outside it may hold.
type room struct {
	floor int
	ours  []string
	holds []string
}

// The whole house. A new package starts as a row here. "*" is everything.
var house = map[string]room{
	"questionnaires/rules":    {0, nil, nil},
	"questionnaires/jsontree": {0, []string{"models/text"}, nil},
	"questionnaires":          {0, []string{"questionnaires/jsontree", "questionnaires/rules"}, nil},
	"questionnaires/builtin":  {0, []string{"questionnaires"}, nil},
	"questionnaires/evidence": {0, []string{"questionnaires"}, nil},
	"api/aws/wire":            {0, nil, nil},
	"api/aws/sigv4":           {0, nil, nil},
	"models/text":             {0, nil, []string{"golang.org/x/text"}},
	"models":                  {1, []string{"questionnaires", "models/text"}, []string{"github.com/go-playground/validator/v10"}},
	"models/password":         {1, nil, []string{"golang.org/x/text"}},
	// models/markdown holds the parser of notes; models/markdown/hostile makes notes for tests.
	"models/markdown":         {1, nil, []string{"github.com/yuin/goldmark"}},
	"models/markdown/hostile": {1, nil, nil},
	"models/queue":            {2, []string{"models"}, nil},
	"models/webhook":          {2, []string{"models"}, nil},
	"models/mail":             {2, []string{"models"}, []string{"github.com/wneessen/go-mail"}},
	"models/store/migrations": {2, []string{"questionnaires", "models/text"}, []string{"gorm.io/gorm", "github.com/go-gormigrate/gormigrate/v2"}},
	"models/store/micros":     {2, nil, nil},
	"models/store/sqlite": {2, []string{"models"}, []string{
		"gorm.io/gorm", "gorm.io/driver/sqlite", "github.com/mattn/go-sqlite3", "modernc.org/sqlite", "github.com/gofrs/flock"}},
	"models/store/postgres": {2, []string{"models", "models/store/micros", "questionnaires"}, []string{
		"gorm.io/gorm", "gorm.io/driver/postgres", "github.com/jackc/pgx/v5"}},
	"models/store/snapshots": {2, []string{"models", "models/store/micros", "questionnaires"}, nil},
	"models/store": {2, []string{"models", "questionnaires", "models/store/micros", "models/store/migrations",
		"models/store/snapshots", "models/store/sqlite", "models/store/postgres"}, []string{"gorm.io/gorm"}},
	"models/store/storetest": {2, []string{"models", "models/store", "models/store/sqlite"}, []string{"github.com/jackc/pgx/v5"}},
	// reports holds goldmark and x/text beside the libraries of the plan: it walks the trees of notes, and fonts want composed characters.
	"reports": {2, []string{"models", "models/markdown", "questionnaires"}, []string{
		"github.com/jung-kurt/gofpdf", "github.com/xuri/excelize/v2", "github.com/go-fonts/liberation", "github.com/go-fonts/dejavu",
		"github.com/yuin/goldmark", "golang.org/x/text", "golang.org/x/image"}},
	"models/realtime": {2, []string{"models"}, nil},
	"models/service": {3, []string{"models", "models/password", "models/store", "models/realtime", "models/queue", "models/webhook", "questionnaires", "questionnaires/builtin", "questionnaires/evidence"},
		// x/text beside the plan: a password is the same however its characters were composed. x/time: how often a link may be opened. otp: one-time codes.
		[]string{"golang.org/x/crypto", "golang.org/x/text", "golang.org/x/time", "github.com/pquerna/otp"}},
	"api/auth": {4, []string{"models", "models/service", "api/aws/sigv4"}, []string{
		"github.com/gin-gonic/gin", "golang.org/x/oauth2", "github.com/coreos/go-oidc/v3"}},
	"api/v1": {4, []string{"models", "models/text", "models/service", "questionnaires", "reports", "api/auth"}, []string{"github.com/gin-gonic/gin"}},
	// otp draws the QR code of one-time codes.
	"api/web": {4, []string{"models", "models/markdown", "models/text", "models/service", "questionnaires", "reports", "api/auth"}, []string{"github.com/gin-gonic/gin", "github.com/pquerna/otp"}},
	"api/aws": {4, []string{"models", "models/service", "questionnaires", "reports", "api/auth", "api/aws/wire"}, []string{"github.com/gin-gonic/gin"}},
	"api": {4, []string{"api/auth", "api/v1", "api/web", "api/aws", "models", "models/service"}, []string{
		"github.com/gin-gonic/gin"}},
	"cmd/plumbline": {5, []string{"*"}, []string{"*"}},
}

// The top level: nothing else is added to it.
var topLevel = []string{".ci", ".gitignore", ".gitattributes", ".editorconfig", ".github", "README.md", "api", "cmd", "go.mod", "go.sum", "models", "questionnaires", "reports"}

// The row of every package names lower floors, or its own.
func TestHousePlanGoesDown(t *testing.T) {
	for name, r := range house {
		for _, other := range r.ours {
			if other != "*" && house[other].floor > r.floor {
				t.Errorf("%s (floor %d) may import %s (floor %d): imports go down", name, r.floor, other, house[other].floor)
			}
			if _, planned := house[other]; !planned && other != "*" {
				t.Errorf("%s may import %s, which has no row", name, other)
			}
		}
	}
}

func TestHouse(t *testing.T) {
	packages := listed(t)
	if len(packages) < 10 {
		t.Fatalf("go list gave %d packages; the house has more", len(packages))
	}
	for _, fault := range faultsOf(packages) {
		t.Error(fault)
	}
}

// The check itself notices each kind of fault.
func TestHouseNoticesFaults(t *testing.T) {
	good := pkg{ImportPath: "plumbline/questionnaires", Doc: "Package questionnaires …", Imports: []string{"fmt", "plumbline/questionnaires/rules"}}
	if faults := faultsOf([]pkg{good}); len(faults) != 0 {
		t.Fatalf("a good package has faults: %v", faults)
	}
	for name, spoil := range map[string]func(*pkg){
		"forbidden arrow":   func(p *pkg) { p.Imports = append(p.Imports, "plumbline/models") },
		"forbidden library": func(p *pkg) { p.Imports = append(p.Imports, "gorm.io/gorm") },
		"near name of a library": func(p *pkg) {
			p.ImportPath = "plumbline/models/store/migrations"
			p.Imports = []string{"gorm.io/gormx"}
		},
		"package not in plan": func(p *pkg) { p.ImportPath = "plumbline/utils" },
		"no package comment":  func(p *pkg) { p.Doc = "" },
	} {
		bad := good
		bad.Imports = slices.Clone(good.Imports)
		spoil(&bad)
		if faults := faultsOf([]pkg{bad}); len(faults) != 1 {
			t.Errorf("%s: want one fault, got %v", name, faults)
		}
	}
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != ".git" && !slices.Contains(topLevel, e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}

// Every database error is the store's to know: gorm and SQL stay there.
func TestOnlyTheStoreKnowsTheDatabase(t *testing.T) {
	for _, p := range listed(t) {
		if strings.HasPrefix(p.ImportPath, "plumbline/models/store") {
			continue
		}
		for _, path := range p.Imports {
			if strings.HasPrefix(path, "gorm.io/") || path == "database/sql" {
				t.Errorf("%s imports %s", p.ImportPath, path)
			}
		}
	}
}

// Wire and stored shapes live apart from the nouns, settings come in as values, and one map gives statuses.
func TestHabits(t *testing.T) {
	for _, row := range []struct{ dir, text, allowed, why string }{
		{"models", "`json:", "models/store/", "the nouns carry no json tags"},
		{"models", "`gorm:", "models/store/", "the nouns carry no gorm tags"},
		{"api", "os.Getenv", "", "the environment is read in cmd only"},
		{"models/service", "os.Getenv", "", "the environment is read in cmd only"},
		{"models/store", "os.Getenv", "models/store/storetest/", "the environment is read in cmd only"},
		{"questionnaires", "os.Getenv", "", "the environment is read in cmd only"},
		{"reports", "os.Getenv", "", "the environment is read in cmd only"},
		{"api/v1", "http.Status4", "api/v1/problem.go", "problem.go has the one map to statuses"},
		{"api/v1", "http.Status5", "api/v1/problem.go", "problem.go has the one map to statuses"},
		{"api/web", "http.Status4", "api/web/errors.go", "errors.go has the one map to statuses"},
		{"api/web", "http.Status5", "api/web/errors.go", "errors.go has the one map to statuses"},
		{"api/v1", "\tc.JSON(", "", "the adapter alone writes replies"},
	} {
		for path, source := range sources(t, row.dir) {
			if (row.allowed == "" || !strings.HasPrefix(path, row.allowed)) && bytes.Contains(source, []byte(row.text)) {
				t.Errorf("%s has %s: %s", path, row.text, row.why)
			}
		}
	}
}

func sources(t *testing.T, dir string) map[string][]byte {
	root := filepath.Join("..", "..")
	found := map[string][]byte{}
	err := filepath.WalkDir(filepath.Join(root, dir), func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		found[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("sources of %s: %d files, %v", dir, len(found), err)
	}
	return found
}

// pkg is what go list says of a package.
type pkg struct {
	ImportPath, Doc, Dir string
	Imports, GoFiles     []string
}

func listed(t *testing.T) []pkg {
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Doc,Dir,Imports,GoFiles,CgoFiles", "plumbline/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if len(p.GoFiles) == 0 {
			continue
		}
		if p.Doc == "" {
			p.Doc = commentIn(t, p)
		}
		all = append(all, p)
	}
}

// commentIn looks for the package comment where go list gives none.
func commentIn(t *testing.T, p pkg) string {
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if file.Doc.Text() != "" {
			return file.Doc.Text()
		}
	}
	return ""
}

func faultsOf(packages []pkg) (faults []string) {
	for _, p := range packages {
		name := strings.TrimPrefix(p.ImportPath, "plumbline/")
		row, planned := house[name]
		if !planned {
			faults = append(faults, fmt.Sprintf("%s has no row in the house", name))
			continue
		}
		if p.Doc == "" {
			faults = append(faults, fmt.Sprintf("%s has no package comment", name))
		}
		for _, path := range p.Imports {
			if !row.allows(path) {
				faults = append(faults, fmt.Sprintf("%s imports %s, which its row does not allow", name, path))
			}
		}
	}
	return faults
}

func (r room) allows(path string) bool {
	if ours, is := strings.CutPrefix(path, "plumbline/"); is {
		return slices.Contains(r.ours, "*") || slices.Contains(r.ours, ours)
	}
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
		return true // the standard library
	}
	return slices.ContainsFunc(r.holds, func(module string) bool {
		return module == "*" || path == module || strings.HasPrefix(path, module+"/")
	})
}
