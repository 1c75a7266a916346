package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/cmd/plumbline/licenses"
)

// The program embeds the notices of exactly what it is built of now.
func TestNoticesAreUpToDate(t *testing.T) {
	want, err := collectNotices(filepath.Join("..", ".."))
	if errors.Is(err, errNoSources) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	got, err := licenses.Text()
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Error("the notices are not those of the modules: go generate ./cmd/plumbline/licenses")
	}
}

// What has no module of its own is in the notices too, and every licence has its text.
func TestNoticesAreWhole(t *testing.T) {
	text, err := licenses.Text()
	if err != nil {
		t.Fatal(err)
	}
	for what, phrase := range map[string]string{
		"the standard library":     "Copyright 2009 The Go Authors.",
		"Liberation fonts":         "SIL OPEN FONT LICENSE",
		"DejaVu fonts":             "Bitstream Vera",
		"common passwords":         "plumbline/models/password\n",
		"a module of builds alone": "modernc.org/libc v",
		"SQLite for cgo":           "github.com/mattn/go-sqlite3 v",
		"a licence's full text":    "THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND",
	} {
		if !strings.Contains(text, phrase) {
			t.Errorf("%s: the notices lack %q", what, phrase)
		}
	}
}

func TestComponents(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"LICENSE": "One\r\n", "license.go": "package x", "licenses/LICENSE-part": "Two", "deep/er/COPYING.txt": "Three",
		"deep/NOTICE": "One", "beside/LICENSE": "of what does not ship", "README.md": "no licence",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := &component{"x v1", map[string]bool{root: true, filepath.Join(root, "deep"): true,
		filepath.Join(root, "deep", "er"): true}}
	texts, err := c.licences()
	if got := strings.Join(texts, ","); err != nil || got != "One,Three,Two" {
		t.Errorf("%s, %v", got, err)
	}
	gone := &component{"x v1", map[string]bool{filepath.Join(root, "none"): true}}
	if _, err := gone.licences(); !errors.Is(err, errNoSources) {
		t.Errorf("a folder that is missing: %v", err)
	}
	if err := os.Mkdir(filepath.Join(root, "empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	none := &component{"x v1", map[string]bool{filepath.Join(root, "empty"): true}}
	if _, err := none.licences(); err == nil || !strings.Contains(err.Error(), "x v1 has no licence") {
		t.Errorf("without a licence: %v", err)
	}
}
