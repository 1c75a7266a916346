package pptx

import (
	"strconv"

	"plumbline/reports/chart"
	"plumbline/reports/ooxml"
)

// Sizes of charts. Lines stand at the right of their tables, and bars stand for theirs.
const (
	chartWidth  = textWidth * 40 / 100
	chartHeight = 2900000 // where there is room
	leastChart  = 1300000
	leastBar    = 190000
	widestBar   = 420000
	legend      = 420000
)

// bars reports whether the table is drawn as bars only, whose numbers stand in them.
func (g *grid) bars() bool { return g.chart != nil && !g.chart.Lines }

// wide is the width of a table.
func (g *grid) wide() int {
	if g.chart != nil && g.chart.Lines {
		return textWidth - chartWidth - gap
	}
	return textWidth
}

// draw gives the chart what height is spare on the slide, and tells what is left. A chart that would be too low to be
// read is left out.
func (g *grid) draw(spare int) int {
	switch {
	case g.chart == nil:
		return spare
	case g.bars():
		g.spare = min(spare, (widestBar-leastBar)*len(g.chart.Categories))
		return spare - g.spare
	}
	rows := g.headHeight() + g.rowsHeight()
	g.spare = min(spare, max(0, chartHeight-rows))
	if rows+g.spare < leastChart {
		g.chart, g.spare = nil, 0
		g.measure()
	}
	return spare - g.spare
}

func chartID(n int) string { return "chart" + strconv.Itoa(n+1) }

// chart puts the chart of a table beside it, or in its place.
func (w *writer) chart(c chart.Chart, high int) {
	width := textWidth
	if c.Lines {
		width = chartWidth
	}
	w.charts = append(w.charts, c)
	w.put(`<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="`, w.id(), `" name="Chart" descr="`,
		ooxml.Text(c.Description()), `"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>`,
		at("p", edge+textWidth-width, w.y, width, high), chart.Graphic(chartID(len(w.charts)-1)),
		`</p:graphicFrame>`)
}
