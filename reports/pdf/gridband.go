package pdf

import (
	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// gridBand is the head or a row of a grid: for each column its lines, which are not yet on a page.
type gridBand struct {
	columns []gridColumn
	cells   [][]textLine
	nodes   [][2]*tagged.Node // of each cell's text, and of its remark
	remarks []int             // from which line on a cell is its remark
	inset   []float64         // of each cell's text
	first   []drawnMark       // at the top
	lead    float64
	above   float64
	below   float64
	rule    rgbColor // of the line under it
}

// gridHead sets the names of the columns; short ones stand at the foot of the band.
func (d *pdfDocument) gridHead(names []doc.GridColumn, columns []gridColumn) gridBand {
	b := newBand(columns, smallStyle.lead, shapeInkColor)
	b.below = 4
	for i, n := range names {
		b.nodes[i][0] = d.node.AddHeader(false)
		if n.Name != "" {
			b.cells[i] = d.set.lines(columns[i].width, styledSpan{text: n.Name, style: smallStyle})
		}
	}
	for i, tall := 0, b.lines(); i < len(b.cells); i++ {
		b.cells[i] = append(make([]textLine, tall-len(b.cells[i])), b.cells[i]...)
	}
	return b
}

// gridRow sets a row's cells, with white space above and below.
func (d *pdfDocument) gridRow(r doc.GridRow, columns []gridColumn, pad float64) gridBand {
	b := newBand(columns, gridLead, hairlineColor)
	b.above, b.below = pad, pad
	for i, at := range columns {
		var cell doc.GridCell
		if i < len(r.Cells) {
			cell = r.Cells[i]
		}
		node := d.node.AddCell(i == 0)
		if cell.Risk != "" {
			d.under(node, func() {
				shape := shapeMark{at.x, pad + 1.9, 8.5, cell.Risk}
				b.first = append(b.first, d.pictured(doc.RiskName(cell.Risk), shape.x, shape.y, shape.size, shape))
			})
			b.inset[i] = gridIndent
		}
		b.nodes[i] = [2]*tagged.Node{node, node}
		if cell.Risk != "" || cell.Remark != "" {
			b.nodes[i] = [2]*tagged.Node{node.Add(tagged.Paragraph), node.Add(tagged.Paragraph)}
		}
		b.cells[i], b.remarks[i] = d.gridCell(cell, at.width-b.inset[i])
	}
	return b
}

// newBand has a place for a cell in each column.
func newBand(columns []gridColumn, lead float64, rule rgbColor) gridBand {
	n := len(columns)
	return gridBand{columns: columns, cells: make([][]textLine, n), nodes: make([][2]*tagged.Node, n),
		remarks: make([]int, n), inset: make([]float64, n), lead: lead, rule: rule}
}

// gridStyle is how a style looks in a grid, where no text is larger than others.
func gridStyle(s doc.TextStyle) textStyle {
	st := docStyles[s]
	return st.sized(min(st.size, gridSize), gridLead)
}

// gridCell sets a cell's text with the remark below it, from a line on. One that has nothing to show has a dash.
func (d *pdfDocument) gridCell(c doc.GridCell, width float64) (lines []textLine, from int) {
	spans := spansStyledBy(c.Spans, gridStyle)
	text := false
	for i := range spans {
		text = text || spans[i].text != ""
		if spans[i].url == "" {
			spans[i].goTo = c.GoTo
		}
	}
	if text {
		lines = d.set.lines(width, spans...)
	}
	from = len(lines)
	if c.Remark != "" {
		remark := styledSpan{text: c.Remark, style: smallStyle.sized(smallStyle.size, gridLead)}
		lines = append(lines, d.set.lines(width, remark)...)
	}
	if len(lines) == 0 && c.Risk == "" {
		lines = d.set.lines(width, styledSpan{text: "–", style: quietStyle.sized(gridSize, gridLead)})
		from = len(lines)
	}
	return lines, from
}

// lines is how many lines the band has: those of its longest cell.
func (b gridBand) lines() int {
	n := 0
	if len(b.first) > 0 {
		n = 1
	}
	for _, c := range b.cells {
		n = max(n, len(c))
	}
	return n
}

// height is that of the whole band.
func (b gridBand) height() float64 { return b.above + float64(b.lines())*b.lead + b.below }

// marks places the lines from one to another, cell by cell, as they are read; top is the height of the first.
func (b gridBand) marks(f *boxFlow, from, to int, top float64) []drawnMark {
	var out []drawnMark
	for i, lines := range b.cells {
		for k := from; k < min(to, len(lines)); k++ {
			x := b.columns[i].x + b.inset[i]
			if b.columns[i].figures || lines[k].right {
				x = max(x, b.columns[i].x+b.columns[i].width-lines[k].width)
			}
			node := b.nodes[i][0]
			if k >= b.remarks[i] && b.nodes[i][1] != nil {
				node = b.nodes[i][1]
			}
			f.under(node, func() {
				out = append(out, f.marks(lines[k], x, top+float64(k-from)*b.lead+baselineOf(b.lead, lines[k]))...)
			})
		}
	}
	return out
}

// band puts a band on paper, with a head to stand above it where it starts a page. One that is at most so high is one
// box, which it returns without its pins; a longer one may go on over pages, and nothing is returned.
func (f *boxFlow) band(b gridBand, most float64, head *pageBox) *pageBox {
	width := b.columns[len(b.columns)-1].x + b.columns[len(b.columns)-1].width - f.x
	rule := func(y float64) drawnMark { return lineMark{f.x, y - ruleWidth/2, width, 0, ruleWidth, b.rule} }
	n := b.lines()
	if h := b.height(); h <= most {
		marks := append(append(b.first, b.marks(f, 0, n, b.above)...), rule(h))
		f.addBelow(head, h, marks...)
		return &pageBox{height: h, marks: marks}
	}
	for k := range n {
		height, top := b.lead, 0.0
		var marks []drawnMark
		if k == 0 {
			height, top, marks = height+b.above, b.above, b.first
		} else if k == 1 || k == n-1 {
			f.keep()
		}
		marks = append(marks, b.marks(f, k, k+1, top)...)
		if k == n-1 {
			height += b.below
			marks = append(marks, rule(height))
		}
		f.addBelow(head, height, marks...)
	}
	return nil
}

// addBelow adds a box that has a head above it where it starts a page.
func (f *boxFlow) addBelow(head *pageBox, height float64, marks ...drawnMark) {
	f.add(height, marks...)
	f.boxes[len(f.boxes)-1].head = head
}
