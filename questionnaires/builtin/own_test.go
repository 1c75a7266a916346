package builtin

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sharedFile returns the path of a file beside the repository. Without it the test is skipped, except in CI.
func sharedFile(t *testing.T, name string) string {
	t.Helper()
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		path := filepath.Join(filepath.Dir(dir), "shared", name)
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			if _, err := os.Stat(path); err == nil {
				return path
			}
			break
		}
	}
	if os.Getenv("CI") != "" && os.Getenv("PLUMBLINE_TEST_NO_SHARED") == "" {
		t.Fatalf("../shared/%s is missing, and CI needs it", name)
	}
	t.Skipf("../shared/%s is not here", name)
	return ""
}

// wordPattern takes an identifier such as iam-root-access-key-check or docs.aws.amazon.com/x as one word.
var wordPattern = regexp.MustCompile(`[a-z0-9]+(?:[-_./:'’][a-z0-9]+)*`)

func wordsOf(text string) []string { return wordPattern.FindAllString(strings.ToLower(text), -1) }

// wordRuns lists all runs of n words in a text, but those that hold nothing but identifiers.
func wordRuns(text string, n int) (out []string) {
	words := wordsOf(text)
	for i := 0; i+n <= len(words); i++ {
		for _, w := range words[i : i+n] {
			if !strings.ContainsAny(w, "-_./:0123456789") {
				out = append(out, strings.Join(words[i:i+n], " "))
				break
			}
		}
	}
	return out
}

// foreignRuns returns the runs of n words of texts that are not ours, and where each is from.
func foreignRuns(t *testing.T, n int) map[string]string {
	t.Helper()
	known := map[string]string{}
	add := func(from, text string) {
		for _, run := range wordRuns(text, n) {
			known[run] = from
		}
	}
	for _, pattern := range []string{"reference/*.md", "reference/*.tsv", "lenses/*.json", "evidence/*/*", "evidence/*.json"} {
		paths, err := filepath.Glob(filepath.Join(filepath.Dir(sharedFile(t, "reference")), pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("nothing to compare with in %s: %v", pattern, err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range textsIn(path, data) {
				add(filepath.Base(path), text)
			}
		}
	}
	return known
}

// textsIn returns the strings of a JSON document, the cells of a table, or the whole of another text.
func textsIn(path string, data []byte) []string {
	if filepath.Ext(path) == ".tsv" {
		return strings.FieldsFunc(string(data), func(c rune) bool { return c == '\t' || c == '\n' })
	}
	var doc any
	if json.Unmarshal([]byte(strings.TrimPrefix(string(data), "\ufeff")), &doc) != nil {
		return []string{string(data)}
	}
	return stringsIn(doc)
}

func stringsIn(v any) (out []string) {
	switch v := v.(type) {
	case string:
		out = append(out, v)
	case []any:
		for _, e := range v {
			out = append(out, stringsIn(e)...)
		}
	case map[string]any:
		for _, e := range v {
			out = append(out, stringsIn(e)...)
		}
	}
	return out
}

// TestOwnWords: no run of 8 words is shared with the texts that we can compare with, and none of 5 with the topic of a
// best practice.
func TestOwnWords(t *testing.T) {
	known := foreignRuns(t, 8)
	topics := map[string]string{}
	for _, row := range framework(t) {
		for _, run := range wordRuns(row["topic"], 5) {
			topics[run] = row["choice_id"]
		}
	}
	if len(known) < 50_000 || len(topics) < 100 {
		t.Fatalf("%d runs of texts and %d of topics to compare with", len(known), len(topics))
	}
	for _, s := range readSources(t) {
		for _, w := range sourceTexts(s) {
			if run, from := firstWords(wordRuns(w.text, 8), known); run != "" {
				t.Errorf("%s shares %q with %s", w.where, run, from)
			}
			if run, from := firstWords(wordRuns(w.text, 5), topics); run != "" {
				t.Errorf("%s shares %q with the topic of %s", w.where, run, from)
			}
		}
	}
}

func firstWords(runs []string, known map[string]string) (run, from string) {
	for _, run := range runs {
		if from, found := known[run]; found {
			return run, from
		}
	}
	return "", ""
}

// TestRuns: words are compared without case and marks, and a run of nothing but identifiers is nobody's text.
func TestRuns(t *testing.T) {
	for text, want := range map[string]int{
		"One, two: THREE; four. (Five)!": 3,
		"one two":                        0,
		"iam-root-access-key-check s3.amazonaws.com kms:Decrypt": 0,
		"iam-root-access-key-check or kms:Decrypt":               1,
	} {
		if got := wordRuns(text, 3); len(got) != want {
			t.Errorf("%q has the runs %q", text, got)
		}
	}
	if got := wordRuns("One, two: THREE!", 3)[0]; got != "one two three" {
		t.Errorf("normal form %q", got)
	}
}
