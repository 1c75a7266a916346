package pptx

import (
	"strconv"

	"plumbline/reports/doc"
	"plumbline/reports/ooxml"
)

// line is the rule below a cell.
func line(colour string, width int) string {
	none := func(side string) string { return `<a:ln` + side + ` w="0"><a:noFill/></a:ln` + side + `>` }
	below := none("B")
	if width > 0 {
		below = `<a:lnB w="` + strconv.Itoa(width) + `"><a:solidFill><a:srgbClr val="` + colour + `"/></a:solidFill></a:lnB>`
	}
	return none("L") + none("R") + none("T") + below
}

// cell is a cell of a table; fill is its colour, "" for none.
func cell(paragraphs, lines, fill string) string {
	shade := `<a:noFill/>`
	if fill != "" {
		shade = `<a:solidFill><a:srgbClr val="` + fill + `"/></a:solidFill>`
	}
	m := strconv.Itoa(cellMargin)
	v := strconv.Itoa(cellMargin - point)
	return `<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>` + paragraphs + `</a:txBody><a:tcPr marL="` + m + `" marR="` + m +
		`" marT="` + v + `" marB="` + v + `">` + lines + shade + `</a:tcPr></a:tc>`
}

// table writes a table, or figures, below what is there.
func (w *writer) table(g *grid) {
	if g.bars() {
		high := g.rowsHeight() + g.spare
		w.chart(*g.chart, high)
		w.y += high + gap
		return
	}
	rows, widths, high := "", g.widths, 0
	if g.tally != nil {
		rows, widths, high = figures(g.tally)
	} else {
		rows, high = g.rows()
	}
	w.put(`<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="`, w.id(), `" name="Table"/><p:cNvGraphicFramePr>`,
		`<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>`,
		at("p", edge, w.y, g.wide(), high), `<a:graphic><a:graphicData `,
		`uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/><a:tblGrid>`)
	for _, width := range widths {
		w.put(`<a:gridCol w="`, strconv.Itoa(width), `"/>`)
	}
	w.put(`</a:tblGrid>`, rows, `</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`)
	if g.chart != nil {
		w.chart(*g.chart, high+g.spare)
	}
	w.y += high + g.spare + gap
}

// side is where the text of a column begins.
func side(figures bool) string {
	if figures {
		return "r"
	}
	return "l"
}

// rows are the row of names and those that are shown.
func (g *grid) rows() (out string, high int) {
	high = g.headHeight()
	out = rowOf(high)
	for _, c := range g.Columns {
		name := run(short(c.Name, longestCell), look{size: cellSize, bold: true, colour: quiet})
		out += cell(paragraph(name, side(c.Figures), false), line("8B949E", 9525), "F6F4F0")
	}
	out += `</a:tr>`
	for _, r := range g.Rows[:g.shown] {
		tall := g.rowHeight(r)
		out += rowOf(tall)
		for i, c := range g.Columns {
			text := paragraph(run(dash, look{size: cellSize}), side(c.Figures), false)
			if i < len(r.Cells) {
				text = cellText(r.Cells[i], side(c.Figures))
			}
			out += cell(text, line("D8D4CD", 6350), "")
		}
		out += `</a:tr>`
		high += tall
	}
	return out, high
}

func rowOf(high int) string { return `<a:tr h="` + strconv.Itoa(high) + `">` }

// cellText is what a cell of the report says.
func cellText(c doc.GridCell, side string) string {
	risk, spans := c.InWords()
	text := short(doc.Text(spans), longestCell)
	runs := run(text, look{size: cellSize})
	if len(spans) > 0 && spans[0].Style == doc.StyleQuiet {
		runs = run(text, look{size: cellSize, colour: quiet})
	}
	if risk != "" {
		word := string(risk)
		if text != "" {
			word += ": "
		}
		runs = run(word, look{size: cellSize, bold: true, colour: colourOf(c.Risk)}) + runs
	}
	out := paragraph(runs, side, ooxml.RightToLeft(text))
	if c.Remark != "" {
		remark := short(c.Remark, longestCell)
		out += paragraph(run(remark, look{size: remarkSize, colour: quiet}), side, ooxml.RightToLeft(remark))
	}
	return out
}

// figures are counts that can be read from the last row of a room.
func figures(counts []doc.RiskCount) (rows string, widths []int, high int) {
	if len(counts) == 0 {
		return "", nil, 0
	}
	rows = rowOf(figuresHeight)
	for _, c := range counts {
		widths = append(widths, textWidth/len(counts))
		text := paragraph(run(string(c.Name), look{size: 1400, bold: true, colour: colourOf(c.Risk)}), "l", false) +
			paragraph(run(strconv.Itoa(c.N), look{size: 4000, bold: true}), "l", false)
		if c.Change != "" {
			text += paragraph(run(string(c.Change), look{size: 1200, colour: quiet}), "l", false)
		}
		rows += cell(text, line("", 0), "")
	}
	return rows + `</a:tr>`, widths, figuresHeight
}
