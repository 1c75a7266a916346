package whatif

import (
	"cmp"
	"slices"
	"strings"

	q "plumbline/questionnaires"
	"plumbline/questionnaires/improve"
)

// tally counts where the practices of one lens version are missing: by their place in the lens.
type tally struct {
	version *keptVersion
	lensID  string
	wanted  []bool // by the filters of practices
	counts  []MissingPractice
}

// newTally is for a version, with the practices that the query asks for.
func newTally(v *keptVersion, lensID string, query PlanQuery) *tally {
	t := &tally{version: v, lensID: lensID, wanted: make([]bool, v.practices),
		counts: make([]MissingPractice, v.practices)}
	for _, question := range v.questions {
		for i, c := range question.Choices {
			effort, impact := levels(c)
			t.wanted[question.firstChoice+i] = (query.Effort == "" || query.Effort == effort) &&
				(query.Impact == "" || query.Impact == impact)
		}
	}
	return t
}

func levels(c *q.Choice) (effort, impact string) {
	if c.Guidance == nil {
		return "", ""
	}
	return c.Guidance.Effort, c.Guidance.Impact
}

// quickWin tells whether a missing practice is a quick win.
func quickWin(c *q.Choice, risk, alone q.Risk) bool {
	effort, impact := levels(c)
	return effort == q.LevelLow && (improve.Lowers(risk, alone) || impact == q.LevelHigh)
}

// eachMissing calls f with the practices of a question that the query asks for.
func (t *tally) eachMissing(question keptQuestion, query PlanQuery, f func(at int, m improve.Missing, quick bool)) {
	if query.Risk != "" && query.Risk != question.Risk {
		return
	}
	of := t.version.questions[question.at]
	for _, m := range question.Missing {
		at := of.firstChoice + m.Choice
		if !t.wanted[at] {
			continue
		}
		quick := quickWin(of.Choices[m.Choice], question.Risk, m.Alone)
		if quick || !query.QuickWins {
			f(at, m, quick)
		}
	}
}

// tallies counts, by version of a lens.
func (r *reachedReviews) tallies(query PlanQuery) (map[*keptVersion]*tally, int) {
	all, touched := map[*keptVersion]*tally{}, make([]bool, len(r.rows)) // rows with one that is missing
	for i, kept := range r.kept {
		if all[kept.version] == nil {
			all[kept.version] = newTally(kept.version, r.rows[i].LensID, query)
		}
	}
	r.each(func(row int, kept *keptReview, question keptQuestion) {
		t, share := all[kept.version], question.Next.Share(question.Risk)
		t.eachMissing(question, query, func(at int, m improve.Missing, quick bool) {
			touched[row] = true
			t.counts[at].count(question.Risk, m, quick, share)
		})
	})
	workloads := map[string]bool{}
	for row, is := range touched {
		if is {
			workloads[r.rows[row].WorkloadID] = true
		}
	}
	return all, len(workloads)
}

// count counts one place where the practice is missing.
func (m *MissingPractice) count(risk q.Risk, missing improve.Missing, quick bool, share int64) {
	m.Workloads++
	switch risk {
	case q.RiskHigh:
		m.High++
	case q.RiskMedium:
		m.Medium++
	default:
		m.Undecided++
	}
	if improve.Lowers(risk, missing.Alone) {
		m.Alone++
	}
	if quick {
		m.QuickWins++
	}
	if missing.OnTheWay {
		m.OnTheWay++
		m.Removed += share
	}
}

// plus adds what was counted of the practice in another version of the lens.
func (m *MissingPractice) plus(o MissingPractice) {
	m.Workloads += o.Workloads
	m.High, m.Medium, m.Undecided = m.High+o.High, m.Medium+o.Medium, m.Undecided+o.Undecided
	m.Alone, m.OnTheWay, m.QuickWins = m.Alone+o.Alone, m.OnTheWay+o.OnTheWay, m.QuickWins+o.QuickWins
	m.Removed += o.Removed
}

// practices are those that the query asks for, in their order, each once whatever versions of its lens the reviews are
// on, as its newest version has it; and the number of workloads that lack one of them.
func (r *reachedReviews) practices(query PlanQuery) ([]MissingPractice, int) {
	all, workloads := r.tallies(query)
	versions := make([]*tally, 0, len(all))
	for _, t := range all {
		versions = append(versions, t)
	}
	slices.SortFunc(versions, func(a, b *tally) int {
		return cmp.Or(strings.Compare(a.lensID, b.lensID), b.version.Seq-a.version.Seq)
	})
	var list []MissingPractice
	at := map[string]int{}
	for _, t := range versions {
		for _, question := range t.version.questions {
			for i, choice := range question.Choices {
				m := t.counts[question.firstChoice+i]
				if m.Workloads == 0 {
					continue
				}
				m.Lens, m.Pillar, m.Question, m.Choice = r.lenses[t.lensID], question.pillar, question.Question, choice
				if known, is := at[m.key()]; is {
					list[known].plus(m)
					continue
				}
				at[m.key()] = len(list)
				list = append(list, m)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b MissingPractice) int {
		return cmp.Or(cmp.Compare(b.value(), a.value()), b.Workloads-a.Workloads, strings.Compare(a.key(), b.key()))
	})
	return list, workloads
}

// place says of the practices of a page where they are missing.
func (r *reachedReviews) place(page []MissingPractice, query PlanQuery) {
	if len(page) == 0 {
		return
	}
	at := map[string]int{}
	for i, m := range page {
		at[m.key()] = i + 1
	}
	tallies := map[*keptVersion]*tally{}
	rowOf := map[*keptVersion][]int{} // by place of the practice: which of the page, from 1
	for i, kept := range r.kept {
		if v := kept.version; tallies[v] == nil {
			lens := r.rows[i].LensID
			tallies[v], rowOf[v] = newTally(v, lens, query), make([]int, v.practices)
			for _, question := range v.questions {
				for c, choice := range question.Choices {
					rowOf[v][question.firstChoice+c] = at[lens+"/"+question.ID+"/"+choice.ID]
				}
			}
		}
	}
	r.each(func(row int, kept *keptReview, question keptQuestion) {
		rows := rowOf[kept.version]
		tallies[kept.version].eachMissing(question, query, func(practice int, _ improve.Missing, _ bool) {
			if n := rows[practice]; n > 0 && len(page[n-1].Where) < MostPlaces {
				page[n-1].Where = append(page[n-1].Where,
					PracticePlace{WorkloadID: r.rows[row].WorkloadID, Workload: r.rows[row].Workload, Risk: question.Risk,
						row: row})
			}
		})
	})
}
