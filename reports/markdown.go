package reports

import (
	"bufio"
	"bytes"
	"html"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	htmlout "github.com/yuin/goldmark/renderer/html"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxNesting bounds how deep lists and quotes may go; deeper notes are set as they were typed. Real notes stay below five.
const maxNesting = 24

// The parser knows CommonMark and bare links. It does not know link definitions ("[a]: http://…"): they would
// vanish from the page, and nothing that people wrote may.
var markdown = sync.OnceValue(func() parser.Parser {
	inline := append(parser.DefaultInlineParsers(), util.Prioritized(extension.NewLinkifyParser(), 999))
	return parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...), parser.WithInlineParsers(inline...))
})

// note sets Markdown in the text column. What Markdown would hide is shown as typed: HTML, comments, and
// where a link leads.
func (f *flow) note(source text) {
	if source == "" {
		return
	}
	if nested(string(source)) {
		f.plain(source, body)
		return
	}
	src := []byte(source)
	w := &noteWriter{flow: f, src: src}
	w.blocks(markdown().Parse(gmtext.NewReader(src)))
}

// plain sets text as it is, line by line.
func (f *flow) plain(s text, st style) { f.para(span{text: s, style: st}) }

// nested tells notes whose markers go deeper than a person would write, before a parser has to.
func nested(source string) bool {
	for l := range strings.Lines(source) {
		marks, i := 0, 0
		for ; i < len(l) && strings.IndexByte(" \t>-+*", l[i]) >= 0; i++ {
			if l[i] != ' ' && l[i] != '\t' {
				marks++
			}
		}
		if marks > maxNesting && strings.Trim(l, " \t*-\n") != "" || i > 8*maxNesting {
			return true
		}
	}
	return strings.Count(source, "[") > 2000 || strings.Count(source, "*")+strings.Count(source, "_") > 8000
}

// noteWriter walks the tree of one note.
type noteWriter struct {
	*flow
	src   []byte
	depth int
	begun bool
}

// blocks writes all blocks of a parent, one below the other.
func (w *noteWriter) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.block(n)
	}
}

// block writes one block. Headings inside notes stay small: the report's own are the landmarks.
func (w *noteWriter) block(n ast.Node) {
	if w.begun {
		w.space(4)
	}
	switch n := n.(type) {
	case *ast.Heading:
		w.space(6)
		st := strong
		if n.Level <= 2 {
			st = strong.sized(10.5, 14)
		}
		w.para(w.inline(n, st)...)
		w.keep()
	case *ast.List:
		w.list(n)
	case *ast.Blockquote:
		w.quote(n)
	case *ast.FencedCodeBlock:
		info := text("")
		if n.Info != nil {
			info = literal(n.Info.Value(w.src))
		}
		w.code(info, n.Lines())
	case *ast.CodeBlock:
		w.code("", n.Lines())
	case *ast.HTMLBlock:
		w.html(n)
	case *ast.ThematicBreak:
		w.space(6)
		w.add(6, lineMark{w.x, 0, 60, 0, rule, ink3})
	default:
		w.paragraph(n)
	}
	w.begun = true
}

// paragraph writes running text, or a pipe table in its own lines.
func (w *noteWriter) paragraph(n ast.Node) {
	if n.Type() == ast.TypeBlock && table(n.Lines(), w.src) {
		w.code("", n.Lines())
		return
	}
	w.para(w.inline(n, body)...)
}

// list sets a marker in front of each item and its blocks behind it.
func (w *noteWriter) list(n *ast.List) {
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark, indent := text("–"), 12.0
		if n.IsOrdered() {
			mark = text(itoa(number)) + text(n.Marker)
			indent = max(16, w.set.measure(mark, body)+5)
			number++
		}
		if w.begun {
			w.space(map[bool]float64{true: 2, false: 4}[n.IsTight])
		}
		if item.PreviousSibling() != nil && item.NextSibling() == nil {
			w.keep()
		}
		w.pinText(w.x, body.lead, span{text: mark, style: quiet})
		w.indented(indent, func() {
			if item.FirstChild() == nil {
				w.add(body.lead)
			}
			w.begun = false
			w.blocks(item)
		})
	}
}

// quote sets its blocks beside a vertical rule.
func (w *noteWriter) quote(n ast.Node) {
	from := len(w.boxes)
	x := w.x
	w.begun = false
	w.indented(12, func() { w.blocks(n) })
	for i := from; i < len(w.boxes); i++ {
		b := &w.boxes[i]
		top := b.before
		if i == from {
			top = 0
		}
		b.marks = append(b.marks, lineMark{x + 1, -top, 0, b.height + top, 1.5, hair})
	}
}

// indented runs with the text column moved in, but never so far that it becomes too narrow to read.
func (w *noteWriter) indented(by float64, blocks func()) {
	if w.measure()-by < 120 {
		by = 0
	}
	w.x += by
	w.depth++
	blocks()
	w.depth--
	w.x -= by
}

// code sets lines as they are, on a ground of their own; info is the language after the opening fence.
func (w *noteWriter) code(info text, lines *gmtext.Segments) {
	if info != "" {
		w.plain(info, small)
		w.keep()
	}
	w.x += 6
	for i := range lines.Len() {
		segment := lines.At(i)
		l := strings.TrimRight(string(segment.Value(w.src)), "\n")
		for j, set := range w.set.lines(w.measure()-6, span{text: untab(l), style: code}) {
			if i == 1 || j > 0 {
				w.keep()
			}
			ground := areaMark{w.x - 6, 0, w.measure() + 6, code.lead, codeGround}
			w.add(code.lead, append([]mark{ground}, w.marks(set, w.x, baseline(code.lead, set))...)...)
		}
	}
	w.x -= 6
}

// untab puts tab stops at every fourth column.
func untab(l string) text {
	if !strings.Contains(l, "\t") {
		return text(l)
	}
	var out strings.Builder
	column := 0
	for _, r := range l {
		if r != '\t' {
			out.WriteRune(r)
			column++
			continue
		}
		n := 4 - column%4
		out.WriteString("    "[:n])
		column += n
	}
	return text(out.String())
}

// table tells a pipe table by its second line; it is set as it was typed, in columns of equal width.
func table(lines *gmtext.Segments, src []byte) bool {
	if lines.Len() < 2 {
		return false
	}
	second := lines.At(1)
	l := strings.TrimSpace(string(second.Value(src)))
	return strings.Contains(l, "|") && strings.Contains(l, "--") && strings.Trim(l, "|-: ") == ""
}

// html shows HTML as it was typed.
func (w *noteWriter) html(n *ast.HTMLBlock) {
	lines := gmtext.NewSegments()
	lines.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
	if n.HasClosure() {
		lines.Append(n.ClosureLine)
	}
	w.code("", lines)
}

// literal resolves entities and backslash escapes, as HTML output would, and gives the characters themselves.
func literal(source []byte) text {
	if bytes.IndexByte(source, '&') < 0 && bytes.IndexByte(source, '\\') < 0 {
		return text(source)
	}
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	htmlout.DefaultWriter.Write(w, source)
	_ = w.Flush() // a buffer in memory takes everything
	return text(html.UnescapeString(out.String()))
}
