package pdf

import (
	"fmt"
	"strconv"

	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// overviewTitleStyle is the title of an overview: small, since the headline below it is what counts.
var overviewTitleStyle = textStyle{sansRegular, 9.5, 16, softInkColor}

// overview sets a page that can be read from across a table. A chart on it gets the height that the other blocks leave.
func (d *pdfDocument) overview(s doc.Section) {
	start := len(d.boxes)
	d.page()
	d.list(0, s.Title, s.Place)
	d.pin(placeMark{s.Place, s.Title, 0}, headMark{s.Topic})
	d.within(tagged.Heading(d.level), func() { d.text(styledSpan{text: s.Title, style: overviewTitleStyle}) })
	d.keep()
	for i, b := range s.Body {
		c, is := b.(doc.Chart)
		if !is {
			d.block(b)
			continue
		}
		chart := d.node.Add(tagged.Division) // read before the rest, which is set first
		rest := d.apart(func() { d.blocks(s.Body[i+1:]) })
		d.under(chart, func() { d.chart(c, d.height-heightOf(d.boxes[start:])-heightOf(rest)) })
		d.boxes = append(d.boxes, rest...)
		return
	}
}

// figures show counts large, each as a number, a shape and a word. How a number moved stands below it.
func (d *pdfDocument) figures(counts []doc.RiskCount) {
	const height, lead = 74, 12
	changes := 0
	step := d.width / float64(len(counts))
	list, before := d.node.Add(tagged.List), d.node
	defer func() { d.node = before }()
	for i, c := range counts {
		d.node = list.Add(tagged.ListItem).Add(tagged.ListBody)
		x := step * float64(i)
		w := step - 12
		if i == len(counts)-1 {
			w = step
		}
		color := riskColor(c.Risk)
		d.pin(lineMark{x, 0, w, 0, 1, color}, shapeMark{x, 12.5, 10, c.Risk})
		d.within(tagged.Paragraph, func() {
			d.pinText(x+15, 35, styledSpan{text: c.Name, style: textStyle{sansBold, 9.5, 35, color}})
		})
		n := d.oneLine(doc.CleanText(strconv.Itoa(c.N)), textStyle{sansBold, 38, 44, inkColor})
		d.within(tagged.Paragraph, func() { d.pin(d.marks(n, x, 64)...) })
		if c.Change != "" {
			change := d.set.lines(w, styledSpan{text: c.Change, style: quietStyle.sized(9, lead)})
			d.within(tagged.Paragraph, func() {
				for k, l := range change {
					d.pin(d.marks(l, x, height+float64(k)*lead+baselineOf(lead, l))...)
				}
			})
			changes = max(changes, len(change))
		}
	}
	d.add(height + float64(changes)*lead)
}

// tally shows counts with shapes and words on one line.
func (d *pdfDocument) tally(counts []doc.RiskCount) {
	x := d.x
	list, before := d.node.Add(tagged.List), d.node
	defer func() { d.node = before }()
	for _, c := range counts {
		d.node = list.Add(tagged.ListItem).Add(tagged.ListBody)
		t := doc.CleanText(strconv.Itoa(c.N)) + " " + c.Name
		st := bodyStyle.sized(9, bodyStyle.lead)
		d.pin(shapeMark{x, 2.4, 8, c.Risk})
		d.within(tagged.Paragraph, func() { d.pinText(x+11, bodyStyle.lead, styledSpan{text: t, style: st}) })
		x += 11 + d.set.measure(t, st) + 14
	}
	d.add(bodyStyle.lead)
}

// maxBars bounds the rows of a chart: an overview is one page.
const maxBars = 12

// chart is one bar for each row, with its numbers beside it, in at most the given height.
func (d *pdfDocument) chart(c doc.Chart, height float64) {
	if len(c.Rows) == 0 {
		return
	}
	start, whole := len(d.boxes), d.node
	defer func() { d.node = whole }()
	table := d.node.Add(tagged.Table)
	d.owe(c.Layout)
	d.under(table, func() { d.chartHead(c) })
	body := table.Add(tagged.TableBody)
	most := 1
	for _, row := range c.Rows {
		most = max(most, row.Counts.Total())
	}
	left, right := 150.0, d.width-48-24*float64(len(c.Risks))
	lead := 18.0
	if len(c.Rows) > 8 {
		lead = 13
	}
	for i, row := range c.Rows {
		need := d.chartRowHeight(row, lead)
		if i < len(c.Rows)-1 {
			need += 4 + smallStyle.lead // for the line that says how many there are
		}
		if left := height - heightOf(d.boxes[start:]); i == maxBars || left < need {
			d.space(4)
			d.node = whole
			d.plain(doc.CleanText(fmt.Sprintf("%d of %d ", i, len(c.Rows)))+c.Rest, smallStyle)
			break
		}
		d.node = body.Add(tagged.Row)
		d.chartRow(row, c.Risks, barMark{left + 10, 0, (right - left - 10) / float64(most), 11, row.Counts}, lead)
	}
}

// chartHead is the head of the chart: its title, and the shapes as heads of the number columns.
func (d *pdfDocument) chartHead(c doc.Chart) {
	d.within(tagged.Caption, func() { d.pinText(0, 14, styledSpan{text: c.Title, style: strongStyle}) })
	head := d.node.Add(tagged.TableHead).Add(tagged.Row)
	head.Add(tagged.Cell)
	for i, risk := range c.Risks {
		d.under(head.AddHeader(false), func() { d.pinShape(risk, d.column(len(c.Risks)-i)-8, 3, 8) })
	}
	d.under(head.AddHeader(false), func() { d.pinRight(14, styledSpan{text: c.Value, style: smallStyle}) })
	d.add(17)
	d.keep()
	d.pin(lineMark{0, 0, d.width, 0, ruleWidth, hairlineColor})
	d.add(4)
	d.keep()
}

// column is the right edge of a number column of the chart; the last one is 1.
func (d *pdfDocument) column(fromRight int) float64 { return d.width - 44 - 24*float64(fromRight-1) }

// chartName is the name of a row, on as many lines as it takes.
func (d *pdfDocument) chartName(row doc.ChartRow) []textLine {
	return d.set.lines(142, styledSpan{text: row.Name, style: bodyStyle.sized(9, 12), goTo: row.Place})
}

// chartRowHeight is how much of the page a row takes.
func (d *pdfDocument) chartRowHeight(row doc.ChartRow, lead float64) float64 {
	return lead + 4 + 12*float64(len(d.chartName(row))-1)
}

// chartRow is one row of the chart. All bars share one scale, so a longer bar is a row with more questions.
func (d *pdfDocument) chartRow(row doc.ChartRow, risks []q.Risk, b barMark, lead float64) {
	d.under(d.node.AddHeader(true), func() {
		for i, l := range d.chartName(row) {
			d.pin(d.marks(l, 0, 11+12*float64(i))...)
		}
	})
	b.y = 2.5
	d.pin(b)
	for i, risk := range risks {
		st := bodyStyle.sized(9, 16)
		if row.Counts.Of(risk) == 0 {
			st = st.in(softInkColor)
		}
		l := d.oneLine(doc.CleanText(strconv.Itoa(row.Counts.Of(risk))), st)
		d.within(tagged.Cell, func() { d.pin(d.marks(l, d.column(len(risks)-i)-l.width, 11)...) })
	}
	l := d.oneLine(row.Value, bodyStyle.sized(9, 16).with(sansBold))
	d.within(tagged.Cell, func() { d.pin(d.marks(l, d.width-l.width, 11)...) })
	d.add(d.chartRowHeight(row, lead))
}
