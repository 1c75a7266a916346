package pdf

import (
	"strings"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// pageWatermark is what a copy for one reader says on every page: large and pale over the whole page, under
// everything else, and small and dark above the page's head, where it can be read.
type pageWatermark struct {
	pale  []textLine
	small textLine
	width float64 // of the text area
	high  float64 // of the page
	node  *tagged.Node
}

// The large text is as pale as it can be and still be seen in print; it lies under the words, which lose no
// contrast that matters.
var (
	paleColor = rgbColor{0xec, 0xee, 0xf1}
	paleStyle = textStyle{sansBold, 30, 38, paleColor}
)

// watermark sets the text, so that its characters are in the fonts. Without a text it is empty and draws nothing.
func (d *pdfDocument) watermark() pageWatermark {
	if d.report.Mark == "" {
		return pageWatermark{}
	}
	large := doc.CleanText(strings.ReplaceAll(string(d.report.Mark), " · ", "\n"))
	return pageWatermark{pale: d.set.lines(d.width, styledSpan{text: large, style: paleStyle}),
		small: d.fit(d.report.Mark, d.width), width: d.width,
		high: d.height + 2*pageMargin, node: d.marked}
}

// draw puts the pale text at a third and two thirds of the page, and the small one above the head, all in the
// middle. To programs that read aloud all of it is decoration, but for the small one on the first page: they meet that
// once, before everything else.
func (w pageWatermark) draw(c *pdfCanvas, first bool) {
	if len(w.pale) == 0 {
		return
	}
	c.pdf.marked.aside(watermarkArtifact, func() { w.drawPale(c) })
	x, y := pageMargin+(w.width-w.small.width)/2, pageMargin-34.0
	if !first {
		c.pdf.marked.aside(watermarkArtifact, func() { c.line(x, y, w.small) })
		return
	}
	for _, r := range w.small.runs {
		c.text(x+r.x, y, r, w.node)
	}
}

// drawPale draws the large text.
func (w pageWatermark) drawPale(c *pdfCanvas) {
	for _, part := range []float64{1.0 / 3, 2.0 / 3} {
		y := w.high*part - paleStyle.lead*float64(len(w.pale)-1)/2
		for i, l := range w.pale {
			c.line(pageMargin+(w.width-l.width)/2, y+float64(i)*paleStyle.lead, l)
		}
	}
}
