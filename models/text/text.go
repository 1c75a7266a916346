// Package text takes in what people and other programs write: files, pipes, request bodies, form fields and claims. It
// finds out the encoding, takes byte-order marks off, and brings names and lines into the one form in which they are
// kept and compared. It imports nothing of ours, and never changes what it does not name.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// byteOrderMark is the byte-order mark as a character. At the start of a text it says nothing of the text.
const byteOrderMark = "\ufeff"

// NormalizeName returns the form in which a name is kept: composed (NFC), and without a byte-order mark in front.
func NormalizeName(s string) string { return norm.NFC.String(strings.TrimPrefix(s, byteOrderMark)) }

// SameText reports whether two texts are the same characters, however they are composed. Letter case and white space
// count.
func SameText(a, b string) bool { return a == b || NormalizeName(a) == NormalizeName(b) }

// NormalizeLineEnds ends all lines by "\n", where others end them by "\r\n" or "\r".
func NormalizeLineEnds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// FoldName brings a name into the form in which names are compared: composed, without white space and without
// characters that leave no mark on the page, and with letter case folded.
func FoldName(s string) string { return foldWithSpace(s, func(rune) rune { return -1 }) }

// FoldWords is FoldName that leaves a blank for each white space.
func FoldWords(s string) string { return foldWithSpace(s, func(rune) rune { return ' ' }) }

// FoldPlain is FoldWords without accents and other marks on letters: what a search compares.
func FoldPlain(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(FoldWords(s))))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func foldWithSpace(s string, space func(rune) rune) string {
	if s == "" {
		return ""
	}
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return space(r)
		case isInvisible(r):
			return -1
		}
		return unicode.ToLower(unicode.ToUpper(r))
	}, norm.NFC.String(s)))
}

// isInvisible tells characters that are there without being seen: soft hyphen, zero-width ones, marks of direction.
func isInvisible(r rune) bool {
	switch {
	case r < 0xad:
		return false
	case r == 0xad, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2069, r == 0xfeff:
		return true
	}
	return false
}

// HasUnseen reports whether a text has characters that leave no mark on the page.
func HasUnseen(s string) bool { return strings.IndexFunc(s, isInvisible) >= 0 }

// OneLine reports whether s is one line as it stands on a page: without control characters, other line ends, and
// characters that turn the direction of what follows, so that a name can't be mistaken for another.
func OneLine(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	}) < 0
}

// TextFault tells what keeps s from being stored and shown as text, "" if nothing does: databases keep neither what is
// not UTF-8 nor U+0000. It goes after the name of a field: "must be …".
func TextFault(s string) string {
	if !utf8.ValidString(s) {
		return "must be UTF-8; " + whichByte([]byte(s))
	}
	if strings.IndexByte(s, 0) >= 0 {
		return "must not hold the character U+0000"
	}
	return ""
}
