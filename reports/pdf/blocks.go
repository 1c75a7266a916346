package pdf

import (
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// blocks sets one block below the other.
func (d *pdfDocument) blocks(all []doc.Block) {
	for _, b := range all {
		d.block(b)
	}
}

// block sets a block of the report.
func (d *pdfDocument) block(b doc.Block) {
	switch b := b.(type) {
	case doc.Cover:
		d.cover(b)
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
	case doc.Chart:
		d.chart(b, d.height)
	case doc.Grid:
		d.grid(b)
	case doc.Matrix:
		d.matrix(b)
	case doc.Trend:
		d.trend(b)
	case doc.Paragraph:
		d.owe(b.Layout)
		d.para(styledSpans(b.Spans)...)
	case doc.Note:
		d.owe(b.Layout)
		(&noteSetter{boxFlow: d.boxFlow}).blocks(b.Blocks())
	default:
		(&noteSetter{boxFlow: d.boxFlow}).block(b)
	}
}

// owe notes what a block asks for; the first box that follows gets it.
func (f *boxFlow) owe(l doc.Layout) {
	f.space(l.Above)
	if l.Keep {
		f.keep()
	}
}

// part sets a heading of the second level and what is below it. The heading comes with the first item.
func (d *pdfDocument) part(p doc.Part) {
	d.within(tagged.Section, func() {
		d.depth++
		if len(p.Items) == 0 {
			d.partHead(p)
		} else {
			d.whole(func() {
				d.partHead(p)
				d.block(p.Items[0])
			})
			d.blocks(p.Items[1:])
		}
		d.depth--
	})
}

// partHead is the heading with its introduction.
func (d *pdfDocument) partHead(p doc.Part) {
	d.space(26)
	switch p.Needs {
	case doc.QuarterPage:
		d.need = d.height / 4
	case doc.ThirdOfPage:
		d.need = d.height / 3
	}
	title := numberedTitle(p.Number, p.Title)
	d.list(1, title, p.Place)
	d.pin(placeMark{p.Place, title, 1})
	if p.Opens {
		d.space(30)
		d.pin(lineMark{0, -6, d.width, 0, 1, inkColor})
	}
	d.heading(p.Number, p.Title, h2Style)
	d.blocks(p.Intro)
}

// heading sets a title, beside its number if it has one. What follows stays with it.
func (d *pdfDocument) heading(number, title doc.CleanText, st textStyle) {
	d.within(tagged.Heading(d.level+d.depth), func() {
		set := func() { d.text(styledSpan{text: title, style: st}) }
		if number == "" {
			set()
		} else {
			d.pinText(0, d.leading(st), styledSpan{text: number + " ", style: st})
			d.beside(set)
		}
	})
	d.keep()
}

// numberedTitle is a title as lists show it.
func numberedTitle(number, title doc.CleanText) doc.CleanText {
	if number == "" {
		return title
	}
	return number + "  " + title
}

// item sets a heading of the third level below a rule, and what is below it.
func (d *pdfDocument) item(i doc.Item) {
	d.whole(func() {
		d.owe(doc.Layout{Above: 18 * d.tight * d.tight, Keep: i.Keep})
		d.need = float64(i.Lines) * d.leading(bodyStyle)
		d.add(9*d.tight*d.tight, lineMark{0, 0, d.width, 0, ruleWidth, hairlineColor})
		d.keep()
		d.pin(placeMark{i.Place, numberedTitle(i.Number, i.Title), 2})
		d.within(tagged.Section, func() {
			d.depth++
			d.heading(i.Number, i.Title, h3Style)
			d.blocks(i.Body)
			d.depth--
		})
	})
}

// labelled sets blocks beside their label.
func (d *pdfDocument) labelled(r doc.Row) {
	d.owe(r.Layout)
	d.within(tagged.Division, func() {
		number := &pageNumberMark{d.width, 0, smallStyle, r.See.Text, r.See.Place, nil}
		if r.See.Place != "" {
			number.y = baselineOf(d.leading(smallStyle), textLine{runs: []textRun{{style: smallStyle}}})
			d.pin(number)
		}
		d.row(r.Label, func() { d.blocks(r.Body) })
		number.node = d.node.Add(tagged.Paragraph) // read last, though it stands beside the first line
	})
}

// row sets a label beside whatever fill adds.
func (d *pdfDocument) row(name doc.CleanText, fill func()) {
	const lead = 11.0
	first, lines := len(d.boxes), []textLine(nil)
	if name != "" {
		lines = d.set.lines(d.labels-8, styledSpan{text: name, style: labelStyle})
	}
	d.within(tagged.Paragraph, func() {
		for i, l := range lines {
			d.pin(d.marks(l, 0, baselineOf(d.leading(bodyStyle), l)+0.3+float64(i)*lead)...)
		}
	})
	d.beside(fill)
	if first < len(d.boxes) {
		d.space(float64(len(lines))*lead + 2 - heightOf(d.boxes[first:]) + d.boxes[first].before)
	}
}

// beside runs fill in the text column; a fill that adds nothing leaves a dash.
func (d *pdfDocument) beside(fill func()) {
	before := len(d.boxes)
	d.x = d.labels
	if fill(); len(d.boxes) == before {
		d.plain("–", quietStyle)
	}
	d.x = 0
}

// risk sets a risk's shape and words as the label of its reason.
func (d *pdfDocument) risk(r doc.Risk) {
	d.owe(r.Layout)
	d.pin(shapeMark{0, d.shapeTop(), 8.5, r.Risk})
	name := strongStyle.in(riskColor(r.Risk)).sized(8.5, d.leading(bodyStyle))
	d.within(tagged.Division, func() {
		d.within(tagged.Paragraph, func() {
			d.pinText(13, d.leading(bodyStyle), styledSpan{text: r.Name, style: name})
		})
		d.beside(func() { d.plain(r.Why, bodyStyle) })
	})
}

// shapeTop is where a shape beside a line of body text begins.
func (f *boxFlow) shapeTop() float64 { return f.leading(bodyStyle)/2 - 4.3 }

// choice sets what is said of a choice behind its mark.
func (d *pdfDocument) choice(c doc.Choice) {
	const indent = 14
	d.owe(c.Layout)
	tick := tickMark{d.x, d.shapeTop() + 0.2, 8.5, c.State}
	d.within(tagged.Division, func() {
		d.pin(d.pictured(c.State.Word(), tick.x, tick.y, tick.size, tick))
		d.x += indent
		d.blocks(c.Body)
		d.x -= indent
	})
}

// reference sets one line: shape and number, title, page. Each is a link.
func (d *pdfDocument) reference(r doc.Reference) {
	d.owe(r.Layout)
	at := baselineOf(d.leading(bodyStyle), textLine{})
	page := &pageNumberMark{d.width, at, quietStyle, r.See.Text, r.See.Place, nil}
	d.within(tagged.Paragraph, func() {
		d.pinShape(r.Risk, 0, d.shapeTop(), 8.5)
		d.within(tagged.Span, func() {
			d.pinText(14, d.leading(bodyStyle), styledSpan{text: r.Number + " ", style: quietStyle, goTo: r.See.Place})
		})
		if r.See.Place != "" {
			d.pin(page)
		}
		d.x = d.labels
		title := styledSpan{text: r.Title + " ", style: bodyStyle, goTo: r.See.Place}
		d.within(tagged.Span, func() { d.lines(d.leading(bodyStyle), d.set.lines(d.measure()-56, title)) })
		d.x = 0
		if r.See.Place != "" {
			page.node = d.node.Add(tagged.Span)
		}
	})
}

// pinShape draws the shape of a risk that no word stands beside.
func (f *boxFlow) pinShape(r q.Risk, x, y, size float64) {
	f.pin(f.pictured(doc.RiskName(r), x, y, size, shapeMark{x, y, size, r}))
}
