package pdf

import (
	"slices"

	"plumbline/reports/doc"
)

// box is the smallest thing that is never split over two pages: a line of text, a heading line, a chart row.
type box struct {
	before float64 // white space above, dropped at the top of a page
	height float64
	glued  bool    // stays on the page of the box before it
	turn   bool    // starts a page
	need   float64 // starts a page if less than this is left
	marks  []mark
}

// flow collects the boxes of a report from top to bottom.
type flow struct {
	set    *setter
	width  float64 // between the margins
	height float64
	boxes  []box
	x      float64 // where text starts, from the left margin
	gap    float64 // white space owed above the next box
	glue   bool    // the next box must stay with the last one
	turn   bool
	need   float64
	pins   []mark // to be drawn with the next box
}

// space asks for at least so much white space above what comes next.
func (f *flow) space(points float64) { f.gap = max(f.gap, points) }

// keep ties what comes next to what was last.
func (f *flow) keep() { f.glue = true }

// page starts a new one.
func (f *flow) page() { f.turn = true }

// pin draws marks with the next box, relative to its top.
func (f *flow) pin(marks ...mark) { f.pins = append(f.pins, marks...) }

// measure is how wide text may be from here to the right margin.
func (f *flow) measure() float64 { return f.width - f.x }

// add puts a box at the end. Pins and what was owed go with it.
func (f *flow) add(height float64, marks ...mark) {
	f.boxes = append(grown(f.boxes), box{
		before: f.gap, height: height, glued: f.glue, turn: f.turn, need: f.need, marks: append(f.pins, marks...),
	})
	f.gap, f.glue, f.turn, f.need, f.pins = 0, false, false, 0, nil
}

// grown makes room for more by doubling, so that long texts are not copied over and over.
func grown[T any](s []T) []T {
	if len(s) == cap(s) {
		return slices.Grow(s, max(len(s), 4))
	}
	return s
}

// para sets spans as one paragraph in the text column. The leading is that of the first span. Neither its first nor
// its last line stands alone on a page.
func (f *flow) para(spans ...span) {
	st := body
	if len(spans) > 0 {
		st = spans[0].style
	}
	f.lines(st.lead, f.set.lines(f.measure(), spans...))
}

// plain sets a text in one style.
func (f *flow) plain(s doc.Text, st style) { f.para(span{text: s, style: st}) }

// styled gives a report's spans the look of their styles.
func styled(spans []doc.Span) []span {
	return styledBy(spans, func(s doc.Style) style { return docStyles[s] })
}

// styledBy gives spans the look that a function has for each style. Links have a colour of their own.
func styledBy(spans []doc.Span, look func(doc.Style) style) []span {
	out := make([]span, len(spans))
	for i, s := range spans {
		out[i] = span{text: s.Text, style: look(s.Style), url: s.URL}
		if s.Link {
			out[i].style.color = accent
		}
	}
	return out
}

// lines adds set lines, one box each, and ties the first two and the last two together.
func (f *flow) lines(lead float64, lines []line) {
	for i, l := range lines {
		if i == 1 || i > 0 && i == len(lines)-1 {
			f.keep()
		}
		f.add(lead, f.marks(l, f.x, baseline(lead, l))...)
	}
}

// marks places a line's runs with the baseline at y.
func (f *flow) marks(l line, x, y float64) []mark {
	out := make([]mark, len(l.runs))
	for i := range l.runs {
		out[i] = textMark{x + l.runs[i].x, y, &l.runs[i]}
	}
	return out
}

// baseline puts the text into the middle of its leading.
func baseline(lead float64, l line) float64 {
	size := lead / 1.35
	if len(l.runs) > 0 {
		size = l.runs[0].style.size
	}
	return lead/2 + 0.36*size
}

// pinText draws a short text on one line, at x from the left margin, beside the next box.
func (f *flow) pinText(x, lead float64, spans ...span) {
	l := f.set.lines(1e6, spans...)[0]
	f.pin(f.marks(l, x, baseline(lead, l))...)
}

// pinRight draws a short text that ends at the right margin.
func (f *flow) pinRight(lead float64, spans ...span) {
	l := f.set.lines(1e6, spans...)[0]
	f.pin(f.marks(l, f.width-l.width, baseline(lead, l))...)
}

// oneLine sets a short text on one line.
func (f *flow) oneLine(t doc.Text, st style) line {
	return f.set.lines(1e6, span{text: t, style: st})[0]
}

// tall adds up boxes.
func tall(boxes []box) float64 {
	h := 0.0
	for _, b := range boxes {
		h += b.before + b.height
	}
	return h
}

// whole sets what belongs on one page: it starts a page if it would not fit, unless it is so long that moving it would leave a hole.
func (f *flow) whole(set func()) {
	first := len(f.boxes)
	set()
	if h := tall(f.boxes[first:]); first < len(f.boxes) && h < 0.42*f.height {
		f.boxes[first].need = max(f.boxes[first].need, h)
	}
}

// apart sets boxes without putting them at the end, for whoever has to know their height first.
func (f *flow) apart(set func()) []box {
	before := f.boxes
	f.boxes = nil
	set()
	apart := f.boxes
	f.boxes = before
	return apart
}

// markLast draws marks with the box that was added last.
func (f *flow) markLast(marks ...mark) {
	last := &f.boxes[len(f.boxes)-1]
	last.marks = append(last.marks, marks...)
}

// hairline draws a rule over the full width, with white space above it and below.
func (f *flow) hairline(above, below float64) {
	f.space(above)
	f.add(below, lineMark{0, 0, f.width, 0, rule, hair})
	f.keep()
}

// placed is a box on its page.
type placed struct {
	box
	y float64 // from the top margin
}

// pages distributes the boxes. Boxes that are glued together go to the next page together; only a chain longer
// than a page is split, since nothing may be lost.
func (f *flow) pages() [][]placed {
	var all [][]placed
	var page []placed
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
			}
			page = append(grown(page), placed{b, y})
			y += b.height
		}
	}
	turn()
	return all
}

// chain gives the end of the glued boxes that start at i, and their height.
func (f *flow) chain(i int) (end int, height float64) {
	height = f.boxes[i].before + f.boxes[i].height
	for end = i + 1; end < len(f.boxes) && f.boxes[end].glued && !f.boxes[end].turn; end++ {
		height += f.boxes[end].before + f.boxes[end].height
	}
	return end, height
}
