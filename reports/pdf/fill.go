package pdf

import q "plumbline/questionnaires"

// frameMark outlines a rectangle, within its bounds.
type frameMark struct {
	x, y, w, h float64
	color      rgbColor
}

// draw strokes the outline.
func (m frameMark) draw(c *pdfCanvas, x, y float64) {
	c.stroke(m.color, 1)
	c.pdf.Rect(x+m.x+0.5, y+m.y+0.5, m.w-1, m.h-1, "D")
}

// fillMark fills a rectangle for a risk. In grey the fills differ too: solid for a high risk, hatched for a medium one,
// light for none, dotted lines for what is undecided, hollow for what is open, one line for what does not apply.
type fillMark struct {
	x, y, w, h float64
	risk       q.Risk
}

// draw leaves a seam below, so that neighbours in a stack differ, and draws an outline where the ground is light.
func (m fillMark) draw(c *pdfCanvas, x, y float64) {
	x, y = x+m.x, y+m.y
	h := m.h - min(1, m.h/3)
	color := riskColor(m.risk)
	if m.risk == q.RiskHigh || h < 1 {
		c.fill(color)
		c.pdf.Rect(x, y, m.w, h, "F")
		return
	}
	ground := rgbColor{0xff, 0xff, 0xff}
	if m.risk == q.RiskNone {
		ground = color.tint(0.28)
	}
	c.fill(ground)
	c.pdf.Rect(x, y, m.w, h, "F")
	c.stroke(color, 0.75)
	switch m.risk {
	case q.RiskMedium:
		m.hatch(c, x, y, h)
	case q.RiskUndecided:
		for at := y + 2.5; at < y+h-1; at += 2.5 {
			c.pdf.Line(x, at, x+m.w, at)
		}
	case q.RiskNotApplicable:
		c.pdf.Line(x, y+h/2, x+m.w, y+h/2)
		return
	}
	nib := min(0.75, h/2)
	c.stroke(color, nib)
	c.pdf.Rect(x+nib/2, y+nib/2, m.w-nib, h-nib, "D")
}

// hatch draws lines that rise to the right, cut at the edges.
func (m fillMark) hatch(c *pdfCanvas, x, y, h float64) {
	for d := 3.0; d < m.w+h; d += 3 {
		x0, x1 := max(0, d-h), min(d, m.w)
		c.pdf.Line(x+x0, y+d-x0, x+x1, y+d-x1)
	}
}

// tint mixes the colour with white: 0 is white, 1 the colour.
func (c rgbColor) tint(part float64) rgbColor {
	mix := func(v uint8) uint8 { return uint8(255 - part*float64(255-v) + 0.5) }
	return rgbColor{mix(c.r), mix(c.g), mix(c.b)}
}
