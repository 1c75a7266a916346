package lenses

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"plumbline/questionnaires"
)

// problemView is one thing wrong with a document, with the line it is in.
type problemView struct {
	Error             bool
	Line, Column      int
	Path              string // JSON pointer
	Message           string
	Before, At, After string // the line, around the column
	Field             string // id of the field that it is about, on a form
	Label             string // of that field
}

// problemViews puts errors before warnings. The problems are sorted by position.
func problemViews(problems questionnaires.Problems, source string) []problemView {
	at := &lineCursor{rest: strings.TrimPrefix(source, "\ufeff"), line: 1, column: 1}
	views := make([]problemView, 0, len(problems))
	for _, p := range problems {
		v := problemView{Error: p.Level == questionnaires.LevelError, Line: p.Line, Column: p.Column, Path: p.Pointer,
			Message: p.Message}
		at.goTo(p.Line, p.Column)
		v.Before, v.At, v.After = at.excerpt()
		views = append(views, v)
	}
	slices.SortStableFunc(views, func(a, b problemView) int { return cmp.Compare(rankOf(a), rankOf(b)) })
	return views
}

func rankOf(v problemView) int {
	if v.Error {
		return 0
	}
	return 1
}

// lineCursor walks once through a document, which may be a single line of two megabytes.
type lineCursor struct {
	before, rest string // of the line, and of the document
	line, column int
}

func (c *lineCursor) goTo(line, column int) {
	for c.line < line {
		end := strings.IndexByte(c.rest, '\n')
		if end < 0 {
			break
		}
		c.before, c.rest, c.line, c.column = "", c.rest[end+1:], c.line+1, 1
	}
	n := 0
	for c.column < column && n < len(c.rest) && c.rest[n] != '\n' {
		_, size := utf8.DecodeRuneInString(c.rest[n:])
		n, c.column = n+size, c.column+1
	}
	c.before, c.rest = lastRunes(c.before+c.rest[:n], shownBefore+1), c.rest[n:]
}

// Characters of a line that are shown around a problem.
const shownBefore, shownAfter = 48, 72

// excerpt gives the character of the problem and what stands around it in its line.
func (c *lineCursor) excerpt() (before, at, after string) {
	before = lastRunes(c.before, shownBefore)
	if before != c.before {
		before = "…" + before
	} else {
		before = strings.TrimLeft(before, " \t")
	}
	line := c.rest
	if end := strings.IndexByte(line[:min(len(line), 4*shownAfter)], '\n'); end >= 0 {
		line = line[:end]
	}
	line = strings.TrimRight(firstRunes(line, shownAfter+1), "\r")
	if line == "" {
		return before, " ", ""
	}
	_, size := utf8.DecodeRuneInString(line)
	at, after = line[:size], line[size:]
	if len(c.rest) > len(line) && utf8.RuneCountInString(line) > shownAfter {
		after += "…"
	}
	return before, at, after
}

// firstRunes and lastRunes give n characters of a text at most.
func firstRunes(s string, n int) string {
	at := 0
	for ; n > 0 && at < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return s[:at]
}

func lastRunes(s string, n int) string {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:]
}
