package improvement

import (
	"slices"

	q "plumbline/questionnaires"
)

// withAlone says of each practice which risk the question has once that practice alone is in place as well.
func (e Entry) withAlone() Entry {
	answer := e.asked.Answer.Rated()
	e.Practices = slices.Clone(e.Practices)
	for i, p := range e.Practices {
		more := answer
		more.Selected = append(slices.DeleteFunc(slices.Clone(answer.Selected), q.IsNoneOfThese), p.ChoiceID)
		e.Practices[i].Alone = e.asked.Question.Rate(more).Risk
	}
	return e
}

// Lowers tells whether the practice alone brings the question from its risk to a lower one.
func (p Practice) Lowers(from q.Risk) bool {
	switch p.Alone {
	case q.RiskMedium:
		return from == q.RiskHigh || from == q.RiskUndecided
	case q.RiskNone:
		return from != q.RiskNone
	}
	return false
}

// QuickWin tells whether the practice is little work and worth it: alone it lowers the question's risk, or its impact
// is high.
func (p Practice) QuickWin(risk q.Risk) bool {
	return p.Effort == q.LevelLow && (p.Lowers(risk) || p.Impact == q.LevelHigh)
}

// QuickWin is a missing practice that is little work and worth it, with its question.
type QuickWin struct {
	Entry    Entry
	Practice Practice
}

// QuickWins are those of high and medium risks, in the order in which things are to be improved. Practices of which the
// lens does not say how much work they are, are none.
func (p Plan) QuickWins() (wins []QuickWin) {
	for _, e := range p.First(len(p.Entries) + len(p.Undecided)) {
		for _, practice := range e.Practices {
			if practice.QuickWin(e.Risk) {
				wins = append(wins, QuickWin{e, practice})
			}
		}
	}
	return wins
}

// EffortLevels and ImpactLevels are the levels in the order in which people read them in a matrix: little work first,
// much won first.
var (
	EffortLevels = []string{q.LevelLow, q.LevelMedium, q.LevelHigh}
	ImpactLevels = []string{q.LevelHigh, q.LevelMedium, q.LevelLow}
)

// EffortByImpact counts missing practices by impact and effort.
type EffortByImpact struct {
	Practices map[string]map[string]int // by impact, by effort
	Unknown   int                       // of which the lens does not say one or the other
}

// Matrix counts the missing practices of everything that is to be improved.
func (p Plan) Matrix() EffortByImpact {
	m := EffortByImpact{Practices: map[string]map[string]int{}}
	for _, impact := range ImpactLevels {
		m.Practices[impact] = map[string]int{}
	}
	for _, e := range slices.Concat(p.Entries, p.Undecided) {
		for _, practice := range e.Practices {
			if m.Practices[practice.Impact] == nil || !slices.Contains(EffortLevels, practice.Effort) {
				m.Unknown++
				continue
			}
			m.Practices[practice.Impact][practice.Effort]++
		}
	}
	return m
}
