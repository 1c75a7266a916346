package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokID
	tokNot
	tokAnd
	tokOr
	tokOpen
	tokClose
)

type lexToken struct {
	kind tokenKind
	off  int
	text string // as in the source; "" at the end
}

const blankSigns = " \t\r\n"

// nextToken reads the token that starts at or after pos.
func nextToken(src string, pos int) (lexToken, *SyntaxError) {
	for pos < len(src) && strings.IndexByte(blankSigns, src[pos]) >= 0 {
		pos++
	}
	if pos == len(src) {
		return lexToken{tokEnd, pos, ""}, nil
	}
	switch c := src[pos]; {
	case idByte(c):
		end := pos + 1
		for end < len(src) && idByte(src[end]) {
			end++
		}
		return lexToken{tokID, pos, src[pos:end]}, nil
	case c == '!':
		return lexToken{tokNot, pos, src[pos : pos+1]}, nil
	case c == '(':
		return lexToken{tokOpen, pos, src[pos : pos+1]}, nil
	case c == ')':
		return lexToken{tokClose, pos, src[pos : pos+1]}, nil
	case c == '&':
		return lexPair(src, pos, tokAnd)
	case c == '|':
		return lexPair(src, pos, tokOr)
	}
	return lexToken{}, strangeReason(src, pos)
}

// lexPair reads && or ||, and refuses any other number of the same character.
func lexPair(src string, pos int, k tokenKind) (lexToken, *SyntaxError) {
	end := pos + 1
	for end < len(src) && src[end] == src[pos] {
		end++
	}
	if end-pos == 2 {
		return lexToken{k, pos, src[pos:end]}, nil
	}
	pair := strings.Repeat(src[pos:pos+1], 2)
	if end-pos == 1 {
		return lexToken{}, syntaxError(pos, "a single %q means nothing here: write %s", src[pos:end], pair)
	}
	return lexToken{}, syntaxError(pos, "%d times %q in a row: write %s", end-pos, src[pos:pos+1], pair)
}

// strangeReason says why a character can't stand in a condition.
func strangeReason(src string, pos int) *SyntaxError {
	r, size := utf8.DecodeRuneInString(src[pos:])
	switch {
	case r == utf8.RuneError && size == 1:
		return syntaxError(pos, "byte 0x%02X is not valid UTF-8", src[pos])
	case r == '=':
		return syntaxError(pos,
			`"=" is not an operator: name the choice to ask whether it is selected, and put ! before it to ask the contrary`)
	case r == ',' || r == ';' || r == '+' || r == '*':
		return syntaxError(pos, "%q is not an operator: join choices with && or ||", src[pos:pos+1])
	case r == '~' || r == '¬':
		return syntaxError(pos, "%q is not an operator: write ! for not", string(r))
	case strings.ContainsRune("\"'`“”‘’", r):
		return syntaxError(pos, "choice ids are written without quotes")
	case strings.ContainsRune("[]{}", r):
		return syntaxError(pos, "only round brackets group, not %q", string(r))
	}
	return syntaxError(pos, "%q can't stand in a choice id: ids have letters a to z and A to Z, digits, _, - and . only",
		string(r))
}

func idByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '.'
}

// SyntaxError tells where a condition leaves the grammar and what would be right there.
type SyntaxError struct {
	Offset  int // in bytes from the start of the source; the length of the source if something is missing at its end
	Message string
}

// Error returns the message with its place, counted from 1.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("at byte %d: %s", e.Offset+1, e.Message)
}

func syntaxError(off int, format string, args ...any) *SyntaxError {
	return &SyntaxError{Offset: off, Message: fmt.Sprintf(format, args...)}
}
