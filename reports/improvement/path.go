package improvement

import (
	"slices"

	q "plumbline/questionnaires"
	"plumbline/questionnaires/improve"
)

// ShortestClearing is the least that it takes to reach a goal, such as that no question has a high risk any more.
type ShortestClearing struct {
	Questions int // that the goal is about
	Practices int // to put in place for that
	Stuck     int // questions whose rules lead to no risk that is low enough by more practices
}

// Plus adds two up: questions are rated one by one, so the sum of the least is the least of all.
func (c ShortestClearing) Plus(o ShortestClearing) ShortestClearing {
	return ShortestClearing{c.Questions + o.Questions, c.Practices + o.Practices, c.Stuck + o.Stuck}
}

// CheapestPath is a ShortestClearing with the practices: of the smallest sets of each question, the one that takes
// least effort.
type CheapestPath struct {
	ShortestClearing
	Effort int // the sum of the weights of its practices
	Ways   []QuestionWay
}

// QuestionWay is what a question of a CheapestPath takes. One that is stuck has no practices.
type QuestionWay struct {
	Entry     Entry
	To        q.Risk
	Practices []Practice // in the order of the lens
	Effort    int
}

// Cheapest is the cheapest path to the goal for the entries for which include holds, in the order of the plan.
func (p Plan) Cheapest(goal improve.Goal, include func(Entry) bool) (path CheapestPath) {
	for _, e := range p.First(len(p.Entries) + len(p.Undecided)) {
		if !goal.Includes(e.Risk) || !include(e) {
			continue
		}
		of := e.way(goal.Highest())
		path.Questions++
		path.Practices += len(of.Practices)
		path.Effort += of.Effort
		if len(of.Practices) == 0 {
			path.Stuck++
		}
		path.Ways = append(path.Ways, of)
	}
	return path
}

// way is the cheapest way to a risk, or to a lower one.
func (e Entry) way(highest q.Risk) QuestionWay {
	way := improve.WayTo(e.asked.Question, e.asked.Answer.Rated(), highest)
	of := QuestionWay{Entry: e, To: way.To, Effort: way.Effort}
	for _, id := range way.Choices {
		if at := e.practice(id); at >= 0 {
			of.Practices = append(of.Practices, e.Practices[at])
		}
	}
	return of
}

// NextWay is the cheapest way from the entry's risk to a lower one; it has no practices where there is none.
func (e Entry) NextWay() QuestionWay {
	if e.Risk == q.RiskMedium {
		return e.way(q.RiskNone)
	}
	return e.way(q.RiskMedium)
}

// practice finds a missing practice by the id of its choice, -1 where it is none.
func (e Entry) practice(id string) int {
	return slices.IndexFunc(e.Practices, func(p Practice) bool { return p.ChoiceID == id })
}

// ClearHigh is what Cheapest takes to be without high risks, as numbers.
func (p Plan) ClearHigh(include func(Entry) bool) ShortestClearing {
	return p.Cheapest(improve.ClearHigh, include).ShortestClearing
}

// ByValue is what to improve in the order of most risk removed for least effort: what the fewest practices remove that
// lower a question's risk, divided by their effort. What is equal stays in the order of the plan.
func (p Plan) ByValue() []Entry {
	all := p.First(len(p.Entries) + len(p.Undecided))
	values := make(map[int]int64, len(all)) // by position
	for _, e := range all {
		way := e.NextWay()
		values[e.Position] = improve.Way{To: way.To, Effort: way.Effort}.Value(e.Risk)
	}
	slices.SortStableFunc(all, func(a, b Entry) int {
		switch va, vb := values[a.Position], values[b.Position]; {
		case va > vb:
			return -1
		case va < vb:
			return 1
		}
		return 0
	})
	return all
}
