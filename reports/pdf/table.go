package pdf

import (
	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

const (
	columnGap       = 10.0 // between the columns of a note's table, in points
	narrowestColumn = 34.0 // a column that is still fit to read
	measuredRow     = 200  // rows that decide how wide columns are
)

// table sets a note's table in columns. One with more columns than fit side by side is set row by row, its
// cells in a line.
func (n *noteSetter) table(t doc.Table) {
	if float64(t.Columns)*(narrowestColumn+columnGap) > n.measure()+columnGap {
		n.rowsAsLines(t)
		return
	}
	rows := styledCells(t)
	widths := n.columns(rows, t.Columns)
	table, before := n.node.Add(tagged.Table), n.node
	defer func() { n.node = before }()
	head, body := table.Add(tagged.TableHead), table.Add(tagged.TableBody)
	for i, row := range rows {
		if i == 1 {
			n.keep()
		}
		n.node = body.Add(tagged.Row)
		if i == 0 {
			n.node = head.Add(tagged.Row)
		}
		n.row(row, widths, i == 0)
	}
	n.space(6)
}

// styledCells returns the spans of each cell. Those of the head are strong.
func styledCells(t doc.Table) [][][]styledSpan {
	rows := make([][][]styledSpan, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = make([][]styledSpan, len(row))
		for j, cell := range row {
			if i == 0 {
				cell = doc.HeadSpans(cell)
			}
			rows[i][j] = styledSpans(cell)
		}
	}
	return rows
}

// columns shares the width out: each column gets what it needs if that is less than its even share, the
// others share the rest.
func (n *noteSetter) columns(rows [][][]styledSpan, count int) []float64 {
	needs := make([]float64, count)
	for _, row := range rows[:min(len(rows), measuredRow)] {
		for i, cell := range row {
			needs[i] = max(needs[i], n.wide(cell)+1, narrowestColumn)
		}
	}
	left, open := n.measure()-columnGap*float64(count-1), count
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
func (n *noteSetter) wide(cell []styledSpan) float64 {
	width := 0.0
	for _, s := range cell {
		for _, r := range s.text {
			if width > n.width {
				return width
			}
			width += n.set.glyph(r, s.style, 0).width
		}
	}
	return width
}

// row sets one row: the first lines of all cells side by side, then the second ones. A row may go on over pages.
func (n *noteSetter) row(cells [][]styledSpan, widths []float64, head bool) {
	set, tall := make([][]textLine, len(cells)), 1
	nodes := make([]*tagged.Node, max(len(cells), len(widths)))
	for i := range nodes {
		if head {
			nodes[i] = n.node.AddHeader(false)
		} else {
			nodes[i] = n.node.Add(tagged.Cell)
		}
	}
	for i, cell := range cells {
		if len(cell) > 0 {
			set[i] = n.set.lines(widths[i], cell...)
			tall = max(tall, len(set[i]))
		}
	}
	for k := range tall {
		var marks []drawnMark
		x := n.x
		for i, lines := range set {
			if k < len(lines) {
				if lines[k].right {
					lines[k].shift(widths[i] - lines[k].width)
				}
				n.under(nodes[i], func() {
					marks = append(marks, n.marks(lines[k], x, baselineOf(n.leading(bodyStyle), lines[k]))...)
				})
			}
			x += widths[i] + columnGap
		}
		if k == tall-1 {
			marks = append(marks, lineMark{n.x, n.leading(bodyStyle) + 2, n.measure(), 0, ruleWidth, tableRuleColor(head)})
		}
		if k == 1 || k > 0 && k == tall-1 {
			n.keep()
		}
		n.add(n.leading(bodyStyle), marks...)
	}
	n.space(4)
}

// tableRuleColor is darker under the heads of the columns.
func tableRuleColor(head bool) rgbColor {
	if head {
		return shapeInkColor
	}
	return hairlineColor
}

// rowsAsLines sets the cells of each row one after the other.
func (n *noteSetter) rowsAsLines(t doc.Table) {
	for _, row := range t.Rows {
		var all []styledSpan
		for i, cell := range row {
			if i > 0 {
				all = append(all, styledSpan{text: " | ", style: quietStyle})
			}
			all = append(all, styledSpans(cell)...)
		}
		n.para(all...)
	}
}
