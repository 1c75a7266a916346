package docx

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"plumbline/reports/doc"
	"plumbline/reports/ooxml"
)

// Bounds of tables.
const (
	mostColumns  = 60   // of what word processors take; a wider table is lines
	wholeRow     = 1200 // characters of a row that stays on one page
	leastColumns = 500  // twentieths of a point that a column has at least
)

// table writes a table below its title. Its head repeats on each page.
func (w *writer) table(title doc.CleanText, g doc.Grid) {
	if len(g.Rows) == 0 {
		return
	}
	if title != "" {
		w.paragraph("Caption", plainRun(string(title), ""), false)
	}
	widths := w.beginTable("TableGrid", w.widths(g))
	w.beginRow(true, 0)
	for i, c := range g.Columns {
		w.cell(widths[i], cellText("TableHead", plainRun(string(c.Name), ""), c.Figures, false))
	}
	w.put(`</w:tr>`)
	for _, row := range g.Rows {
		size := 0
		for _, c := range row.Cells {
			size += len(c.Text())
		}
		w.beginRow(false, size)
		for i, c := range g.Columns {
			text := cellText("TableText", plainRun(dash, ""), c.Figures, false)
			if i < len(row.Cells) {
				text = w.gridCell(row.Cells[i], c.Figures)
			}
			if i == 0 {
				text = strings.Replace(text, "</w:pPr>", "</w:pPr>"+w.marked(row.Place, ""), 1)
			}
			w.cell(widths[i], text)
		}
		w.put(`</w:tr>`)
	}
	w.put(`</w:tbl>`)
	w.gap()
}

// Widths of the letters of a head, and of the space beside them, in twentieths of a point.
const (
	letter     = 122
	cellMargin = 150
)

// left is the width that is left for so many columns.
func (w *writer) left(columns int) int { return max(w.textWidth()-w.indent, leastColumns*columns) }

// shortText is how many characters a text has that had better stay on one line, such as a date.
const shortText = 12

// widths are those of a table's columns by their shares. A column is as wide as the longest word of its head and as its
// short texts where there is room for that.
func (w *writer) widths(g doc.Grid) []int {
	least, shares, wanted, all := make([]int, len(g.Columns)), make([]int, len(g.Columns)), 0, 0
	for i, c := range g.Columns {
		least[i] = leastColumns
		for _, word := range strings.Fields(string(c.Name)) {
			least[i] = max(least[i], cellMargin+letter*utf8.RuneCountInString(word))
		}
		for _, row := range g.Rows {
			if i < len(row.Cells) {
				risk, spans := row.Cells[i].InWords()
				if n := utf8.RuneCountInString(string(risk + doc.Text(spans))); n <= shortText {
					least[i] = max(least[i], cellMargin+letter*n)
				}
			}
		}
		shares[i] = max(c.Share, 1)
		wanted, all = wanted+least[i], all+shares[i]
	}
	rest := w.left(len(shares)) - wanted
	if rest < 0 {
		return shares
	}
	// What is over goes to the columns that have less than their share.
	missing, lack := make([]int, len(shares)), 0
	for i, s := range shares {
		missing[i] = max(0, (wanted+rest)*s/all-least[i])
		lack += missing[i]
	}
	for i := range least {
		if lack > 0 {
			least[i] += rest * missing[i] / lack
		}
	}
	return least
}

// beginTable opens a table whose columns have shares of the width that is left.
func (w *writer) beginTable(style string, shares []int) (widths []int) {
	left, all := w.left(len(shares)), 0
	for _, s := range shares {
		all += s
	}
	widths = make([]int, len(shares))
	w.put(`<w:tbl><w:tblPr><w:tblStyle w:val="`, style, `"/><w:tblW w:w="`, strconv.Itoa(left),
		`" w:type="dxa"/><w:tblInd w:w="`, strconv.Itoa(w.indent), `" w:type="dxa"/><w:tblLayout w:type="fixed"/>`,
		`<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" `,
		`w:noVBand="1"/>`,
		`</w:tblPr><w:tblGrid>`)
	for i, s := range shares {
		widths[i] = left * s / all
		w.put(`<w:gridCol w:w="`, strconv.Itoa(widths[i]), `"/>`)
	}
	w.put(`</w:tblGrid>`)
	return widths
}

// beginRow opens a row with so many bytes of text: one that fits a page stays whole.
func (w *writer) beginRow(head bool, size int) {
	w.put(`<w:tr><w:trPr>`)
	if size <= wholeRow {
		w.put(`<w:cantSplit/>`)
	}
	if head {
		w.put(`<w:tblHeader/>`)
	}
	w.put(`</w:trPr>`)
}

// cell writes a cell with its paragraphs.
func (w *writer) cell(width int, paragraphs string) {
	w.put(`<w:tc><w:tcPr><w:tcW w:w="`, strconv.Itoa(width), `" w:type="dxa"/></w:tcPr>`, paragraphs, `</w:tc>`)
}

// cellText is a paragraph of a cell.
func cellText(style, runs string, figures, rightToLeft bool) string {
	more := ""
	if rightToLeft {
		more = `<w:bidi/>`
	}
	if figures {
		more += `<w:jc w:val="right"/>`
	}
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + more + `</w:pPr>` + runs + `</w:p>`
}

// gridCell is what a cell of the report says.
func (w *writer) gridCell(c doc.GridCell, figures bool) string {
	risk, spans := c.InWords()
	runs := w.leading(c.GoTo, w.spans(withoutLinks(spans, c.GoTo != ""), doc.StyleBody))
	if risk != "" && runs != "" {
		runs = riskRun(c.Risk, risk+": ") + runs
	} else if risk != "" {
		runs = riskRun(c.Risk, risk)
	}
	out := cellText("TableText", runs, figures, ooxml.RightToLeft(string(doc.Text(spans))))
	if c.Remark != "" {
		out += cellText("TableRemark", plainRun(string(c.Remark), ""), figures, ooxml.RightToLeft(string(c.Remark)))
	}
	return out
}

// withoutLinks takes the links out of spans that lead elsewhere as a whole.
func withoutLinks(spans []doc.Span, out bool) []doc.Span {
	if !out {
		return spans
	}
	plain := make([]doc.Span, len(spans))
	for i, s := range spans {
		s.URL, s.Link = "", false
		plain[i] = s
	}
	return plain
}

// figures writes counts as figures that can be read from across a table.
func (w *writer) figures(t doc.Tally) {
	if len(t.Counts) == 0 {
		return
	}
	widths := w.beginTable("Figures", onesOf(len(t.Counts)))
	for _, line := range []func(doc.RiskCount) string{
		func(c doc.RiskCount) string { return cellText("TableText", riskRun(c.Risk, c.Name), false, false) },
		func(c doc.RiskCount) string { return cellText("Figure", plainRun(strconv.Itoa(c.N), ""), false, false) },
		func(c doc.RiskCount) string {
			return cellText("TableRemark", plainRun(string(c.Change), ""), false, false)
		},
	} {
		w.beginRow(false, 0)
		for i, c := range t.Counts {
			w.cell(widths[i], line(c))
		}
		w.put(`</w:tr>`)
	}
	w.put(`</w:tbl>`)
	w.gap()
}

// noteTable writes a table of a note; the first row is its head.
func (w *writer) noteTable(t doc.Table) {
	if len(t.Rows) == 0 || t.Columns == 0 {
		return
	}
	if t.Columns > mostColumns {
		w.lines(t)
		return
	}
	widths := w.beginTable("TableGrid", onesOf(t.Columns))
	for i, row := range t.Rows {
		size := 0
		for _, spans := range row {
			size += len(doc.Text(spans))
		}
		w.beginRow(i == 0, size)
		for n, width := range widths {
			style, runs := "TableText", ""
			if i == 0 {
				style = "TableHead"
			}
			if n < len(row) {
				runs = w.spans(row[n], doc.StyleBody)
				w.cell(width, cellText(style, runs, false, ooxml.RightToLeft(string(doc.Text(row[n])))))
				continue
			}
			w.cell(width, cellText(style, runs, false, false))
		}
		w.put(`</w:tr>`)
	}
	w.put(`</w:tbl>`)
	w.gap()
}

func onesOf(n int) []int {
	ones := make([]int, n)
	for i := range ones {
		ones[i] = 1
	}
	return ones
}

// lines writes a table that is too wide for a page, and for word processors: a line for each row.
func (w *writer) lines(t doc.Table) {
	for _, row := range t.Rows {
		var line []doc.Span
		for i, spans := range row {
			if i > 0 {
				line = append(line, doc.Span{Text: " | "})
			}
			line = append(line, spans...)
		}
		w.text(line)
	}
}
