package reports

import (
	"fmt"
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/improvement"
)

// Bounds of the lists of a report that is to stay short. It says what it leaves out, and where that is.
const (
	maxWork      = 25
	maxIdle      = 12
	maxAccepted  = 15
	maxDismissed = 15
)

// work says who does what until when, and which high risks nobody works on.
func (r leadershipReport) work() doc.Section {
	s := doc.Section{Title: "Who does what until when", Place: "work"}
	switch items := r.items(); {
	case r.snap.Work == nil:
		s.Body = append(s.Body, paragraphOf("No items are told here: the state has no record of them, or this copy is "+
			"for somebody who does not see them.", doc.StyleQuiet))
	case len(items) == 0:
		s.Body = append(s.Body, paragraphOf("Nothing is planned: there is no open item.", doc.StyleBody))
	default:
		s.Body = append(s.Body, paragraphOf(doc.CleanText(r.workWords(items)), doc.StyleBody), r.workGrid(items))
		if more := len(items) - maxWork; more > 0 {
			s.Body = append(s.Body, remarkBelow(fmt.Sprintf("%d of %d items are shown, the first to be due; the list of "+
				"items has all of them.", maxWork, len(items))))
		}
	}
	if idle := r.idle(); len(idle) > 0 {
		s.Body = append(s.Body, r.idleGrid(idle)...)
	}
	return s
}

// workWords counts the items, those that are late, and what they cost.
func (r leadershipReport) workWords(items []models.PlannedItem) string {
	late, build, run := 0, int64(0), int64(0)
	for _, i := range items {
		if i.Overdue(r.snap.Work.Day) {
			late++
		}
		build, run = build+i.BuildCost, run+i.RunCost
	}
	text := labels.CountLabel(len(items), "item is open", "items are open")
	if late > 0 {
		text += fmt.Sprintf(", %d of them overdue on %s", late, r.reportDay())
	}
	if build > 0 {
		text += "; together they cost " + r.amount(build)
	}
	if run > 0 {
		text += ", and " + r.amount(run) + " a month from then on"
	}
	return text + "."
}

func (r leadershipReport) workGrid(items []models.PlannedItem) doc.Grid {
	g := doc.Grid{Layout: spaceAbove(afterIntro), Columns: []doc.GridColumn{{Name: "Item", Share: 6},
		{Name: "Owner", Share: 3}, {Name: "Due", Share: 2}, {Name: "Effort", Share: 2}, {Name: "Status", Share: 2}}}
	for _, i := range items[:min(len(items), maxWork)] {
		where := "Item " + itemNumber(i)
		title := doc.GridCell{Risk: i.Risk, Remark: r.str(where, r.closes(i)),
			Spans: doc.PlainSpan(r.str(where, itemNumber(i)+"  "+i.Title), doc.StyleBody)}
		owner, due, effort := quietCell("nobody"), quietCell(emptyDash), quietCell(emptyDash)
		if i.Owner != "" {
			owner = cell(r.str(where, i.Owner))
		}
		if i.DueOn != "" {
			due = cell(doc.CleanText(r.calendar(i.DueOn)))
		}
		if i.Overdue(r.snap.Work.Day) {
			days := remediation.Date(i.DueOn).DaysUntil(remediation.Date(r.snap.Work.Day))
			due.Remark = doc.CleanText("overdue by " + labels.CountLabel(days, "day", "days"))
		}
		if i.Effort != "" {
			effort = cell(doc.CleanText(labels.Level(i.Effort)))
		}
		status := cell(doc.CleanText(labels.ItemStatus(remediation.Status(i.Status))))
		if i.Reopened > 0 {
			status.Remark = "came back"
		}
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{title, owner, due, effort, status}})
	}
	return g
}

// closes names the questions that an item is about.
func (r leadershipReport) closes(i models.PlannedItem) string {
	var names []string
	seen := map[string]bool{}
	for _, p := range i.Practices {
		if e, known := r.asked(p.LensID, p.QuestionID); known && !seen[e.Number] {
			seen[e.Number] = true
			names = append(names, e.Number+" "+e.Question.Short())
		}
	}
	return strings.Join(names, ", ")
}

// idle are the high risks that no item is to remove and nobody accepted.
func (r leadershipReport) idle() (list []improvement.Entry) {
	if r.snap.Work == nil {
		return nil
	}
	for _, e := range r.plan.Entries {
		if _, has := r.itemFor(e); !has && e.Risk == q.RiskHigh && e.AcceptedUntil == "" &&
			r.listing.Has(e.PillarID, e.Risk) {
			list = append(list, e)
		}
	}
	return list
}

func (r leadershipReport) idleGrid(list []improvement.Entry) []doc.Block {
	g := doc.Grid{Layout: keptBelow(closeRow), Columns: []doc.GridColumn{{Name: "Question", Share: 5},
		{Name: "Pillar", Share: 3}, {Name: "What removes it soonest", Share: 6}}}
	for _, e := range list[:min(len(list), maxIdle)] {
		least := quietCell("more practices alone do not")
		if way := e.NextWay(); len(way.Practices) > 0 {
			var titles []string
			for _, p := range way.Practices {
				titles = append(titles, p.Title)
			}
			least = cell(r.str("Practices of question "+e.Number, strings.Join(titles, "; ")))
		}
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{
			{Risk: e.Risk, Spans: doc.PlainSpan(r.str("Title of question "+e.Number, e.Number+"  "+e.ShortName), doc.StyleBody)},
			cell(cleanText(e.PillarName)), least}})
	}
	out := []doc.Block{heading("High risks nobody works on"), g}
	if more := len(list) - maxIdle; more > 0 {
		out = append(out, remarkBelow(fmt.Sprintf("%d of %d are shown; the improvement plan has all of them.", maxIdle,
			len(list))))
	}
	return out
}

// decisions are the risks that were accepted, the items that won't be done, and the questions that were left out.
func (r leadershipReport) decisions() doc.Section {
	s := doc.Section{Title: "Risks taken on purpose", Place: "decisions"}
	s.Body = append(s.Body, r.acceptedGrid()...)
	s.Body = append(s.Body, r.wontDoGrid()...)
	s.Body = append(s.Body, r.dismissedGrid()...)
	return s
}

// acceptedGrid lists the accepted risks, those that end first.
func (r leadershipReport) acceptedGrid() []doc.Block {
	type taken struct {
		of improvement.Entry
		accepted.Entry
	}
	var list []taken
	for _, e := range r.plan.First(len(r.plan.Entries) + len(r.plan.Undecided)) {
		for _, a := range e.Accepted {
			if !r.listing.Has(e.PillarID, e.Risk) {
				continue
			}
			list = append(list, taken{e, a})
		}
	}
	if len(list) == 0 {
		return nil
	}
	g := doc.Grid{Columns: []doc.GridColumn{{Name: "Accepted risk", Share: 5}, {Name: "By", Share: 3},
		{Name: "Until", Share: 2}, {Name: "Why, and what is done meanwhile", Share: 6}}}
	for _, t := range list[:min(len(list), maxAccepted)] {
		where := "Acceptance of question " + t.of.Number
		by := cell(r.str(where, t.ApproverRole))
		by.Remark = r.str(where, t.DecidedBy)
		why := cell(r.str(where, t.Reason))
		why.Remark = r.str(where, t.Mitigation)
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{
			{Risk: t.of.Risk, Spans: doc.PlainSpan(r.str(where, t.of.Number+"  "+t.of.ShortName), doc.StyleBody)},
			by, cell(doc.CleanText(r.calendar(t.Until))), why}})
	}
	out := []doc.Block{g}
	if more := len(list) - maxAccepted; more > 0 {
		out = append(out, remarkBelow(fmt.Sprintf("%d of %d are shown; the report to architects has all of them.",
			maxAccepted, len(list))))
	}
	return out
}

// wontDoGrid lists the items that won't be done.
func (r leadershipReport) wontDoGrid() []doc.Block {
	list := improvement.WontDoOf(r.snap, r.reviewed)
	if len(list) == 0 {
		return nil
	}
	g := doc.Grid{Layout: keptBelow(closeRow), Columns: []doc.GridColumn{{Name: "Item", Share: 6},
		{Name: "Why not", Share: 6}, {Name: "Decided", Share: 4}}}
	for _, e := range list[:min(len(list), maxAccepted)] {
		where := fmt.Sprintf("Item #%d", e.Number)
		why := cell(doc.CleanText(labels.WontDoReason(remediation.WontDoReason(e.Reason))))
		why.Remark = r.str(where, e.Note)
		decided := cell(r.str(where, e.DecidedBy))
		decided.Remark = doc.CleanText(r.day(e.DecidedAt))
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{
			cell(r.str(where, "#"+strconv.Itoa(e.Number)+"  "+e.Title)), why, decided}})
	}
	out := []doc.Block{heading("Items that won’t be done"), g}
	if more := len(list) - maxAccepted; more > 0 {
		out = append(out, remarkBelow(fmt.Sprintf("%d of %d are shown; the report to architects has all of them.",
			maxAccepted, len(list))))
	}
	return out
}

// dismissedGrid lists the questions that do not apply, with the reason and who said so.
func (r leadershipReport) dismissedGrid() []doc.Block {
	g := doc.Grid{Layout: keptBelow(closeRow), Columns: []doc.GridColumn{{Name: "Question", Share: 6},
		{Name: "Why it does not apply", Share: 5}, {Name: "Decided by", Share: 3}, {Name: "On", Share: 2}}}
	n := 0
	for _, sh := range r.reviewed {
		for _, ch := range sh.Pillars {
			for _, e := range ch.Questions {
				if e.Answer.Risk != q.RiskNotApplicable || !r.listing.Has(ch.Pillar.ID, e.Answer.Risk) {
					continue
				}
				if n++; n > maxDismissed {
					continue
				}
				why := quietCell("no reason given")
				if given := labels.GivenReason(e.Answer.Reason); given != "" {
					why = cell(doc.CleanText(given))
				}
				g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{
					cell(cleanText(e.Number + "  " + e.Question.Short())), why,
					cell(r.str("Names of people", e.Answer.UpdatedBy)), cell(doc.CleanText(r.day(e.Answer.UpdatedAt)))}})
			}
		}
	}
	if n == 0 {
		return nil
	}
	out := []doc.Block{heading("Questions that do not apply"), g}
	if n > maxDismissed {
		out = append(out, remarkBelow(fmt.Sprintf("%d of %d are shown; the report to architects has all of them.",
			maxDismissed, n)))
	}
	return out
}
