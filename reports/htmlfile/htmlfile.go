// Package htmlfile sets a report as one HTML file: no script, nothing loaded from elsewhere, for screens of any width,
// light and dark, and for paper. It is readable by programs that read aloud: headings in order, tables with heads,
// risks in words beside their shapes.
//
// It may import reports/doc and the risks of questionnaires.
package htmlfile

import (
	_ "embed"
	"fmt"
	"html"
	"strings"

	"plumbline/reports/doc"
)

//go:embed report.css
var style string

// Render writes the report. The same report gives the same bytes.
func Render(d doc.Report) []byte {
	w := &writer{report: d}
	w.put(`<!DOCTYPE html>`, "\n", `<html lang="en"><head><meta charset="utf-8">`, "\n",
		`<meta name="viewport" content="width=device-width, initial-scale=1">`, "\n",
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'`, w.pictures(),
		`">`, "\n",
		`<meta name="generator" content="Plumbline">`, "\n", `<title>`, text(d.Title), `</title>`, "\n",
		`<style>`, style, w.colors(), `</style></head>`, "\n", `<body>`, "\n")
	if d.Mark != "" {
		w.put(`<p class="mark">`, text(d.Mark), `</p>`, "\n")
	}
	w.put(`<main>`, "\n")
	for _, s := range d.Sections {
		w.section(s)
	}
	w.put(`</main>`, "\n", `<footer>`, text(d.FootText()), `</footer>`, "\n", `</body></html>`, "\n")
	return []byte(w.out.String())
}

// writer collects the file.
type writer struct {
	report doc.Report
	out    strings.Builder
	inPart bool // an item is below a part, and its heading below that of the part
}

// put writes markup, or what text made of a text.
func (w *writer) put(parts ...string) {
	for _, p := range parts {
		w.out.WriteString(p)
	}
}

// text makes a text harmless. Line ends stay line ends.
func text(t doc.CleanText) string {
	return strings.ReplaceAll(html.EscapeString(string(t)), "\n", "<br>")
}

// id makes the name of a place fit to be linked to.
func id(place string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' {
			return r
		}
		return '-'
	}, place)
}

// at is the attribute of a place; nothing without one.
func at(place string) string {
	if place == "" {
		return ""
	}
	return ` id="` + id(place) + `"`
}

// heading writes a heading of a level, 1 to 6, and says where what follows is.
func (w *writer) heading(level int, place string, number, title doc.CleanText) {
	level = min(max(level, 1), 6)
	if number != "" {
		title = number + "  " + title
	}
	w.put(fmt.Sprintf("<h%d%s>", level, at(place)), text(title), fmt.Sprintf("</h%d>\n", level))
}

// section writes a chapter. The cover has the title of the whole file.
func (w *writer) section(s doc.Section) {
	switch s.Kind {
	case doc.CoverSection:
		w.put(`<header`, at(s.Place), ">\n")
		w.logo()
		w.blocks(s.Body)
		w.put("</header>\n")
		return
	case doc.ContentsSection:
		w.contents(s)
		return
	case doc.OverviewSection:
		w.put("<section class=\"overview\">\n")
	default:
		w.put("<section>\n")
	}
	w.heading(2, s.Place, "", s.Title)
	w.blocks(s.Body)
	w.put("</section>\n")
}

// contents lists the sections and their parts.
func (w *writer) contents(s doc.Section) {
	w.put(`<nav aria-labelledby="`, id(s.Place), "\">\n")
	w.heading(2, s.Place, "", s.Title)
	w.put("<ul>\n")
	for _, section := range w.report.Sections {
		if !section.Listed() {
			continue
		}
		w.put(`<li><a href="#`, id(section.Place), `">`, text(section.Title), `</a>`)
		first := true
		for _, b := range section.Body {
			p, is := b.(doc.Part)
			if !is {
				continue
			}
			if first {
				w.put("\n<ul>\n")
				first = false
			}
			title := p.Title
			if p.Number != "" {
				title = p.Number + "  " + title
			}
			w.put(`<li><a href="#`, id(p.Place), `">`, text(title), "</a></li>\n")
		}
		if !first {
			w.put("</ul>")
		}
		w.put("</li>\n")
	}
	w.put("</ul></nav>\n")
}
