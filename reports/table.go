package reports

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

const (
	columnGap   = 10.0 // between the columns of a note's table, in points
	narrowest   = 34.0 // a column that is still fit to read
	measuredRow = 200  // rows that decide how wide columns are
)

// table sets a note's table in columns. One with more columns than fit side by side is set row by row, its cells in a line.
func (w *noteWriter) table(n *extast.Table) {
	columns := len(n.Alignments)
	if float64(columns)*(narrowest+columnGap) > w.measure()+columnGap {
		w.rowsAsLines(n)
		return
	}
	rows := w.cells(n)
	widths := w.columns(rows, columns)
	for i, row := range rows {
		if i == 1 {
			w.keep()
		}
		w.row(row, widths, i == 0)
	}
	w.space(6)
}

// cells turns a table into the spans of each cell.
func (w *noteWriter) cells(n *extast.Table) [][][]span {
	var rows [][][]span
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		st := body
		if row.Kind() == extast.KindTableHeader {
			st = strong
		}
		cells := make([][]span, 0, row.ChildCount())
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, w.inline(cell, st))
		}
		rows = append(rows, cells)
	}
	return rows
}

// columns shares the width out: each column gets what it needs if that is less than its even share, the others share the rest.
func (w *noteWriter) columns(rows [][][]span, count int) []float64 {
	needs := make([]float64, count)
	for _, row := range rows[:min(len(rows), measuredRow)] {
		for i, cell := range row {
			needs[i] = max(needs[i], w.wide(cell)+1, narrowest)
		}
	}
	left, open := w.measure()-columnGap*float64(count-1), count
	widths := make([]float64, count)
	for settled := true; settled && open > 0; {
		settled = false
		share := left / float64(open)
		for i, need := range needs {
			if widths[i] == 0 && need <= share {
				widths[i], settled = need, true
				left, open = left-need, open-1
			}
		}
	}
	for i := range widths {
		if widths[i] == 0 {
			widths[i] = left / float64(open)
		}
	}
	return widths
}

// wide measures a cell on one line, as far as it matters.
func (w *noteWriter) wide(cell []span) float64 {
	width := 0.0
	for _, s := range cell {
		for _, r := range s.text {
			if width > w.width {
				return width
			}
			width += w.set.glyph(r, s.style, 0).width
		}
	}
	return width
}

// row sets one row: the first lines of all cells side by side, then the second ones. A row may go on over pages.
func (w *noteWriter) row(cells [][]span, widths []float64, head bool) {
	set, tall := make([][]line, len(cells)), 1
	for i, cell := range cells {
		if len(cell) > 0 {
			set[i] = w.set.lines(widths[i], cell...)
			tall = max(tall, len(set[i]))
		}
	}
	for k := range tall {
		var marks []mark
		x := w.x
		for i, lines := range set {
			if k < len(lines) {
				marks = append(marks, w.marks(lines[k], x, baseline(body.lead, lines[k]))...)
			}
			x += widths[i] + columnGap
		}
		if k == tall-1 {
			marks = append(marks, lineMark{w.x, body.lead + 2, w.measure(), 0, rule, ruleOf(head)})
		}
		if k == 1 || k > 0 && k == tall-1 {
			w.keep()
		}
		w.add(body.lead, marks...)
	}
	w.space(4)
}

// ruleOf is darker under the heads of the columns.
func ruleOf(head bool) rgb {
	if head {
		return ink3
	}
	return hair
}

// rowsAsLines sets the cells of each row one after the other.
func (w *noteWriter) rowsAsLines(n *extast.Table) {
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var all []span
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if cell.PreviousSibling() != nil {
				all = append(all, span{text: " | ", style: quiet})
			}
			all = append(all, w.inline(ast.Node(cell), body)...)
		}
		w.para(all...)
	}
}
