package builtin

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"plumbline/questionnaires"
)

// mustLens returns a lens that has to be there.
func mustLens(t testing.TB, key string) *questionnaires.Lens {
	t.Helper()
	l, ok := LensByKey(key)
	if !ok || l.Parse() == nil {
		t.Fatalf("there is no lens %s", key)
	}
	return l.Parse()
}

func TestAll(t *testing.T) {
	var keys []string
	for _, l := range AllLenses() {
		keys = append(keys, l.Key)
		if got, ok := LensByKey(l.Key); !ok || got != l {
			t.Errorf("Get(%q) = %v, %v", l.Key, got, ok)
		}
	}
	want := []string{"wellarchitected", "shared-responsibility", "acceptable-use", "compliance-readiness", "resilience"}
	if !slices.Equal(keys, want) {
		t.Errorf("keys %v", keys)
	}
	AllLenses()[0].Key = "changed"
	if AllLenses()[0].Key != want[0] {
		t.Error("a caller can change the list")
	}
	if _, ok := LensByKey("nothing"); ok {
		t.Error("there is a lens nobody wrote")
	}
	for _, stranger := range []Lens{{}, {"nothing", "1.0"}, {"wellarchitected", "0.1"}} {
		if stranger.Document() != nil || stranger.Parse() != nil {
			t.Errorf("%v has a document", stranger)
		}
	}
}

// TestNothingToReport: a lens that ships has no problem and no finding, and its document is as JSON writes it.
func TestNothingToReport(t *testing.T) {
	for _, l := range AllLenses() {
		doc := l.Document()
		parsed, problems := questionnaires.Parse(doc, questionnaires.ParseOptions{})
		if parsed == nil || len(problems) > 0 {
			t.Errorf("%s: %v, problems %v", l.Key, problems.Err(), problems)
			continue
		}
		for _, f := range parsed.Findings() {
			t.Errorf("%s: %+v", l.Key, f)
		}
		if !bytes.Equal(parsed.JSON(), doc) {
			t.Errorf("%s is not written as JSON writes it", l.Key)
		}
		checkStrictly(t, l, doc)
	}
}

// checkStrictly wants strict mode to complain of nothing but what AWS makes good: a choice has steps in place of an
// improvement plan, and a document may be larger than what AWS takes, since its guidance counts there.
func checkStrictly(t *testing.T, l Lens, doc []byte) {
	t.Helper()
	_, problems := questionnaires.Parse(doc, questionnaires.ParseOptions{Strict: true})
	for _, p := range problems {
		if p.Code != "no-improvement-plan" && (p.Code != "too-large" || len(doc) <= questionnaires.MaxBytes) {
			t.Errorf("%s, strictly: %+v", l.Key, p)
		}
	}
}

// TestAWSTakesThem: what goes to AWS passes strict mode, is small enough and has lost no text.
func TestAWSTakesThem(t *testing.T) {
	for _, l := range AllLenses() {
		ours := mustLens(t, l.Key)
		doc, problems := ours.AWS()
		theirs, strict := questionnaires.Parse(doc, questionnaires.ParseOptions{Strict: true})
		if theirs == nil || len(strict) > 0 || len(problems) > 0 || len(doc) > questionnaires.MaxBytes {
			t.Errorf("%s: %d bytes, problems %v %v", l.Key, len(doc), problems, strict)
			continue
		}
		for i, p := range ours.Pillars {
			for j, q := range p.Questions {
				for k, c := range q.Choices {
					their := theirs.Pillars[i].Questions[j].Choices[k]
					if c.NoneOfThese() {
						continue
					}
					if their.ImprovementPlan == nil || their.ImprovementPlan.URL != c.Guidance.Link || their.HelpfulResource == nil {
						t.Errorf("%s: AWS gets %+v", c.ID, their)
					}
				}
			}
		}
		t.Logf("%s: %d bytes for AWS, %d of ours", l.Key, len(doc), len(l.Document()))
	}
}

// TestParseOnce: the callers of all goroutines get one lens.
func TestParseOnce(t *testing.T) {
	var wg sync.WaitGroup
	got := make([]*questionnaires.Lens, 8)
	for i := range got {
		wg.Go(func() { got[i] = AllLenses()[0].Parse() })
	}
	wg.Wait()
	for _, l := range got {
		if l == nil || l != got[0] {
			t.Errorf("got %p and %p", l, got[0])
		}
	}
}

// TestPages: each lens can be read as a page that has all of it.
func TestPages(t *testing.T) {
	for key, s := range readSources(t) {
		page := mustLens(t, key).Markdown()
		for _, want := range []string{"\n# ", "**Objective:**", "**Red flags:**", "**Why it matters.**", "**How to tell.**",
			"**Steps:**"} {
			if !bytes.Contains(append([]byte("\n"), page...), []byte(want)) {
				t.Errorf("the page of %s has no %s", key, want)
			}
		}
		for _, p := range s.pillars {
			for _, q := range p.Questions {
				for _, c := range q.Choices {
					if !bytes.Contains(page, []byte("#### "+c.Doc+" · ")) || !bytes.Contains(page, []byte("<"+c.Link+">")) {
						t.Errorf("the page of %s lacks %s", key, c.Doc)
					}
				}
			}
		}
	}
}

// BenchmarkParseAll reads, checks and compiles all lenses, as a start would.
func BenchmarkParseAll(b *testing.B) {
	var docs [][]byte
	size := 0
	for _, l := range AllLenses() {
		docs = append(docs, l.Document())
		size += len(docs[len(docs)-1])
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, doc := range docs {
			if l, problems := questionnaires.Parse(doc, questionnaires.ParseOptions{}); l == nil {
				b.Fatal(problems.Err())
			}
		}
	}
}
