package portfolio

import (
	"cmp"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/portfolio"
	"plumbline/models/service/lenses"
	q "plumbline/questionnaires"
)

// tallies count the reviews by version of a lens.
type tallies struct {
	lenses map[string]models.Lens
	of     map[*lenses.Version]*tally
}

// tally counts the reviews on one version: by question, and by practice.
type tally struct {
	version   *lenses.Version
	lens      models.Lens
	risks     []q.RiskCounts // by question
	high      []int          // by practice: where it is missing, and the question has a high risk
	medium    []int
	undecided []int
}

func newTally(v *lenses.Version, lens models.Lens) *tally {
	t := &tally{version: v, lens: lens}
	practices := 0
	for _, pillar := range v.Doc.Pillars {
		for _, question := range pillar.Questions {
			practices += len(question.Choices)
		}
		t.risks = append(t.risks, make([]q.RiskCounts, len(pillar.Questions))...)
	}
	t.high, t.medium, t.undecided = make([]int, practices), make([]int, practices), make([]int, practices)
	return t
}

// add counts a review, and gives its counts.
func (all tallies) add(r reviewed) (counts q.RiskCounts) {
	v := r.Version()
	t := all.of[v]
	if t == nil {
		t = newTally(v, all.lenses[r.LensID])
		all.of[v] = t
	}
	for _, one := range r.Counts() {
		counts = counts.Plus(one)
	}
	r.EachRisk(func(question int, risk q.Risk) { t.risks[question].Add(risk, 1) })
	r.EachMissing(func(practice int, risk q.Risk) {
		switch risk {
		case q.RiskHigh:
			t.high[practice]++
		case q.RiskMedium:
			t.medium[practice]++
		default:
			t.undecided[practice]++
		}
	})
	return counts
}

// newestFirst are the tallies, of each lens the newest version first: what it says counts for all.
func (all tallies) newestFirst() []*tally {
	list := make([]*tally, 0, len(all.of))
	for _, t := range all.of {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *tally) int {
		return cmp.Or(strings.Compare(a.lens.ID, b.lens.ID), b.version.Seq-a.version.Seq)
	})
	return list
}

// each calls f with every question, its place, and the place of its first practice.
func (t *tally) each(f func(pillar *q.Pillar, question *q.Question, at, practice int)) {
	at, practice := 0, 0
	for _, pillar := range t.version.Doc.Pillars {
		for _, question := range pillar.Questions {
			f(pillar, question, at, practice)
			at, practice = at+1, practice+len(question.Choices)
		}
	}
}

// applied is how many workloads answered the question so that it applies.
func applied(c q.RiskCounts) int { return c.Total() - c.Unanswered - c.NotApplicable }

// questions are those that are at risk in most workloads.
func (all tallies) questions() (list []portfolio.Question) {
	at := map[string]int{}
	for _, t := range all.newestFirst() {
		t.each(func(pillar *q.Pillar, question *q.Question, n, _ int) {
			c := t.risks[n]
			key := t.lens.ID + "/" + question.ID
			if _, known := at[key]; !known {
				at[key] = len(list)
				list = append(list, portfolio.Question{Lens: t.lens, Pillar: pillar, Question: question})
			}
			one := &list[at[key]]
			one.High, one.Medium, one.Of = one.High+c.High, one.Medium+c.Medium, one.Of+applied(c)
		})
	}
	list = slices.DeleteFunc(list, func(one portfolio.Question) bool { return one.High+one.Medium == 0 })
	slices.SortStableFunc(list, func(a, b portfolio.Question) int {
		return cmp.Or(b.High+b.Medium-a.High-a.Medium, b.High-a.High, strings.Compare(a.Lens.Name, b.Lens.Name))
	})
	return list[:min(len(list), portfolio.MostQuestions)]
}

// practices are what most workloads lack, and how many are lacked anywhere.
func (all tallies) practices() (list []portfolio.Practice, unmet int) {
	at := map[string]int{}
	for _, t := range all.newestFirst() {
		t.each(func(pillar *q.Pillar, question *q.Question, n, first int) {
			for i, choice := range question.Choices {
				key := t.lens.ID + "/" + question.ID + "/" + choice.ID
				if _, known := at[key]; !known {
					at[key] = len(list)
					list = append(list, portfolio.Practice{Lens: t.lens, Pillar: pillar, Question: question, Choice: choice})
				}
				one, high, medium := &list[at[key]], t.high[first+i], t.medium[first+i]
				one.High, one.Medium, one.Of = one.High+high, one.Medium+medium, one.Of+applied(t.risks[n])
				one.Missing += high + medium + t.undecided[first+i]
			}
		})
	}
	list = slices.DeleteFunc(list, func(one portfolio.Practice) bool { return one.Missing == 0 })
	slices.SortStableFunc(list, func(a, b portfolio.Practice) int {
		return cmp.Or(b.Missing-a.Missing, b.High-a.High, strings.Compare(a.Lens.Name, b.Lens.Name))
	})
	return list[:min(len(list), portfolio.MostPractices)], len(list)
}
