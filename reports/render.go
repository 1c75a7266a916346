package reports

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"
)

// headMark says what the running head shows from here on, beside the workload's name. It draws nothing.
type headMark struct{ lens text }

// draw does nothing: render looks for the mark before it draws a page.
func (headMark) draw(*canvas, float64, float64) {}

// render draws all pages and gives the file.
func (r *report) render() ([]byte, error) {
	pages := r.pages()
	c := r.canvas(pages)
	name, all := repeat(r.snap.Workload.Name), repeat(r.lenses())
	lens, foot := all, repeat(r.state()+", "+r.date())
	r.measureRunning(name, all, foot)
	mark := r.watermark()
	r.addFonts(c.pdf)
	for i, page := range pages {
		c.pdf.AddPage()
		mark.draw(c)
		lens = headOf(page[:1], lens, all)
		if i > 0 {
			r.runningHead(c, name, lens)
		}
		r.runningFoot(c, foot, fmt.Sprintf("Page %d of %d", i+1, len(pages)))
		for _, b := range page {
			for _, m := range b.marks {
				m.draw(c, margin, margin+b.y)
			}
		}
		lens = headOf(page, lens, all)
	}
	var out bytes.Buffer
	if err := c.pdf.Output(&out); err != nil {
		return nil, err
	}
	return finish(out.Bytes())
}

// canvas makes the document and decides where every place is.
func (r *report) canvas(pages [][]placed) *canvas {
	w, h := r.paper.size()
	pdf := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: w, Ht: h}})
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(false, margin)
	pdf.SetCompression(false)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(r.at())
	pdf.SetModificationDate(r.at())
	pdf.SetTitle(pairs(string(repeat(r.snap.Workload.Name)))+": improvement plan", true)
	pdf.SetAuthor(pairs(string(repeat(r.snap.WorkspaceName))), true)
	pdf.SetSubject(pairs(string(repeat(r.lenses()))), true)
	pdf.SetCreator("Plumbline", true)
	pdf.SetProducer("Plumbline", true)
	c := &canvas{pdf: pdf, set: r.set, spots: map[string]spot{}, dirty: true}
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

// headOf finds the last headMark in the boxes; "" means all lenses.
func headOf(boxes []placed, lens, all text) text {
	for _, b := range boxes {
		for _, m := range b.marks {
			if h, ok := m.(headMark); ok {
				if lens = h.lens; lens == "" {
					lens = all
				}
			}
		}
	}
	return lens
}

// measureRunning sets heads, feet and page numbers once, so that their characters are in the fonts.
func (r *report) measureRunning(texts ...text) {
	for _, st := range []style{running, body, small, quiet} {
		for _, t := range append(texts, "Page of 0123456789 …") {
			r.set.lines(1e6, span{text: t, style: st})
		}
	}
}

// addFonts embeds the faces that were used, each cut to its characters, in a fixed order.
func (r *report) addFonts(pdf *gofpdf.Fpdf) {
	for id := range faceCount {
		if runes := r.set.used[id].sorted(); len(runes) > 0 {
			f := embedded[id]()
			pdf.AddUTF8FontFromBytes(f.family, "", f.subset(runes))
		}
	}
}

// runningHead names the workload on the left and the lens on the right, above the top margin.
func (r *report) runningHead(c *canvas, name, lens text) {
	half := r.width/2 - 12
	y := margin - 20
	c.line(margin, y, r.fit(name, half))
	l := r.fit(lens, half)
	c.line(margin+r.width-l.width, y, l)
}

// runningFoot tells the state on the left and the page on the right, below the bottom margin.
func (r *report) runningFoot(c *canvas, foot text, page string) {
	_, h := r.paper.size()
	y := h - margin + 28
	c.line(margin, y, r.fit(foot, r.width-90))
	l := r.fit(text(page), 90)
	c.line(margin+r.width-l.width, y, l)
}

// fit shortens a running text to one line; the cover has it in full.
func (r *report) fit(t text, width float64) line {
	t = text(strings.ReplaceAll(string(t), "\n", " "))
	l := r.set.lines(1e6, span{text: t, style: running})[0]
	runes := []rune(t)
	for n := len(runes); l.width > width && n > 1; {
		n = min(n-1, int(float64(n)*width/l.width)+1)
		l = r.set.lines(1e6, span{text: text(runes[:n]) + "…", style: running})[0]
	}
	return l
}

// line draws a set line from x on, with its baseline at y.
func (c *canvas) line(x, y float64, l line) {
	for _, r := range l.runs {
		c.text(x+r.x, y, r)
	}
}
