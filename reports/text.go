package reports

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"plumbline/reports/doc"
)

// lostCharacter is the stand-in for something that is no character: a control code or a byte that is not UTF-8.
const lostCharacter = '\uFFFD'

// textIntake makes texts that are fit to be shown (doc.CleanText) of the strings of a snapshot, and remembers what
// can't be shown as written. It is the only place that makes them of what people wrote.
type textIntake struct {
	draws   func(rune) bool // whether the format draws a character
	fields  []flawedField
	byWhere map[string]int
	seen    map[takenText]bool
}

// takenText is a text at a place. The same one counts once, however often the report shows it.
type takenText struct{ where, text string }

// flawedField is one place with characters that can't be shown.
type flawedField struct {
	where string
	count int
	runes []rune // distinct, in order of appearance
	bytes int    // that are not UTF-8
	seen  map[rune]bool
}

// take cleans one string; where names the place in words, for the warning. The same text at the same place counts once.
func (c *textIntake) take(where, s string) doc.CleanText {
	if isPlain(s) {
		return doc.CleanText(s)
	}
	if c.seen[takenText{where, s}] {
		return cleanText(s)
	}
	if c.seen == nil {
		c.seen = map[takenText]bool{}
	}
	c.seen[takenText{where, s}] = true
	return cleanedWith(s, func(r, shown rune) {
		if r == notUTF8 {
			c.field(where).bytes++
		} else if !c.shows(r, shown) {
			c.field(where).add(r)
		}
	})
}

// cleanText cleans a text that the report shows in full, and accounts for, somewhere else.
func cleanText(s string) doc.CleanText {
	if isPlain(s) {
		return doc.CleanText(s)
	}
	return cleanedWith(s, func(rune, rune) {})
}

// notUTF8 stands for a byte that begins no character.
const notUTF8 rune = -1

// cleanedWith makes a text fit to be shown. It calls see for each character with what is shown for it, which
// is negative for nothing.
func cleanedWith(s string, see func(r, shown rune)) doc.CleanText {
	var out strings.Builder
	out.Grow(len(s))
	s = norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n"))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		shown := visibleFor(r)
		if r == utf8.RuneError && n == 1 {
			r, shown = notUTF8, lostCharacter
		}
		if shown >= 0 {
			out.WriteRune(shown)
		}
		see(r, shown)
		i += n
	}
	return doc.CleanText(out.String())
}

// isPlain tells the common case apart: printable ASCII and line feeds need no work.
func isPlain(s string) bool {
	for i := range len(s) {
		if b := s[i]; b >= 0x7F || b < ' ' && b != '\n' {
			return false
		}
	}
	return true
}

// visibleFor maps a rune to what is set for it: −1 drops a mark that is invisible by design.
func visibleFor(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
		return '\n'
	case isOverride(r):
		return lostCharacter
	case isInvisible(r):
		return -1
	case r == 0x202F || r == 0x2007:
		return 0xA0
	case unicode.Is(unicode.Zs, r) && r != 0xA0:
		return ' '
	case unicode.IsControl(r):
		return lostCharacter
	}
	return r
}

// isInvisible tells marks that draw nothing and change nothing here: soft hyphens, joiners, direction marks,
// variation selectors, byte order marks.
func isInvisible(r rune) bool {
	switch r {
	case 0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF:
		return true
	}
	return r >= 0x200B && r <= 0x200F || r >= 0x2060 && r <= 0x2064 || r >= 0xFE00 && r <= 0xFE0F
}

// isOverride tells the direction controls that can make text read differently from what it says; they are shown.
func isOverride(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// shows reports whether the reader sees the rune as written.
func (c *textIntake) shows(r, shown rune) bool {
	if shown == lostCharacter && r != lostCharacter {
		return false
	}
	if shown < ' ' || r < 0x250 {
		return true
	}
	return c.draws(shown)
}

// field finds the entry of a place, or opens one. The pointer is good until the next call.
func (c *textIntake) field(where string) *flawedField {
	i, known := c.byWhere[where]
	if !known {
		if c.byWhere == nil {
			c.byWhere = map[string]int{}
		}
		i = len(c.fields)
		c.byWhere[where] = i
		c.fields = append(c.fields, flawedField{where: where, seen: map[rune]bool{}})
	}
	return &c.fields[i]
}

// add counts a character, and remembers it if it is new.
func (f *flawedField) add(r rune) {
	f.count++
	if !f.seen[r] {
		f.seen[r] = true
		f.runes = append(f.runes, r)
	}
}
