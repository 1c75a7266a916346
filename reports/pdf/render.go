package pdf

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/finish"
	"plumbline/reports/pdf/tagged"
)

// headMark says what the running head shows from here on, beside the report's name. It draws nothing.
type headMark struct{ topic doc.CleanText }

// draw does nothing: render looks for the mark before it draws a page.
func (headMark) draw(*pdfCanvas, float64, float64) {}

// render draws all pages and returns the file.
func (d *pdfDocument) render() ([]byte, error) {
	pages := d.pages()
	c := d.canvas(pages)
	name, all, foot := d.report.Name, d.report.Topics, d.report.Foot
	topic := all
	d.measureRunning(name, all, foot, d.report.Footer)
	mark := d.watermark()
	fonts := d.addFonts(c.pdf.Fpdf)
	for i, page := range pages {
		c.pdf.marked.end()
		c.pdf.AddPage()
		d.tree.NextPage()
		mark.draw(c, i == 0)
		topic = headOf(page[:1], topic, all)
		if i > 0 {
			c.pdf.marked.aside(headArtifact, func() { d.runningHead(c, name, topic) })
		}
		c.pdf.marked.aside(footArtifact, func() {
			d.runningFoot(c, foot, fmt.Sprintf("Page %d of %d", i+1, len(pages)))
		})
		for _, b := range page {
			c.box(b)
		}
		topic = headOf(page, topic, all)
	}
	c.pdf.marked.end()
	var out bytes.Buffer
	if err := c.pdf.Output(&out); err != nil {
		return nil, err
	}
	return finish.File(out.Bytes(), finish.Options{Tree: d.tree, Unicode: fonts, Metadata: tagged.Metadata{
		Title: string(d.report.Title), Author: string(d.report.Author), Subject: string(d.report.Subject),
		Program: "Plumbline", Language: "en", At: d.report.At}})
}

// box draws the marks of a box. What says of no element that it is its content is decoration, and so is all of a head
// that is repeated.
func (c *pdfCanvas) box(b placedBox) {
	draw := func() {
		for _, m := range b.marks {
			c.pdf.marked.enter(nil)
			m.draw(c, pageMargin, pageMargin+b.y)
		}
	}
	if b.repeated {
		c.pdf.marked.aside(repeatedArtifact, draw)
		return
	}
	draw()
}

// canvas makes the document and decides where every place is.
func (d *pdfDocument) canvas(pages [][]placedBox) *pdfCanvas {
	w, h := paperSize(d.report.Paper)
	size := gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: w, Ht: h}}
	pdf := scaledPDF{gofpdf.NewCustom(&size), d.scale, h, nil}
	pdf.marked = &markedContent{pdf: pdf.Fpdf, tree: d.tree}
	pdf.SetMargins(pageMargin, pageMargin, pageMargin)
	pdf.SetAutoPageBreak(false, pageMargin)
	pdf.SetCompression(false)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(d.report.At)
	pdf.SetModificationDate(d.report.At)
	pdf.SetTitle(surrogatePairs(string(d.report.Title)), true)
	pdf.SetAuthor(surrogatePairs(string(d.report.Author)), true)
	pdf.SetSubject(surrogatePairs(string(d.report.Subject)), true)
	pdf.SetCreator("Plumbline", true)
	pdf.SetProducer("Plumbline", true)
	c := &pdfCanvas{pdf: pdf, set: d.set, spots: map[string]linkTarget{}, dirty: true, brand: d.report.Brand}
	for i, page := range pages {
		for _, b := range page {
			for _, m := range b.marks {
				if p, ok := m.(placeMark); ok {
					c.spots[p.name] = linkTarget{i + 1, max(0, pageMargin+b.y-8), p.title}
				}
			}
		}
	}
	return c
}

// headOf finds the last headMark in the boxes; "" means all topics.
func headOf(boxes []placedBox, topic, all doc.CleanText) doc.CleanText {
	for _, b := range boxes {
		for _, m := range b.marks {
			if h, ok := m.(headMark); ok {
				if topic = h.topic; topic == "" {
					topic = all
				}
			}
		}
	}
	return topic
}

// measureRunning sets heads, feet and page numbers once, so that their characters are in the fonts.
func (d *pdfDocument) measureRunning(texts ...doc.CleanText) {
	for _, st := range []textStyle{runningStyle, bodyStyle, smallStyle, quietStyle} {
		for _, t := range append(texts, "Page of 0123456789 …") {
			d.set.lines(1e6, styledSpan{text: t, style: st})
		}
	}
}

// addFonts embeds the faces that were used, each cut to its characters, in a fixed order. It returns, by family, which
// characters their glyphs stand for.
func (d *pdfDocument) addFonts(pdf *gofpdf.Fpdf) map[string][]byte {
	unicode := map[string][]byte{}
	for id := range faceCount {
		if runes := d.set.used[id].sorted(); len(runes) > 0 {
			f := d.set.face(id)
			pdf.AddUTF8FontFromBytes(f.family, "", f.subset(runes, d.set.codes[id].glyphs))
			unicode[f.family] = unicodeMap(runes, d.set.codes[id].texts)
		}
	}
	return unicode
}

// runningHead names what is reported on at the left and the topic at the right, above the top margin.
func (d *pdfDocument) runningHead(c *pdfCanvas, name, topic doc.CleanText) {
	half := d.width/2 - 12
	y := pageMargin - 20
	c.line(pageMargin, y, d.fit(name, half))
	l := d.fit(topic, half)
	c.line(pageMargin+d.width-l.width, y, l)
}

// runningFoot tells the state on the left and the page on the right, below the bottom margin.
func (d *pdfDocument) runningFoot(c *pdfCanvas, foot doc.CleanText, page string) {
	y := d.height + pageMargin + 28
	c.line(pageMargin, y, d.fit(foot, d.width-90))
	l := d.fit(doc.CleanText(page), 90)
	c.line(pageMargin+d.width-l.width, y, l)
	if d.report.Footer != "" {
		c.line(pageMargin, y+runningStyle.lead, d.shrunk(d.report.Footer))
	}
}

// fit shortens a running text to one line; the cover has it in full.
func (d *pdfDocument) fit(t doc.CleanText, width float64) textLine {
	t = doc.CleanText(strings.ReplaceAll(string(t), "\n", " "))
	l := d.set.lines(1e6, styledSpan{text: t, style: runningStyle})[0]
	runes := []rune(t)
	for n := len(runes); l.width > width && n > 1; {
		n = min(n-1, int(float64(n)*width/l.width)+1)
		l = d.set.lines(1e6, styledSpan{text: doc.CleanText(runes[:n]) + "…", style: runningStyle})[0]
	}
	return l
}

// line draws a set line from x on, with its baseline at y.
func (c *pdfCanvas) line(x, y float64, l textLine) {
	for _, r := range l.runs {
		c.text(x+r.x, y, r, nil)
	}
}

// shrunk sets a running text on one line, smaller where it is too long: it is cut nowhere.
func (d *pdfDocument) shrunk(t doc.CleanText) textLine {
	style := runningStyle
	l := d.set.lines(1e6, styledSpan{text: t, style: style})[0]
	if l.width > d.width {
		style = style.sized(style.size*d.width/l.width*0.995, style.lead)
		l = d.set.lines(1e6, styledSpan{text: t, style: style})[0]
	}
	return l
}
