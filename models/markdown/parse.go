// Package markdown reads notes: Markdown to a tree, and that tree to safe HTML. Pages, previews and reports all use
// this one tree, so that a note reads alike wherever it is shown.
//
// People type notes as plain text as often as they type Markdown. Only what is unmistakably Markdown is markup here;
// every other character stays as it was typed (backslashes, entities and HTML always do). Nothing in a note can make
// the reader work in more than linear time: what could is limited where it begins, and a note beyond the limits is
// plain text.
//
// It imports goldmark and none of our packages.
package markdown

import (
	"bytes"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Limits of one note. Real notes stay far below them.
const (
	maxOpen     = 16    // blocks that are open at a time: 8 lists within each other, or 16 quotes
	maxMarks    = 400   // runs of * and _ in one paragraph that may be emphasis
	maxLabel    = 999   // bytes of a link's text
	maxAddress  = 2048  // bytes of a link's address and title
	maxCells    = 10000 // cells of one table, those included that the table only implies
	maxLines    = 10000 // lines of the note
	maxBlank    = 3     // empty lines in a row; more look the same
	maxMailName = 128   // bytes that are searched for the @ of a mail address
)

// ParsedNote is a note that was read.
type ParsedNote struct {
	// Source is the text that the tree's segments point into: the note with "\n" for every line end, embedded data
	// shortened to one line, and no more than three empty lines in a row.
	Source []byte
	// Root is the tree, nil if the note is plain text: it has more lines or goes deeper than the limits.
	Root ast.Node
}

// Parse reads a note. It never fails: a note that goes beyond the limits is given without a tree.
func Parse(note string) ParsedNote {
	n := ParsedNote{Source: []byte(dropEmptyLines(shortenData(lineEnds.Replace(note))))}
	if bytes.Count(n.Source, []byte("\n")) > maxLines {
		return n
	}
	state := &parseLimits{}
	pc := parser.NewContext()
	pc.Set(limitsKey, state)
	root := noteParser().Parse(text.NewReader(n.Source), parser.WithContext(pc))
	if !state.exceeded {
		restoreText(root, n.Source)
		n.Root = root
	}
	return n
}

// lineEnds makes every kind of line end one line feed, as reports do.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n",
	"\u2029", "\n")

// dropEmptyLines drops empty lines beyond maxBlank in a row: the parser looks at each of them once for every open
// block, and plain text would be pages of nothing.
func dropEmptyLines(s string) string {
	if !strings.Contains(s, "\n\n") && !strings.Contains(s, " \n") && !strings.Contains(s, "\t\n") {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	empty := 0
	for l := range strings.Lines(s) {
		if strings.Trim(l, " \t\n") != "" {
			empty = 0
		} else if empty++; empty > maxBlank {
			continue
		}
		out.WriteString(l)
	}
	return out.String()
}

// parseLimits is what the parsers know of the note that they are in.
type parseLimits struct {
	exceeded bool
	fences   map[byte][]fenceEnd
	block    ast.Node              // whose inline text is being read
	marks    int                   // runs of * and _ in it so far
	ticks    map[int][]backtickRun // of it, by length; those behind are dropped
	link     int                   // where the bracket is that ends the link's text which is being read
}

var limitsKey = parser.NewContextKey()

func limitsOf(pc parser.Context) *parseLimits { return pc.Get(limitsKey).(*parseLimits) }

// within turns to another paragraph's inline text.
func (l *parseLimits) within(parent ast.Node) {
	if l.block != parent {
		*l = parseLimits{exceeded: l.exceeded, fences: l.fences, block: parent, link: -1}
	}
}

// noteParser is the one parser. It knows neither link definitions ("[a]: http://…"), which would vanish, nor underlined
// titles, nor HTML within a line, which is text.
var noteParser = sync.OnceValue(func() parser.Parser {
	links := extension.NewLinkifyParser(extension.WithLinkifyURLRegexp(bareURL),
		extension.WithLinkifyAllowedProtocols([]string{"http:", "https:", "mailto:"}))
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(container{parser.NewListParser(), isList}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(strictParser{parser.NewATXHeadingParser(), isHeading}, 600),
			util.Prioritized(strictParser{parser.NewFencedCodeBlockParser(), isFence}, 700),
			util.Prioritized(container{parser.NewBlockquoteParser(), isQuote}, 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(codeSpans{parser.NewCodeSpanParser()}, 100),
			util.Prioritized(wholeLinks{parser.NewLinkParser()}, 200),
			util.Prioritized(angleLinks{parser.NewAutoLinkParser()}, 300),
			util.Prioritized(emphasisParser{}, 500),
			util.Prioritized(bareLinks{links}, 999),
		),
		parser.WithParagraphTransformers(util.Prioritized(tableLimiter{extension.NewTableParagraphTransformer()}, 200)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
})

// lineOf returns the rest of the line that a block parser looks at, from its first character on.
func lineOf(r text.Reader, pc parser.Context) []byte {
	line, _ := r.PeekLine()
	if at := pc.BlockOffset(); at >= 0 && at < len(line) {
		return bytes.TrimRight(line[at:], "\n")
	}
	return nil
}
