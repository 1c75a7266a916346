package main

import (
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"plumbline/models/help"
)

func readmeText(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	mustSucceed(t, err)
	return string(text)
}

// The README is short, begins with what runs the demo and the tests, and what it shows and names is there.
func TestReadme(t *testing.T) {
	t.Parallel()
	text := readmeText(t)
	lines := strings.Split(text, "\n")
	if len(lines) >= 250 {
		t.Errorf("it has %d lines: what is a manual belongs into the help", len(lines))
	}
	var commands []string
	for n, line := range lines {
		if utf8.RuneCountInString(line) > mostColumns {
			t.Errorf("line %d is wider than %d columns", n+1, mostColumns)
		}
		if command, is := strings.CutPrefix(line, "    "); is {
			commands = append(commands, command)
		}
	}
	if len(commands) < 2 || commands[0] != "go run ./cmd/plumbline demo" || commands[1] != "go test ./..." {
		t.Errorf("its first commands are %q", commands)
	}
	trademarks := "trademarks of Amazon.com, Inc. or its affiliates, who neither made nor endorse it."
	if !strings.Contains(strings.ReplaceAll(text, "\n", " "), trademarks) {
		t.Error("it does not say whose the trademarks are")
	}
	for _, topic := range help.Topics() {
		if !strings.Contains(text, "`"+topic.Name+"`") {
			t.Errorf("it does not name the topic %s", topic.Name)
		}
	}
	for _, m := range regexp.MustCompile("`((?:\\.ci|\\.github|cmd)/[^` ]+)`").FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join("..", "..", m[1])); err != nil {
			t.Error(err)
		}
	}
}

// Each picture is there, is one, says in words what it shows, and is light.
func TestPicturesOfTheReadme(t *testing.T) {
	t.Parallel()
	shown := regexp.MustCompile(`!\[([^\]]*)\]\(([^)]+)\)`).FindAllStringSubmatch(readmeText(t), -1)
	var names []string
	for _, m := range shown {
		names = append(names, filepath.Base(m[2]))
		file, err := os.Open(filepath.Join("..", "..", m[2]))
		mustSucceed(t, err)
		info, err := file.Stat()
		mustSucceed(t, err)
		if _, err := png.DecodeConfig(file); err != nil || info.Size() > 200<<10 || len(m[1]) < 20 {
			t.Errorf("%s: %v, %d bytes, %q", m[2], err, info.Size(), m[1])
		}
		mustSucceed(t, file.Close())
	}
	entries, err := os.ReadDir(filepath.Join("..", "..", ".github", "pictures"))
	mustSucceed(t, err)
	for _, e := range entries {
		if !slices.Contains(names, e.Name()) {
			t.Errorf("%s is shown nowhere", e.Name())
		}
	}
}

// The container is built as the README builds the binary, of all that is there, with the Go of go.mod; its settings are
// settings of the server, and its commands commands.
func TestContainerfile(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	data, err := os.ReadFile(filepath.Join(root, ".ci", "Containerfile"))
	mustSucceed(t, err)
	text := strings.ReplaceAll(string(data), "\\\n    ", "")
	module, err := os.ReadFile(filepath.Join(root, "go.mod"))
	mustSucceed(t, err)
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(string(module))[1]
	if !strings.Contains(text, "golang:"+version+" AS build") {
		t.Errorf("it is not built with Go %s", version)
	}
	for _, name := range topLevel {
		info, err := os.Stat(filepath.Join(root, name))
		source := err == nil && info.IsDir() && !strings.HasPrefix(name, ".")
		if source && !strings.Contains(text, "COPY "+name+" "+name+"\n") {
			t.Errorf("%s is not copied", name)
		}
	}
	build := regexp.MustCompile(`CGO_ENABLED=0 go build -tags nomsgpack -trimpath (?:-buildvcs=false )?` +
		`-ldflags "-s -w -X main\.version=`)
	if !build.MatchString(text) || !build.MatchString(readmeText(t)) {
		t.Error("the container and the README's binary are not built alike")
	}
	for _, m := range regexp.MustCompile(`PLUMBLINE_([A-Z_]+)=`).FindAllStringSubmatch(text, -1) {
		if !slices.Contains(configNames(), strings.ToLower(m[1])) {
			t.Errorf("PLUMBLINE_%s is no setting", m[1])
		}
	}
	parser, _ := commandParser(t)
	for _, command := range []string{`CMD ["serve"]`, `CMD ["/plumbline", "health"]`} {
		marks := strings.NewReplacer("CMD [", "", "]", "", `"`, "", ",", "", "/plumbline", "")
		words := strings.Fields(marks.Replace(command))
		if _, err := parser.Parse(words); err != nil || !strings.Contains(text, command) {
			t.Errorf("%s: %v", command, err)
		}
	}
	if !strings.Contains(text, "\nUSER 65532") || !strings.Contains(text, "\nFROM scratch\n") {
		t.Error("it does not run as somebody without rights, or has more in it than the program")
	}
}
