package improvement_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
	"plumbline/reports/improvement"
	"plumbline/reports/reportstest"
)

// everyEntry are the entries of a plan with something to do.
func everyEntry(p improvement.Plan) []improvement.Entry {
	return slices.Concat(p.Entries, p.Undecided)
}

// randomAnswers answers the framework's lens at random.
func randomAnswers(t *testing.T, seed uint64) models.Snapshot {
	t.Helper()
	framework, _ := builtin.LensByKey("wellarchitected")
	random := rand.New(rand.NewPCG(seed, 5))
	return reportstest.Snapshot([]*q.Lens{framework.Parse()}, func(_, _ int, of *q.Question) models.AnswerFields {
		var selected []string
		for _, c := range of.Choices {
			if !c.NoneOfThese() && random.IntN(2) == 0 {
				selected = append(selected, c.ID)
			}
		}
		return models.AnswerFields{Applicable: random.IntN(9) > 0, Choices: reportstest.Select(selected...)}
	})
}

// What a practice alone leads to is what the answer would be rated with it.
func TestAPracticeAlone(t *testing.T) {
	s := randomAnswers(t, 1)
	p, err := improvement.Derive(s, "")
	if err != nil {
		t.Fatal(err)
	}
	lowering := 0
	for _, e := range everyEntry(p) {
		_, question := s.Reviews[0].Doc.Question(e.QuestionID)
		at := slices.IndexFunc(s.Reviews[0].Answers, func(a models.Answer) bool { return a.QuestionID == e.QuestionID })
		for _, practice := range e.Practices {
			answer := s.Reviews[0].Answers[at].Rated()
			answer.Selected = append(slices.Clone(answer.Selected), practice.ChoiceID)
			if want := question.Rate(answer).Risk; practice.Alone != want {
				t.Errorf("%s alone: %s, want %s", practice.ChoiceID, practice.Alone, want)
			}
			if practice.Lowers(e.Risk) {
				lowering++
			}
		}
	}
	if lowering == 0 {
		t.Error("no practice lowers a risk: that proves nothing")
	}
}

// No smaller set of practices clears all high risks: tried with every set, on parts of the framework's lens.
func TestTheShortestClearingIsMinimal(t *testing.T) {
	tried := 0
	for seed := range uint64(6) {
		s := randomAnswers(t, seed)
		p, err := improvement.Derive(s, "")
		if err != nil {
			t.Fatal(err)
		}
		high := slices.DeleteFunc(slices.Clone(p.Entries), func(e improvement.Entry) bool {
			return e.Risk != q.RiskHigh || len(e.Practices) > 6
		})
		for ; len(high) >= 2; high = high[2:] { // two questions at a time: 4,096 sets at most
			pair := high[:2]
			got := p.ClearHigh(func(e improvement.Entry) bool {
				return e.QuestionID == pair[0].QuestionID || e.QuestionID == pair[1].QuestionID
			})
			if want := fewestByTrying(s, pair); got.Questions != 2 || got.Practices != want {
				t.Errorf("%s and %s: %+v, want %d", pair[0].QuestionID, pair[1].QuestionID, got, want)
			}
			tried++
		}
	}
	if tried < 10 {
		t.Errorf("only %d pairs", tried)
	}
}

// fewestByTrying is the size of the smallest set of missing practices with which none of the questions has a high risk.
func fewestByTrying(s models.Snapshot, entries []improvement.Entry) int {
	type candidate struct{ question, choice string }
	var missing []candidate
	for _, e := range entries {
		for _, practice := range e.Practices {
			missing = append(missing, candidate{e.QuestionID, practice.ChoiceID})
		}
	}
	best := len(missing) + 1
	for set := range 1 << len(missing) {
		chosen := map[string][]string{}
		n := 0
		for i, c := range missing {
			if set&(1<<i) != 0 {
				chosen[c.question] = append(chosen[c.question], c.choice)
				n++
			}
		}
		if n < best && noneHigh(s, entries, chosen) {
			best = n
		}
	}
	return best
}

func noneHigh(s models.Snapshot, entries []improvement.Entry, chosen map[string][]string) bool {
	for _, e := range entries {
		_, question := s.Reviews[0].Doc.Question(e.QuestionID)
		for _, a := range s.Reviews[0].Answers {
			if a.QuestionID != e.QuestionID {
				continue
			}
			answer := a.Rated()
			answer.Selected = append(slices.Clone(answer.Selected), chosen[e.QuestionID]...)
			if question.Rate(answer).Risk == q.RiskHigh {
				return false
			}
		}
	}
	return true
}

func TestQuickWinsAndMatrix(t *testing.T) {
	s := orderedSnapshot(t, []string{"cost"},
		"ops HIGH LOW LOW LOW",        // question-1: alone it lowers the risk
		"ops HIGH LOW HIGH HIGH",      // question-2: too much work
		"cost MEDIUM HIGH HIGH LOW",   // question-3: first, by the pillar's priority
		"cost MEDIUM - - -",           // question-4: the lens does not say
		"ops MEDIUM LOW HIGH MEDIUM",  // question-5
		"security HIGH HIGH HIGH LOW", // question-6
	)
	p, err := improvement.Derive(s, "")
	if err != nil {
		t.Fatal(err)
	}
	var wins []string
	for _, w := range p.QuickWins() {
		wins = append(wins, strings.TrimPrefix(w.Entry.QuestionID, "question-"))
	}
	if got := strings.Join(wins, " "); got != "3 6 1" {
		t.Errorf("quick wins %s", got)
	}
	m := p.Matrix()
	if m.Practices[q.LevelHigh][q.LevelLow] != 2 || m.Practices[q.LevelLow][q.LevelLow] != 1 ||
		m.Practices[q.LevelHigh][q.LevelHigh] != 1 || m.Practices[q.LevelHigh][q.LevelMedium] != 1 || m.Unknown != 1 {
		t.Errorf("matrix %+v", m)
	}
}
