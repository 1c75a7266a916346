package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"plumbline/api/web/page"
)

// Addresses of pages are made by package urls alone: no template and no handler spells one.
func TestAddressesComeFromURLs(t *testing.T) {
	inTemplate := regexp.MustCompile(`(?:href|action|formaction|data-\w+)="(?:/[^"]*|\{\{[^"]*\}\}/[^"]*)"|\(way \S+ "`)
	checkSources(t, inTemplate, ".", ".html")
	first := map[string]bool{}
	for _, r := range rowsOf(Tables(&page.Adapter{})) {
		if segment := strings.SplitN(r.Path, "/", 3)[1]; segment != "" {
			first[segment] = true
		}
	}
	if len(first) < 10 {
		t.Fatalf("routes begin with %v", first)
	}
	segments := make([]string, 0, len(first))
	for segment := range first {
		segments = append(segments, segment)
	}
	checkSources(t, regexp.MustCompile(`"/(?:`+strings.Join(segments, "|")+`)[/"?#]`), ".", ".go")
}

func rowsOf(tables []page.Table) (rows []page.Row) {
	for _, table := range tables {
		rows = append(rows, table.Rows...)
	}
	return rows
}

// checkSources fails for each file of a folder, tests aside, in which a pattern is found.
func checkSources(t *testing.T, pattern *regexp.Regexp, folder, ending string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ending) || strings.HasSuffix(path, "_test.go") ||
			filepath.Base(filepath.Dir(path)) == "reference" && ending == ".go" { // it groups the paths of the API
			return err
		}
		files++
		source, err := os.ReadFile(path)
		for _, found := range pattern.FindAllString(string(source), -1) {
			if !strings.Contains(found, "{{.Static}}") {
				t.Errorf("%s spells an address: %s", path, found)
			}
		}
		return err
	})
	if err != nil || files < 10 {
		t.Errorf("%d files of %s, %v", files, folder, err)
	}
}
