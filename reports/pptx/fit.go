package pptx

import (
	"strconv"

	"plumbline/reports/chart"
	"plumbline/reports/doc"
)

// grid is a table of a slide, or figures.
type grid struct {
	doc.Grid
	tally  []doc.RiskCount // of figures
	rest   doc.CleanText   // follows "5 of 9 " where there is no room for all rows
	shown  int             // rows
	widths []int
	chart  *chart.Chart // beside the rows
	spare  int          // how much higher than the rows it is
}

// Sizes of letters, in hundredths of a point, and how high things are beside their lines.
const (
	cellSize   = 1200
	remarkSize = 1000
	cellMargin = 4 * point
	gap        = 9 * point
)

// sizes are those of the letters of each style.
var sizes = map[style]int{textStyle: 1500, leadStyle: 1800, captionStyle: 1500, remarkStyle: 1100}

// units is how wide a text is, in average letters: those of East Asia count twice.
func units(s string) (n int) {
	for _, r := range s {
		if n++; r >= 0x1100 {
			n++
		}
	}
	return n
}

// lines is how many lines a text of a size takes in a width, on the safe side.
func lines(s string, size, width int) int {
	perLine := max(1, width*100/(size*127*53))
	return max(1, (units(s)+perLine-1)/perLine)
}

// lineHeight is that of a line of a size.
func lineHeight(size int) int { return size * 127 * 136 / 100 }

// height is that of a text.
func (e element) height() int {
	size := sizes[e.style]
	above := 0
	if e.style == captionStyle {
		above = 5 * point
	}
	return lines(short(doc.Text(e.spans), longestText), size, textWidth)*lineHeight(size) + 4*point + above
}

// measure gives the columns their widths by their shares; none is narrower than the longest word of its head.
func (g *grid) measure() {
	least, wanted, all := make([]int, len(g.Columns)), 0, 0
	for i, c := range g.Columns {
		least[i] = 2*cellMargin + min(units(longestWord(string(c.Name)))+2, 22)*cellSize*127*56/100
		wanted, all = wanted+least[i], all+max(c.Share, 1)
	}
	g.widths = least
	rest := g.wide() - wanted
	if rest <= 0 {
		for i := range least {
			least[i] = g.wide() / len(least)
		}
		return
	}
	missing, lack := make([]int, len(least)), 0
	for i, c := range g.Columns {
		missing[i] = max(0, g.wide()*max(c.Share, 1)/all-least[i])
		lack += missing[i]
	}
	for i := range least {
		if lack > 0 {
			least[i] += rest / 1000 * (missing[i] * 1000 / lack)
		}
	}
}

func longestWord(s string) (longest string) {
	begin := 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == ' ' {
			if i-begin > len(longest) {
				longest = s[begin:i]
			}
			begin = i + 1
		}
	}
	return longest
}

// rowHeight is that of a row of the report.
func (g *grid) rowHeight(r doc.GridRow) int {
	most := lineHeight(cellSize)
	for i, c := range r.Cells {
		if i == len(g.widths) {
			break
		}
		risk, spans := c.InWords()
		text := short(risk+": "+doc.Text(spans), longestCell+12)
		if risk == "" {
			text = short(doc.Text(spans), longestCell)
		}
		high := lines(text, cellSize, g.widths[i]-2*cellMargin) * lineHeight(cellSize)
		if c.Remark != "" {
			high += lines(short(c.Remark, longestCell), remarkSize, g.widths[i]-2*cellMargin) * lineHeight(remarkSize)
		}
		most = max(most, high)
	}
	return most + 2*cellMargin - 2*point
}

// headHeight is that of the row of names.
func (g *grid) headHeight() int {
	most := 1
	for i, c := range g.Columns {
		most = max(most, lines(short(c.Name, longestCell), cellSize, g.widths[i]-2*cellMargin))
	}
	return most*lineHeight(cellSize) + 2*cellMargin - 2*point
}

// figuresHeight is that of figures.
const figuresHeight = 96 * point

// rowsHeight is that of all rows together.
func (g *grid) rowsHeight() (high int) {
	if g.bars() {
		return legend + leastBar*len(g.chart.Categories)
	}
	for _, r := range g.Rows {
		high += g.rowHeight(r)
	}
	return high
}

// leastHeight is that of a table without its rows.
func (g *grid) leastHeight() int {
	switch {
	case g.tally != nil:
		return figuresHeight + gap
	case g.bars():
		return gap
	}
	return g.headHeight() + gap
}

// moreHeight is that of the line that says how many rows are left out.
var moreHeight = lineHeight(sizes[remarkStyle]) + 4*point

// fit says how many rows of each table are shown: all, or as many as the slide holds, one of each table in turn. Charts
// are where all rows have room.
func (s *slide) fit() {
	tables, whole, room := s.measure()
	if whole > room {
		for _, g := range tables {
			g.chart = nil
		}
		tables, whole, room = s.measure()
	}
	if whole <= room {
		spare := room - whole
		for _, g := range tables {
			g.shown = len(g.Rows)
			spare = g.draw(spare)
		}
		return
	}
	room -= len(tables) * moreHeight
	for open := true; open; {
		open = false
		for _, g := range tables {
			if g.shown < len(g.Rows) {
				if high := g.rowHeight(g.Rows[g.shown]); high <= room || g.shown == 0 {
					room -= high
					g.shown++
					open = true
				}
			}
		}
	}
}

// measure gives the tables their widths. It tells them, how high all of their rows are, and the room that is for rows.
func (s *slide) measure() (tables []*grid, whole, room int) {
	room = bodyEnd - bodyTop
	for _, e := range s.body {
		if e.table == nil {
			room -= e.height()
			continue
		}
		if e.table.tally == nil {
			e.table.measure()
			tables = append(tables, e.table)
			whole += e.table.rowsHeight()
		}
		room -= e.table.leastHeight()
	}
	return tables, whole, room
}

// more says how many rows are left out; "" if none is.
func (g *grid) more() doc.CleanText {
	if g.tally != nil || g.shown == len(g.Rows) {
		return ""
	}
	rest := g.rest
	if rest == "" {
		rest = doc.CleanText(strconv.Itoa(len(g.Rows)-g.shown) + " more are in the report.")
		return doc.CleanText(strconv.Itoa(g.shown)+" of "+strconv.Itoa(len(g.Rows))+" are shown; ") + rest
	}
	return doc.CleanText(strconv.Itoa(g.shown)+" of "+strconv.Itoa(len(g.Rows))+" ") + rest
}
