package tabular

import (
	"strconv"
	"strings"

	"plumbline/reports/doc"
	"plumbline/reports/table"
)

func number(n int) string { return strconv.Itoa(n) }

// gridTable makes a table of a grid. Risks beside a text, and remarks below one, have columns of their own.
func gridTable(g doc.Grid) table.Table {
	var t table.Table
	columns := make([][]string, 0, len(g.Columns))
	for i, c := range g.Columns {
		risks, texts, remarks := columnOf(g, i)
		name := string(c.Name)
		if name == "" {
			name = "Name"
		}
		if hasAny(risks) {
			t.Columns, columns = append(t.Columns, table.Column{Name: "Risk", Width: 14}), append(columns, risks)
		}
		kind := kindOf(texts, c.Figures)
		t.Columns = append(t.Columns, columnFor(name, kind, texts))
		columns = append(columns, typed(texts, kind))
		if hasAny(remarks) {
			t.Columns = append(t.Columns, columnFor(name+" (remark)", table.Text, remarks))
			columns = append(columns, remarks)
		}
	}
	for n := range g.Rows {
		row := make([]string, len(columns))
		for i := range columns {
			row[i] = columns[i][n]
		}
		add(&t, 0, row)
	}
	return t
}

// columnOf are the cells of a column in their parts.
func columnOf(g doc.Grid, column int) (risks, texts, remarks []string) {
	for _, row := range g.Rows {
		risk, text, remark := "", "", ""
		if column < len(row.Cells) {
			c := row.Cells[column]
			word, spans := c.InWords()
			risk, text, remark = string(word), string(doc.Text(spans)), string(c.Remark)
			if text == "" {
				risk, text = "", risk
			}
		}
		risks, texts, remarks = append(risks, risk), append(texts, text), append(remarks, remark)
	}
	return risks, texts, remarks
}

func hasAny(cells []string) bool { return strings.Join(cells, "") != "" }

// kindOf is what all cells of a column are. Those without anything, or with a dash, are of any kind.
func kindOf(cells []string, figures bool) table.Kind {
	numbers, dates, some := figures, true, false
	for _, text := range cells {
		if isNothing(text) {
			continue
		}
		some = true
		c := table.Cell{Text: text}
		if _, ok := c.Whole(); !ok {
			numbers = false
		}
		if _, ok := c.Day(); !ok {
			dates = false
		}
	}
	switch {
	case some && numbers:
		return table.Number
	case some && dates:
		return table.Date
	}
	return table.Text
}

func isNothing(text string) bool { return text == "" || text == dash }

// typed are the cells as a table of a kind has them.
func typed(cells []string, kind table.Kind) []string {
	if kind == table.Text {
		return cells
	}
	out := make([]string, len(cells))
	for i, text := range cells {
		switch {
		case isNothing(text):
		case kind == table.Date:
			out[i], _ = table.Cell{Text: text}.Day()
		default:
			n, _ := table.Cell{Text: text}.Whole()
			out[i] = strconv.FormatInt(n, 10)
		}
	}
	return out
}

// Widths of columns, in characters.
const (
	narrowest = 10
	widest    = 60
)

// columnFor is as wide as what is in it, up to a width beyond which lines wrap.
func columnFor(name string, kind table.Kind, cells []string) table.Column {
	wide := len([]rune(name)) + 4
	for _, text := range cells {
		for line := range strings.SplitSeq(text, "\n") {
			wide = max(wide, min(len([]rune(line)), widest)+2)
		}
	}
	c := table.Column{Name: name, Kind: kind, Width: min(max(wide, narrowest), widest)}
	c.Wrap = kind == table.Text && c.Width == widest
	return c
}
