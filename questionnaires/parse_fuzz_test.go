package questionnaires

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse feeds Parse with anything: it must not panic, its problems must point into the document, and a lens must
// survive the round trip.
func FuzzParse(f *testing.F) {
	for _, name := range []string{tinyFile, oddFile} {
		f.Add(readFile(f, name), false)
	}
	f.Add([]byte(lensWithGuidance(f)), false)
	base := string(readFile(f, tinyFile))
	for _, row := range provocations {
		doc := row.new
		if row.old != wholeDocument {
			doc = strings.Replace(base, row.old, row.new, 1)
		}
		if len(doc) < 10_000 {
			f.Add([]byte(strings.Replace(doc, "▶", "", 1)), len(doc)%2 == 0)
		}
	}
	f.Fuzz(func(t *testing.T, doc []byte, strict bool) {
		lens, problems := Parse(doc, ParseOptions{Strict: strict})
		if (lens == nil) != (problems.Err() != nil) {
			t.Fatalf("lens %v with error %v", lens, problems.Err())
		}
		for i, p := range problems {
			checkPlace(t, doc, p)
			if i > 0 && (p.Line < problems[i-1].Line || p.Line == problems[i-1].Line && p.Column < problems[i-1].Column) {
				t.Errorf("not sorted: %v", problems)
			}
		}
		if lens != nil {
			roundTrip(t, doc, lens)
			if out, _ := lens.AWS(); !json.Valid(out) || !utf8.Valid(lens.Markdown()) {
				t.Errorf("AWS() or Markdown() writes nonsense:\n%s", out)
			}
		}
		twice := slices.ContainsFunc(problems, func(p Problem) bool { return p.Code == "duplicate-member" })
		if !twice && json.Valid(bytes.TrimPrefix(doc, []byte("\ufeff"))) { // of two names encoding/json knows the second only
			value := genericJSON(t, doc)
			for _, p := range problems {
				checkPointer(t, value, p)
			}
		}
	})
}

// checkPlace wants the problem's line and column inside the document, or right behind it.
func checkPlace(t *testing.T, doc []byte, p Problem) {
	t.Helper()
	lines := bytes.Split(bytes.TrimPrefix(doc, []byte("\ufeff")), []byte("\n"))
	if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > utf8.RuneCount(lines[p.Line-1])+1 {
		t.Errorf("outside the document: %+v", p)
	}
	if p.Message == "" || p.Code == "" || !utf8.ValidString(p.Message) {
		t.Errorf("not a sentence: %+v", p)
	}
}

// checkPointer wants the pointer to resolve, or to name a member that an object lacks.
func checkPointer(t *testing.T, value any, p Problem) {
	t.Helper()
	if p.Pointer == "" {
		return
	}
	tokens := strings.Split(p.Pointer, "/")[1:]
	for i, token := range tokens {
		switch v := value.(type) {
		case map[string]any:
			next, ok := v[strings.NewReplacer("~1", "/", "~0", "~").Replace(token)]
			if !ok && i < len(tokens)-1 {
				t.Errorf("pointer does not resolve: %+v", p)
				return
			}
			value = next
		case []any:
			k, err := strconv.Atoi(token)
			if err != nil || k >= len(v) {
				t.Errorf("pointer does not resolve: %+v", p)
				return
			}
			value = v[k]
		default:
			t.Errorf("pointer does not resolve: %+v", p)
			return
		}
	}
}
