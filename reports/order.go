package reports

import (
	"cmp"
	"slices"

	"plumbline/models"
	q "plumbline/questionnaires"
)

// improvementOrder is the one order in which things are to be improved, on pages, in the API and in reports: pillars by
// the priorities of the workload, those without one last; then by risk; then by what the lens says of the missing
// practice that comes first: what it means that it is missing, how much is won, how much work it is. What is equal
// stays in the order of the lenses.
type improvementOrder struct{ priorities []string } // ids of pillars, the most important first

// sort orders questions, and the missing practices of each, and numbers the questions.
func (o improvementOrder) sort(entries []PlanEntry) {
	for _, e := range entries {
		slices.SortStableFunc(e.Practices, comparePractices)
	}
	slices.SortStableFunc(entries, o.compare)
	for i := range entries {
		entries[i].Position = i + 1
	}
}

func (o improvementOrder) compare(a, b PlanEntry) int {
	return cmp.Or(o.priority(a)-o.priority(b), slices.Index(riskOrder, a.Risk)-slices.Index(riskOrder, b.Risk),
		comparePractices(a.first(), b.first()))
}

func (o improvementOrder) priority(e PlanEntry) int {
	if i := slices.Index(o.priorities, e.PillarID); i >= 0 {
		return i
	}
	return len(o.priorities)
}

// riskOrder are the risks of what is to be improved, the worst first; of the last one the lens does not say.
var riskOrder = []q.Risk{q.RiskHigh, q.RiskMedium, q.RiskUndecided}

// comparePractices puts the practice first that means more if it is missing, wins more, or is less work.
func comparePractices(a, b PlannedPractice) int {
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
func (e PlanEntry) first() PlannedPractice {
	if len(e.Practices) == 0 {
		return PlannedPractice{}
	}
	return e.Practices[0]
}

// First are the first things to improve, at most so many of them.
func (p ImprovementPlan) First(most int) []PlanEntry {
	all := slices.Concat(p.Entries, p.Undecided)
	slices.SortFunc(all, func(a, b PlanEntry) int { return a.Position - b.Position })
	return all[:min(len(all), most)]
}

// FirstToImprove are the same, of a Snapshot, for a page that needs no more of the plan: the entries come without the
// reasons of their risks, and so without the ways to lower ones.
func FirstToImprove(s models.Snapshot, most int) ([]PlanEntry, error) {
	all, err := reviewedLenses(s, "")
	if err != nil {
		return nil, err
	}
	improve, _ := plannedQuestions(all)
	improvementOrder{s.Workload.PillarPriorities}.sort(improve)
	return improve[:min(len(improve), most)], nil
}
