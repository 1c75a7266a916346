package pdf

import (
	"math/bits"
	"slices"
	"unicode"
	"unicode/utf8"

	"plumbline/reports/doc"
	"plumbline/reports/pdf/shaping"
)

// styledSpan is a stretch of text in one style; url or goTo (the name of a place in the report) makes it a link.
type styledSpan struct {
	text  doc.CleanText
	style textStyle
	url   string
	goTo  string
	link  *spanLink // of all its runs, where it is a link; lines makes it
}

// textRun is a piece of a line that is drawn in one go: one face, one style, one link.
type textRun struct {
	x, width float64
	face     faceID
	style    textStyle
	shown    string
	meant    string // what stand-ins stand for, "" if shown is what was written
	url      string
	goTo     string
	link     *spanLink
	level    uint8           // odd: it runs from right to left
	shaped   []*shapedLetter // in the order in which it is read; nil for plain text
}

// textLine is a set line.
type textLine struct {
	runs  []textRun // in the order in which they are read
	width float64
	right bool // its paragraph runs from right to left
}

// lineGlyph is one character on its way into a line.
type lineGlyph struct {
	drawn, meant rune
	width        float64
	span         int32
	face         faceID
	level        uint8
	right        bool // its paragraph runs from right to left
	shaped       *shapedLetter
}

// lineSetter breaks text into lines. Its scratch space serves all paragraphs of a document, and it keeps
// count of what each face draws, so that the fonts can be cut before the first page is drawn.
type lineSetter struct {
	glyphs []lineGlyph
	spare  []lineGlyph
	given  *Font // nil: none
	used   [faceCount]runeSet
	codes  [faceCount]codeTable
	levels bool // some of the glyphs run from right to left
	shape  bool // some of them have to be shaped
}

// runeSet is a set of code points of the basic plane, one bit each.
type runeSet [1 << 10]uint64

// add puts a rune of the basic plane into the set.
func (s *runeSet) add(r rune) { s[r>>6&0x3FF] |= 1 << (r & 63) }

// sorted lists the set.
func (s *runeSet) sorted() []rune {
	var out []rune
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			out = append(out, rune(i<<6+bits.TrailingZeros64(word)))
		}
	}
	return out
}

// lines sets the spans into lines of at most the width. A word that is longer than a line is broken, at a
// sign such as a slash if there is one, without a hyphen; nothing is ever cut.
func (s *lineSetter) lines(width float64, spans ...styledSpan) []textLine {
	for i := range spans {
		if spans[i].url != "" || spans[i].goTo != "" {
			spans[i].link = &spanLink{}
		}
	}
	s.load(spans)
	s.prepare(spans)
	var out []textLine
	start, gap, x := 0, -1, 0.0
	for i := 0; i < len(s.glyphs); i++ {
		g := s.glyphs[i]
		if i > start && s.breaks(i) {
			gap = i
		}
		switch {
		case g.drawn == '\n':
			out = append(withRoom(out), s.line(spans, start, i))
			start, gap, x = i+1, -1, 0
			continue
		case g.drawn == ' ':
			gap = i + 1
		case x+g.width > width && i > start:
			if gap <= start {
				gap = s.force(start, i)
			}
			out = append(withRoom(out), s.line(spans, start, gap))
			start, x, i = gap, 0, gap-1
			gap = -1
			continue
		}
		x += g.width
	}
	return append(out, s.line(spans, start, len(s.glyphs)))
}

// force finds where to break a word that fills the line from start to end: after the last sign in its second half, or
// right at the end, but not before a combining mark.
func (s *lineSetter) force(start, end int) int {
	for i := end; i > start+(end-start)/2; i-- {
		switch s.glyphs[i-1].drawn {
		case '/', '?', '&', '=', '-', '_', '.', ',', ':', ';', '@', '#', '+', '|':
			return i
		}
	}
	for i := end; i > start+1; i-- {
		if !unicode.Is(unicode.Mn, s.glyphs[i].drawn) {
			return i
		}
	}
	return end
}

// load spreads the spans into the scratch space, one glyph for each character.
func (s *lineSetter) load(spans []styledSpan) {
	n := 0
	for _, sp := range spans {
		n += utf8.RuneCountInString(string(sp.text))
	}
	s.glyphs = slices.Grow(s.glyphs[:0], n)
	s.levels, s.shape = false, false
	for i, sp := range spans {
		for _, r := range sp.text {
			s.glyphs = append(s.glyphs, s.glyph(r, sp.style, int32(i)))
		}
	}
}

// glyph picks the face for a character and measures it. Stand-ins come from the wide face, so that they look the same
// everywhere.
func (s *lineSetter) glyph(r rune, st textStyle, at int32) lineGlyph {
	g := lineGlyph{drawn: r, meant: r, span: at, face: st.face}
	switch r {
	case '\n':
		return g
	case '\t':
		g.drawn = ' '
	}
	face, ok := s.choose(st.face, g.drawn)
	if !ok {
		g.drawn, face = StandIn, wideRegular
	}
	if r >= 0x0590 {
		s.levels = s.levels || shaping.RightToLeft(r)
		s.shape = s.shape || ok && shaping.Needed(r)
	}
	if unicode.Is(unicode.Mn, g.drawn) && len(s.glyphs) > 0 {
		face = s.joined(g.drawn, face)
	}
	s.used[face].add(g.drawn)
	g.face, g.width = face, s.face(face).width(g.drawn)*st.size/1000
	return g
}

// joined keeps a combining mark in the face of the letter it sits on, if that face has it.
func (s *lineSetter) joined(mark rune, face faceID) faceID {
	if before := s.glyphs[len(s.glyphs)-1].face; s.face(before).has(mark) {
		return before
	}
	return face
}

// line makes a line of the glyphs from start to end, without the spaces at its end. Where there is white space, a blank
// that has no width ends the line, so that its last word and the next line's first are two to whoever reads the text.
func (s *lineSetter) line(spans []styledSpan, start, end int) textLine {
	for end > start && s.glyphs[end-1].drawn == ' ' {
		end--
	}
	count := 0
	for i := start; i < end; i++ {
		if i == start || !s.glyphs[i-1].joins(s.glyphs[i]) {
			count++
		}
	}
	l := textLine{runs: make([]textRun, 0, count)}
	for i := start; i < end; {
		j := i + 1
		for j < end && s.glyphs[i].joins(s.glyphs[j]) {
			j++
		}
		r := s.run(spans, i, j)
		r.x = l.width
		l.width += r.width
		l.runs = append(l.runs, r)
		i = j
	}
	if end > start && end < len(s.glyphs) && (s.glyphs[end].drawn == ' ' || s.glyphs[end].drawn == '\n') {
		s.parted(&l)
	}
	if s.levels {
		l.reorder()
		l.right = len(s.glyphs) > start && s.glyphs[start].right
	}
	return l
}

// parted puts a blank at the end of a line.
func (s *lineSetter) parted(l *textLine) {
	last := &l.runs[len(l.runs)-1]
	if last.meant != "" || last.shaped != nil || last.level%2 == 1 {
		l.runs = append(l.runs, textRun{x: l.width, face: last.face, style: last.style, level: last.level})
		last = &l.runs[len(l.runs)-1]
	}
	last.shown += " "
	s.used[last.face].add(' ')
}

// run gathers the glyphs from one place to another, which look alike, into one piece of text.
func (s *lineSetter) run(spans []styledSpan, from, to int) textRun {
	sp := spans[s.glyphs[from].span]
	first := s.glyphs[from]
	r := textRun{face: first.face, style: sp.style, url: sp.url, goTo: sp.goTo, link: sp.link, level: first.level}
	shown, meant := make([]rune, 0, to-from), []rune(nil)
	for _, g := range s.glyphs[from:to] {
		shown = append(shown, g.drawn)
		r.width += g.width
		if g.shaped != nil {
			r.shaped = append(r.shaped, g.shaped)
			shown = append(shown[:len(shown)-1], []rune(g.shaped.text)...)
		}
		if g.stands() {
			meant = append(meant, g.meant)
		}
	}
	r.shown, r.meant = string(shown), string(meant)
	if r.level%2 == 1 && r.shaped == nil {
		for _, m := range shown {
			s.used[r.face].add(shaping.Mirrored(m))
		}
	}
	return r
}

// stands tells a stand-in from the same frame written on purpose.
func (g lineGlyph) stands() bool { return g.drawn == StandIn && g.meant != StandIn }

// joins reports whether two neighbours can be drawn in one go.
func (g lineGlyph) joins(next lineGlyph) bool {
	return g.span == next.span && g.face == next.face && g.stands() == next.stands() && g.level == next.level &&
		(g.shaped == nil) == (next.shaped == nil)
}

// measure returns the width of a short text on one line.
func (s *lineSetter) measure(t doc.CleanText, st textStyle) float64 {
	w := 0.0
	for _, r := range t {
		w += s.glyph(r, st, 0).width
	}
	return w
}
