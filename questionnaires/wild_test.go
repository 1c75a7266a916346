package questionnaires

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
)

// publishedQuestions reads questions straight from the published lenses, without Parse.
func publishedQuestions(t testing.TB) map[string][]*Question {
	t.Helper()
	lenses := map[string][]*Question{}
	for _, file := range sharedLenses(t) {
		var doc struct {
			Pillars []struct {
				Questions []struct {
					ID        string
					Choices   []struct{ ID, Title string }
					RiskRules []struct{ Condition, Risk string }
				}
			}
		}
		if err := json.Unmarshal(bytes.TrimPrefix(readFile(t, file), []byte("\ufeff")), &doc); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		name := filepath.Base(file)
		for _, p := range doc.Pillars {
			for _, in := range p.Questions {
				q := &Question{ID: in.ID}
				for _, c := range in.Choices {
					q.Choices = append(q.Choices, &Choice{ID: c.ID, Title: c.Title})
				}
				for _, r := range in.RiskRules {
					q.RiskRules = append(q.RiskRules, RiskRule{Condition: r.Condition, Risk: r.Risk})
				}
				if err := q.compile(); err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				lenses[name] = append(lenses[name], q)
			}
		}
	}
	return lenses
}

// Every published question is rated as its rules say where that can be told without an engine: nothing, everything
// and one choice at a time; and what Findings and Paths say agrees with it.
func TestPublishedLensesRate(t *testing.T) {
	for name, questions := range publishedQuestions(t) {
		for _, q := range questions {
			var all Answer
			for _, c := range q.Choices {
				if !c.NoneOfThese() {
					all.Selected = append(all.Selected, c.ID)
				}
			}
			if r := q.Rate(Answer{}); r.Risk != RiskUnanswered {
				t.Errorf("%s %s: %s without an answer", name, q.ID, r.Risk)
			}
			if r := q.Rate(Answer{NotApplicable: all.Selected}); r.Risk != RiskNone {
				t.Errorf("%s %s: %s though nothing applies", name, q.ID, r.Risk)
			}
			checkWild(t, name, q, all)
			for _, c := range q.Choices {
				checkWild(t, name, q, Answer{Selected: []string{c.ID}})
			}
		}
	}
}

// checkWild follows the paths from an answer and holds the findings against the rating.
func checkWild(t *testing.T, name string, q *Question, a Answer) {
	t.Helper()
	r := q.Rate(a)
	if why := r.Reason(); why.Risk != r.Risk || why.Basis != r.Basis || why.Rule != r.Rule {
		t.Errorf("%s %s %v: the reason is of another rating: %+v", name, q.ID, a, why)
	}
	for _, f := range q.Findings() {
		never := f.Kind == RuleNeverFires || f.Kind == RuleNeedsInapplicable || f.Kind == DuplicateDefault
		if f.Kind == TooComplex || never && r.Rule == f.Rule || f.Kind == RiskUnreachable && r.Risk == f.Risk {
			t.Errorf("%s %s %v: %s by rule %d, in spite of %+v", name, q.ID, a, r.Risk, r.Rule, f)
		}
	}
	for _, p := range q.Paths(a) {
		for _, set := range p.Sets {
			then := Answer{Selected: append(set[:len(set):len(set)], a.Selected...)}
			if len(a.Selected) == 1 && IsNoneOfThese(a.Selected[0]) {
				then.Selected = set
			}
			if got := q.Rate(then).Risk; got != p.To {
				t.Errorf("%s %s %v with %v: %s, want %s", name, q.ID, a, set, got, p.To)
			}
		}
	}
}

func BenchmarkFindingsOfPublishedLenses(b *testing.B) {
	lenses, n := publishedQuestions(b), 0
	for _, questions := range lenses {
		n += len(questions)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, questions := range lenses {
			for _, q := range questions {
				q.Findings()
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/question")
}
