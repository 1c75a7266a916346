package pdf

import (
	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// drawnMark is something drawn, at a place relative to its box. A page is a list of marks; nothing touches
// the PDF library until every page is known, so that page numbers and links need no second pass.
type drawnMark interface {
	draw(c *pdfCanvas, x, y float64)
}

// textMark draws a run with its baseline at y, as content of an element.
type textMark struct {
	x, y float64
	run  *textRun
	node *tagged.Node
}

// lineMark draws a straight line.
type lineMark struct {
	x, y, dx, dy, width float64
	color               rgbColor
}

// areaMark fills a rectangle.
type areaMark struct {
	x, y, w, h float64
	color      rgbColor
}

// placeMark names a place, for links, and puts it into the outline if it has a title.
type placeMark struct {
	name  string
	title doc.CleanText
	level int
}

// pageNumberMark writes the page number of a place, right-aligned at x, as a link.
type pageNumberMark struct {
	x, y   float64
	style  textStyle
	before doc.CleanText
	goTo   string
	node   *tagged.Node
}

// partingMark draws a rule above its box, unless the box is the first of its page.
type partingMark struct{ above, width float64 }

// draw puts the run at its place.
func (m textMark) draw(c *pdfCanvas, x, y float64) { c.text(x+m.x, y+m.y, *m.run, m.node) }

// draw strokes the line.
func (m lineMark) draw(c *pdfCanvas, x, y float64) {
	c.stroke(m.color, m.width)
	c.pdf.Line(x+m.x, y+m.y, x+m.x+m.dx, y+m.y+m.dy)
}

// draw strokes the rule.
func (m partingMark) draw(c *pdfCanvas, x, y float64) {
	if y > pageMargin {
		lineMark{0, -m.above, m.width, 0, 1, inkColor}.draw(c, x, y)
	}
}

// draw fills the area; text that follows lies on top of it.
func (m areaMark) draw(c *pdfCanvas, x, y float64) {
	c.fill(m.color)
	c.pdf.Rect(x+m.x, y+m.y, m.w, m.h, "F")
}

// draw adds the bookmark. The link target itself was set before the first page; see document.canvas.
func (m placeMark) draw(c *pdfCanvas, _, y float64) {
	if m.title != "" {
		c.bookmark(m.title, m.level, y)
	}
}

// draw sets the number now that it is known. Its digits are in the font already; see document.measureRunning.
func (m pageNumberMark) draw(c *pdfCanvas, x, y float64) {
	l := c.set.lines(1e6, styledSpan{text: m.before + doc.CleanText(c.number(m.goTo)), style: m.style, goTo: m.goTo})[0]
	for _, r := range l.runs {
		c.text(x+m.x-l.width+r.x, y+m.y, r, m.node)
	}
}
