package pdf

import (
	"unicode/utf8"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// bobMark draws the plumb line: from the top edge of the page down to its weight.
type bobMark struct{ x, length float64 }

// draw starts at the edge of the paper, above the margin: a plumb line hangs from outside the page.
func (m bobMark) draw(c *pdfCanvas, x, _ float64) {
	x += m.x
	c.stroke(inkColor, 0.75)
	c.pdf.Line(x, 0, x, m.length)
	c.fill(accentColor)
	c.polygon("F", x-5.5, m.length, x+5.5, m.length, x, m.length+20)
}

// The texts of the cover, below each other.
var (
	coverKindStyle  = textStyle{sansRegular, 13, 20, softInkColor}
	coverTitleStyle = textStyle{sansBold, 30, 36, titleColor}
	coverTopicStyle = textStyle{sansRegular, 13, 20, inkColor}
)

// longTitle is from how many characters on a title is set smaller, so that the cover stays one page.
const longTitle = 120

// front sets a section without a title of its own.
func (d *pdfDocument) front(s doc.Section) {
	d.page()
	d.pin(placeMark{s.Place, s.Title, 0})
	d.blocks(s.Body)
}

// cover hangs the plumb line beside what the report is, and puts the facts below.
func (d *pdfDocument) cover(c doc.Cover) {
	start := len(d.boxes)
	line := &bobMark{d.labels / 3, pageMargin + 208}
	d.pin(line)
	d.pinLogo()
	d.add(168)
	d.x = d.labels
	d.plain(c.Kind, coverKindStyle)
	d.space(4)
	title := coverTitleStyle
	if utf8.RuneCountInString(string(c.Title)) > longTitle {
		title = title.sized(19, 24)
	}
	d.within(tagged.Heading(d.level), func() { d.text(styledSpan{text: c.Title, style: title}) })
	if c.Title != "" {
		d.level++
	}
	d.space(8)
	for _, t := range c.Topics {
		d.plain(t, coverTopicStyle)
	}
	if c.More != "" {
		d.plain(c.More, coverKindStyle)
	}
	d.x = 0
	fold := len(d.boxes)
	d.hairline(170, 12)
	d.within(tagged.Table, func() {
		for _, f := range c.Facts {
			d.space(5)
			d.within(tagged.Row, func() { d.fact(f) })
		}
	})
	d.squeeze(start, fold, line)
}

// fact sets a row of the table of facts.
func (d *pdfDocument) fact(f doc.Fact) {
	name, value := d.node.AddHeader(true), d.node.Add(tagged.Cell)
	d.under(name, func() {
		d.row(f.Name, func() {
			d.node = value
			if f.Value != "" {
				d.plain(f.Value, bodyStyle)
			}
		})
	})
}

// squeeze takes white space away, first at the fold and then at the top, until the cover is one page.
func (d *pdfDocument) squeeze(start, fold int, line *bobMark) {
	over := max(0, heightOf(d.boxes[start:])-d.height)
	give := min(over, d.boxes[fold].before-24)
	d.boxes[fold].before -= give
	if over -= give; over > 0 {
		top := &d.boxes[start]
		top.height = max(40, top.height-over)
		line.length = pageMargin + top.height + 40
	}
}

// A logo is at most as large as this on the cover, in points; and never larger than it is sharp.
const (
	logoWidth     = 170.0
	logoHeight    = 64.0
	logoSharpness = 144.0 / 72 // pixels to a point, at least
)

// logoMark draws the logo.
type logoMark struct {
	of         *doc.Picture
	x, y, w, h float64
}

// pinLogo puts the logo of a brand at the upper right of the cover.
func (d *pdfDocument) pinLogo() {
	b := d.report.Brand
	if b == nil || b.Logo == nil {
		return
	}
	w, h := float64(b.Logo.Width), float64(b.Logo.Height)
	scale := min(logoWidth/w, logoHeight/h, 1/logoSharpness)
	w, h = w*scale, h*scale
	at := logoMark{b.Logo, d.width - w, 0, w, h}
	d.pin(picturedMark{d.node.AddFigure(string(b.Logo.Alt)), at.x, at.y, w, h, at})
}

func (m logoMark) draw(c *pdfCanvas, x, y float64) { c.pdf.Picture(m.of.PNG, x+m.x, y+m.y, m.w, m.h) }
