package reports

import (
	"fmt"
	"slices"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/reviewed"
)

// ask is something that leadership is to decide.
type ask struct{ what, who, until, cost string }

// asks lists what leadership is asked for, the most pressing first. Each follows from the items, the acceptances and
// the answers.
func (r leadershipReport) asks() []doc.Block {
	var list []ask
	for _, found := range []func() (ask, bool){r.askOverdue, r.askOwners, r.askCost, r.askAcceptances, r.askAnswers} {
		if a, has := found(); has && len(list) < maxAsks {
			list = append(list, a)
		}
	}
	if len(list) == 0 {
		return nil
	}
	g := doc.Grid{Columns: []doc.GridColumn{{Name: "Decision", Share: 7}, {Name: "By whom", Share: 3},
		{Name: "Until", Share: 2}, {Name: "Cost", Share: 2, Figures: true}}}
	for _, a := range list {
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{cell(doc.CleanText(a.what)),
			cell(r.inShort("Review owner", a.who, longestName)), cell(doc.CleanText(a.until)), cell(doc.CleanText(a.cost))}})
	}
	return []doc.Block{heading("What leadership is asked for"), g}
}

// items are those that are not closed: overdue ones first, then by due date; those without one are last.
func (r leadershipReport) items() []models.PlannedItem {
	if r.snap.Work == nil {
		return nil
	}
	list := slices.DeleteFunc(slices.Clone(r.snap.Work.Items), func(i models.PlannedItem) bool {
		return r.onlyLens != "" && !slices.ContainsFunc(i.Practices, func(p models.SnapshotPractice) bool {
			return slices.ContainsFunc(r.reviewed, func(sh reviewed.Lens) bool { return sh.Review.Lens.ID == p.LensID })
		})
	})
	slices.SortStableFunc(list, func(a, b models.PlannedItem) int {
		return byDue(a.DueOn, b.DueOn)
	})
	return list
}

// byDue orders days, and puts none behind all of them.
func byDue(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "" || b != "" && b < a:
		return 1
	}
	return -1
}

// decider is who answers for the workload.
func (r leadershipReport) decider() string {
	if owner := r.snap.Workload.ReviewOwner; owner != "" {
		return owner
	}
	return "the owner of the workload"
}

// reportDay is the day by which things are overdue, in words.
func (r leadershipReport) reportDay() string { return r.calendar(r.snap.Work.Day) }

// askOverdue asks what becomes of items that are late.
func (r leadershipReport) askOverdue() (ask, bool) {
	n, cost := 0, int64(0)
	for _, i := range r.items() {
		if i.Overdue(r.snap.Work.Day) {
			n, cost = n+1, cost+i.BuildCost
		}
	}
	if n == 0 {
		return ask{}, false
	}
	return ask{fmt.Sprintf("%s overdue: give people and a new date, or accept the risk",
		labels.CountLabel(n, "item is", "items are")), r.decider(), r.reportDay(), r.amount(cost)}, true
}

// askOwners asks who removes the high risks that are nobody's work.
func (r leadershipReport) askOwners() (ask, bool) {
	n := 0
	for _, e := range r.plan.Entries {
		item, has := r.itemFor(e)
		if e.Risk == q.RiskHigh && e.AcceptedUntil == "" && (!has || item.Owner == "") {
			n++
		}
	}
	if n == 0 || r.snap.Work == nil {
		return ask{}, false
	}
	return ask{fmt.Sprintf("Name who removes %s nobody works on",
		labels.CountLabel(n, "high risk that", "high risks that")), r.decider(), r.reportDay(), emptyDash}, true
}

// askCost asks for the money that the planned items take.
func (r leadershipReport) askCost() (ask, bool) {
	n, build, run, first := 0, int64(0), int64(0), ""
	for _, i := range r.items() {
		if i.BuildCost+i.RunCost > 0 {
			n, build, run = n+1, build+i.BuildCost, run+i.RunCost
			if first == "" {
				first = i.DueOn
			}
		}
	}
	if n == 0 {
		return ask{}, false
	}
	until := emptyDash
	if first != "" {
		until = r.calendar(max(first, r.snap.Work.Day)) // for what is overdue, at once
	}
	what := fmt.Sprintf("Release the budget of %s", labels.CountLabel(n, "item", "items"))
	if run > 0 {
		what += ", and " + r.amount(run) + " a month from then on"
	}
	return ask{what, r.decider(), until, r.amount(build)}, true
}

// soonDays is how many days ahead an acceptance is told to end soon.
const soonDays = 30

// askAcceptances asks what becomes of accepted risks whose time is nearly over.
func (r leadershipReport) askAcceptances() (ask, bool) {
	if r.snap.Work == nil {
		return ask{}, false
	}
	day := remediation.Date(r.snap.Work.Day)
	n, first := 0, ""
	for _, sh := range r.reviewed {
		for _, e := range sh.Review.Accepted {
			if left := day.DaysUntil(remediation.Date(e.Until)); left >= 0 && left <= soonDays {
				if n++; first == "" || e.Until < first {
					first = e.Until
				}
			}
		}
	}
	if n == 0 {
		return ask{}, false
	}
	return ask{fmt.Sprintf("%s within %d days: remove the risk, or accept it again",
		labels.CountLabel(n, "acceptance ends", "acceptances end"), soonDays), r.decider(), r.calendar(first),
		emptyDash}, true
}

// askAnswers asks for the time to look at what nobody looked at.
func (r leadershipReport) askAnswers() (ask, bool) {
	open := len(r.plan.Open)
	if open == 0 {
		return ask{}, false
	}
	until := emptyDash
	if w := r.snap.Work; w != nil && w.NextReview != "" {
		until = r.calendar(w.NextReview)
	}
	return ask{fmt.Sprintf("Give the team time to answer %s not looked at yet",
		labels.CountLabel(open, "question that was", "questions that were")), r.decider(), until, emptyDash}, true
}

// amount is a sum of money, a dash where it is nothing.
func (r leadershipReport) amount(n int64) string {
	if n == 0 {
		return emptyDash
	}
	return labels.AmountIn(r.look.Language, n, r.snap.Work.Currency)
}
