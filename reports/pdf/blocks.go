package pdf

import "plumbline/reports/doc"

// blocks sets one block below the other.
func (d *document) blocks(all []doc.Block) {
	for _, b := range all {
		d.block(b)
	}
}

// block sets a block of the report.
func (d *document) block(b doc.Block) {
	switch b := b.(type) {
	case doc.Part:
		d.part(b)
	case doc.Item:
		d.item(b)
	case doc.Row:
		d.labelled(b)
	case doc.Risk:
		d.risk(b)
	case doc.Choice:
		d.choice(b)
	case doc.Reference:
		d.reference(b)
	case doc.Rule:
		d.keep()
		d.hairline(b.Above, b.Below)
	case doc.Tally:
		d.owe(b.Layout)
		if b.Large {
			d.figures(b.Counts)
		} else {
			d.tally(b.Counts)
		}
	case doc.Paragraph:
		d.owe(b.Layout)
		d.para(styled(b.Spans)...)
	case doc.Note:
		d.owe(b.Layout)
		(&noteSetter{flow: d.flow}).blocks(b.Blocks())
	default:
		(&noteSetter{flow: d.flow}).block(b)
	}
}

// owe notes what a block asks for; the first box that follows gets it.
func (f *flow) owe(l doc.Layout) {
	f.space(l.Above)
	if l.Keep {
		f.keep()
	}
}

// part sets a heading of the second level and what is below it. The heading comes with the first item.
func (d *document) part(p doc.Part) {
	if len(p.Items) == 0 {
		d.partHead(p)
		return
	}
	d.whole(func() {
		d.partHead(p)
		d.block(p.Items[0])
	})
	d.blocks(p.Items[1:])
}

// partHead is the heading with its introduction.
func (d *document) partHead(p doc.Part) {
	d.space(26)
	switch p.Needs {
	case doc.QuarterPage:
		d.need = d.height / 4
	case doc.ThirdOfPage:
		d.need = d.height / 3
	}
	title := numbered(p.Number, p.Title)
	d.list(1, title, p.Place)
	d.pin(placeMark{p.Place, title, 1})
	if p.Opens {
		d.space(30)
		d.pin(lineMark{0, -6, d.width, 0, 1, ink})
	}
	d.heading(p.Number, p.Title, h2)
	d.blocks(p.Intro)
}

// heading sets a title, beside its number if it has one. What follows stays with it.
func (d *document) heading(number, title doc.Text, st style) {
	if number == "" {
		d.plain(title, st)
	} else {
		d.pinText(0, st.lead, span{text: number, style: st})
		d.beside(func() { d.plain(title, st) })
	}
	d.keep()
}

// numbered is a title as lists show it.
func numbered(number, title doc.Text) doc.Text {
	if number == "" {
		return title
	}
	return number + "  " + title
}

// item sets a heading of the third level below a rule, and what is below it.
func (d *document) item(i doc.Item) {
	d.whole(func() {
		d.owe(doc.Layout{Above: 18, Keep: i.Keep})
		d.need = float64(i.Lines) * body.lead
		d.add(9, lineMark{0, 0, d.width, 0, rule, hair})
		d.keep()
		d.pin(placeMark{i.Place, numbered(i.Number, i.Title), 2})
		d.heading(i.Number, i.Title, h3)
		d.blocks(i.Body)
	})
}

// labelled sets blocks beside their label.
func (d *document) labelled(r doc.Row) {
	d.owe(r.Layout)
	if r.See.Place != "" {
		at := baseline(small.lead, line{[]run{{style: small}}, 0})
		d.pin(pageMark{d.width, at, small, r.See.Text, r.See.Place})
	}
	d.row(r.Label, func() { d.blocks(r.Body) })
}

// row sets a label beside whatever fill adds.
func (d *document) row(name doc.Text, fill func()) {
	if name != "" {
		for i, l := range d.set.lines(labelWidth-8, span{text: name, style: label}) {
			d.pin(d.marks(l, 0, baseline(body.lead, l)+0.3+float64(i)*11)...)
		}
	}
	d.beside(fill)
}

// beside runs fill in the text column; a fill that adds nothing leaves a dash.
func (d *document) beside(fill func()) {
	before := len(d.boxes)
	d.x = labelWidth
	if fill(); len(d.boxes) == before {
		d.plain("–", quiet)
	}
	d.x = 0
}

// risk sets a risk's shape and words as the label of its reason.
func (d *document) risk(r doc.Risk) {
	d.owe(r.Layout)
	d.pin(shapeMark{0, 2.2, 8.5, r.Risk})
	d.pinText(13, body.lead, span{text: r.Name, style: strong.in(riskColor(r.Risk)).sized(8.5, body.lead)})
	d.beside(func() { d.plain(r.Why, body) })
}

// choice sets what is said of a choice behind its mark.
func (d *document) choice(c doc.Choice) {
	const indent = 14
	d.owe(c.Layout)
	d.pin(tickMark{d.x, 2.4, 8.5, c.State})
	d.x += indent
	d.blocks(c.Body)
	d.x -= indent
}

// reference sets one line: shape and number, title, page. Each is a link.
func (d *document) reference(r doc.Reference) {
	d.owe(r.Layout)
	d.pin(shapeMark{0, 2.2, 8.5, r.Risk})
	d.pinText(14, body.lead, span{text: r.Number, style: quiet, goTo: r.See.Place})
	d.pin(pageMark{d.width, baseline(body.lead, line{}), quiet, r.See.Text, r.See.Place})
	d.x = labelWidth
	d.lines(body.lead, d.set.lines(d.measure()-56, span{text: r.Title, style: body, goTo: r.See.Place}))
	d.x = 0
}
