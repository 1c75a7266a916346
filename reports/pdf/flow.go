package pdf

import (
	"slices"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/tagged"
)

// pageBox is the smallest thing that is never split over two pages: a line of text, a heading line, a chart row.
type pageBox struct {
	before float64 // white space above, dropped at the top of a page
	height float64
	glued  bool     // stays on the page of the box before it
	turn   bool     // starts a page
	need   float64  // starts a page if less than this is left
	head   *pageBox // stands above it where it starts a page; nil is none
	marks  []drawnMark
}

// boxFlow collects the boxes of a report from top to bottom.
type boxFlow struct {
	node   *tagged.Node // the element of the structure that what is set belongs to
	set    *lineSetter
	width  float64 // between the margins
	labels float64 // width of the column of labels
	tight  float64 // what the leading of text is multiplied with
	hole   float64 // the part of a page that may be left empty to keep together what belongs together
	height float64
	boxes  []pageBox
	x      float64 // where text starts, from the left margin
	gap    float64 // white space owed above the next box
	glue   bool    // the next box must stay with the last one
	turn   bool
	need   float64
	pins   []drawnMark // to be drawn with the next box
}

// space asks for at least so much white space above what comes next.
func (f *boxFlow) space(points float64) { f.gap = max(f.gap, points) }

// keep ties what comes next to what was last.
func (f *boxFlow) keep() { f.glue = true }

// page starts a new one.
func (f *boxFlow) page() { f.turn = true }

// pin draws marks with the next box, relative to its top.
func (f *boxFlow) pin(marks ...drawnMark) { f.pins = append(f.pins, marks...) }

// measure is how wide text may be from here to the right margin.
func (f *boxFlow) measure() float64 { return f.width - f.x }

// add puts a box at the end. Pins and what was owed go with it.
func (f *boxFlow) add(height float64, marks ...drawnMark) {
	f.boxes = append(withRoom(f.boxes), pageBox{
		before: f.gap, height: height, glued: f.glue, turn: f.turn, need: f.need, marks: append(f.pins, marks...),
	})
	f.gap, f.glue, f.turn, f.need, f.pins = 0, false, false, 0, nil
}

// withRoom makes room for more by doubling, so that long texts are not copied over and over.
func withRoom[T any](s []T) []T {
	if len(s) == cap(s) {
		return slices.Grow(s, max(len(s), 4))
	}
	return s
}

// para sets spans as one paragraph in the text column.
func (f *boxFlow) para(spans ...styledSpan) { f.within(tagged.Paragraph, func() { f.text(spans...) }) }

// text sets spans in the text column, as content of the current element. The leading is that of the first span. Neither
// its first nor its last line stands alone on a page.
func (f *boxFlow) text(spans ...styledSpan) {
	st := bodyStyle
	if len(spans) > 0 {
		st = spans[0].style
	}
	lines := f.set.lines(f.measure(), spans...)
	for _, l := range lines {
		if l.right {
			l.shift(f.measure() - l.width)
		}
	}
	f.lines(f.leading(st), lines)
}

// leading is how high a line of a style is.
func (f *boxFlow) leading(st textStyle) float64 { return st.lead * f.tight }

// plain sets a text in one style, as a paragraph.
func (f *boxFlow) plain(s doc.CleanText, st textStyle) { f.para(styledSpan{text: s, style: st}) }

// styledSpans gives a report's spans the look of their styles.
func styledSpans(spans []doc.Span) []styledSpan {
	return spansStyledBy(spans, func(s doc.TextStyle) textStyle { return docStyles[s] })
}

// spansStyledBy gives spans the look that a function has for each style. Links have a colour of their own.
func spansStyledBy(spans []doc.Span, look func(doc.TextStyle) textStyle) []styledSpan {
	out := make([]styledSpan, len(spans))
	for i, s := range spans {
		out[i] = styledSpan{text: s.Text, style: look(s.Style), url: s.URL}
		if s.Link {
			out[i].style.color = accentColor
		}
	}
	return out
}

// lines adds set lines, one box each, and ties the first two and the last two together.
func (f *boxFlow) lines(lead float64, lines []textLine) {
	for i, l := range lines {
		if i == 1 || i > 0 && i == len(lines)-1 {
			f.keep()
		}
		f.add(lead, f.marks(l, f.x, baselineOf(lead, l))...)
	}
}

// marks places a line's runs with the baseline at y.
func (f *boxFlow) marks(l textLine, x, y float64) []drawnMark {
	out := make([]drawnMark, len(l.runs))
	for i := range l.runs {
		out[i] = textMark{x + l.runs[i].x, y, &l.runs[i], f.node}
	}
	return out
}

// baselineOf puts the text into the middle of its leading.
func baselineOf(lead float64, l textLine) float64 {
	size := lead / 1.35
	if len(l.runs) > 0 {
		size = l.runs[0].style.size
	}
	return lead/2 + 0.36*size
}

// pinText draws a short text on one line, at x from the left margin, beside the next box.
func (f *boxFlow) pinText(x, lead float64, spans ...styledSpan) {
	l := f.set.lines(1e6, spans...)[0]
	f.pin(f.marks(l, x, baselineOf(lead, l))...)
}

// pinRight draws a short text that ends at the right margin.
func (f *boxFlow) pinRight(lead float64, spans ...styledSpan) {
	l := f.set.lines(1e6, spans...)[0]
	f.pin(f.marks(l, f.width-l.width, baselineOf(lead, l))...)
}

// oneLine sets a short text on one line.
func (f *boxFlow) oneLine(t doc.CleanText, st textStyle) textLine {
	return f.set.lines(1e6, styledSpan{text: t, style: st})[0]
}

// heightOf adds up boxes.
func heightOf(boxes []pageBox) float64 {
	h := 0.0
	for _, b := range boxes {
		h += b.before + b.height
	}
	return h
}

// whole sets what belongs on one page: it starts a page if it would not fit, unless it is so long that moving
// it would leave a hole.
func (f *boxFlow) whole(set func()) {
	first := len(f.boxes)
	set()
	if h := heightOf(f.boxes[first:]); first < len(f.boxes) && h < f.hole*f.height {
		f.boxes[first].need = max(f.boxes[first].need, h)
	}
}

// apart sets boxes without putting them at the end, for whoever has to know their height first.
func (f *boxFlow) apart(set func()) []pageBox {
	before := f.boxes
	f.boxes = nil
	set()
	apart := f.boxes
	f.boxes = before
	return apart
}

// markLast draws marks with the box that was added last.
func (f *boxFlow) markLast(marks ...drawnMark) {
	last := &f.boxes[len(f.boxes)-1]
	last.marks = append(last.marks, marks...)
}

// hairline draws a rule over the full width, with white space above it and below.
func (f *boxFlow) hairline(above, below float64) {
	f.space(above)
	f.add(below, lineMark{0, 0, f.width, 0, ruleWidth, hairlineColor})
	f.keep()
}

// placedBox is a box on its page.
type placedBox struct {
	pageBox
	y        float64 // from the top margin
	repeated bool    // it stands on a page before, too
}

// pages distributes the boxes. Boxes that are glued together go to the next page together; only a chain longer
// than a page is split, since nothing may be lost.
func (f *boxFlow) pages() [][]placedBox {
	var all [][]placedBox
	var page []placedBox
	y := 0.0
	turn := func() {
		if len(page) > 0 {
			all, page = append(all, page), nil
		}
		y = 0
	}
	for i := 0; i < len(f.boxes); {
		end, tall := f.chain(i)
		if first := f.boxes[i]; first.turn || y+tall > f.height || y+first.need > f.height {
			turn()
		}
		for ; i < end; i++ {
			b := f.boxes[i]
			if y+b.before+b.height > f.height {
				turn()
			}
			if len(page) > 0 {
				y += b.before
			} else if b.head != nil {
				page = append(page, placedBox{*b.head, 0, true})
				y = b.head.height
			}
			page = append(withRoom(page), placedBox{b, y, false})
			y += b.height
		}
	}
	turn()
	return all
}

// chain returns the end of the glued boxes that start at i, and their height.
func (f *boxFlow) chain(i int) (end int, height float64) {
	height = f.boxes[i].before + f.boxes[i].height
	for end = i + 1; end < len(f.boxes) && f.boxes[end].glued && !f.boxes[end].turn; end++ {
		height += f.boxes[end].before + f.boxes[end].height
	}
	return end, height
}
