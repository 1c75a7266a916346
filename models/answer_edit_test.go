package models_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"plumbline/models"
	"plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
)

// somewhere is a question with its choices, and a way to make answers to it.
func somewhere(t *testing.T) *questionnaires.Question {
	t.Helper()
	lens, problems := questionnaires.Parse(builtin.SampleDocument(), questionnaires.ParseOptions{})
	if lens == nil {
		t.Fatal(problems)
	}
	_, q := lens.Question("backup")
	return q
}

func anyAnswer(r *rand.Rand, q *questionnaires.Question) models.AnswerFields {
	pick := func(texts ...string) string { return texts[r.IntN(len(texts))] }
	p := models.AnswerPatch{Choices: map[string]models.ChoicePatch{}, Replace: true}
	for _, c := range q.Choices {
		status, reason, notes := models.ChoiceStatus(pick("SELECTED", "UNSELECTED", "NOT_APPLICABLE")),
			models.NotApplicableReason(pick("NONE", "OTHER")), pick("", "a", "b")
		if c.NoneOfThese() && status == models.ChoiceNotApplicable {
			status = models.ChoiceUnselected
		}
		p.Choices[c.ID] = models.ChoicePatch{Status: &status, Reason: &reason, Notes: &notes}
	}
	notes, applies, reason := pick("", "x", "y"), r.IntN(3) > 0, models.NotApplicableReason(pick("NONE", "OUT_OF_SCOPE"))
	p.Notes, p.Applicable, p.Reason = &notes, &applies, &reason
	f, err := p.Apply(q, models.AnswerFields{Applicable: true})
	if err != nil {
		panic(err)
	}
	return f
}

// Whatever two people make of an answer: parts that one of them changed are as that one wants, parts that both changed
// alike are so, and each other part is a clash that stays as it is. Together with the clashes nothing of anybody is
// lost.
func TestMergeKeepsWhatEverybodyDid(t *testing.T) {
	q, r := somewhere(t), rand.New(rand.NewPCG(1, 2))
	parts := func(f models.AnswerFields) map[string]any {
		m := map[string]any{"notes": f.Notes, "applicable": f.Applicability()}
		for _, c := range q.Choices {
			m["choices/"+c.ID], m["choices/"+c.ID+"/notes"] = f.Mark(c.ID), f.Choice(c.ID).Notes
		}
		return m
	}
	for range 5000 {
		base, mine, theirs := anyAnswer(r, q), anyAnswer(r, q), anyAnswer(r, q)
		patch, clashes := models.EditOf(q, base, mine).Merge(q, theirs)
		got, err := patch.Apply(q, theirs)
		if err != nil {
			t.Fatal(err)
		}
		clashed := map[string]bool{}
		for _, c := range clashes {
			clashed[c.Part] = true
		}
		was, want, other, now := parts(base), parts(mine), parts(theirs), parts(got)
		for part := range was {
			switch {
			case was[part] == want[part] || want[part] == other[part]:
				if now[part] != other[part] || clashed[part] {
					t.Fatalf("%s was %v, I left it, they made it %v: %v", part, was[part], other[part], now[part])
				}
			case was[part] == other[part]:
				if now[part] != want[part] || clashed[part] {
					t.Fatalf("%s was %v, I made it %v, they left it: %v", part, was[part], want[part], now[part])
				}
			default:
				if now[part] != other[part] || !clashed[part] {
					t.Fatalf("%s was %v, I made it %v, they %v: %v, clash %v", part, was[part], want[part], other[part], now[part],
						clashed[part])
				}
			}
		}
	}
}

// An edit that leads from one answer to another leads there, and back.
func TestEditLeadsThereAndBack(t *testing.T) {
	q, r := somewhere(t), rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		from, to := anyAnswer(r, q), anyAnswer(r, q)
		for _, way := range [][2]models.AnswerFields{{from, to}, {to, from}} {
			patch, clashes := models.EditOf(q, way[0], way[1]).Merge(q, way[0])
			got, err := patch.Apply(q, way[0])
			if err != nil || len(clashes) > 0 {
				t.Fatal(err, clashes)
			}
			got.Reason, way[1].Reason = got.Applicability().Reason,
				way[1].Applicability().Reason // where it applies, the reason says nothing
			if !reflect.DeepEqual(got, way[1]) {
				t.Fatalf("got %+v, want %+v", got, way[1])
			}
		}
	}
}

// How lines end is nobody's change.
func TestLineEndsAreNoChange(t *testing.T) {
	q := somewhere(t)
	stored := models.AnswerFields{Applicable: true, Reason: models.NoReason, Notes: "a\r\nb"}
	sent := stored
	sent.Notes = "a\nb"
	if e := models.EditOf(q, stored, sent); e.Notes != nil {
		t.Error("line ends make an edit")
	}
	sent.Notes = "a\nb\nc"
	if patch,
		clashes := models.EditOf(q, models.AnswerFields{Applicable: true, Reason: models.NoReason, Notes: "a\nb"},
		sent).Merge(q, stored); len(clashes) > 0 || *patch.Notes != sent.Notes {
		t.Error("line ends make a clash")
	}
}
