package pdf

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"plumbline/reports/doc"
)

// headMark says what the running head shows from here on, beside the report's name. It draws nothing.
type headMark struct{ topic doc.Text }

// draw does nothing: render looks for the mark before it draws a page.
func (headMark) draw(*canvas, float64, float64) {}

// render draws all pages and gives the file.
func (d *document) render() ([]byte, error) {
	pages := d.pages()
	c := d.canvas(pages)
	name, all, foot := d.report.Name, d.report.Topics, d.report.Foot
	topic := all
	d.measureRunning(name, all, foot)
	mark := d.watermark()
	d.addFonts(c.pdf)
	for i, page := range pages {
		c.pdf.AddPage()
		mark.draw(c)
		topic = headOf(page[:1], topic, all)
		if i > 0 {
			d.runningHead(c, name, topic)
		}
		d.runningFoot(c, foot, fmt.Sprintf("Page %d of %d", i+1, len(pages)))
		for _, b := range page {
			for _, m := range b.marks {
				m.draw(c, margin, margin+b.y)
			}
		}
		topic = headOf(page, topic, all)
	}
	var out bytes.Buffer
	if err := c.pdf.Output(&out); err != nil {
		return nil, err
	}
	return finish(out.Bytes())
}

// canvas makes the document and decides where every place is.
func (d *document) canvas(pages [][]placed) *canvas {
	w, h := paperSize(d.report.Paper)
	pdf := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: w, Ht: h}})
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(false, margin)
	pdf.SetCompression(false)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(d.report.At)
	pdf.SetModificationDate(d.report.At)
	pdf.SetTitle(pairs(string(d.report.Title)), true)
	pdf.SetAuthor(pairs(string(d.report.Author)), true)
	pdf.SetSubject(pairs(string(d.report.Subject)), true)
	pdf.SetCreator("Plumbline", true)
	pdf.SetProducer("Plumbline", true)
	c := &canvas{pdf: pdf, set: d.set, spots: map[string]spot{}, dirty: true}
	for i, page := range pages {
		for _, b := range page {
			for _, m := range b.marks {
				if p, ok := m.(placeMark); ok {
					link := pdf.AddLink()
					pdf.SetLink(link, max(0, margin+b.y-8), i+1)
					c.spots[p.name] = spot{i + 1, b.y, link}
				}
			}
		}
	}
	return c
}

// headOf finds the last headMark in the boxes; "" means all topics.
func headOf(boxes []placed, topic, all doc.Text) doc.Text {
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
func (d *document) measureRunning(texts ...doc.Text) {
	for _, st := range []style{running, body, small, quiet} {
		for _, t := range append(texts, "Page of 0123456789 …") {
			d.set.lines(1e6, span{text: t, style: st})
		}
	}
}

// addFonts embeds the faces that were used, each cut to its characters, in a fixed order.
func (d *document) addFonts(pdf *gofpdf.Fpdf) {
	for id := range faceCount {
		if runes := d.set.used[id].sorted(); len(runes) > 0 {
			f := embedded[id]()
			pdf.AddUTF8FontFromBytes(f.family, "", f.subset(runes))
		}
	}
}

// runningHead names what is reported on at the left and the topic at the right, above the top margin.
func (d *document) runningHead(c *canvas, name, topic doc.Text) {
	half := d.width/2 - 12
	y := margin - 20
	c.line(margin, y, d.fit(name, half))
	l := d.fit(topic, half)
	c.line(margin+d.width-l.width, y, l)
}

// runningFoot tells the state on the left and the page on the right, below the bottom margin.
func (d *document) runningFoot(c *canvas, foot doc.Text, page string) {
	_, h := paperSize(d.report.Paper)
	y := h - margin + 28
	c.line(margin, y, d.fit(foot, d.width-90))
	l := d.fit(doc.Text(page), 90)
	c.line(margin+d.width-l.width, y, l)
}

// fit shortens a running text to one line; the cover has it in full.
func (d *document) fit(t doc.Text, width float64) line {
	t = doc.Text(strings.ReplaceAll(string(t), "\n", " "))
	l := d.set.lines(1e6, span{text: t, style: running})[0]
	runes := []rune(t)
	for n := len(runes); l.width > width && n > 1; {
		n = min(n-1, int(float64(n)*width/l.width)+1)
		l = d.set.lines(1e6, span{text: doc.Text(runes[:n]) + "…", style: running})[0]
	}
	return l
}

// line draws a set line from x on, with its baseline at y.
func (c *canvas) line(x, y float64, l line) {
	for _, r := range l.runs {
		c.text(x+r.x, y, r)
	}
}
