package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// strictParser is a block parser for those lines that are unmistakably its own.
type strictParser struct {
	parser.BlockParser
	is func(line []byte, r text.Reader, pc parser.Context) bool
}

// Open is part of parser.BlockParser.
func (b strictParser) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if line := lineOf(r, pc); line == nil || !b.is(line, r, pc) {
		return nil, parser.NoChildren
	}
	return b.BlockParser.Open(parent, r, pc)
}

// container is a block parser whose blocks hold others. It opens none beyond maxOpen.
type container struct {
	parser.BlockParser
	is func(line []byte) bool
}

// Open is part of parser.BlockParser.
func (b container) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if line := lineOf(r, pc); line == nil || !b.is(line) {
		return nil, parser.NoChildren
	}
	node, state := b.BlockParser.Open(parent, r, pc)
	if node != nil && len(pc.OpenedBlocks()) >= maxOpen {
		limitsOf(pc).exceeded = true
		return nil, parser.NoChildren
	}
	return node, state
}

// isQuote asks for a space after the sign and words behind it: "> 99 %", ">= 5" and ">>> x" compare, shift and prompt.
func isQuote(line []byte) bool {
	if len(line) < 2 || line[1] != ' ' && line[1] != '\t' {
		return false
	}
	rest := bytes.TrimLeft(line[1:], " \t")
	return len(rest) > 0 && !isFigure(rest)
}

// isList leaves "+ 5 %" alone: that is a sum.
func isList(line []byte) bool {
	return line[0] != '+' || !isFigure(bytes.TrimLeft(line[1:], " \t"))
}

// isFigure tells text that begins with an amount: a digit, perhaps behind a sign or a currency.
func isFigure(s []byte) bool {
	s = bytes.TrimLeft(s, " \t")
	for range 4 {
		r, n := utf8.DecodeRune(s)
		switch {
		case n == 0:
			return false
		case unicode.IsDigit(r):
			return true
		case strings.ContainsRune("=~≈<±", r):
			return r == '=' || len(s) > n && isFigureStart(s[n:])
		case !strings.ContainsRune("+-−.,", r) && !unicode.Is(unicode.Sc, r):
			return false
		}
		s = bytes.TrimLeft(s[n:], " ")
	}
	return false
}

// isFigureStart looks behind a sign such as ~.
func isFigureStart(s []byte) bool {
	r, _ := utf8.DecodeRune(bytes.TrimLeft(s, " "))
	return unicode.IsDigit(r) || r == '.' || r == '=' || unicode.Is(unicode.Sc, r)
}

// figureAtEnd is a line that counts something: "# hosts: 5", "# Hosts = 12".
var figureAtEnd = regexp.MustCompile(`[:=]\s*\D{0,3}\d`)

// isHeading tells titles from "# of nodes" and "# Hosts: 5": one sign before a small letter or an amount is short for
// “number”. Signs at the end belong to the title unless they are as many as before it.
func isHeading(line []byte, _ text.Reader, _ parser.Context) bool {
	level := len(line) - len(bytes.TrimLeft(line, "#"))
	title := bytes.Trim(line[level:], " \t")
	if len(title) == 0 || level > 6 {
		return false
	}
	bare := bytes.TrimRight(title, "#")
	if closing := len(title) - len(bare); len(bare) == 0 || closing > 0 && closing != level &&
		bytes.HasSuffix(bare, []byte(" ")) {
		return false
	}
	r, _ := utf8.DecodeRune(title)
	return level > 1 || !unicode.IsLower(r) && !isFigure(title) && !figureAtEnd.Match(title)
}

// fenceEnd is a line that can close fenced code: where it is, and the longest fence from there to the end of the note.
type fenceEnd struct{ at, longest int }

// isFence asks for a line further down that closes the code: "~~~ end" alone opens nothing.
func isFence(line []byte, r text.Reader, pc parser.Context) bool {
	char := line[0]
	length := len(line) - len(bytes.TrimLeft(line, string(char)))
	if length < 3 {
		return false
	}
	l := limitsOf(pc)
	if l.fences == nil {
		l.fences = fenceEnds(r.Source())
	}
	_, at := r.Position()
	ends := l.fences[char]
	low, high := 0, len(ends)
	for low < high {
		if mid := (low + high) / 2; ends[mid].at < at.Stop {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low < len(ends) && ends[low].longest >= length
}

// fenceEnds lists all lines that can close fenced code, by their character.
func fenceEnds(source []byte) map[byte][]fenceEnd {
	all := map[byte][]fenceEnd{}
	at := 0
	for l := range bytes.Lines(source) {
		s := bytes.Trim(l, " \t\n>")
		if len(s) >= 3 && (s[0] == '`' || s[0] == '~') && len(bytes.Trim(s, string(s[0]))) == 0 {
			all[s[0]] = append(all[s[0]], fenceEnd{at, len(s)})
		}
		at += len(l)
	}
	for _, ends := range all {
		for i := len(ends) - 2; i >= 0; i-- {
			ends[i].longest = max(ends[i].longest, ends[i+1].longest)
		}
	}
	return all
}

// tableLimiter makes a table of a paragraph only if no cell is lost by it and the table stays small.
type tableLimiter struct{ parser.ParagraphTransformer }

// Transform is part of parser.ParagraphTransformer.
func (t tableLimiter) Transform(node *ast.Paragraph, r text.Reader, pc parser.Context) {
	lines := node.Lines()
	for i := 1; i < lines.Len(); i++ {
		under := lines.At(i)
		if l := under.Value(r.Source()); !bytes.ContainsRune(l, '-') || len(bytes.Trim(l, "|-: \t\n")) > 0 ||
			!bytes.ContainsRune(l, '|') {
			continue
		}
		if rowsFit(lines, i, r.Source()) {
			t.ParagraphTransformer.Transform(node, r, pc)
		}
		return
	}
}

// rowsFit reports whether every row below the line at under has at most as many cells as the one above it.
func rowsFit(lines *text.Segments, under int, source []byte) bool {
	head := lines.At(under - 1)
	columns := countCells(head.Value(source))
	if columns*(lines.Len()-under) > maxCells || !bytes.ContainsRune(head.Value(source), '|') {
		return false
	}
	for i := under + 1; i < lines.Len(); i++ {
		if row := lines.At(i); countCells(row.Value(source)) > columns {
			return false
		}
	}
	return true
}

// countCells counts as the parser of tables does.
func countCells(line []byte) int {
	line = bytes.TrimSpace(line)
	n := 1 + bytes.Count(line, []byte("|")) - bytes.Count(line, []byte(`\|`))
	if bytes.HasPrefix(line, []byte("|")) {
		n--
	}
	if len(line) > 1 && bytes.HasSuffix(line, []byte("|")) {
		n--
	}
	return n
}
