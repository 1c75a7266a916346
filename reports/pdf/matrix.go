package pdf

import (
	"strconv"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

const (
	matrixCell  = 200.0 // the widest cell
	matrixLead  = 10.0  // of the names in cells
	matrixSeam  = 2.0   // between cells
	matrixLines = 4     // that the name of a cell, a row or a column may have
)

var (
	matrixCountStyle = textStyle{sansBold, 14, 17, inkColor}
	matrixNameStyle  = textStyle{sansRegular, 8, matrixLead, inkColor}
)

// matrix sets counts in a field of cells, which are darker where more is counted. One that is too wide for the page
// becomes a grid.
func (d *pdfDocument) matrix(m doc.Matrix) {
	if len(m.Rows) == 0 || len(m.Columns) == 0 {
		return
	}
	gutter := min(labelWidth, d.measure()/4)
	width := min(matrixCell, (d.measure()-gutter)/float64(len(m.Columns)))
	if width < 40 {
		d.grid(matrixGrid(m))
		return
	}
	d.owe(m.Layout)
	table, before := d.node.Add(tagged.Table), d.node
	defer func() { d.node = before }()
	d.under(table.Add(tagged.Caption), func() { d.text(styledSpan{text: m.Title, style: strongStyle}) })
	d.keep()
	d.node = table.Add(tagged.TableHead).Add(tagged.Row)
	d.matrixHead(m, gutter, width)
	body := table.Add(tagged.TableBody)
	most := 1
	for _, row := range m.Rows {
		for _, c := range row.Cells {
			most = max(most, c.N)
		}
	}
	for i, row := range m.Rows {
		d.keep()
		d.node = body.Add(tagged.Row)
		d.matrixRow(row, len(m.Columns), matrixPlace{gutter, width, most, i == 0})
	}
	d.space(8)
}

// matrixGrid tells a matrix as a table.
func matrixGrid(m doc.Matrix) doc.Grid {
	out := doc.Grid{Layout: m.Layout, Columns: []doc.GridColumn{{Name: m.Down, Share: 2}}}
	for _, c := range m.Columns {
		out.Columns = append(out.Columns, doc.GridColumn{Name: c, Share: 1})
	}
	for _, row := range m.Rows {
		cells := []doc.GridCell{{Spans: doc.PlainSpan(row.Name, doc.StyleBody)}}
		for _, c := range row.Cells {
			n := doc.CleanText(strconv.Itoa(c.N))
			cells = append(cells, doc.GridCell{Spans: doc.PlainSpan(n, doc.StyleStrong), Remark: c.Name})
		}
		out.Rows = append(out.Rows, doc.GridRow{Cells: cells})
	}
	return out
}

// matrixHead names both directions, and the columns below what they are.
func (d *pdfDocument) matrixHead(m doc.Matrix, gutter, width float64) {
	axis := quietStyle.sized(8, smallStyle.lead)
	d.space(3)
	corner := d.node.AddHeader(false)
	down, across := corner.Add(tagged.Paragraph), corner.Add(tagged.Paragraph)
	d.under(across, func() {
		d.pin(d.marks(d.short(m.Across, axis, d.measure()-gutter, 1)[0], d.x+gutter, 8)...)
	})
	d.add(smallStyle.lead)
	d.keep()
	names, tall := make([][]textLine, len(m.Columns)), 1
	for i, c := range m.Columns {
		names[i] = d.short(c, matrixNameStyle.with(sansBold), width-8, matrixLines)
		tall = max(tall, len(names[i]))
	}
	height := float64(tall)*matrixLead + 3
	d.under(down, func() {
		d.pin(d.marks(d.short(m.Down, axis, gutter-8, 1)[0], d.x, height-5)...)
	})
	for i, name := range names {
		d.under(d.node.AddHeader(false), func() {
			d.pin(d.down(name, d.x+gutter+float64(i)*width, height-3-float64(len(name))*matrixLead)...)
		})
	}
	d.add(height)
}

// matrixPlace is where the rows of a matrix stand, and the highest count.
type matrixPlace struct {
	gutter, width float64
	most          int
	best          bool // the row whose first cell is the best place
}

// matrixRow sets a row of cells, each with its number above its name.
func (d *pdfDocument) matrixRow(r doc.MatrixRow, columns int, at matrixPlace) {
	name := d.short(r.Name, matrixNameStyle.with(sansBold), at.gutter-8, matrixLines)
	tall, words := 1, make([][]textLine, columns)
	for i := range words {
		if i < len(r.Cells) {
			st := matrixNameStyle
			if r.Cells[i].N == 0 {
				st = st.in(softInkColor)
			}
			words[i] = d.short(r.Cells[i].Name, st, at.width-14, matrixLines)
			tall = max(tall, len(words[i]))
		}
	}
	height := max(matrixCountStyle.lead+float64(tall)*matrixLead+8, float64(len(name))*matrixLead)
	d.under(d.node.AddHeader(true), func() { d.pin(d.down(name, d.x, 6)...) })
	for i, w := range words {
		n := 0
		if i < len(r.Cells) {
			n = r.Cells[i].N
		}
		x := d.x + at.gutter + float64(i)*at.width
		ground := at.ground(n)
		d.pin(areaMark{x, 0, at.width - matrixSeam, height - matrixSeam, ground})
		count := d.oneLine("–", matrixCountStyle.with(sansRegular).in(softInkColor))
		if n > 0 {
			count = d.oneLine(doc.CleanText(strconv.Itoa(n)), matrixCountStyle)
		}
		d.within(tagged.Cell, func() {
			d.within(tagged.Paragraph, func() {
				d.pin(d.marks(count, x+6, 3+baselineOf(matrixCountStyle.lead, count))...)
			})
			d.within(tagged.Paragraph, func() { d.pin(d.down(w, x+6, 3+matrixCountStyle.lead)...) })
		})
		if at.best && i == 0 {
			d.pin(frameMark{x, 0, at.width - matrixSeam, height - matrixSeam, inkColor})
		}
	}
	d.add(height)
}

// ground is the grey behind a count: lighter than what text needs even at its darkest.
func (p matrixPlace) ground(n int) rgbColor {
	if n == 0 {
		return rgbColor{0xf8, 0xf8, 0xf8}
	}
	grey := uint8(0xee - 0x36*n/p.most)
	return rgbColor{grey, grey, grey}
}

// down places lines below each other, the first with its top at y.
func (f *boxFlow) down(lines []textLine, x, y float64) []drawnMark {
	var out []drawnMark
	for i, l := range lines {
		lead := smallStyle.lead
		if len(l.runs) > 0 {
			lead = l.runs[0].style.lead
		}
		out = append(out, f.marks(l, x, y+float64(i)*lead+baselineOf(lead, l))...)
	}
	return out
}

// short sets a text into at most so many lines; a longer one ends in an ellipsis. It is for names in drawings, which
// have their place and no more.
func (f *boxFlow) short(t doc.CleanText, st textStyle, width float64, most int) []textLine {
	lines := f.set.lines(width, styledSpan{text: t, style: st})
	for runes := []rune(t); len(lines) > most && len(runes) > 1; {
		runes = runes[:min(len(runes)-1, len(runes)*most/len(lines)+1)]
		lines = f.set.lines(width, styledSpan{text: doc.CleanText(runes) + "…", style: st})
	}
	return lines
}
