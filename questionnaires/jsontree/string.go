package jsontree

import (
	"unicode/utf16"
	"unicode/utf8"
)

// decodeString returns the text of a valid string's inside.
func decodeString(raw string, escaped bool) string {
	if !escaped {
		return raw
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			i++
			continue
		}
		c, size := decodeEscape(raw[i:])
		out = utf8.AppendRune(out, c)
		i += size
	}
	return string(out)
}

// encodedOffset finds the place in a valid string's inside that the byte offset into its decoded text means.
func encodedOffset(raw string, decoded int) int {
	i := 0
	for i < len(raw) && decoded > 0 {
		if raw[i] != '\\' {
			i++
			decoded--
			continue
		}
		c, size := decodeEscape(raw[i:])
		i += size
		decoded -= utf8.RuneLen(c)
	}
	return i
}

// decodeEscape decodes the valid escape that s begins with and returns its length.
func decodeEscape(s string) (c rune, size int) {
	switch s[1] {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		return unicodeEscape(s)
	}
	return rune(s[1]), 2
}

// unicodeEscape decodes the \uXXXX, or pair of them, that s begins with; size 0 means that there is none. A lone
// surrogate gives utf8.RuneError.
func unicodeEscape(s string) (c rune, size int) {
	c, ok := hex4(s)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(c) {
		return c, 6
	}
	if low, ok := hex4(s[6:]); ok {
		if pair := utf16.DecodeRune(c, low); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return utf8.RuneError, 6
}

// hex4 reads the one \uXXXX that s begins with, if it does.
func hex4(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	var c rune
	for _, h := range []byte(s[2:6]) {
		switch {
		case '0' <= h && h <= '9':
			h -= '0'
		case 'a' <= h|0x20 && h|0x20 <= 'f':
			h = h | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		c = c<<4 | rune(h)
	}
	return c, true
}
