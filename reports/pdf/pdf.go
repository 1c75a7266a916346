// Package pdf sets a report as a PDF file. It is the only package that knows the PDF library gofpdf and
// fonts.
//
// Files are tagged (PDF/UA-1): whatever is drawn is part of an element of the structure, or an artifact that programs
// which read aloud skip. The elements are made while blocks are set, in the order in which a report is read; see
// structure.go and reports/pdf/tagged. Files keep to PDF/A-2b as well.
//
// It may import the packages below it, reports/doc, questionnaires for risks and counts, gofpdf and the fonts. It never
// reads a clock, a file, a database or the network: the same report gives the same bytes.
//
// Files embed two families of fonts, cut down to the characters that a report uses. Liberation Sans and Mono
// are under the SIL Open Font License 1.1; DejaVu Sans, which draws what those lack, is under the Bitstream
// Vera licence with its changes in the public domain; two of the Noto family are in reports/pdf/noto. All allow
// embedding. Together they cover Latin (Vietnamese included), Greek, Cyrillic, Armenian, Georgian, Arabic, Hebrew,
// Devanagari, Thai and many symbols. What they can't draw is shown as a frame, and keeps its characters for searching
// and copying. Words whose letters change their forms are shaped, and text that runs from right to left is set so; see
// shaped.go and reports/pdf/shaping. However a word is drawn, the file says which characters it is made of.
package pdf

import (
	"slices"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// StandIn is what is drawn for a character that can't be: a plain upright frame, never a blank.
const StandIn = '▯'

// DrawsCharacter reports whether a character is drawn as itself. One that is not is drawn as StandIn.
func DrawsCharacter(r rune) bool {
	_, ok := chooseFace(sansRegular, r)
	return ok
}

// Render returns the report as a whole file. An error is a fault of the PDF library.
func Render(r doc.Report) ([]byte, error) { return RenderWith(r, nil) }

// RenderWith is Render with a font for what those in the program lack; nil is none.
func RenderWith(r doc.Report, font *Font) ([]byte, error) {
	d := newDocument(r)
	d.set.given = font
	d.sections()
	return d.render()
}

// pdfDocument is one report on its way to paper.
type pdfDocument struct {
	*boxFlow
	report doc.Report
	scale  float64 // of everything on the page
	listed []contentsLine
	tree   *tagged.Tree
	marked *tagged.Node // what is said first: for whom this copy is
	level  int          // of the headings of sections
	depth  int          // of the parts and items that are being set
}

// newDocument prepares a report; nothing is set yet.
func newDocument(r doc.Report) *pdfDocument {
	w, h := paperSize(r.Paper)
	scale, f := 1.0, &boxFlow{set: &lineSetter{}, labels: labelWidth, tight: 1, hole: widestHole}
	if r.Dense {
		scale, f.labels, f.tight, f.hole = denseScale, denseLabelWidth, denseLeading, denseHole
	}
	f.width, f.height = w/scale-2*pageMargin, h/scale-2*pageMargin
	tree := tagged.NewTree()
	f.node = tree.Root()
	return &pdfDocument{boxFlow: f, report: r, scale: scale, tree: tree, marked: f.node.Add(tagged.Paragraph), level: 1}
}

// sections sets all of them in their order. The list of contents is set last, since every other section adds
// to it, and moves to its place.
func (d *pdfDocument) sections() {
	at, contents, place := -1, doc.Section{}, (*tagged.Node)(nil)
	for i, s := range d.report.Sections {
		d.within(tagged.Section, func() {
			switch s.Kind {
			case doc.CoverSection:
				d.front(s)
			case doc.OverviewSection:
				d.overview(s)
			case doc.ContentsSection:
				at, contents, place = len(d.boxes), s, d.node
			default:
				before := d.report.Sections[max(0, i-1)].Kind
				if s.Joins && i > 0 && (before == doc.ChapterSection || before == doc.ContentsSection) {
					d.parting()
				} else {
					d.page()
				}
				d.opening(s)
				d.blocks(s.Body)
			}
		})
	}
	if at >= 0 {
		d.under(place, func() {
			d.boxes = slices.Insert(d.boxes, at, d.apart(func() { d.contents(contents) })...)
		})
	}
}

// parting begins a section below the one before it, if a third of the page is left.
func (d *pdfDocument) parting() {
	d.glue = false
	d.space(38)
	d.need = d.height / 3
	d.pin(partingMark{16, d.width})
}

// opening sets the section's title, and names the place. The topic is that of the page from the title's end on.
func (d *pdfDocument) opening(s doc.Section) {
	d.x = 0
	if s.Listed() {
		d.list(0, s.Title, s.Place)
	}
	d.pin(placeMark{s.Place, s.Title, 0}, headMark{""})
	d.within(tagged.Heading(d.level), func() { d.text(styledSpan{text: s.Title, style: h1Style}) })
	d.markLast(headMark{s.Topic})
	d.space(10)
	d.keep()
}

// list puts a section or a part into the list of contents.
func (d *pdfDocument) list(level int, title doc.CleanText, place string) {
	d.listed = append(d.listed, contentsLine{title, place, level})
}

// contentsLine is one line of the list of contents.
type contentsLine struct {
	title doc.CleanText
	place string
	level int // 0: a section, 1: a part
}

// contents sets the page numbers in the label column, where the eye finds them beside the titles.
func (d *pdfDocument) contents(s doc.Section) {
	if s.Joins {
		d.parting()
	} else {
		d.page()
	}
	d.opening(s)
	list := d.node.Add(tagged.Contents)
	sublist := (*tagged.Node)(nil)
	for _, l := range d.listed {
		entry := list
		if l.level == 0 {
			sublist = nil
		} else {
			if sublist == nil {
				sublist = list.Add(tagged.Contents)
			}
			entry = sublist
		}
		entry = entry.Add(tagged.Entry)
		title, page := entry.Add(tagged.Reference), entry.Add(tagged.Reference)
		st, gap := strongStyle, 9.0
		if l.level > 0 {
			st, gap = bodyStyle, 2
		}
		d.space(gap)
		y := baselineOf(d.leading(bodyStyle), textLine{})
		d.pin(pageNumberMark{d.labels - 24, y, st.with(sansRegular), "", l.place, page})
		d.x = d.labels
		d.under(title, func() { d.text(styledSpan{text: l.title, style: st, goTo: l.place}) })
		d.x = 0
	}
}
