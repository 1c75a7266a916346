package pdf

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

// textCell is a cell with a plain text.
func textCell(t doc.CleanText) doc.GridCell {
	return doc.GridCell{Spans: doc.PlainSpan(t, doc.StyleBody)}
}

// actionsGrid is a grid as a plan has it, with so many rows.
func actionsGrid(rows int) doc.Grid {
	g := doc.Grid{Columns: []doc.GridColumn{{Name: "#", Share: 1, Figures: true}, {Name: "Action", Share: 10},
		{Name: "Owner", Share: 4}, {Name: "Due", Share: 3}, {Name: "Questions it helps", Share: 2, Figures: true}}}
	for i := range rows {
		n := doc.CleanText(fmt.Sprint(i + 1))
		what := textCell("Action " + n + doc.CleanText(strings.Repeat(" that takes some words to say", i%4)))
		what.Risk, what.Remark = q.Risks[i%3], "Security, question "+n
		if i%3 == 1 {
			what.Remark = ""
		}
		due := textCell("12 Nov 2026")
		if i%5 == 2 {
			due.Remark = "3 weeks late"
		}
		what.GoTo = "action-1"
		g.Rows = append(g.Rows, doc.GridRow{Place: fmt.Sprint("action-", i+1), Cells: []doc.GridCell{textCell(n), what,
			textCell("Somebody"), due, textCell(doc.CleanText(fmt.Sprint(i * 7 % 120)))}})
	}
	return g
}

// effortMatrix is a matrix of three by three.
func effortMatrix() doc.Matrix {
	m := doc.Matrix{Layout: doc.Layout{Above: 16}, Title: "Where the actions are", Across: "Effort", Down: "Impact",
		Columns: []doc.CleanText{"Small", "Medium", "Large"}}
	for i, row := range []doc.CleanText{"High", "Medium", "Low"} {
		r := doc.MatrixRow{Name: row}
		for j := range 3 {
			c := doc.MatrixCell{N: (4 - i - j) * (3 - j) * 2 % 17, Name: "Plan them"}
			if i+j == 0 {
				c.Name = "Quick wins"
			}
			r.Cells = append(r.Cells, c)
		}
		m.Rows = append(m.Rows, r)
	}
	return m
}

// milestonesTrend is a trend with so many points.
func milestonesTrend(points int) doc.Trend {
	t := doc.Trend{Layout: doc.Layout{Above: 16}, Title: "From milestone to milestone", Value: "Score",
		Risks: []q.Risk{q.RiskHigh, q.RiskMedium, q.RiskNone, q.RiskUnanswered}}
	for i := range points {
		t.Points = append(t.Points, doc.TrendPoint{Name: doc.CleanText(fmt.Sprint("M", i+1)), Detail: "12 Nov 2026",
			Counts: q.RiskCounts{High: max(0, 12-2*i), Medium: 9 - i%4, None: 3 * i, Unanswered: max(0, 20-4*i)},
			Value:  doc.CleanText(fmt.Sprint(40 + 4*i))})
	}
	return t
}

// sampleReport shows the blocks of a report to leadership.
func sampleReport(paper doc.PaperSize) doc.Report {
	counts := []doc.RiskCount{{Risk: q.RiskHigh, Name: "High risk", N: 7, Change: "3 fewer"},
		{Risk: q.RiskMedium, Name: "Medium risk", N: 12, Change: "1 more"}, {Risk: q.RiskNone, Name: "No risk", N: 31,
			Change: "as before"}, {Risk: q.RiskUnanswered, Name: "Unanswered", N: 4}}
	many := milestonesTrend(12)
	many.Risks = append(many.Risks, q.RiskUndecided, q.RiskNotApplicable)
	for i := range many.Points {
		many.Points[i].Counts.Undecided, many.Points[i].Counts.NotApplicable = i%3*2, 3
	}
	return doc.Report{Title: "Sample", Name: "Checkout service", Topics: "All of it", Paper: paper,
		Foot: "Live, 12 Nov 2026",
		Sections: []doc.Section{
			{Kind: doc.OverviewSection, Title: "At a glance", Place: "glance", Body: []doc.Block{doc.Tally{Counts: counts,
				Large: true}, effortMatrix(), milestonesTrend(4)}},
			{Title: "Actions", Place: "actions", Topic: "Actions", Body: []doc.Block{wordsParagraph("What to do first."),
				actionsGrid(21)}},
			{Title: "Trend", Joins: true, Place: "trend", Topic: "Trend", Body: []doc.Block{many}},
			{Title: "Owners", Joins: true, Place: "owners", Topic: "Owners", Body: []doc.Block{wordsParagraph("Who does it."),
				doc.Row{Label: "Next", Body: []doc.Block{actionsGrid(3)}}, effortMatrix(), actionsGrid(2)}},
			{Title: "More", Joins: true, Place: "more", Topic: "More", Body: []doc.Block{milestonesTrend(1),
				milestonesTrend(20)}},
		}}
}

// The sample is written into a folder, for whoever wants to look at it.
func TestSampleReport(t *testing.T) {
	for name, paper := range map[string]doc.PaperSize{"a4": doc.PaperA4, "letter": doc.PaperLetter} {
		out, err := Render(sampleReport(paper))
		if err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("PLUMBLINE_TEST_SHOTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, "blocks-"+name+".pdf"), out, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
