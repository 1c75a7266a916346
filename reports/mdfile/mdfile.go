// Package mdfile sets a report as one Markdown file, for wikis, repositories and programs that read text: headings in
// order, tables as tables, charts as theirs. It is CommonMark with the tables of GitHub.
//
// What people typed is text: its signs are escaped, and what was Markdown in a note is written anew from the note's
// tree. So no note can open a heading, hide something, or end what is around it.
//
// It may import reports/doc.
package mdfile

import (
	"strconv"
	"strings"

	"plumbline/reports/doc"
)

// Render writes the report. The same report gives the same bytes.
func Render(d doc.Report) []byte {
	w := &writer{report: d, targets: targetsOf(d), gapped: true}
	if d.Mark != "" {
		w.nest("> ", func() { w.paragraph([]doc.Span{{Text: d.Mark, Style: doc.StyleStrong}}) })
	}
	for _, s := range d.Sections {
		w.section(s)
	}
	w.gap()
	w.line(rule)
	if d.FootText() != "" {
		w.gap()
		w.paragraph(doc.PlainSpan(d.FootText(), doc.StyleBody))
	}
	return []byte(w.out.String())
}

// rule is a line over the whole width. Made of dashes it would be one of a list, or a heading.
const rule = "___"

// writer collects the file, line by line.
type writer struct {
	report  doc.Report
	targets map[string]string // of places: what a link to them has behind #
	out     strings.Builder
	begin   string // of the next line, where it is the first one of a list's item or a quote
	pending bool   // begin counts
	rest    string // begins all other lines
	gapped  bool   // the line before is empty
	inPart  bool   // an item is below a part
}

// line writes one line.
func (w *writer) line(s string) {
	if w.pending {
		w.out.WriteString(w.begin)
		w.pending = false
	} else {
		w.out.WriteString(w.rest)
	}
	w.out.WriteString(s)
	w.out.WriteByte('\n')
	w.gapped = false
}

// gap writes an empty line, unless there is one.
func (w *writer) gap() {
	if !w.pending && !w.gapped {
		w.out.WriteString(strings.TrimRight(w.rest, " "))
		w.out.WriteByte('\n')
		w.gapped = true
	}
}

// nest writes what is in an item of a list, behind its marker, or in a quote.
func (w *writer) nest(marker string, inside func()) {
	begin, rest := w.rest, w.rest
	if w.pending {
		begin = w.begin
	}
	w.begin, w.pending = begin+marker, true
	if marker != "> " {
		marker = strings.Repeat(" ", len(marker))
	}
	w.rest += marker
	inside()
	if w.pending {
		w.line("")
	}
	w.rest = rest
}

// heading writes a heading.
func (w *writer) heading(level int, number, title doc.CleanText) {
	w.gap()
	text := escaped(strings.TrimSpace(string(doc.Heading(number, title))))
	if strings.HasSuffix(text, "#") {
		text = text[:len(text)-1] + `\#`
	}
	w.line(strings.TrimRight(strings.Repeat("#", level)+" "+text, " "))
	w.gap()
}

// section writes a chapter. The cover has the title of the whole file.
func (w *writer) section(s doc.Section) {
	switch s.Kind {
	case doc.CoverSection:
	case doc.ContentsSection:
		w.heading(2, "", s.Title)
		w.contents()
		return
	default:
		w.heading(2, "", s.Title)
	}
	w.blocks(s.Body)
}

// contents lists the sections and their parts.
func (w *writer) contents() {
	for _, s := range w.report.Sections {
		if !s.Listed() {
			continue
		}
		w.line("- " + w.linked(s.Title, s.Place))
		for _, b := range s.Body {
			if p, is := b.(doc.Part); is {
				w.line("  - " + w.linked(doc.Heading(p.Number, p.Title), p.Place))
			}
		}
	}
}

// linked is a text that leads to a place of the file.
func (w *writer) linked(t doc.CleanText, place string) string {
	text := escaped(strings.TrimSpace(strings.ReplaceAll(string(t), "\n", " ")))
	if to := w.targets[place]; to != "" && text != "" {
		return "[" + text + "](#" + to + ")"
	}
	return text
}

// targetsOf finds the name of each heading as those who show Markdown make it: in small letters, without punctuation,
// and numbered where it is there twice.
func targetsOf(d doc.Report) map[string]string {
	to, used := map[string]string{}, map[string]int{}
	name := func(place string, title doc.CleanText) {
		s := anchor(string(title))
		n := used[s]
		if used[s]++; n > 0 {
			s += "-" + strconv.Itoa(n)
		}
		if place != "" {
			to[place] = s
		}
	}
	var within func(blocks []doc.Block)
	within = func(blocks []doc.Block) {
		for _, b := range blocks {
			switch b := b.(type) {
			case doc.Cover:
				name("", b.Title)
			case doc.Part:
				name(b.Place, doc.Heading(b.Number, b.Title))
				within(b.Items)
			case doc.Item:
				name(b.Place, doc.Heading(b.Number, b.Title))
			}
		}
	}
	for _, s := range d.Sections {
		if s.Kind != doc.CoverSection {
			name(s.Place, s.Title)
		}
		within(s.Body)
	}
	return to
}
