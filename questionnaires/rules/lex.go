package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

type kind uint8

const (
	tokEnd kind = iota
	tokID
	tokNot
	tokAnd
	tokOr
	tokOpen
	tokClose
)

type token struct {
	kind kind
	off  int
	text string // as in the source; "" at the end
}

const blanks = " \t\r\n"

// lex reads the token that starts at or after pos.
func lex(src string, pos int) (token, *SyntaxError) {
	for pos < len(src) && strings.IndexByte(blanks, src[pos]) >= 0 {
		pos++
	}
	if pos == len(src) {
		return token{tokEnd, pos, ""}, nil
	}
	switch c := src[pos]; {
	case idByte(c):
		end := pos + 1
		for end < len(src) && idByte(src[end]) {
			end++
		}
		return token{tokID, pos, src[pos:end]}, nil
	case c == '!':
		return token{tokNot, pos, src[pos : pos+1]}, nil
	case c == '(':
		return token{tokOpen, pos, src[pos : pos+1]}, nil
	case c == ')':
		return token{tokClose, pos, src[pos : pos+1]}, nil
	case c == '&':
		return lexPair(src, pos, tokAnd)
	case c == '|':
		return lexPair(src, pos, tokOr)
	}
	return token{}, strange(src, pos)
}

// lexPair reads && or ||, and refuses any other number of the same character.
func lexPair(src string, pos int, k kind) (token, *SyntaxError) {
	end := pos + 1
	for end < len(src) && src[end] == src[pos] {
		end++
	}
	if end-pos == 2 {
		return token{k, pos, src[pos:end]}, nil
	}
	pair := strings.Repeat(src[pos:pos+1], 2)
	if end-pos == 1 {
		return token{}, syntaxError(pos, "a single %q means nothing here: write %s", src[pos:end], pair)
	}
	return token{}, syntaxError(pos, "%d times %q in a row: write %s", end-pos, src[pos:pos+1], pair)
}

// strange says why a character can't stand in a condition.
func strange(src string, pos int) *SyntaxError {
	r, size := utf8.DecodeRuneInString(src[pos:])
	switch {
	case r == utf8.RuneError && size == 1:
		return syntaxError(pos, "byte 0x%02X is not valid UTF-8", src[pos])
	case r == '=':
		return syntaxError(pos, `"=" is not an operator: name the choice to ask whether it is selected, and put ! before it to ask the contrary`)
	case r == ',' || r == ';' || r == '+' || r == '*':
		return syntaxError(pos, "%q is not an operator: join choices with && or ||", src[pos:pos+1])
	case r == '~' || r == '¬':
		return syntaxError(pos, "%q is not an operator: write ! for not", string(r))
	case strings.ContainsRune("\"'`“”‘’", r):
		return syntaxError(pos, "choice ids are written without quotes")
	case strings.ContainsRune("[]{}", r):
		return syntaxError(pos, "only round brackets group, not %q", string(r))
	}
	return syntaxError(pos, "%q can't stand in a choice id: ids have letters a to z and A to Z, digits, _, - and . only", string(r))
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
