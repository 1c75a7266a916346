package doc

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"plumbline/models/markdown"
)

// spans turns the text inside a block into spans; base is the style of what has no marks.
func (r noteReader) spans(n ast.Node, base TextStyle) []Span {
	w := inlineWriter{source: r.source}
	w.children(n, Span{Style: base})
	w.flush()
	return w.out
}

// inlineWriter gathers text until something looks different.
type inlineWriter struct {
	source []byte
	out    []Span
	like   Span // how the text in open looks and links
	open   []byte
}

// children writes all children of a node in the style of the span.
func (w *inlineWriter) children(n ast.Node, like Span) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.node(c, like)
	}
}

// put adds a piece of text that looks and links like the given span.
func (w *inlineWriter) put(t CleanText, like Span) {
	if t == "" {
		return
	}
	if like.Text = ""; like != w.like {
		w.flush()
		w.like = like
	}
	w.open = append(w.open, t...)
}

// flush makes a span of the text that was gathered.
func (w *inlineWriter) flush() {
	if len(w.open) > 0 {
		w.like.Text = CleanText(w.open)
		w.out = append(w.out, w.like)
		w.like.Text, w.open = "", w.open[:0]
	}
}

// node writes one inline node. A line break in the source stays a line break: people who press return mean it.
func (w *inlineWriter) node(n ast.Node, like Span) {
	switch n := n.(type) {
	case *ast.Text:
		w.put(withoutTabs(string(n.Segment.Value(w.source)), textTabs), like)
		if n.SoftLineBreak() || n.HardLineBreak() {
			w.put("\n", like)
		}
	case *ast.String:
		w.put(CleanText(n.Value), like)
	case *ast.CodeSpan:
		w.codeSpan(n, like)
	case *ast.Emphasis:
		w.children(n, emphasised(like, n.Level))
	case *ast.Link:
		w.link(n, like)
	case *ast.Image:
		w.image(n, like)
	case *ast.AutoLink:
		w.put(CleanText(n.Label(w.source)), LinkedSpan(like, markdown.LinkAddress(n, w.source)))
	default:
		w.children(n, like)
	}
}

// codeSpan takes its text as it is: entities and escapes mean nothing in code.
func (w *inlineWriter) codeSpan(n ast.Node, like Span) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			w.put(CleanText(t.Segment.Value(w.source)), inCode(like))
		}
	}
}

// link shows where it leads unless its text says so already, and its title too.
func (w *inlineWriter) link(n *ast.Link, like Span) {
	w.children(n, LinkedSpan(like, string(n.Destination)))
	w.tail(markdown.PlainText(n, w.source), n.Destination, n.Title, like)
}

// image tells of a picture in words; a report fetches nothing from the network and prints no embedded data.
func (w *inlineWriter) image(n *ast.Image, like Span) {
	words, rest := markdown.ImageText(markdown.PlainText(n, w.source), string(n.Destination))
	w.put(withoutTabs(words, textTabs), like)
	w.tail(words, []byte(rest), n.Title, like)
}

// tail adds what a link keeps to itself: its target and its title.
func (w *inlineWriter) tail(shown string, target, title []byte, like Span) {
	to := CleanText(target)
	if to != "" && string(to) != strings.TrimSpace(shown) && "mailto:"+strings.TrimSpace(shown) != string(to) {
		w.put(" (", like)
		w.put(to, LinkedSpan(like, string(to)))
		w.put(")", like)
	}
	if len(title) > 0 {
		w.put(" “"+CleanText(title)+"”", like)
	}
}

// emphasised makes a span italic (one mark) or strong (two or more). What is strong stays so.
func emphasised(like Span, level int) Span {
	switch {
	case level >= 2:
		like.Style = StyleStrong
	case like.Style == StyleBody:
		like.Style = StyleItalic
	}
	return like
}

// inCode returns the span as code.
func inCode(like Span) Span {
	like.Style = StyleCode
	return like
}

// HeadSpans returns the spans of a table's head or of another place where everything is strong: emphasis makes no
// difference there.
func HeadSpans(spans []Span) []Span {
	var out []Span
	for _, s := range spans {
		if s.Style != StyleCode {
			s.Style = StyleStrong
		}
		if n := len(out); n > 0 && out[n-1].like(s) {
			out[n-1].Text += s.Text
			continue
		}
		out = append(out, s)
	}
	return out
}

// like reports whether two spans look and link alike.
func (s Span) like(other Span) bool {
	return s.Style == other.Style && s.Link == other.Link && s.URL == other.URL
}
