package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"plumbline/cmd/plumbline/answersfile"
	"plumbline/cmd/plumbline/yamlfile"
)

// What a YAML file of ours may allocate in all, and how long it may take where time is looked at (under -fuzz).
const (
	yamlBytes = 256 << 20
	yamlTime  = 3 * time.Second
)

// aliasBomb is a document of aliases, each of which stands for nine of the one before.
func aliasBomb(anchors int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x]\n")
	for i := 1; i < anchors; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 8), i-1)
	}
	return b.String()
}

// hostileYAML are documents that are short and cost, or used to cost, much.
var hostileYAML = map[string]string{
	"open brackets":      strings.Repeat("[", 50_000),
	"brackets":           "notes: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000),
	"braces":             strings.Repeat("{a: ", 20_000),
	"alias bomb":         aliasBomb(14),
	"a bomb with merges": strings.Replace(aliasBomb(9), "[x]", "{x: y}", 1) + "b: {<<: *a0, c: *a8}\n",
	"dashes":             strings.Repeat("- ", 30_000),
	"questions":          strings.Repeat("? ", 30_000),
	"an alias to itself": "notes: &a [*a]",
	"tiny values":        "notes: [" + strings.Repeat("x,", 300_000) + "]",
	"tiny lines":         "notes:\n" + strings.Repeat("- x\n", 300_000),
	"too many bytes":     "notes: " + strings.Repeat("x", yamlfile.MaxBytes),
	"indentation":        indentText(1500),
}

func indentText(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// readCost reads a document as each of our files and returns what that allocates.
func readCost(data []byte) (allocated uint64, configError, answersError error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, configError = configFile(bytes.NewReader(data))
	var file answersfile.File
	answersError = yamlfile.Read("answers.yaml", data, &file)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, configError, answersError
}

func TestHostileYAML(t *testing.T) {
	t.Parallel()
	for name, text := range hostileYAML {
		bytes, config, answers := readCost([]byte(text))
		if config == nil || answers == nil {
			t.Errorf("%s: taken: %v, %v", name, config, answers)
			continue
		}
		if bytes > yamlBytes {
			t.Errorf("%s: takes %d MB", name, bytes>>20)
		}
		if len(answers.Error()) > 1000 || !strings.HasPrefix(answers.Error(), "answers.yaml:") {
			t.Errorf("%s: says %.200s", name, answers)
		}
	}
}

// The commands themselves say which file it is, and which line.
func TestHostileYAMLAtTheCommands(t *testing.T) {
	path := writeFile(t, t.TempDir(), "hostile.yaml", "# a comment\nnotes: "+strings.Repeat("[", 100)+
		strings.Repeat("]", 100)+"\n")
	for name, args := range map[string][]string{
		"configuration": {"serve", "--config", path},
		"answers":       {"report", "--lens", sampleLens, "--answers", path, "--out", filepath.Join(t.TempDir(), "plan.pdf")},
	} {
		status, _, said := runCommand(t, "", args...)
		if status != exitFailed || !strings.Contains(said, "hostile.yaml:2: ") || !strings.Contains(said, "32 deep") {
			t.Errorf("%s: %d %s", name, status, said)
		}
	}
}

func TestYAMLErrors(t *testing.T) {
	for text, want := range map[string]string{
		"workload: [":                              "answers.yaml:",
		"date: 1\nnotes: [a]\n":                    "answers.yaml:2: here is a list, but a text belongs here",
		"\nanswers: {q: {selected: a}}":            "answers.yaml:2: here is a text, but a list belongs here",
		"answers:\n  q: {selcted: [a]}":            `answers.yaml:2: "selcted" is not a field that stands here`,
		"workload: {environment: [a]}":             "answers.yaml:1: here is a list, but a text belongs here",
		"notes: a\nnotes: b":                       `answers.yaml:2: "notes" is here a second time, after line 1`,
		"notes: a\n---\nnotes: b":                  "answers.yaml: there is a second document",
		"answers: {q: {applicable: [x]}}":          "true or false belongs here",
		"notes: &n a\npillar_notes: {p: *missing}": "answers.yaml:",
	} {
		var file answersfile.File
		err := yamlfile.Read("answers.yaml", []byte(text), &file)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "main.") {
			t.Errorf("%q: says %v, want %q", text, err, want)
		}
	}
	var file answersfile.File
	err := yamlfile.Read("answers.yaml",
		[]byte("notes: &n Held on paper\ndate: 2026-11-23\npillar_notes: {one: *n, two: *n}"), &file)
	if err != nil || file.PillarNotes["two"] != "Held on paper" || file.Date != "2026-11-23" {
		t.Errorf("aliases as people use them: %v %v", err, file)
	}
	err = yamlfile.Read("answers.yaml", []byte("workload: {cost_center: 4711}"), &file)
	if got := file.Workload.Fields().CostCenter; err != nil || got != "4711" {
		t.Errorf("a number where a text is wanted: %v %q", err, got)
	}
	if err := yamlfile.Read("answers.yaml", nil, &file); err != nil {
		t.Errorf("an empty file: %v", err)
	}
}

// FuzzYAML looks for documents that cost more than they may. Time counts only under -fuzz, where the machine does
// nothing else.
func FuzzYAML(f *testing.F) {
	for _, text := range hostileYAML {
		if len(text) < 100_000 {
			f.Add([]byte(text), uint16(1))
		}
	}
	sample, err := os.ReadFile(sampleFile)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sample, uint16(1))
	f.Add([]byte("- [{a: &b \"c\"}, *b, ? d]\n"), uint16(3000))
	fuzzing := false
	for _, arg := range os.Args {
		fuzzing = fuzzing || strings.HasPrefix(arg, "-test.fuzz=")
	}
	f.Fuzz(func(t *testing.T, part []byte, times uint16) {
		if len(part)*int(times) > yamlfile.MaxBytes+1 {
			return
		}
		start := time.Now()
		bytes, _, _ := readCost([]byte(strings.Repeat(string(part), int(times))))
		if bytes > yamlBytes {
			t.Errorf("takes %d MB", bytes>>20)
		}
		if took := time.Since(start); fuzzing && took > yamlTime {
			t.Errorf("takes %s", took)
		}
	})
}
