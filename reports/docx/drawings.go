package docx

import (
	"strconv"

	"plumbline/reports/chart"
	"plumbline/reports/doc"
	"plumbline/reports/ooxml"
)

// Sizes of charts, in EMU: 635 to a twentieth of a point.
const (
	emu        = 635
	barHeight  = 270000
	chartEdge  = 450000 // the legend, and room
	linesHeigh = 2100000
)

// drawing writes a chart below its title and above its table.
func (w *writer) drawing(b doc.Block, title doc.CleanText, g doc.Grid) {
	c, is := chart.Of(b)
	if !is {
		w.table(title, g)
		return
	}
	if title != "" {
		w.paragraph("Caption", plainRun(string(title), ""), false)
	}
	w.charts = append(w.charts, c)
	n, high := strconv.Itoa(len(w.charts)), chartEdge+barHeight*len(c.Categories)
	if c.Lines {
		high = linesHeigh
	}
	const names = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
	w.put(`<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline xmlns:wp="`, names,
		`" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="`, strconv.Itoa(w.left(1)*emu), `" cy="`,
		strconv.Itoa(high), `"/><wp:docPr id="`, n, `" name="Chart `, n, `" descr="`, ooxml.Text(c.Description()),
		`"/><wp:cNvGraphicFramePr/>`, chart.Graphic(chartID(len(w.charts)-1)), `</wp:inline></w:drawing></w:r></w:p>`)
	w.table("", g)
}
