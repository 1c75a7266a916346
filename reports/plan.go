package reports

import (
	"fmt"
	"strings"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/reports/doc"
	"plumbline/reports/improvement"
)

// improvements is what to do, one practice a line, the worst question first, and then what is still open. How to get a
// practice in place stands at its question.
func (r *reportBuilder) improvements() doc.Section {
	s := doc.Section{Title: "Improvement plan", Place: "plan", Body: []doc.Block{r.planIntro()}}
	if g := r.planGrid(); len(g.Rows) > 0 {
		s.Body = append(s.Body, g)
	}
	if len(r.plan.Open) > 0 {
		open := doc.Part{Title: doc.CleanText("Still open: " + labels.CountLabel(len(r.plan.Open), "question", "questions")),
			Place: "plan open"}
		for _, e := range r.plan.Open {
			if !r.listing.Has(e.PillarID, e.Risk) {
				continue
			}
			above := spaceAbove(closeReference)
			if len(open.Items) == 0 {
				above = spaceAbove(nextRow)
			}
			open.Items = append(open.Items, r.reference(above, e, "question "+e.Number))
		}
		if len(open.Items) > 0 {
			s.Body = append(s.Body, open)
		}
	}
	return s
}

// onlyUndecided stands where the plan has nothing but what the lens does not say.
const onlyUndecided = "No question carries a high or medium risk as far as the lens rates the answers. How the " +
	"questions below rate it does not say: none of their rules is true and there is no default. Judge them yourself, " +
	"or add a rule to the lens."

// planIntro says what the plan holds, or why it holds nothing.
func (r *reportBuilder) planIntro() doc.Block {
	questions := len(r.plan.Entries) + len(r.plan.Undecided)
	switch {
	case questions == 0:
		return paragraphOf(doc.CleanText(r.plan.NothingToImprove(r.counts())), doc.StyleBody)
	case len(r.plan.Entries) == 0:
		return paragraphOf(onlyUndecided, doc.StyleQuiet)
	}
	practices := 0
	for _, e := range r.planned() {
		practices += len(e.Practices)
	}
	return paragraphOf(doc.CleanText(fmt.Sprintf("%s %s to put in place, of %s, the worst question first; within a "+
		"risk by pillar priority, then by impact and effort. At its question stand why it has its risk and the steps "+
		"of each "+
		"practice.", labels.CountLabel(practices, "practice", "practices"), isOrAre(practices),
		labels.CountLabel(questions, "question", "questions"))), doc.StyleQuiet)
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// planned are the entries of the plan in its one order.
func (r *reportBuilder) planned() []improvement.Entry {
	return r.plan.First(len(r.plan.Entries) + len(r.plan.Undecided))
}

// planGrid has a row for each practice of the plan. A question without a practice to put in place has a row too.
func (r *reportBuilder) planGrid() doc.Grid {
	g := doc.Grid{Layout: spaceAbove(afterIntro), Tight: true, Columns: r.planColumns()}
	for _, risk := range improvement.RiskOrder {
		for _, e := range r.planned() {
			if e.Risk == risk && r.listing.Has(e.PillarID, e.Risk) {
				g.Rows = append(g.Rows, r.planRows(e)...)
			}
		}
	}
	return g
}

// planColumns are those of the plan: who works on it only where the report knows of items.
func (r *reportBuilder) planColumns() []doc.GridColumn {
	columns := []doc.GridColumn{{Name: "Practice", Share: 24}, {Name: "Risk", Share: 6}, {Name: "Effort", Share: 3},
		{Name: "Impact", Share: 3}}
	if r.tellsItems() {
		columns = append(columns, doc.GridColumn{Name: "Owner", Share: 7}, doc.GridColumn{Name: "Status", Share: 6})
	}
	return columns
}

// tellsItems reports whether the report knows of open items.
func (r *reportBuilder) tellsItems() bool { return r.snap.Work != nil && len(r.snap.Work.Items) > 0 }

// planRows are the rows of one question.
func (r *reportBuilder) planRows(e improvement.Entry) (rows []doc.GridRow) {
	risk := doc.GridCell{Risk: e.Risk, Spans: doc.PlainSpan(doc.CleanText(labels.Risk(e.Risk)), doc.StyleBody)}
	if e.AcceptedUntil != "" {
		risk.Remark = "accepted"
	}
	if len(e.Practices) == 0 {
		title := r.str("Title of question "+e.Number, e.Number+"  "+e.Title)
		cells := []doc.GridCell{{Spans: doc.PlainSpan(title, doc.StyleBody), GoTo: "question " + e.Number}, risk}
		for range len(r.planColumns()) - len(cells) {
			cells = append(cells, quietCell(emptyDash))
		}
		return []doc.GridRow{{Cells: cells}}
	}
	for _, p := range e.Practices {
		title := doc.PlainSpan(cleanText(e.Number+"  "+strings.TrimSpace(p.Title)), doc.StyleBody)
		cells := []doc.GridCell{{Spans: title, GoTo: "question " + e.Number}, risk, levelCell(p.Effort), levelCell(p.Impact)}
		if r.tellsItems() {
			owner, status := r.workOn(e, p)
			cells = append(cells, owner, status)
		}
		rows = append(rows, doc.GridRow{Cells: cells})
	}
	return rows
}

// levelCell is a level in words; what the lens does not say is a dash.
func levelCell(level string) doc.GridCell {
	if level == "" {
		return quietCell(emptyDash)
	}
	return cell(doc.CleanText(labels.Level(level)))
}

// workOn says who works on a practice and how far that is: of several items that of the one that is due first.
func (r *reportBuilder) workOn(e improvement.Entry, p improvement.Practice) (owner, status doc.GridCell) {
	owner, status = quietCell(emptyDash), quietCell(emptyDash)
	items := r.itemsOn(models.SnapshotPractice{LensID: e.LensID, QuestionID: e.QuestionID, ChoiceID: p.ChoiceID})
	if len(items) == 0 {
		return owner, status
	}
	item := items[0]
	where := "Item " + itemNumber(item)
	owner = quietCell("nobody")
	if item.Owner != "" {
		owner = cell(r.str(where, item.Owner))
	}
	status = cell(doc.CleanText(labels.ItemStatus(remediation.Status(item.Status))))
	if item.DueOn != "" {
		status.Remark = doc.CleanText("due " + r.calendar(item.DueOn))
	}
	return owner, status
}

// reference points to where an entry is told.
func (r *reportBuilder) reference(l doc.Layout, e improvement.Entry, place string) doc.Reference {
	title := r.str("Title of question "+e.Number, strings.ReplaceAll(e.Title, "\n", " "))
	return doc.Reference{Layout: l, Risk: e.Risk, Number: doc.CleanText(e.Number), Title: title,
		See: doc.PageReference{Text: "page ", Place: place}}
}
