package mdfile

import (
	"strings"

	"plumbline/reports/doc"
)

// table writes a table below its title.
func (w *writer) table(title doc.CleanText, g doc.Grid) {
	if len(g.Rows) == 0 {
		return
	}
	if title != "" {
		w.paragraph([]doc.Span{{Text: title, Style: doc.StyleStrong}})
		w.gap()
	}
	head, under := make([]string, len(g.Columns)), make([]string, len(g.Columns))
	for i, c := range g.Columns {
		head[i], under[i] = inCell(doc.PlainSpan(c.Name, doc.StyleBody)), "---"
		if c.Figures {
			under[i] = "--:"
		}
	}
	w.cells(head)
	w.cells(under)
	for _, row := range g.Rows {
		cells := make([]string, len(g.Columns))
		for i := range cells {
			cells[i] = dash
			if i < len(row.Cells) {
				cells[i] = w.cell(row.Cells[i])
			}
		}
		w.cells(cells)
	}
}

// cells writes one row.
func (w *writer) cells(cells []string) { w.line("| " + strings.Join(cells, " | ") + " |") }

// inCell is a text on one line.
func inCell(spans []doc.Span) string {
	lines := strings.Split(strings.TrimSpace(inline(spans, true)), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return strings.Join(lines, "<br>")
}

// cell is a cell of the report.
func (w *writer) cell(c doc.GridCell) string {
	risk, spans := c.InWords()
	text := inCell(spans)
	if c.GoTo != "" && w.targets[c.GoTo] != "" {
		text = w.linked(doc.Text(spans), c.GoTo)
	}
	switch {
	case risk != "" && text != "":
		text = escaped(string(risk)) + ": " + text
	case risk != "":
		text = escaped(string(risk))
	}
	if c.Remark != "" {
		text += "<br>" + inCell(doc.PlainSpan(c.Remark, doc.StyleBody))
	}
	return text
}

// noteTable writes a table of a note; the first row is its head.
func (w *writer) noteTable(t doc.Table) {
	for i, row := range t.Rows {
		cells := make([]string, t.Columns)
		for n := range min(len(row), len(cells)) {
			cells[n] = inCell(row[n])
		}
		w.cells(cells)
		if i == 0 {
			for n := range cells {
				cells[n] = "---"
			}
			w.cells(cells)
		}
	}
}
