package reports

import (
	"strconv"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/reviewed"
)

// practiceCounts counts practices by where they stand. Each is counted once.
type practiceCounts struct{ InPlace, Missing, NotApplicable, Open int }

// Total is how many practices there are.
func (c practiceCounts) Total() int { return c.InPlace + c.Missing + c.NotApplicable + c.Open }

func (c practiceCounts) plus(o practiceCounts) practiceCounts {
	return practiceCounts{c.InPlace + o.InPlace, c.Missing + o.Missing, c.NotApplicable + o.NotApplicable, c.Open + o.Open}
}

// countPractices counts those of a question; “none of these” is no practice. Those of a question that nobody answered
// are open, and those of one that does not apply do not apply.
func countPractices(e reviewed.Question) (c practiceCounts) {
	for _, choice := range e.Question.Choices {
		if choice.NoneOfThese() {
			continue
		}
		switch status := e.Answer.Choice(choice.ID).Status; {
		case !e.Answer.Applicable || status == models.ChoiceNotApplicable:
			c.NotApplicable++
		case status == models.ChoiceSelected:
			c.InPlace++
		case e.Answer.Risk == q.RiskUnanswered:
			c.Open++
		default:
			c.Missing++
		}
	}
	return c
}

// ledgerBeside is the ledger of a report that has the pillars, ledgerAlone that of one that has not.
func (r *reportBuilder) ledgerBeside() doc.Section { return r.ledger(true) }
func (r *reportBuilder) ledgerAlone() doc.Section  { return r.ledger(false) }

// ledger counts all practices of the report, by pillar. Its rows lead to the pillars where the report has them.
func (r *reportBuilder) ledger(hasPillars bool) doc.Section {
	s := doc.Section{Title: "Practices counted", Place: "ledger"}
	g := doc.Grid{Layout: spaceAbove(afterIntro), Tight: true, Columns: []doc.GridColumn{
		{Name: "Pillar", Share: 6}, {Name: "In place", Share: 2, Figures: true}, {Name: "Missing", Share: 2, Figures: true},
		{Name: "Not applicable", Share: 2, Figures: true},
		{Name: "Open", Share: 2, Figures: true}, {Name: "All", Share: 2, Figures: true}}}
	var all practiceCounts
	for _, sh := range r.reviewed {
		for _, ch := range sh.Pillars {
			var sum practiceCounts
			for _, e := range ch.Questions {
				sum = sum.plus(countPractices(e))
			}
			all = all.plus(sum)
			name := r.str("Name of pillar "+ch.Number, ch.Number+"  "+ch.Pillar.Name)
			pillar := cell(name)
			if hasPillars {
				pillar.GoTo = ch.Place
			}
			g.Rows = append(g.Rows, ledgerRow(pillar, sum))
		}
	}
	if len(g.Rows) == 0 {
		return s
	}
	g.Rows = append(g.Rows, ledgerRow(doc.GridCell{Spans: doc.PlainSpan("All pillars", doc.StyleStrong)}, all))
	s.Body = []doc.Block{paragraphOf("Every practice of the questionnaire is counted once. Missing are also those "+
		"of questions without a risk, where they are worth having all the same. Open are those of questions that nobody "+
		"answered yet; "+
		"those of a question that does not apply do not apply.", doc.StyleQuiet), g}
	return s
}

func ledgerRow(name doc.GridCell, c practiceCounts) doc.GridRow {
	row := doc.GridRow{Cells: []doc.GridCell{name}}
	for _, n := range []int{c.InPlace, c.Missing, c.NotApplicable, c.Open, c.Total()} {
		row.Cells = append(row.Cells, cell(doc.CleanText(strconv.Itoa(n))))
	}
	return row
}
