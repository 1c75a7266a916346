package reports

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// inline turns the children of a block into spans.
func (w *noteWriter) inline(n ast.Node, st style) []span {
	iw := inlineWriter{src: w.src}
	iw.children(n, span{style: st})
	return iw.out
}

type inlineWriter struct {
	src []byte
	out []span
}

// children writes all children of a node in the style of the span.
func (w *inlineWriter) children(n ast.Node, like span) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.node(c, like)
	}
}

// put adds a piece of text that looks and links like the given span.
func (w *inlineWriter) put(t text, like span) {
	if t != "" {
		like.text = t
		w.out = append(w.out, like)
	}
}

// node writes one inline node. A line break in the source stays a line break: people who press return mean it.
func (w *inlineWriter) node(n ast.Node, like span) {
	switch n := n.(type) {
	case *ast.Text:
		w.put(literal(n.Segment.Value(w.src)), like)
		if n.SoftLineBreak() || n.HardLineBreak() {
			w.put("\n", like)
		}
	case *ast.String:
		w.put(text(n.Value), like)
	case *ast.CodeSpan:
		w.codeSpan(n, like)
	case *ast.Emphasis:
		w.children(n, emphasised(like, n.Level))
	case *ast.Link:
		w.link(n, like)
	case *ast.Image:
		w.image(n, like)
	case *ast.AutoLink:
		shown := text(n.Label(w.src))
		target := string(n.URL(w.src))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(target, "mailto:") {
			target = "mailto:" + target
		}
		w.put(shown, linked(like, target))
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			s := n.Segments.At(i)
			w.put(text(s.Value(w.src)), coded(like))
		}
	default:
		w.children(n, like)
	}
}

// codeSpan takes its text as it is: entities and escapes mean nothing in code.
func (w *inlineWriter) codeSpan(n ast.Node, like span) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			w.put(text(t.Segment.Value(w.src)), coded(like))
		}
	}
}

// link shows where it leads unless its text says so already, and its title too.
func (w *inlineWriter) link(n *ast.Link, like span) {
	target, from := string(n.Destination), len(w.out)
	w.children(n, linked(like, target))
	var shown strings.Builder
	for _, s := range w.out[from:] {
		shown.WriteString(string(s.text))
	}
	w.tail(shown.String(), n.Destination, n.Title, like)
}

// image tells of a picture in words; a report fetches nothing from the network.
func (w *inlineWriter) image(n *ast.Image, like span) {
	w.put("[image: ", like)
	from := len(w.out)
	w.children(n, linked(like, string(n.Destination)))
	if len(w.out) == from {
		w.put("no description", like)
	}
	w.put("]", like)
	w.tail("", n.Destination, n.Title, like)
}

// tail adds what a link keeps to itself: its target and its title.
func (w *inlineWriter) tail(shown string, target, title []byte, like span) {
	to := literal(target)
	if to != "" && string(to) != strings.TrimSpace(shown) && "mailto:"+strings.TrimSpace(shown) != string(to) {
		if shown != "" {
			w.put(" (", like)
		} else if len(w.out) > 0 {
			w.put(" ", like)
		}
		w.put(to, linked(like, string(to)))
		if shown != "" {
			w.put(")", like)
		}
	}
	if len(title) > 0 {
		w.put(" “"+literal(title)+"”", like)
	}
}

// emphasised makes a span italic (one mark) or bold (two or more). Bold stays bold inside.
func emphasised(like span, level int) span {
	switch {
	case level >= 2:
		like.style.face = sansBold
	case like.style.face == sans:
		like.style.face = sansItalic
	}
	return like
}

// coded sets a span in the fixed-width face, a little smaller, since that face runs large.
func coded(like span) span {
	like.style = like.style.with(mono).sized(like.style.size*0.92, like.style.lead)
	return like
}

// linked makes a span clickable if its target may be: http, https and mailto only.
func linked(like span, target string) span {
	if like.url = clickable(target); like.url != "" {
		like.style.color = accent
	}
	return like
}

// clickable gives the target in the ASCII form that a PDF link needs, or "" for one that stays text.
func clickable(target string) string {
	u, err := url.Parse(strings.TrimSpace(target))
	if err != nil {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
	default:
		return ""
	}
	return ascii(u.String())
}

// ascii percent-encodes what is left of other characters, such as those of an international host name.
func ascii(s string) string {
	const digits = "0123456789ABCDEF"
	var out strings.Builder
	for i := range len(s) {
		if b := s[i]; b <= ' ' || b >= 0x7F {
			out.WriteByte('%')
			out.WriteByte(digits[b>>4])
			out.WriteByte(digits[b&15])
			continue
		}
		out.WriteByte(s[i])
	}
	return out.String()
}
