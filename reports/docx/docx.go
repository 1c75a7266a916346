// Package docx sets a report as a document of a word processor that people edit: real styles and headings, tables
// whose head repeats and whose rows stay whole, lists that are lists, a table of contents that can be updated, page
// numbers as fields, native charts above their tables.
//
// It may import reports/chart, reports/doc, reports/ooxml and the risks of questionnaires.
package docx

import (
	_ "embed"
	"strconv"
	"strings"

	"plumbline/reports/doc"
	"plumbline/reports/docx/template"
	"plumbline/reports/ooxml"
)

//go:embed parts/styles.xml
var styles string

//go:embed parts/settings.xml
var settings string

// Sizes, in twentieths of a point.
const (
	margin     = 1134 // 2 cm
	labelWidth = 2350 // of the labels of rows
	listIndent = 360  // of an item of a list, and of a practice behind its sign
)

// paper is a size of paper.
type paper struct{ wide, high int }

var papers = map[doc.PaperSize]paper{doc.PaperA4: {11906, 16838}, doc.PaperLetter: {12240, 15840}}

const (
	wordNames = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	names     = ` xmlns:w="` + wordNames + `" xmlns:r="` + ooxml.RelationNames + `"`
	kinds     = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// Render writes the report. The same report gives the same bytes. The error is that of packing it.
func Render(d doc.Report) ([]byte, error) { return RenderIn(d, nil) }

// RenderIn writes the report in a template: with its styles, its pages, and what stands above and below these; nil is
// none. The same report in the same template gives the same bytes.
func RenderIn(d doc.Report, in *template.Template) ([]byte, error) {
	w := &writer{report: d, paper: papers[d.Paper], sides: 2 * margin, places: map[string]int{},
		addresses: map[string]string{}}
	if in != nil {
		w.paper.wide, w.sides = in.Wide, in.Sides
	}
	for i, s := range d.Sections {
		w.section(s, i == 0)
	}
	var f ooxml.File
	setup, named, err := w.frame(&f, in)
	if err != nil {
		return nil, err
	}
	body := ooxml.Head + `<w:document` + names + `><w:body>` + named.In(w.out.String()) + setup + `</w:body></w:document>`
	f.Describe(ooxml.Properties{Title: string(d.Title), Author: string(d.Author), Subject: string(d.Subject), At: d.At},
		"word/document.xml")
	const document = "word/document.xml"
	f.Add(document, kinds+"document.main+xml", body)
	f.Relate(document, w.links...)
	for i, c := range w.charts {
		target, err := c.AddTo(&f, "word", i+1)
		if err != nil {
			return nil, err
		}
		f.Relate(document, ooxml.Relation{ID: chartID(i), Kind: "chart", Target: target})
	}
	return f.Bytes()
}

// part is a part that every document has.
type part struct{ name, kind, data string }

// frame adds what is around the text: styles, settings, and what stands above and below pages. It gives the end of the
// document, which names them, and what our styles are called.
func (w *writer) frame(f *ooxml.File, in *template.Template) (setup string, named template.Names, err error) {
	if in != nil {
		return w.frameIn(f, in)
	}
	w.addParts(f, []part{{"styles", "styles", styles}, {"settings", "settings", settings},
		{"numbering", "numbering", w.numbering()}, {"header1", "header", w.header(false)},
		{"header2", "header", w.header(true)}, {"footer1", "footer", w.footer()}})
	return w.pageSetup(), nil, nil
}

func (w *writer) addParts(f *ooxml.File, all []part) {
	for i, p := range all {
		f.Add("word/"+p.name+".xml", kinds+p.kind+"+xml", p.data)
		f.Relate("word/document.xml", ooxml.Relation{ID: partID(i), Kind: p.kind, Target: p.name + ".xml"})
	}
}

// The parts to which the end of the document refers, by their places in the list above.
const (
	otherHeader = 3
	firstHeader = 4
	footer      = 5
)

func chartID(n int) string { return "chart" + strconv.Itoa(n+1) }

func partID(n int) string { return "part" + strconv.Itoa(n) }

// pageSetup says how large pages are, and what stands at their heads and feet.
func (w *writer) pageSetup() string {
	reference := func(kind, of string, n int) string {
		return `<w:` + kind + `Reference w:type="` + of + `" r:id="` + partID(n) + `"/>`
	}
	m, top := strconv.Itoa(margin), "1300"
	if w.report.Mark != "" {
		top = "1640"
	}
	return `<w:sectPr>` + reference("header", "default", otherHeader) + reference("header", "first", firstHeader) +
		reference("footer", "default", footer) + reference("footer", "first", footer) +
		`<w:pgSz w:w="` + strconv.Itoa(w.paper.wide) + `" w:h="` + strconv.Itoa(w.paper.high) + `"/><w:pgMar w:top="` + top +
		`" w:right="` + m + `" w:bottom="1200" w:left="` + m + `" w:header="600" w:footer="560" w:gutter="0"/>` +
		`<w:titlePg/></w:sectPr>`
}

// textWidth is that of a page between its margins.
func (w *writer) textWidth() int { return w.paper.wide - w.sides }

// longestHead is how many characters of a name a running head has.
const longestHead = 90

// shortened ends a running head in “…” where it is long; the document has all of it.
func shortened(t doc.CleanText) doc.CleanText {
	text := []rune(strings.Join(strings.Fields(string(t)), " "))
	if len(text) > longestHead {
		return doc.CleanText(text[:longestHead-1]) + "…"
	}
	return doc.CleanText(text)
}

// header is what stands above each page: what it is about, who may read it, and for whom a copy is.
func (w *writer) header(first bool) string {
	d := w.report
	at := &writer{report: d, paper: w.paper, sides: w.sides}
	name := shortened(d.Name)
	if first {
		name = ""
	}
	at.out.WriteString(ooxml.Head + `<w:hdr` + names + `>`)
	at.edge("Header", plainRun(string(name), ""), plainRun(string(d.Classification), "Strong"))
	if d.Mark != "" {
		at.put(`<w:p><w:pPr><w:pStyle w:val="Watermark"/></w:pPr>`, plainRun(string(d.Mark), ""), `</w:p>`)
	}
	return at.out.String() + `</w:hdr>`
}

// footer is what stands below each page.
func (w *writer) footer() string {
	at := &writer{report: w.report, paper: w.paper, sides: w.sides}
	at.out.WriteString(ooxml.Head + `<w:ftr` + names + `>`)
	at.edge("Footer", plainRun(string(w.report.Foot), ""), plainRun("Page ", "")+field("PAGE", "1")+plainRun(" of ", "")+
		field("NUMPAGES", "1"))
	if d := w.report; d.Footer != "" {
		at.put(`<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>`, plainRun(string(d.Footer), ""), `</w:p>`)
	}
	return at.out.String() + `</w:ftr>`
}

// edge writes a line with something at the left and something at the right.
func (w *writer) edge(style, left, right string) {
	w.put(`<w:p><w:pPr><w:pStyle w:val="`, style, `"/><w:tabs><w:tab w:val="right" w:pos="`, strconv.Itoa(w.textWidth()),
		`"/></w:tabs></w:pPr>`, left, `<w:r><w:tab/></w:r>`, right, `</w:p>`)
}

// field is a text that the word processor makes.
func field(code, text string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + code +
		` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` + plainRun(text, "") +
		`<w:r><w:fldChar w:fldCharType="end"/></w:r>`
}
