package pdf

import (
	q "plumbline/questionnaires"
	"plumbline/reports/doc"
)

// shapeMark draws the shape of a risk into a square of the given size. The shapes are the ones the pages use, on a
// grid of 12: octagon, triangle, disc, diamond, ring, dash.
type shapeMark struct {
	x, y, size float64
	risk       q.Risk
}

// draw works in units of a twelfth of the size, the grid of the icons.
func (m shapeMark) draw(c *pdfCanvas, x, y float64) {
	x, y = x+m.x, y+m.y
	u := m.size / 12
	c.fill(riskColor(m.risk))
	switch m.risk {
	case q.RiskHigh:
		c.polygon("F", x+3.5*u, y+u, x+8.5*u, y+u, x+11*u, y+3.5*u, x+11*u, y+8.5*u,
			x+8.5*u, y+11*u, x+3.5*u, y+11*u, x+u, y+8.5*u, x+u, y+3.5*u)
	case q.RiskMedium:
		c.polygon("F", x+6*u, y+u, x+11.4*u, y+10.8*u, x+0.6*u, y+10.8*u)
	case q.RiskNone:
		c.pdf.Circle(x+6*u, y+6*u, 5*u, "F")
	case q.RiskUndecided:
		c.polygon("F", x+6*u, y+0.6*u, x+11.4*u, y+6*u, x+6*u, y+11.4*u, x+0.6*u, y+6*u)
	case q.RiskNotApplicable:
		c.pdf.Rect(x+1.5*u, y+5*u, 9*u, 2*u, "F")
	default:
		c.stroke(shapeInkColor, 1.5*u)
		c.pdf.Circle(x+6*u, y+6*u, 4.5*u, "D")
	}
}

// tickMark draws the state of a choice: a tick where it is in place, a ring where it is missing, a dash where
// it does not apply.
type tickMark struct {
	x, y, size float64
	state      doc.ChoiceState
}

// draw keeps to thin strokes: the marks stand in front of text and should not shout.
func (m tickMark) draw(c *pdfCanvas, x, y float64) {
	x, y = x+m.x, y+m.y
	u := m.size / 12
	switch m.state {
	case doc.ChoiceInPlace:
		c.stroke(noRiskColor, 1.8*u)
		c.pdf.MoveTo(x+1.8*u, y+6.6*u)
		c.pdf.LineTo(x+4.7*u, y+9.5*u)
		c.pdf.LineTo(x+10.2*u, y+3*u)
		c.pdf.DrawPath("D")
	case doc.ChoiceMissing:
		c.stroke(shapeInkColor, 1.3*u)
		c.pdf.Circle(x+6*u, y+6*u, 4.2*u, "D")
	case doc.ChoiceNotApplicable:
		c.fill(softInkColor)
		c.pdf.Rect(x+2*u, y+5.4*u, 8*u, 1.3*u, "F")
	}
}

// riskColor is the colour of a risk. The two that say nothing of danger share a quiet grey.
func riskColor(r q.Risk) rgbColor {
	switch r {
	case q.RiskHigh:
		return highRiskColor
	case q.RiskMedium:
		return mediumRiskColor
	case q.RiskNone:
		return noRiskColor
	case q.RiskUndecided:
		return undecidedColor
	}
	return softInkColor
}

// barMark draws the counts as one stacked bar: solid for the three risks and what is undecided, hollow for
// what is open, a thin bar for what does not apply, in the order of the shapes beside it, so that it reads
// without colour.
type barMark struct {
	x, y, unit, h float64 // unit: the width of one question
	counts        q.RiskCounts
}

// draw leaves a seam of one point between segments, so that neighbours differ in print without colour too.
func (m barMark) draw(c *pdfCanvas, x, y float64) {
	x, y = x+m.x, y+m.y
	for _, r := range m.counts.States() {
		w := float64(m.counts.Of(r)) * m.unit
		if w == 0 {
			continue
		}
		seam := min(1, w/3)
		switch r {
		case q.RiskUnanswered:
			c.stroke(shapeInkColor, 0.75)
			c.pdf.Rect(x+0.375, y+0.375, max(w-seam-0.75, 0.2), m.h-0.75, "D")
		case q.RiskNotApplicable:
			c.fill(shapeInkColor)
			c.pdf.Rect(x, y+m.h/2-0.75, w-seam, 1.5, "F")
		default:
			c.fill(riskColor(r))
			c.pdf.Rect(x, y, w-seam, m.h, "F")
		}
		x += w
	}
}
