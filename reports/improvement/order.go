package improvement

import (
	"cmp"
	"slices"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/reports/reviewed"
)

// improvementOrder is the one order in which things are to be improved, on pages, in the API and in reports: pillars by
// the priorities of the workload, those without one last; then by risk; then by what the lens says of the missing
// practice that comes first: what it means that it is missing, how much is won, how much work it is. What is equal
// stays in the order of the lenses.
type improvementOrder struct{ priorities []string } // ids of pillars, the most important first

// sort orders questions, and the missing practices of each, and numbers the questions.
func (o improvementOrder) sort(entries []Entry) {
	for _, e := range entries {
		slices.SortStableFunc(e.Practices, comparePractices)
	}
	slices.SortStableFunc(entries, o.compare)
	for i := range entries {
		entries[i].Position = i + 1
	}
}

func (o improvementOrder) compare(a, b Entry) int {
	return cmp.Or(o.priority(a)-o.priority(b), slices.Index(RiskOrder, a.Risk)-slices.Index(RiskOrder, b.Risk),
		comparePractices(a.first(), b.first()))
}

func (o improvementOrder) priority(e Entry) int {
	if i := slices.Index(o.priorities, e.PillarID); i >= 0 {
		return i
	}
	return len(o.priorities)
}

// RiskOrder are the risks of what is to be improved, the worst first; of the last one the lens does not say.
var RiskOrder = []q.Risk{q.RiskHigh, q.RiskMedium, q.RiskUndecided}

// comparePractices puts the practice first that means more if it is missing, wins more, or is less work.
func comparePractices(a, b Practice) int {
	return cmp.Or(levelRank(b.RiskLevel)-levelRank(a.RiskLevel), levelRank(b.Impact)-levelRank(a.Impact),
		levelRank(a.Effort)-levelRank(b.Effort))
}

// levelRank orders levels, a low one first. Where the lens says nothing it is in the middle.
func levelRank(level string) int {
	switch level {
	case q.LevelHigh:
		return 3
	case q.LevelLow:
		return 1
	}
	return 2
}

// first is the missing practice to begin with.
func (e Entry) first() Practice {
	if len(e.Practices) == 0 {
		return Practice{}
	}
	return e.Practices[0]
}

// First are the first things to improve, at most so many of them.
func (p Plan) First(most int) []Entry {
	all := slices.Concat(p.Entries, p.Undecided)
	slices.SortFunc(all, func(a, b Entry) int { return a.Position - b.Position })
	return all[:min(len(all), most)]
}

// First are the same, of a Snapshot, for a page that needs no more of the plan: the entries come without the
// reasons of their risks, and so without the ways to lower ones.
func First(s models.Snapshot, most int) ([]Entry, error) {
	all, err := reviewed.Lenses(s, "")
	if err != nil {
		return nil, err
	}
	improve, _ := plannedQuestions(all)
	improvementOrder{s.Workload.PillarPriorities}.sort(improve)
	return improve[:min(len(improve), most)], nil
}
