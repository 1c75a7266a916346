package jsontree

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// plainBytes marks the bytes that stand for themselves inside a string.
var plainBytes = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 0x20 && c != '"' && c != '\\'
	}
	return t
}()

// quoted reads the string at pos, for node n, and tells where its inside is and whether it has escapes.
func (r *jsonReader) quoted(n int32) (start, end int32, escaped bool) {
	open := r.pos
	i := int(open) + 1
	for {
		for i < len(r.Source) && plainBytes[r.Source[i]] {
			i++
		}
		switch {
		case i == len(r.Source):
			r.die(FlawSyntax, open, "This string has no closing quote.")
			return open, open, false
		case r.Source[i] == '"':
			r.pos = int32(i) + 1
			return open + 1, int32(i), escaped
		case r.Source[i] == '\\':
			escaped = true
			if i = r.escape(n, i); i < 0 {
				return open, open, false
			}
		default:
			r.control(i)
			return open, open, false
		}
	}
}

// control says what to write for the raw control character at i. A raw line break is most often a forgotten quote.
func (r *jsonReader) control(i int) {
	switch r.Source[i] {
	case '\n', '\r':
		r.die(FlawSyntax, int32(i),
			`The string ends at the line break. Close it with a quote, or write the line break as \n.`)
	case '\t':
		r.die(FlawSyntax, int32(i), `A string can't hold a tab as it is. Write it as \t.`)
	default:
		r.die(FlawSyntax, int32(i),
			fmt.Sprintf(`A string can't hold the character U+%04X as it is. Remove it, or write \u%04[1]x.`, r.Source[i]))
	}
}

// escape checks the escape at i and returns the offset behind it, or -1.
func (r *jsonReader) escape(n int32, i int) int {
	if i+1 < len(r.Source) && strings.IndexByte(`"\/bfnrt`, r.Source[i+1]) >= 0 {
		return i + 2
	}
	c, size := unicodeEscape(r.Source[i:])
	switch {
	case size == 0:
		r.die(FlawSyntax, int32(i), `Not an escape that JSON knows. Write \\ for a backslash.`)
		return -1
	case c == utf8.RuneError && !strings.EqualFold(r.Source[i+2:i+6], "fffd"):
		r.note(FlawLoneSurrogate, n, int32(i),
			fmt.Sprintf("The escape %s is half a character: it needs its other half beside it.", r.Source[i:i+6]))
	case c == 0:
		r.note(FlawNullCharacter, n, int32(i), `The character \u0000 can't be stored. Remove it.`)
	}
	return i + size
}

// number reads digits, fraction and exponent as JSON writes them.
func (r *jsonReader) number() {
	start := r.pos
	if r.peek() == '-' {
		r.pos++
	}
	zero := r.peek() == '0'
	whole := r.digits()
	ok := whole == 1 || whole > 1 && !zero
	if r.peek() == '.' {
		r.pos++
		ok = r.digits() > 0 && ok
	}
	if c := r.peek(); c == 'e' || c == 'E' {
		r.pos++
		if c := r.peek(); c == '+' || c == '-' {
			r.pos++
		}
		ok = r.digits() > 0 && ok
	}
	if !ok {
		r.die(FlawSyntax, start, "Not a number as JSON writes it.")
	}
}

// digits skips digits and counts them.
func (r *jsonReader) digits() (n int) {
	for isDigit(r.peek()) {
		r.pos++
		n++
	}
	return n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// literal reads null, true or false: all that is left for a value to be.
func (r *jsonReader) literal() ValueKind {
	rest := r.Source[r.pos:]
	switch {
	case strings.HasPrefix(rest, "null"):
		r.pos += 4
		return KindNull
	case strings.HasPrefix(rest, "true"):
		r.pos += 4
		return KindBool
	case strings.HasPrefix(rest, "false"):
		r.pos += 5
		return KindBool
	}
	r.expected("Expected a value")
	return KindNull
}
