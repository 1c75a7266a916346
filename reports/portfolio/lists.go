package portfolio

import (
	"fmt"
	"time"

	"plumbline/models/labels"
	"plumbline/models/portfolio"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

func lackGrid() doc.Grid {
	return doc.Grid{Layout: doc.Layout{Above: 6}, Tight: true, Columns: []doc.GridColumn{{Name: "Practice", Share: 12},
		{Name: "Missing in", Share: 3}, {Name: "High", Share: 2, Figures: true},
		{Name: "Medium", Share: 2, Figures: true}}}
}

func (b builder) lackRows() (rows []doc.GridRow) {
	for _, one := range b.p.Practices {
		practice := cell(b.take("Practice", one.Choice.Title))
		practice.Remark = b.cite(one.Lens, one.Pillar, one.Question)
		rows = append(rows, doc.GridRow{Cells: []doc.GridCell{practice, share(one.Missing, one.Of),
			cell(number(one.High)), cell(number(one.Medium))}})
	}
	return rows
}

func share(n, of int) doc.GridCell { return cell(doc.CleanText(fmt.Sprintf("%d of %d", n, of))) }

// lacks is what most workloads lack.
func (b builder) lacks() doc.Section {
	s := doc.Section{Title: "What most workloads lack", Place: "lacks"}
	g := lackGrid()
	if g.Rows = b.lackRows(); len(g.Rows) == 0 {
		return s
	}
	intro := "Practices that are missing where a question carries a risk, of the workloads that answered it."
	if b.p.Unmet > len(g.Rows) {
		intro += fmt.Sprintf(" The %d most common of %d are shown.", len(g.Rows), b.p.Unmet)
	}
	s.Body = []doc.Block{text(intro, doc.StyleQuiet), g}
	return s
}

// questions are those that are at risk in most workloads.
func (b builder) questions() doc.Section {
	s := doc.Section{Title: "Questions at risk in most workloads", Place: "questions"}
	g := doc.Grid{Layout: doc.Layout{Above: 6}, Tight: true, Columns: []doc.GridColumn{{Name: "Question", Share: 12},
		{Name: "At risk in", Share: 3}, {Name: "High", Share: 2, Figures: true},
		{Name: "Medium", Share: 2, Figures: true}}}
	for _, one := range b.p.Questions {
		question := cell(b.take("Question", one.Question.Short()))
		question.Remark = b.cite(one.Lens, one.Pillar, one.Question)
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{question, share(one.High+one.Medium, one.Of),
			cell(number(one.High)), cell(number(one.Medium))}})
	}
	if len(g.Rows) > 0 {
		s.Body = []doc.Block{g}
	}
	return s
}

// oldest are the high risks that stand longest.
func (b builder) oldest() doc.Section {
	s := doc.Section{Title: "High risks that stand longest", Place: "oldest"}
	g := doc.Grid{Layout: doc.Layout{Above: 6}, Tight: true, Columns: []doc.GridColumn{{Name: "Question", Share: 8},
		{Name: "Workload", Share: 6}, {Name: "Since", Share: 3}, {Name: "Days", Share: 2, Figures: true}}}
	for _, one := range b.p.Oldest {
		days := int(b.day.Sub(one.Since) / (24 * time.Hour))
		question := cell(b.take("Question", one.Question.Short()))
		question.Risk = q.RiskHigh
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{question, cell(b.take("Workload name", one.Workload)),
			cell(doc.CleanText(b.zone.Day(one.Since))), cell(number(max(0, days)))}})
	}
	if len(g.Rows) > 0 {
		s.Body = []doc.Block{text("By the last change of the answer; of each review the oldest one.", doc.StyleQuiet), g}
	}
	return s
}

// reviews are the workloads whose review is overdue, and those that nobody reviewed.
func (b builder) reviews() doc.Section {
	s := doc.Section{Title: "Reviews overdue and never done", Place: "reviews"}
	g := doc.Grid{Layout: doc.Layout{Above: 6}, Tight: true, Columns: []doc.GridColumn{{Name: "Workload", Share: 8},
		{Name: "Review owner", Share: 6}, {Name: "State", Share: 6}}}
	add := func(w portfolio.Workload, state string) {
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{cell(b.take("Workload name", w.Name)),
			cell(b.take("Review owner", w.ReviewOwner)), cell(doc.CleanText(state))}})
	}
	for _, w := range b.p.Overdue() {
		state := "Due " + labels.CalendarDay(w.NextReviewOn)
		if !w.Reviewed() {
			state += ", never reviewed"
		}
		add(w, state)
	}
	for _, w := range b.p.Unreviewed() {
		if !w.Overdue(b.p.Today) {
			add(w, "Never reviewed")
		}
	}
	if len(g.Rows) > 0 {
		s.Body = []doc.Block{g}
	}
	return s
}

// work is what is to do, in numbers.
func (b builder) work() doc.Section {
	s := doc.Section{Title: "Items to do", Place: "items"}
	i := b.p.Items
	if i == nil || i.Active == 0 {
		return s
	}
	s.Body = []doc.Block{text(fmt.Sprintf("%s to do: %d overdue, %d without an owner.", labels.CountLabel(i.Active, "item",
		"items"), i.Overdue, i.Unowned), doc.StyleBody)}
	g := doc.Grid{Layout: doc.Layout{Above: 6}, Tight: true, Columns: []doc.GridColumn{{Name: "Age", Share: 4},
		{Name: "Items", Share: 2, Figures: true}}}
	for n, count := range i.Ages {
		g.Rows = append(g.Rows, doc.GridRow{Cells: []doc.GridCell{cell(doc.CleanText(labels.AgeGroup(n))),
			cell(number(count))}})
	}
	s.Body = append(s.Body, g)
	for _, c := range i.Costs {
		if c.Build+c.Run > 0 {
			s.Body = append(s.Body, doc.Paragraph{Layout: doc.Layout{Above: 6}, Spans: doc.PlainSpan(doc.CleanText(
				fmt.Sprintf("They cost %s once and %s each month.", labels.Amount(c.Build, c.Currency),
					labels.Amount(c.Run, c.Currency))), doc.StyleBody)})
		}
	}
	return s
}

// mostPoints is how many points the trend draws.
const mostPoints = 12

// trend is how the risks moved.
func (b builder) trend() doc.Section {
	s := doc.Section{Title: "Trend", Place: "trend"}
	points := b.p.Trend.Points
	if len(points) < 2 {
		return s
	}
	t := doc.Trend{Title: "High and medium risks of all workloads", Value: "Score",
		Risks: []q.Risk{q.RiskHigh, q.RiskMedium}, Names: []doc.CleanText{doc.CleanText(labels.Risk(q.RiskHigh)),
			doc.CleanText(labels.Risk(q.RiskMedium))}}
	for n, p := range points[max(0, len(points)-mostPoints):] {
		name := doc.CleanText(fmt.Sprintf("W%d", n+1))
		if p.Now {
			name = "Now"
		}
		t.Points = append(t.Points, doc.TrendPoint{Name: name, Detail: doc.CleanText(labels.CalendarDay(p.Day)),
			Counts: p.Counts, Value: score(p.Counts)})
	}
	s.Body = []doc.Block{t}
	if len(points) > mostPoints {
		s.Body = append(s.Body, text(fmt.Sprintf("The last %d of %d weeks are shown.", mostPoints, len(points)),
			doc.StyleSmall))
	}
	return s
}

// method says how the numbers come about.
func (b builder) method() doc.Section {
	return doc.Section{Title: "How this is counted", Place: "method", Body: []doc.Block{text("Each question of each "+
		"review counts once, by the risk that its lens gives the answer. A practice is missing where it applies, is not "+
		"selected, and its question carries a risk or is undecided. A workload is reviewed once one of its questions is "+
		"answered. The score is 100 × (no risk + ½ medium) ÷ (high + medium + no risk + undecided + unanswered), rounded "+
		"down.", doc.StyleBody)}}
}
