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

// bareURL is an address that stands in running text.
var bareURL = regexp.MustCompile(`^(?:https?://[\pL\pN\[]|mailto:[^\s<>"@]+@)[^\s<>"` + "`" + `|\\^{}]*`)

// bareLinks finds addresses in running text. It looks before the library does, which would search the line for an @ at
// every word.
type bareLinks struct{ parser.InlineParser }

// Parse is part of parser.InlineParser.
func (p bareLinks) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	line, _ := r.PeekLine()
	word := line
	if strings.IndexByte(" \t*_~(", line[0]) >= 0 {
		word = line[1:]
	}
	for _, start := range []string{"http:", "https:", "mailto:", "www."} {
		if bytes.HasPrefix(word, []byte(start)) {
			return p.InlineParser.Parse(parent, r, pc)
		}
	}
	for i, c := range word[:min(len(word), maxMailName)] {
		if c == '@' && i > 0 {
			return p.InlineParser.Parse(parent, r, pc)
		}
		if c <= ' ' || c >= 0x7F || strings.IndexByte(`"(),:;<>[\]`, c) >= 0 {
			return nil
		}
	}
	return nil
}

// angleLinks takes the brackets from <addresses> only if they lead somewhere: <std::string> is no address.
type angleLinks struct{ parser.InlineParser }

// Parse is part of parser.InlineParser.
func (p angleLinks) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	node, ok := p.InlineParser.Parse(parent, r, pc).(*ast.AutoLink)
	if !ok || !leadsOut(LinkAddress(node, r.Source())) {
		return nil
	}
	return node
}

// asTyped returns so many bytes as text.
func asTyped(r text.Reader, n int) ast.Node {
	_, at := r.PeekLine()
	r.Advance(n)
	return ast.NewTextSegment(at.WithStop(at.Start + n))
}

// runLength counts how often the first byte is repeated.
func runLength(line []byte) int {
	n := 1
	for n < len(line) && line[n] == line[0] {
		n++
	}
	return n
}

// codeSpans begins code at backticks that do not follow a letter ("don`t") and that have an end in the same paragraph
// which no letter follows.
type codeSpans struct{ parser.InlineParser }

// Parse is part of parser.InlineParser.
func (p codeSpans) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	line, at := r.PeekLine()
	l, n := limitsOf(pc), runLength(line)
	l.within(parent)
	if l.ticks == nil {
		l.ticks = allTicks(parent.Lines(), r.Source())
	}
	for len(l.ticks[n]) > 0 && l.ticks[n][0].at <= at.Start {
		l.ticks[n] = l.ticks[n][1:]
	}
	if isWord(r.PrecendingCharacter()) || len(l.ticks[n]) == 0 || l.ticks[n][0].inWord {
		return asTyped(r, n)
	}
	return p.InlineParser.Parse(parent, r, pc)
}

// backtickRun is a run of backticks.
type backtickRun struct {
	at     int
	inWord bool // a letter follows
}

// allTicks returns the places of backticks by the length of their runs, so that no search for an end is in vain.
func allTicks(lines *text.Segments, source []byte) map[int][]backtickRun {
	all := map[int][]backtickRun{}
	for i := range lines.Len() {
		s := lines.At(i)
		line := s.Value(source)
		for j := bytes.IndexByte(line, '`'); j >= 0 && j < len(line); j++ {
			if line[j] != '`' {
				continue
			}
			n := runLength(line[j:])
			after, _ := utf8.DecodeRune(line[j+n:])
			all[n] = append(all[n], backtickRun{s.Start + j, after != utf8.RuneError && isWord(after)})
			j += n - 1
		}
	}
	return all
}

// wholeLinks begins a link or an image only where the whole of it stands on the line: [text](address "title").
type wholeLinks struct{ parser.InlineParser }

// Parse is part of parser.InlineParser.
func (p wholeLinks) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	line, at := r.PeekLine()
	l := limitsOf(pc)
	l.within(parent)
	if line[0] == ']' {
		if at.Start != l.link {
			return nil
		}
		return p.InlineParser.Parse(parent, r, pc)
	}
	open := 0
	if line[0] == '!' {
		open = 1
	}
	if open >= len(line) || line[open] != '[' || at.Start < l.link {
		return nil
	}
	end := labelEnd(line[open:])
	if end < 0 || !isAddress(line[open+end+1:], r.PrecendingCharacter()) {
		return nil
	}
	l.link = at.Start + open + end
	return p.InlineParser.Parse(parent, r, pc)
}

// CloseBlock is part of parser.CloseBlocker.
func (p wholeLinks) CloseBlock(parent ast.Node, r text.Reader, pc parser.Context) {
	p.InlineParser.(parser.CloseBlocker).CloseBlock(parent, r, pc)
}

// labelEnd finds the bracket that ends a link's text.
func labelEnd(s []byte) int {
	for i := 1; i < min(len(s), maxLabel); i++ {
		switch s[i] {
		case '[', '\n':
			return -1
		case ']':
			return i
		case '\\':
			i++
		}
	}
	return -1
}

// linkTarget is what may follow a link's text.
var linkTarget = regexp.MustCompile(`^\([ \t]*(<[^<>\n]*>|[^\s<>\[]+)[ \t]*(?:[ \t]("[^"\n]*"|'[^'\n]*'|\([^()\n]*\))[ \t]*)?\)`)

// isAddress tells a link from an index and a call, "f[0](x)": it leads somewhere.
func isAddress(s []byte, before rune) bool {
	if len(s) == 0 || s[0] != '(' {
		return false
	}
	m := linkTarget.FindSubmatch(s[:min(len(s), maxAddress)])
	if m == nil {
		return false
	}
	to := bytes.ToLower(bytes.Trim(m[1], "<>"))
	for _, scheme := range []string{"http://", "https://", "mailto:", "data:"} {
		if bytes.HasPrefix(to, []byte(scheme)) {
			return true
		}
	}
	return !isWord(before) && bytes.ContainsAny(to, ":/#")
}

// emphasisParser is * and _ around words. Within words and figures they are what they are: 5*3*2, a_b_c, *.log; and an
// underscore around one word belongs to a name: __init__, _old_.
type emphasisParser struct{}

// Trigger is part of parser.InlineParser.
func (emphasisParser) Trigger() []byte { return []byte{'*', '_'} }

// Parse is part of parser.InlineParser.
func (emphasisParser) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	line, at := r.PeekLine()
	l, n := limitsOf(pc), runLength(line)
	l.within(parent)
	after := ' '
	if n < len(line) {
		after, _ = utf8.DecodeRune(line[n:])
	}
	before := r.PrecendingCharacter()
	opens, closes := opensEmphasis(before, after), closesEmphasis(before, after)
	if line[0] == '_' {
		opens = opens && spaceBefore(line[n:])
		closes = closes && spacedBefore(r.Source()[:at.Start])
	}
	if n > 3 || !opens && !closes || l.marks >= maxMarks {
		return asTyped(r, n)
	}
	l.marks++
	d := parser.NewDelimiter(opens, closes, n, line[0], emphasisMarks{})
	d.Segment = at.WithStop(at.Start + n)
	r.Advance(n)
	pc.PushDelimiter(d)
	return d
}

func opensEmphasis(before, after rune) bool {
	return (unicode.IsSpace(before) || strings.ContainsRune(`([{"'“‘«—–-:,;*_`, before)) &&
		(isWord(after) || strings.ContainsRune("\"'“‘«([{`*_<$€£", after))
}

func closesEmphasis(before, after rune) bool {
	return (isWord(before) || strings.ContainsRune(")]}\"'”’»!?….,:;%`>*_$€£", before)) &&
		(unicode.IsSpace(after) || strings.ContainsRune(`)]}"'”’».,:;!?…—–-/<*_`, after))
}

// spaceBefore reports whether there is a space before the next underscore.
func spaceBefore(s []byte) bool {
	i := bytes.IndexAny(s[:min(len(s), maxLabel)], " \t_\n")
	return i >= 0 && s[i] != '_' && s[i] != '\n'
}

// spacedBefore tells the same of the one before.
func spacedBefore(s []byte) bool {
	s = s[max(0, len(s)-maxLabel):]
	i := bytes.LastIndexAny(s, " \t_\n")
	return i >= 0 && s[i] != '_'
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// emphasisMarks says how marks pair.
type emphasisMarks struct{}

// IsDelimiter is part of parser.DelimiterProcessor.
func (emphasisMarks) IsDelimiter(b byte) bool { return b == '*' || b == '_' }

// CanOpenCloser is part of parser.DelimiterProcessor.
func (emphasisMarks) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

// OnMatch is part of parser.DelimiterProcessor.
func (emphasisMarks) OnMatch(consumes int) ast.Node { return ast.NewEmphasis(consumes) }
