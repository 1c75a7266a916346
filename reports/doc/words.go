package doc

import (
	"strconv"
	"strings"

	"plumbline/models/labels"
	q "plumbline/questionnaires"
)

// noValue stands where there is nothing.
const noValue = "–"

// RiskName is a risk in words, for formats that draw no shapes: “High risk”.
func RiskName(r q.Risk) CleanText { return CleanText(labels.WholeRisk(r)) }

// choiceWords are the sign and the word of each state of a choice.
var choiceWords = map[ChoiceState][2]CleanText{
	ChoiceInPlace:       {"✓", "in place"},
	ChoiceMissing:       {"○", "missing"},
	ChoiceNotApplicable: {"–", "not applicable"},
}

// Mark is the sign of the state.
func (s ChoiceState) Mark() CleanText { return choiceWords[s][0] }

// Word is the state in words.
func (s ChoiceState) Word() CleanText { return choiceWords[s][1] }

// Heading is a title with its number in front, on one line.
func Heading(number, title CleanText) CleanText {
	if number != "" {
		title = number + "  " + title
	}
	return CleanText(strings.ReplaceAll(string(title), "\n", " "))
}

// WithoutPage is what the reference says in a format without pages; otherwise where nothing is left.
func (p PageReference) WithoutPage(otherwise CleanText) CleanText {
	left := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(string(p.Text)), "page"))
	if left = strings.TrimSpace(strings.TrimSuffix(left, " on")); left == "" {
		return otherwise
	}
	return CleanText(left)
}

// Text is what spans say, without their styles.
func Text(spans []Span) CleanText {
	if len(spans) == 1 {
		return spans[0].Text
	}
	var out strings.Builder
	for _, s := range spans {
		out.WriteString(string(s.Text))
	}
	return CleanText(out.String())
}

// InWords is a cell for formats that draw no shapes: the risk in words, "" if it has none, and what else it says, which
// is nothing where that is the risk again.
func (c GridCell) InWords() (risk CleanText, spans []Span) {
	if c.Risk == "" {
		return "", c.Spans
	}
	if strings.TrimSpace(string(Text(c.Spans))) == labels.Risk(c.Risk) {
		return RiskName(c.Risk), nil
	}
	return RiskName(c.Risk), c.Spans
}

// Text is all that a cell says, in lines.
func (c GridCell) Text() CleanText {
	risk, spans := c.InWords()
	text := Text(spans)
	switch {
	case risk != "" && text != "":
		text = risk + ": " + text
	case risk != "":
		text = risk
	}
	if c.Remark != "" {
		text += "\n" + c.Remark
	}
	return text
}

// InLine is the counts in one line: “3 high, 2 medium”.
func (t Tally) InLine() CleanText {
	parts := make([]string, 0, len(t.Counts))
	for _, c := range t.Counts {
		part := strconv.Itoa(c.N) + " " + string(c.Name)
		if c.Change != "" {
			part += " (" + string(c.Change) + ")"
		}
		parts = append(parts, part)
	}
	return CleanText(strings.Join(parts, ", "))
}

// figureCell is a cell of a table that stands for a drawing.
func figureCell(t CleanText) GridCell { return GridCell{Spans: PlainSpan(t, StyleBody)} }

func countCell(n int) GridCell { return figureCell(CleanText(strconv.Itoa(n))) }

// Grid is the counts as a table: a row for each risk.
func (t Tally) Grid() Grid {
	g := Grid{Layout: t.Layout, Columns: []GridColumn{{Name: "Risk", Share: 3},
		{Name: "Questions", Share: 2, Figures: true}}}
	moved := false
	for _, c := range t.Counts {
		moved = moved || c.Change != ""
	}
	if moved {
		g.Columns = append(g.Columns, GridColumn{Name: "Change", Share: 2})
	}
	for _, c := range t.Counts {
		row := GridRow{Cells: []GridCell{figureCell(c.Name), countCell(c.N)}}
		if moved {
			row.Cells = append(row.Cells, figureCell(c.Change))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// Grid is the chart as a table: a row for each bar, and a column for each risk.
func (c Chart) Grid() Grid {
	g := Grid{Layout: c.Layout, Columns: []GridColumn{{Share: 6}}}
	for _, r := range c.Risks {
		g.Columns = append(g.Columns, GridColumn{Name: CleanText(labels.Risk(r)), Share: 2, Figures: true})
	}
	g.Columns = append(g.Columns, GridColumn{Name: c.Value, Share: 2, Figures: true})
	for _, row := range c.Rows {
		name := figureCell(row.Name)
		name.GoTo = row.Place
		cells := []GridCell{name}
		for _, r := range c.Risks {
			cells = append(cells, countCell(row.Counts.Of(r)))
		}
		g.Rows = append(g.Rows, GridRow{Cells: append(cells, figureCell(row.Value))})
	}
	return g
}

// Grid is the matrix as a table.
func (m Matrix) Grid() Grid {
	g := Grid{Layout: m.Layout, Columns: []GridColumn{{Name: m.Down + " / " + m.Across, Share: 3}}}
	for _, c := range m.Columns {
		g.Columns = append(g.Columns, GridColumn{Name: c, Share: 2, Figures: true})
	}
	for _, row := range m.Rows {
		cells := []GridCell{figureCell(row.Name)}
		for _, c := range row.Cells {
			count := figureCell(noValue)
			if c.N > 0 {
				count = countCell(c.N)
			}
			count.Remark = c.Name
			cells = append(cells, count)
		}
		g.Rows = append(g.Rows, GridRow{Cells: cells})
	}
	return g
}

// Grid is the trend as a table: a row for each point, the oldest first.
func (t Trend) Grid() Grid {
	g := Grid{Layout: t.Layout, Columns: []GridColumn{{Name: "State", Share: 2}, {Name: "Date", Share: 3}}}
	for n, r := range t.Risks {
		name := CleanText(labels.Risk(r))
		if n < len(t.Names) {
			name = t.Names[n]
		}
		g.Columns = append(g.Columns, GridColumn{Name: name, Share: 2, Figures: true})
	}
	g.Columns = append(g.Columns, GridColumn{Name: t.Value, Share: 2, Figures: true})
	for _, p := range t.Points {
		cells := []GridCell{figureCell(p.Name), figureCell(p.Detail)}
		for _, r := range t.Risks {
			cells = append(cells, countCell(p.Counts.Of(r)))
		}
		g.Rows = append(g.Rows, GridRow{Cells: append(cells, figureCell(p.Value))})
	}
	return g
}
