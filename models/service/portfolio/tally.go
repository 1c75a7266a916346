package portfolio

import (
	"cmp"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/portfolio"
	"plumbline/models/service/lenses"
	"plumbline/models/service/whatif"
	q "plumbline/questionnaires"
)

// tallies count the reviews by version of a lens.
type tallies struct {
	lenses map[string]models.Lens
	of     map[*lenses.Version]*tally
}

// tally counts the reviews on one version.
type tally struct {
	version *lenses.Version
	lens    models.Lens
	whatif.StandingSums
}

// add counts a review.
func (all tallies) add(r reviewed) {
	v := r.Version()
	t := all.of[v]
	if t == nil {
		t = &tally{version: v, lens: all.lenses[r.LensID]}
		all.of[v] = t
	}
	r.AddTo(&t.StandingSums)
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
			c := t.Risks[n]
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
				one, sum := &list[at[key]], t.Practices[first+i]
				one.High, one.Medium, one.Of = one.High+sum.High, one.Medium+sum.Medium, one.Of+applied(t.Risks[n])
				one.Missing += sum.High + sum.Medium + sum.Undecided
			}
		})
	}
	list = slices.DeleteFunc(list, func(one portfolio.Practice) bool { return one.Missing == 0 })
	slices.SortStableFunc(list, func(a, b portfolio.Practice) int {
		return cmp.Or(b.Missing-a.Missing, b.High-a.High, strings.Compare(a.Lens.Name, b.Lens.Name))
	})
	return list[:min(len(list), portfolio.MostPractices)], len(list)
}
