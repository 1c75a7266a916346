package pdf

import (
	"fmt"
	"strconv"

	q "plumbline/questionnaires"
	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

const (
	trendPoints = 12   // columns at most
	trendNarrow = 32.0 // the narrowest place of a column with its numbers
	trendWide   = 66.0
	trendHigh   = 56.0 // of the longest column
	trendLead   = 11.5 // of the numbers
)

var trendStyle = textStyle{sansRegular, 8.5, trendLead, inkColor}

// trend sets a stacked column for each point on one scale, with its numbers below. The newest points stand where not
// all fit, and the drawing says so.
func (d *pdfDocument) trend(t doc.Trend) {
	gutter := min(labelWidth, d.measure()/4)
	fit := min(trendPoints, int((d.measure()-gutter)/trendNarrow))
	points := t.Points[max(0, len(t.Points)-fit):]
	if len(points) == 0 {
		return
	}
	d.owe(t.Layout)
	table, before := d.node.Add(tagged.Table), d.node
	defer func() { d.node = before }()
	title, more := table.Add(tagged.Caption), (*tagged.Node)(nil)
	title, more = title.Add(tagged.Paragraph), title.Add(tagged.Paragraph)
	if len(points) < len(t.Points) {
		rest := fmt.Sprintf("last %d of %d", len(points), len(t.Points))
		d.under(more, func() {
			d.pinRight(strongStyle.lead, styledSpan{text: doc.CleanText(rest), style: smallStyle})
		})
	}
	d.under(title, func() { d.text(styledSpan{text: t.Title, style: strongStyle}) })
	d.keep()
	d.node = table.Add(tagged.TableHead).Add(tagged.Row)
	d.node.Add(tagged.Cell)
	d.space(6)
	at := trendPlace{d.x + gutter, min(trendWide, (d.measure()-gutter)/float64(len(points)))}
	d.trendColumns(t.Risks, points, at)
	d.trendTexts(points, at)
	body := table.Add(tagged.TableBody)
	for i, risk := range t.Risks {
		d.node = body.Add(tagged.Row)
		d.pin(fillMark{d.x, 2.2, 14, 7.5, risk}, shapeMark{d.x + 20, 1.8, 8, risk})
		if i < len(t.Names) {
			d.under(d.node.AddHeader(true), func() {
				d.pin(d.down(d.short(t.Names[i], trendStyle, gutter-40, 1), d.x+32, 0)...)
			})
		} else {
			d.node.AddHeader(true)
		}
		d.trendRow(points, at, func(p doc.TrendPoint) textLine {
			st := trendStyle
			if p.Counts.Of(risk) == 0 {
				st = st.in(softInkColor)
			}
			return d.oneLine(doc.CleanText(strconv.Itoa(p.Counts.Of(risk))), st)
		})
	}
	d.pin(lineMark{d.x, 1.5, at.end(len(points)) - d.x, 0, ruleWidth, hairlineColor})
	d.node = body.Add(tagged.Row)
	d.under(d.node.AddHeader(true), func() {
		d.pin(d.down(d.short(t.Value, trendStyle.in(softInkColor), gutter-8, 1), d.x, 3)...)
	})
	d.pinValues(points, at)
	d.add(trendLead + 3)
	d.space(8)
}

// trendPlace is where the columns of a trend stand: each in the middle of its place.
type trendPlace struct{ left, width float64 }

// middle and end are those of a column, and of all columns.
func (p trendPlace) middle(i int) float64 { return p.left + (float64(i)+0.5)*p.width }
func (p trendPlace) end(n int) float64    { return p.left + float64(n)*p.width }

// trendColumns draws the columns above their zero line.
func (d *pdfDocument) trendColumns(risks []q.Risk, points []doc.TrendPoint, at trendPlace) {
	most := 1
	for _, p := range points {
		total := 0
		for _, r := range risks {
			total += p.Counts.Of(r)
		}
		most = max(most, total)
	}
	thick := min(30, at.width*0.6)
	for i, p := range points {
		y := trendHigh
		for _, r := range risks {
			h := trendHigh * float64(p.Counts.Of(r)) / float64(most)
			if y -= h; h > 0 {
				d.pin(fillMark{at.middle(i) - thick/2, y, thick, h, r})
			}
		}
	}
	d.pin(lineMark{at.left, trendHigh, at.end(len(points)) - at.left, 0, 0.75, inkColor})
	d.add(trendHigh + 3)
	d.keep()
}

// trendTexts names the points.
func (d *pdfDocument) trendTexts(points []doc.TrendPoint, at trendPlace) {
	tall := 0
	for i, p := range points {
		parts := [][]textLine{d.short(p.Name, trendStyle.with(sansBold), at.width-4, 2)}
		if p.Detail != "" {
			parts = append(parts, d.short(p.Detail, smallStyle.sized(7.5, 9.5), at.width-4, 3))
		}
		y, head := 0.0, d.node.AddHeader(false)
		for _, lines := range parts {
			d.under(head.Add(tagged.Paragraph), func() {
				for _, l := range lines {
					d.pin(d.down([]textLine{l}, at.middle(i)-l.width/2, y)...)
					if len(l.runs) > 0 {
						y += l.runs[0].style.lead
					}
				}
			})
		}
		tall = max(tall, int(y+0.5))
	}
	d.add(float64(tall) + 3)
	d.keep()
}

// trendRow sets one number for each point.
func (d *pdfDocument) trendRow(points []doc.TrendPoint, at trendPlace, line func(doc.TrendPoint) textLine) {
	for i, p := range points {
		l := line(p)
		d.within(tagged.Cell, func() { d.pin(d.marks(l, at.middle(i)-l.width/2, baselineOf(trendLead, l))...) })
	}
	d.add(trendLead)
	d.keep()
}

// pinValues sets the values of the points into the last row.
func (d *pdfDocument) pinValues(points []doc.TrendPoint, at trendPlace) {
	for i, p := range points {
		l := d.short(p.Value, trendStyle.with(sansBold), at.width-2, 1)[0]
		d.within(tagged.Cell, func() { d.pin(d.marks(l, at.middle(i)-l.width/2, 3+baselineOf(trendLead, l))...) })
	}
}
