package reports

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"

	"plumbline/models/markdown"
)

// note sets Markdown in the text column. What Markdown would hide is shown as typed: HTML, comments, and
// where a link leads.
func (f *flow) note(source text) {
	if source == "" {
		return
	}
	n := markdown.Parse(string(source))
	if n.Root == nil {
		f.plain(untab(string(n.Source), 8), body)
		return
	}
	w := &noteWriter{flow: f, src: n.Source}
	w.blocks(n.Root)
}

// plain sets text as it is, line by line.
func (f *flow) plain(s text, st style) { f.para(span{text: s, style: st}) }

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
			info = text(n.Info.Value(w.src))
		}
		w.code(info, n.Lines())
	case *ast.CodeBlock:
		w.code("", n.Lines())
	case *ast.HTMLBlock:
		w.codeLines("", strings.Split(markdown.Raw(n, w.src), "\n"))
	case *ast.ThematicBreak:
		w.space(6)
		w.add(6, lineMark{w.x, 0, 60, 0, rule, ink3})
	case *extast.Table:
		w.table(n)
	default:
		w.para(w.inline(n, body)...)
	}
	w.begun = true
}

// list sets a marker in front of each item and its blocks behind it.
func (w *noteWriter) list(n *ast.List) {
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark, indent := text("–"), 12.0
		if n.IsOrdered() {
			mark = text(itoa(markdown.Number(item))) + text(n.Marker)
			indent = max(16, w.set.measure(mark, body)+5)
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

// code sets lines as they are, on a ground of their own; info is what stands after the opening fence.
func (w *noteWriter) code(info text, lines *gmtext.Segments) {
	all := make([]string, lines.Len())
	for i := range all {
		segment := lines.At(i)
		all[i] = strings.TrimRight(string(segment.Value(w.src)), "\n")
	}
	w.codeLines(info, all)
}

func (w *noteWriter) codeLines(info text, lines []string) {
	if info != "" {
		w.plain(info, small)
		w.keep()
	}
	w.x += 6
	for i, l := range lines {
		for j, set := range w.set.lines(w.measure()-6, span{text: untab(l, 4), style: code}) {
			if i == 1 || j > 0 {
				w.keep()
			}
			ground := areaMark{w.x - 6, 0, w.measure() + 6, code.lead, codeGround}
			w.add(code.lead, append([]mark{ground}, w.marks(set, w.x, baseline(code.lead, set))...)...)
		}
	}
	w.x -= 6
}

// untab puts tab stops at every so many columns.
func untab(l string, every int) text {
	if !strings.Contains(l, "\t") {
		return text(l)
	}
	var out strings.Builder
	column := 0
	for _, r := range l {
		if r != '\t' {
			out.WriteRune(r)
			if column++; r == '\n' {
				column = 0
			}
			continue
		}
		n := every - column%every
		out.WriteString(strings.Repeat(" ", n))
		column += n
	}
	return text(out.String())
}
