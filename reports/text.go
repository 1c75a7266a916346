package reports

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// text is a string that is fit to be set: valid UTF-8, composed (NFC), "\n" for every kind of line end, no
// other control characters, no invisible marks. Only the clerk makes one from what people wrote.
type text string

// lost is the stand-in for something that is no character: a control code or a byte that is not UTF-8.
const lost = '\uFFFD'

// clerk takes in every string of a snapshot and keeps the book of what can't be shown as written.
type clerk struct {
	fields  []field
	byWhere map[string]int
	seen    map[taken]bool
}

// taken is a text at a place. The same one counts once, however often the report shows it.
type taken struct{ where, text string }

// field is one place with characters that can't be shown.
type field struct {
	where string
	count int
	runes []rune // distinct, in order of appearance
	bytes int    // that are not UTF-8
	seen  map[rune]bool
}

// take cleans one string; where names the place in words, for the warning.
func (c *clerk) take(where, s string) text {
	if plain(s) {
		return text(s)
	}
	fresh := !c.seen[taken{where, s}]
	if c.seen == nil {
		c.seen = map[taken]bool{}
	}
	c.seen[taken{where, s}] = true
	var out strings.Builder
	out.Grow(len(s))
	s = norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n"))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			out.WriteRune(lost)
			if fresh {
				c.field(where).bytes++
			}
		} else {
			shown := visible(r)
			if shown >= 0 {
				out.WriteRune(shown)
			}
			if fresh && !shows(r, shown) {
				c.field(where).add(r)
			}
		}
		i += n
	}
	return text(out.String())
}

// plain tells the common case apart: printable ASCII and line feeds need no work.
func plain(s string) bool {
	for i := range len(s) {
		if b := s[i]; b >= 0x7F || b < ' ' && b != '\n' {
			return false
		}
	}
	return true
}

// visible maps a rune to what is set for it: −1 drops a mark that is invisible by design.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
		return '\n'
	case overrides(r):
		return lost
	case invisible(r):
		return -1
	case r == 0x202F || r == 0x2007:
		return 0xA0
	case unicode.Is(unicode.Zs, r) && r != 0xA0:
		return ' '
	case unicode.IsControl(r):
		return lost
	}
	return r
}

// invisible tells marks that draw nothing and change nothing here: soft hyphens, joiners, direction marks,
// variation selectors, byte order marks.
func invisible(r rune) bool {
	switch r {
	case 0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF:
		return true
	}
	return r >= 0x200B && r <= 0x200F || r >= 0x2060 && r <= 0x2064 || r >= 0xFE00 && r <= 0xFE0F
}

// overrides tells the direction controls that can make text read differently from what it says; they are shown.
func overrides(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// shows tells whether the reader sees the rune as written.
func shows(r, shown rune) bool {
	if shown == lost && r != lost {
		return false
	}
	if shown < ' ' || r < 0x250 {
		return true
	}
	_, ok := choose(sans, shown)
	return ok
}

// repeat cleans a text that the report shows in full, and accounts for, somewhere else.
func repeat(s string) text { return new(clerk).take("", s) }

// field finds the entry of a place, or opens one. The pointer is good until the next call.
func (c *clerk) field(where string) *field {
	i, known := c.byWhere[where]
	if !known {
		if c.byWhere == nil {
			c.byWhere = map[string]int{}
		}
		i = len(c.fields)
		c.byWhere[where] = i
		c.fields = append(c.fields, field{where: where, seen: map[rune]bool{}})
	}
	return &c.fields[i]
}

// add counts a character, and remembers it if it is new.
func (f *field) add(r rune) {
	f.count++
	if !f.seen[r] {
		f.seen[r] = true
		f.runes = append(f.runes, r)
	}
}
