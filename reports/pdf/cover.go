package pdf

import "plumbline/reports/doc"

// bobMark draws the plumb line: from the top edge of the page down to its weight.
type bobMark struct{ x, length float64 }

// draw starts at the edge of the paper, above the margin: a plumb line hangs from outside the page.
func (m bobMark) draw(c *canvas, x, _ float64) {
	x += m.x
	c.stroke(ink, 0.75)
	c.pdf.Line(x, 0, x, m.length)
	c.fill(accent)
	c.polygon("F", x-5.5, m.length, x+5.5, m.length, x, m.length+20)
}

// The texts of the cover, below each other.
var (
	coverKind  = style{sans, 13, 20, ink2}
	coverTitle = style{sansBold, 30, 36, ink}
	coverTopic = style{sans, 13, 20, ink}
)

// front sets the cover.
func (d *document) front(s doc.Section) {
	for _, b := range s.Body {
		if c, is := b.(doc.Cover); is {
			d.cover(s, c)
		}
	}
}

// cover hangs the plumb line beside what the report is, and puts the facts below.
func (d *document) cover(s doc.Section, c doc.Cover) {
	d.pin(placeMark{s.Place, s.Title, 0}, bobMark{labelWidth / 3, margin + 208})
	d.add(168)
	d.x = labelWidth
	d.plain(c.Kind, coverKind)
	d.space(4)
	d.plain(c.Title, coverTitle)
	d.space(8)
	for _, t := range c.Topics {
		d.plain(t, coverTopic)
	}
	if c.More != "" {
		d.plain(c.More, coverKind)
	}
	d.x = 0
	fold := len(d.boxes)
	d.hairline(170, 12)
	for _, f := range c.Facts {
		d.space(5)
		d.row(f.Name, func() {
			if f.Value != "" {
				d.plain(f.Value, body)
			}
		})
	}
	d.squeeze(fold)
}

// squeeze takes white space away, first at the fold and then at the top, until the cover is one page.
func (d *document) squeeze(fold int) {
	over := max(0, tall(d.boxes)-d.height)
	give := min(over, d.boxes[fold].before-24)
	d.boxes[fold].before -= give
	if over -= give; over > 0 {
		top := &d.boxes[0]
		top.height = max(40, top.height-over)
		top.marks[1] = bobMark{labelWidth / 3, margin + top.height + 40}
	}
}
