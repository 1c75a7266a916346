package pdf

import (
	"strings"
	"unicode/utf8"

	"plumbline/reports/pdf/shaping"
)

// shapedLetter is what can't be parted of a shaped word: characters, and glyphs at their places, in thousandths of the
// size of the text.
type shapedLetter struct {
	text   string
	glyphs []placedCode
	width  float64
	plain  bool // its one glyph says by itself which text it is
}

// placedCode is a glyph by its code in the file.
type placedCode struct {
	code rune
	x, y float64
}

// codeTable gives codes to glyphs that no character has: those of the basic plane's private use.
type codeTable struct {
	codes  map[int]rune // by glyph
	glyphs map[rune]int
	texts  map[rune]string // what each was first used for
	next   rune
}

// firstPrivate and lastPrivate bound the private use of the basic plane.
const firstPrivate, lastPrivate = 0xE000, 0xF8FF

// code is that of a glyph. Once all are given away it is that of a stand-in; no text has thousands of forms.
func (t *codeTable) code(f *fontFace, glyph int, text string) rune {
	if code, is := t.codes[glyph]; is {
		return code
	}
	if t.codes == nil {
		*t = codeTable{map[int]rune{}, map[rune]int{}, map[rune]string{}, firstPrivate}
	}
	for t.next <= lastPrivate && f.has(t.next) {
		t.next++
	}
	if t.next > lastPrivate {
		return StandIn
	}
	code := t.next
	t.next++
	t.codes[glyph], t.glyphs[code], t.texts[code] = code, glyph, text
	return code
}

// prepare finds out which way the characters run, and shapes the words that have to be.
func (s *lineSetter) prepare(spans []styledSpan) {
	if s.levels {
		s.direct()
	}
	if s.shape {
		s.shapeWords(spans)
	}
}

// direct gives each character its level, paragraph by paragraph.
func (s *lineSetter) direct() {
	var text []rune
	for start := 0; start < len(s.glyphs); {
		end := start
		text = text[:0]
		for end < len(s.glyphs) && s.glyphs[end].drawn != '\n' {
			text = append(text, s.glyphs[end].meant)
			end++
		}
		levels, base := shaping.Levels(text)
		for i, l := range levels {
			s.glyphs[start+i].level, s.glyphs[start+i].right = l, base == 1
		}
		start = end + 1
	}
}

// shapeWords replaces the characters of words by letters, each in the form that it has there.
func (s *lineSetter) shapeWords(spans []styledSpan) {
	out := s.spare[:0]
	for i := 0; i < len(s.glyphs); {
		end, script := s.word(i)
		if end == i {
			out = append(out, s.glyphs[i])
			i++
			continue
		}
		out = s.letters(out, s.glyphs[i:end], spans[s.glyphs[i].span].style.size, script)
		i = end
	}
	s.glyphs, s.spare = out, s.glyphs
}

// word finds the end of the word that starts at a place, and its script; there is none where it ends as it starts.
func (s *lineSetter) word(from int) (end int, script uint32) {
	first := s.glyphs[from]
	for end = from; end < len(s.glyphs) && s.glyphs[end].shapesWith(first); end++ {
		own := shaping.Script(s.glyphs[end].meant)
		switch {
		case end == from || shaping.Neutral(script):
			script = own
		case own != script && !shaping.Neutral(own):
			return end, script
		}
	}
	return end, script
}

// shapesWith reports whether a character has to be shaped, and may be in one word with the first.
func (g lineGlyph) shapesWith(first lineGlyph) bool {
	return !g.stands() && shaping.Needed(g.meant) && g.span == first.span && g.face == first.face && g.level == first.level
}

// letters shapes one word.
func (s *lineSetter) letters(out, word []lineGlyph, size float64, script uint32) []lineGlyph {
	runes := make([]rune, len(word))
	for i, g := range word {
		runes[i] = g.meant
	}
	first := word[0]
	for _, c := range s.face(first.face).shaper().Shape(runes, script, first.level%2 == 1) {
		g := first
		g.drawn, _ = utf8.DecodeRuneInString(c.Text)
		g.meant, g.shaped, g.width = g.drawn, s.letter(first.face, c), c.Width*size/1000
		out = append(out, g)
	}
	return out
}

// letter gives the glyphs of a cluster their codes. A glyph of its one character has that as its code.
func (s *lineSetter) letter(id faceID, c shaping.Cluster) *shapedLetter {
	l := &shapedLetter{text: c.Text, width: c.Width}
	face, runes := s.face(id), []rune(c.Text)
	for _, g := range c.Glyphs {
		own := len(c.Glyphs) == 1 && len(runes) == 1 && face.has(runes[0]) && int(face.glyphs[runes[0]]) == g.ID
		code := runes[0]
		if !own {
			if g.ID == 0 {
				continue
			}
			code = s.codes[id].code(face, g.ID, c.Text)
		}
		s.used[id].add(code)
		s.used[id].add(' ') // see apart
		l.glyphs = append(l.glyphs, placedCode{code, g.X, g.Y})
		l.plain = own || len(c.Glyphs) == 1 && s.codes[id].texts[code] == c.Text
	}
	return l
}

// reorder puts the runs of a line at the places where they are seen.
func (l *textLine) reorder() {
	levels := make([]uint8, len(l.runs))
	for i, r := range l.runs {
		levels[i] = r.level
	}
	x := 0.0
	for _, i := range shaping.Visual(levels) {
		l.runs[i].x = x
		x += l.runs[i].width
	}
}

// shift moves a line to the right.
func (l textLine) shift(by float64) {
	for i := range l.runs {
		l.runs[i].x += by
	}
}

// breaks reports whether a line may end before a character though no blank is there: beside those of Chinese and
// Japanese, but not before a sign that ends something, or behind one that begins it.
func (s *lineSetter) breaks(i int) bool {
	before, after := s.glyphs[i-1].drawn, s.glyphs[i].drawn
	if before < 0x2E80 && after < 0x2E80 || before == ' ' || after == ' ' {
		return false
	}
	return (ideographic(before) || ideographic(after)) && !strings.ContainsRune(closingSigns, after) &&
		!strings.ContainsRune(openingSigns, before)
}

const (
	closingSigns = "、。，．：；！？）」』】》〉”’),.;:!?]ーっゃゅょッャュョ々"
	openingSigns = "（「『【《〈“‘(["
)

// ideographic tells characters of Chinese, and the syllables of Japanese.
func ideographic(r rune) bool {
	return r >= 0x2E80 && r <= 0x9FFF || r >= 0xF900 && r <= 0xFAFF || r >= 0xFF00 && r <= 0xFFEF
}

// letters draws a shaped run, letter by letter as it is read. What a glyph does not say by itself stands behind it.
func (c *pdfCanvas) letters(x, y float64, r textRun) {
	size := r.style.size / 1000
	if r.level%2 == 1 {
		x += r.width
	}
	for _, l := range r.shaped {
		if r.level%2 == 1 {
			x -= l.width * size
		}
		draw := func() {
			for _, g := range l.glyphs {
				c.pdf.Text(x+g.x*size, y-g.y*size, string(g.code))
			}
		}
		switch {
		case r.level%2 == 1 && l.several():
			c.apart(x, y, l, l.width*size, draw)
		case l.plain:
			draw()
		default:
			c.meaning(l.text, draw)
		}
		if r.level%2 == 0 {
			x += l.width * size
		}
	}
}

// several reports whether a letter is more than one character.
func (l *shapedLetter) several() bool {
	_, n := utf8.DecodeRuneInString(l.text)
	return n < len(l.text)
}

// apart draws a letter of several characters that runs from right to left. Readers take the order of such text from
// the places of its characters: the drawing means nothing, and a blank for each stands over it, from its right end.
func (c *pdfCanvas) apart(x, y float64, l *shapedLetter, width float64, draw func()) {
	c.meaning("", draw)
	runes := []rune(l.text)
	step := width / float64(len(runes))
	for i, m := range runes {
		c.meaning(string(m), func() { c.pdf.Text(x+width-float64(i+1)*step, y, " ") })
	}
}

// mirrored draws blanks and signs of text that runs from right to left, from their right end.
func (c *pdfCanvas) mirrored(x, y float64, r textRun) {
	x += r.width
	for _, m := range r.shown {
		x -= c.set.face(r.face).width(m) * r.style.size / 1000
		if seen := shaping.Mirrored(m); seen != m {
			c.meaning(string(m), func() { c.pdf.Text(x, y, string(seen)) })
			continue
		}
		c.pdf.Text(x, y, string(m))
	}
}
