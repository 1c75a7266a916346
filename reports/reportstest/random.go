package reportstest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/markdown/hostile"
	q "plumbline/questionnaires"
)

// Randomizer makes the same report for the same seed, on every machine.
type Randomizer struct{ *rand.Rand }

// NewRandomizer starts at a seed; another stream is another course of the same seed.
func NewRandomizer(seed, stream uint64) Randomizer {
	return Randomizer{rand.New(rand.NewPCG(seed, stream))}
}

// Words returns so many words at most, some with characters that no font has.
func (r Randomizer) Words(most int) string {
	some := []string{"a", "review", "of", "the", "backup", "Straße", "é", "e\u0301", "汉字", "🎉", "مرحبا", "x\u00ADy",
		"\u202Eback",
		"naïve", "https://example.com/a/very/long/path?with=query", "\n", "\t", "«quoted»", "Đường", "●", "x\u0302",
		"\x07", "\xff"}
	var out []string
	for range r.IntN(most + 1) {
		if r.IntN(4) == 0 {
			out = append(out, some[r.IntN(len(some))])
		} else {
			out = append(out, some[r.IntN(5)])
		}
	}
	return strings.Join(out, " ")
}

// note is Markdown: none, a sensible one, many lines, a part of Everything, or a hostile one.
func (r Randomizer) note() string {
	switch r.IntN(7) {
	case 0, 1:
		return ""
	case 2:
		return r.Words(60) + "\n\n## " + r.Words(5) + "\n\n- " + r.Words(9) + "\n- **" + r.Words(3) + "** `" +
			r.Words(2) + "` *" + r.Words(2) + "*"
	case 3:
		return strings.Repeat(r.Words(6)+"\n\n", r.IntN(50))
	case 4:
		from := r.IntN(len(Everything))
		return Everything[from:]
	case 5:
		columns := 1 + r.IntN(12)
		row := strings.Repeat("| "+r.Words(4)+" *a* **b** ", columns) + "|\n"
		return strings.ReplaceAll(row, "\n ", " ") + strings.Repeat("|---", columns) + "|\n" +
			strings.Repeat(strings.ReplaceAll(row, "\n ", " "), r.IntN(30))
	}
	recipe := make([]byte, 4*(1+r.IntN(4)))
	for i := range recipe {
		recipe[i] = byte(r.Uint32())
	}
	note := hostile.Note(recipe)
	return note[:min(len(note), 2000)]
}

// lens makes a lens with one to ten pillars and Everything that a lens may carry.
func (r Randomizer) lens(t testing.TB) *q.Lens {
	sizes := make([]int, 1+r.IntN(10))
	for i := range sizes {
		sizes[i] = 1 + r.IntN(6)
	}
	lens := Lens(t, LensDocument(t, "A lens "+fmt.Sprint(r.IntN(100)), sizes, 3+r.IntN(3)))
	lens.Description = r.Words(20)
	for _, p := range lens.Pillars {
		if r.IntN(3) == 0 {
			p.Name = r.Words(20)
		}
		for _, question := range p.Questions {
			r.question(question)
		}
	}
	return lens
}

func (r Randomizer) question(of *q.Question) {
	if r.IntN(3) == 0 {
		of.Title, of.DocumentID, of.Description = r.Words(40), r.Words(2), r.Words(50)
	}
	for _, c := range of.Choices {
		switch r.IntN(6) {
		case 0:
			c.Title, c.Description = r.Words(30), r.Words(40)
		case 1:
			c.Guidance = &q.Guidance{DocumentID: "BP" + fmt.Sprint(r.IntN(99)), Effort: q.LevelHigh,
				Impact: q.LevelLow, Responsibility: q.ByBoth,
				Steps: []string{"Do `this`.", r.Words(30), r.Words(5)}, Link: "https://example.com/" +
					fmt.Sprint(r.IntN(9))}
		case 2:
			c.ImprovementPlan = nil
			c.AdditionalResources = []q.AdditionalResource{{Type: "IMPROVEMENT_PLAN", Content: []q.Resource{
				{DisplayText: r.Words(5), URL: "https://example.com/é"}, {DisplayText: "only words"},
				{URL: "javascript:alert(1)"}, {}}}}
		}
	}
}

// answer fills in an answer at random.
func (r Randomizer) answer(_, _ int, of *q.Question) models.AnswerFields {
	a := models.AnswerFields{Applicable: r.IntN(8) != 0, Reason: models.OutOfScope}
	if r.IntN(5) == 0 {
		return a
	}
	for _, c := range of.Choices {
		status := []models.ChoiceStatus{models.ChoiceSelected, models.ChoiceSelected, models.ChoiceUnselected,
			models.ChoiceNotApplicable}[r.IntN(4)]
		if c.NoneOfThese() && status == models.ChoiceSelected {
			status = models.ChoiceUnselected
		}
		choice := models.ChoiceAnswer{ChoiceID: c.ID, Status: status, Reason: models.BusinessPriorities}
		if r.IntN(6) == 0 {
			choice.Notes = r.note()
		}
		a.Choices = append(a.Choices, choice)
	}
	if r.IntN(2) == 0 {
		a.Notes = r.note()
	}
	return a
}

// Random is a workload with one to three reviews.
func Random(t testing.TB, seed uint64) models.Snapshot {
	r := NewRandomizer(seed, 11)
	lenses := make([]*q.Lens, 1+r.IntN(3))
	if seed == 3 {
		lenses = make([]*q.Lens, 2)
	}
	for i := range lenses {
		lenses[i] = r.lens(t)
	}
	s := Snapshot(lenses, r.answer)
	if r.IntN(2) == 0 {
		s.Workload.Name, s.Workload.Description, s.WorkspaceName = r.Words(30), r.Words(90), r.Words(9)
	}
	s.Workload.Notes = r.note()
	for i := range s.Reviews {
		rs := &s.Reviews[i]
		rs.Review.Notes = r.note()
		if r.IntN(2) == 0 {
			rs.Lens.Name = r.Words(60)
		}
		for j := range rs.Review.Pillars {
			rs.Review.Pillars[j].Notes = r.note()
		}
		for j := range rs.Answers {
			if r.IntN(20) == 0 {
				rs.Answers[j].Risk = q.Risks[r.IntN(len(q.Risks))]
			}
			if r.IntN(20) == 0 {
				rs.Answers[j].Risk = q.RiskUndecided
			}
		}
	}
	return s
}
