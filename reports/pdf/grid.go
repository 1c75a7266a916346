package pdf

import (
	"strings"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// A grid's texts are a little smaller than the body, all on one leading, so that the lines of neighbours stand at one
// height.
const (
	gridLead   = 12.0
	gridSize   = 9.0
	gridPad    = 4.0  // above and below the text of a row
	tightPad   = 1.2  // the same where there are many rows
	gridIndent = 13.0 // of text beside the shape of a risk

	narrowestFigures = 26.0 // a column of numbers that is fit to read
)

// gridColumn is where a column of a grid stands. Figures end at its right.
type gridColumn struct {
	x, width float64
	figures  bool
}

// grid sets rows below the names of their columns. Without rows it is nothing. One with more columns than fit side by
// side is turned: each cell gets a row of its own.
func (d *pdfDocument) grid(g doc.Grid) {
	if len(g.Rows) == 0 || len(g.Columns) == 0 {
		return
	}
	if float64(len(g.Columns))*(narrowestColumn+columnGap) > d.measure()+columnGap {
		g = turnedGrid(g)
	}
	d.owe(g.Layout)
	table, before := d.node.Add(tagged.Table), d.node
	defer func() { d.node = before }()
	columns := d.gridColumns(g)
	d.node = table.Add(tagged.TableHead).Add(tagged.Row)
	head := d.gridHead(g.Columns, columns)
	var again *pageBox
	if head.lines() > 0 {
		again = d.band(head, d.height/4, nil)
		d.keep()
	} else {
		table.Clear()
	}
	body := table.Add(tagged.TableBody)
	room, last, pad := d.height, 0.0, gridPad
	if g.Tight {
		pad = tightPad
	}
	if again != nil {
		room -= again.height
	}
	for i, row := range g.Rows {
		d.node = body.Add(tagged.Row)
		b, most := d.gridRow(row, columns, pad), room
		if i == 0 {
			most -= d.height / 8 // what stands above a grid's first row has to fit too
		} else if i == len(g.Rows)-1 && last+b.height() < d.height/6 {
			d.keep() // no page for one short row
		}
		if row.Place != "" {
			d.pin(placeMark{name: row.Place})
		}
		d.band(b, most, again)
		last = b.height()
	}
	d.space(8)
}

// turnedGrid has a row for each cell of a grid, with the name of its column beside it.
func turnedGrid(g doc.Grid) doc.Grid {
	out := doc.Grid{Layout: g.Layout, Tight: g.Tight, Columns: []doc.GridColumn{{Share: 1}, {Share: 3}}}
	for _, row := range g.Rows {
		place := row.Place
		for i, c := range row.Cells[:min(len(row.Cells), len(g.Columns))] {
			name := doc.GridCell{Spans: doc.PlainSpan(g.Columns[i].Name, doc.StyleSmall)}
			out.Rows = append(out.Rows, doc.GridRow{Place: place, Cells: []doc.GridCell{name, c}})
			place = ""
		}
	}
	return out
}

// gridColumns shares the width out. A column that would be too narrow for its words gets what it needs, at most an even
// share, and the others give it.
func (d *pdfDocument) gridColumns(g doc.Grid) []gridColumn {
	left, shares := d.measure()-columnGap*float64(len(g.Columns)-1), 0
	even := left / float64(len(g.Columns))
	for _, c := range g.Columns {
		shares += max(1, c.Share)
	}
	out, least := make([]gridColumn, len(g.Columns)), make([]float64, len(g.Columns))
	for i := range least {
		least[i] = min(even, d.gridLeast(g, i))
	}
	for settled := true; settled; {
		settled = false
		for i, c := range g.Columns {
			share := max(1, c.Share)
			if out[i].width == 0 && left*float64(share)/float64(shares) < least[i] {
				out[i].width, settled = least[i], true
				left, shares = left-least[i], shares-share
			}
		}
	}
	x := d.x
	for i, c := range g.Columns {
		if out[i].width == 0 {
			out[i].width = left * float64(max(1, c.Share)) / float64(shares)
		}
		out[i].x, out[i].figures = x, c.Figures
		x += out[i].width + columnGap
	}
	return out
}

// gridLeast is how wide a column must be for the words of its name, and for its numbers if it has any. Only so many
// rows are measured.
func (d *pdfDocument) gridLeast(g doc.Grid, column int) float64 {
	c := g.Columns[column]
	if !c.Figures {
		return max(narrowestColumn, d.widestWord(c.Name, smallStyle))
	}
	least := max(narrowestFigures, d.widestWord(c.Name, smallStyle))
	for _, row := range g.Rows[:min(len(g.Rows), measuredRow)] {
		if column < len(row.Cells) {
			cell, inset := row.Cells[column], 0.0
			if cell.Risk != "" {
				inset = gridIndent
			}
			for _, s := range cell.Spans {
				least = max(least, inset+d.widestWord(s.Text, gridStyle(s.Style)))
			}
		}
	}
	return least
}

// widestWord measures the longest word of a text, with a hair to spare.
func (f *boxFlow) widestWord(t doc.CleanText, st textStyle) float64 {
	widest := 0.0
	for _, word := range strings.Fields(string(t)) {
		widest = max(widest, f.set.measure(doc.CleanText(word), st)+0.1)
	}
	return widest
}
