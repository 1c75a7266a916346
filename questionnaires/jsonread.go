package questionnaires

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// reader turns a text into a document in one pass. A flaw that leaves the text readable is noted and reading goes on;
// the first that does not ends it.
type reader struct {
	document
	pos   int32
	depth int
	found []finding
	dead  bool
}

// readDocument reads src, which may be at most MaxInput long. ok is false where the text is not readable JSON; the
// findings say why.
func readDocument(src string) (d *document, found []finding, ok bool) {
	r := &reader{document: document{src: src, nodes: make([]node, 0, len(src)/48+8)}}
	if r.legible() {
		r.space()
		r.value(r.add(-1, 0))
		r.trailing()
	}
	return &r.document, r.found, !r.dead
}

// legible refuses what is not UTF-8 text, or no text at all.
func (r *reader) legible() bool {
	src := r.src
	switch {
	case strings.HasPrefix(src, "\xff\xfe"), strings.HasPrefix(src, "\xfe\xff"):
		r.die(codeEncoding, 0, "The document is UTF-16. Save it as UTF-8.")
	case !utf8.ValidString(src):
		at := 0
		for at < len(src) {
			c, size := utf8.DecodeRuneInString(src[at:])
			if c == utf8.RuneError && size == 1 {
				break
			}
			at += size
		}
		r.die(codeEncoding, int32(at), fmt.Sprintf("The byte 0x%02X here is not UTF-8. Save the document as UTF-8.", src[at]))
	case strings.TrimLeft(src, " \t\r\n") == "":
		r.die(codeSyntax, 0, "The document is empty.")
	}
	return !r.dead
}

// trailing notes what follows the root. The root itself is whole, so its problems are still worth telling.
func (r *reader) trailing() {
	if r.dead {
		return
	}
	if r.space(); int(r.pos) < len(r.src) {
		r.note(codeTrailing, 0, r.pos, "The document goes on after its end: remove what follows the closing bracket.")
	}
}

// add appends a node without a value yet.
func (r *reader) add(parent, index int32) int32 {
	r.nodes = append(r.nodes, node{parent: parent, index: index, start: r.pos, end: r.pos})
	return int32(len(r.nodes) - 1)
}

// value reads the value at pos into node n.
func (r *reader) value(n int32) {
	r.nodes[n].start = r.pos
	switch c := r.peek(); {
	case c == '{':
		r.nodes[n].kind = kindObject
		r.nested(n, r.object)
	case c == '[':
		r.nodes[n].kind = kindArray
		r.nested(n, r.array)
	case c == '"':
		r.nodes[n].kind = kindString
		_, _, r.nodes[n].escaped = r.quoted(n)
	case c == '-' || isDigit(c):
		r.nodes[n].kind = kindNumber
		r.number()
	default:
		r.nodes[n].kind = r.literal()
	}
	r.nodes[n].end, r.nodes[n].next = r.pos, int32(len(r.nodes))
}

// nested reads an array or object n with inside, one level deeper. The bound keeps the stack small.
func (r *reader) nested(n int32, inside func(int32)) {
	if r.depth++; r.depth > MaxDepth {
		r.die(codeDepth, r.pos, fmt.Sprintf("The document nests deeper than %d levels.", MaxDepth))
		return
	}
	r.pos++
	inside(n)
	r.depth--
}

// array reads the elements of node n and the closing bracket.
func (r *reader) array(n int32) {
	if r.space(); r.peek() == ']' {
		r.pos++
		return
	}
	for i := int32(0); !r.dead; i++ {
		r.space()
		r.value(r.add(n, i))
		r.nodes[n].count = i + 1
		if r.separator(n, ']') {
			return
		}
	}
}

// maxMemberName is the most bytes of a name, as it is written, that pointers repeat.
const maxMemberName = 256

// object reads the members of node n and the closing bracket. A member is a node before its value is known, so that
// a flaw in its name points at it.
func (r *reader) object(n int32) {
	if r.space(); r.peek() == '}' {
		r.pos++
		return
	}
	for i := int32(0); !r.dead; i++ {
		r.space()
		if r.peek() != '"' {
			r.noName(i)
			return
		}
		m := r.add(n, i)
		start, end, escaped := r.quoted(m)
		r.nodes[m].keyStart, r.nodes[m].keyEnd, r.nodes[m].keyEscaped = start, end, escaped
		if end-start > maxMemberName {
			r.note(codeLongName, m, start-1, fmt.Sprintf("This name has %d bytes, so it is hardly meant as one.", end-start))
		}
		r.nodes[n].count = i + 1
		r.colon(m)
		r.value(m)
		if r.separator(n, '}') {
			break
		}
	}
	if !r.dead {
		r.nodes[n].next = int32(len(r.nodes))
		r.duplicates(n)
	}
}

// colon reads what stands between the name of member m and its value.
func (r *reader) colon(m int32) {
	if r.dead {
		return
	}
	if r.space(); r.peek() != ':' {
		r.expected(fmt.Sprintf("Expected a colon after the name %q", clip(r.key(m))))
		return
	}
	r.pos++
	r.space()
}

// separator reads the comma or the closing bracket behind a value; it tells whether the list is over.
func (r *reader) separator(n int32, closing byte) (over bool) {
	if r.dead {
		return true
	}
	r.space()
	switch r.peek() {
	case ',':
		comma := r.pos
		r.pos++
		if r.space(); r.peek() == closing {
			r.die(codeSyntax, comma,
				fmt.Sprintf("Nothing follows this comma. Remove it, or add what belongs before the %q.", closing))
			return true
		}
		return false
	case closing:
		r.pos++
		return true
	}
	r.expected(fmt.Sprintf("Expected a comma or the %q that closes %s", closing, r.nodes[n].kind))
	return true
}

// space skips the four characters that JSON calls white space.
func (r *reader) space() {
	for int(r.pos) < len(r.src) {
		switch r.src[r.pos] {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return
		}
	}
}

// peek gives the byte at pos, or 0 at the end.
func (r *reader) peek() byte {
	if int(r.pos) < len(r.src) {
		return r.src[r.pos]
	}
	return 0
}
