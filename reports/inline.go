package reports

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"

	"plumbline/models/markdown"
)

// inline turns the children of a block into spans.
func (w *noteWriter) inline(n ast.Node, st style) []span {
	iw := inlineWriter{src: w.src}
	iw.children(n, span{style: st})
	iw.flush()
	return iw.out
}

// inlineWriter gathers text until something looks different.
type inlineWriter struct {
	src  []byte
	out  []span
	like span // how the text in open looks and links
	open []byte
}

// children writes all children of a node in the style of the span.
func (w *inlineWriter) children(n ast.Node, like span) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.node(c, like)
	}
}

// put adds a piece of text that looks and links like the given span.
func (w *inlineWriter) put(t text, like span) {
	if t == "" {
		return
	}
	if like.text = ""; like != w.like {
		w.flush()
		w.like = like
	}
	w.open = append(w.open, t...)
}

// flush makes a span of the text that was gathered.
func (w *inlineWriter) flush() {
	if len(w.open) > 0 {
		w.like.text = text(w.open)
		w.out = append(grown(w.out), w.like)
		w.like.text, w.open = "", w.open[:0]
	}
}

// node writes one inline node. A line break in the source stays a line break: people who press return mean it.
func (w *inlineWriter) node(n ast.Node, like span) {
	switch n := n.(type) {
	case *ast.Text:
		w.put(untab(string(n.Segment.Value(w.src)), 8), like)
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
		w.put(text(n.Label(w.src)), linked(like, markdown.Address(n, w.src)))
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
	w.children(n, linked(like, string(n.Destination)))
	w.tail(markdown.Text(n, w.src), n.Destination, n.Title, like)
}

// image tells of a picture in words; a report fetches nothing from the network and prints no embedded data.
func (w *inlineWriter) image(n *ast.Image, like span) {
	words, rest := markdown.Picture(markdown.Text(n, w.src), string(n.Destination))
	w.put(untab(words, 8), like)
	w.tail(words, []byte(rest), n.Title, like)
}

// tail adds what a link keeps to itself: its target and its title.
func (w *inlineWriter) tail(shown string, target, title []byte, like span) {
	to := text(target)
	if to != "" && string(to) != strings.TrimSpace(shown) && "mailto:"+strings.TrimSpace(shown) != string(to) {
		w.put(" (", like)
		w.put(to, linked(like, string(to)))
		w.put(")", like)
	}
	if len(title) > 0 {
		w.put(" “"+text(title)+"”", like)
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

// maxTarget is the longest address that a link may have: every line of the link's text holds it once.
const maxTarget = 2048

// clickable gives the target in the ASCII form that a PDF link needs, or "" for one that stays text.
func clickable(target string) string {
	u, err := url.Parse(strings.TrimSpace(target))
	if err != nil || len(target) > maxTarget {
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
	var out strings.Builder
	for i := range len(s) {
		if b := s[i]; b <= ' ' || b >= 0x7F {
			out.WriteByte('%')
			out.WriteByte(hexDigits[b>>4])
			out.WriteByte(hexDigits[b&15])
			continue
		}
		out.WriteByte(s[i])
	}
	return out.String()
}
