package jsontree

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"plumbline/models/text"
)

// jsonReader turns a text into a document in one pass. A flaw that leaves the text readable is noted and reading goes
// on; the first that does not ends it.
type jsonReader struct {
	Document
	pos      int32
	depth    int
	maxDepth int
	found    []Flaw
	dead     bool
}

// Read reads a JSON text of less than 2 GB that nests at most maxDepth levels deep. ok is false where the text is not
// readable JSON; the flaws say why. There may be flaws where ok is true: see FlawKind.
func Read(source string, maxDepth int) (d *Document, flaws []Flaw, ok bool) {
	r := &jsonReader{Document: Document{Source: source, Nodes: make([]Node, 0, len(source)/48+8)}, maxDepth: maxDepth}
	if r.legible() {
		r.space()
		r.value(r.add(-1, 0))
		r.trailing()
	}
	return &r.Document, r.found, !r.dead
}

// legible refuses what is not UTF-8 text, or no text at all.
func (r *jsonReader) legible() bool {
	src := r.Source
	head := []byte(src[:min(len(src), 64)])
	switch other := text.OtherEncoding(head); {
	case other != "":
		r.die(FlawEncoding, 0, "The document is "+other+". Save it as UTF-8.")
	case !utf8.ValidString(src):
		at := 0
		for at < len(src) {
			c, size := utf8.DecodeRuneInString(src[at:])
			if c == utf8.RuneError && size == 1 {
				break
			}
			at += size
		}
		guess := text.GuessEncoding([]byte(src[at:min(len(src), at+8)]))
		if guess != "" {
			guess = " (" + guess + ")"
		}
		r.die(FlawEncoding, int32(at),
			fmt.Sprintf("The byte 0x%02X here is not UTF-8%s. Save the document as UTF-8.", src[at], guess))
	case strings.TrimLeft(src, " \t\r\n") == "":
		r.die(FlawSyntax, 0, "The document is empty.")
	}
	return !r.dead
}

// trailing notes what follows the root. The root itself is whole, so its problems are still worth telling.
func (r *jsonReader) trailing() {
	if r.dead {
		return
	}
	if r.space(); int(r.pos) < len(r.Source) {
		r.note(FlawTrailing, 0, r.pos, "The document goes on after its end: remove what follows the closing bracket.")
	}
}

// add appends a node without a value yet.
func (r *jsonReader) add(parent, index int32) int32 {
	r.Nodes = append(r.Nodes, Node{Parent: parent, Index: index, Start: r.pos, End: r.pos})
	return int32(len(r.Nodes) - 1)
}

// nodeValue reads the value at pos into node n.
func (r *jsonReader) value(n int32) {
	r.Nodes[n].Start = r.pos
	switch c := r.peek(); {
	case c == '{':
		r.Nodes[n].Kind = KindObject
		r.nested(n, r.object)
	case c == '[':
		r.Nodes[n].Kind = KindArray
		r.nested(n, r.array)
	case c == '"':
		r.Nodes[n].Kind = KindString
		_, _, r.Nodes[n].escaped = r.quoted(n)
	case c == '-' || isDigit(c):
		r.Nodes[n].Kind = KindNumber
		r.number()
	default:
		r.Nodes[n].Kind = r.literal()
	}
	r.Nodes[n].End, r.Nodes[n].Next = r.pos, int32(len(r.Nodes))
}

// nested reads an array or object n with inside, one level deeper. The bound keeps the stack small.
func (r *jsonReader) nested(n int32, inside func(int32)) {
	if r.depth++; r.depth > r.maxDepth {
		r.die(FlawTooDeep, r.pos, fmt.Sprintf("The document nests deeper than %d levels.", r.maxDepth))
		return
	}
	r.pos++
	inside(n)
	r.depth--
}

// array reads the elements of node n and the closing bracket.
func (r *jsonReader) array(n int32) {
	if r.space(); r.peek() == ']' {
		r.pos++
		return
	}
	for i := int32(0); !r.dead; i++ {
		r.space()
		r.value(r.add(n, i))
		r.Nodes[n].Count = i + 1
		if r.separator(n, ']') {
			return
		}
	}
}

// maxMemberName is the most bytes of a name, as it is written, that pointers repeat.
const maxMemberName = 256

// object reads the members of node n and the closing bracket. A member is a node before its value is known, so that
// a flaw in its name points at it.
func (r *jsonReader) object(n int32) {
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
		r.Nodes[m].NameStart, r.Nodes[m].NameEnd, r.Nodes[m].nameEscaped = start, end, escaped
		if end-start > maxMemberName {
			r.note(FlawLongName, m, start-1, fmt.Sprintf("This name has %d bytes, so it is hardly meant as one.", end-start))
		}
		r.Nodes[n].Count = i + 1
		r.colon(m)
		r.value(m)
		if r.separator(n, '}') {
			break
		}
	}
	if !r.dead {
		r.Nodes[n].Next = int32(len(r.Nodes))
		r.duplicates(n)
	}
}

// colon reads what stands between the name of member m and its value.
func (r *jsonReader) colon(m int32) {
	if r.dead {
		return
	}
	if r.space(); r.peek() != ':' {
		r.expected(fmt.Sprintf("Expected a colon after the name %q", shortened(r.Name(m))))
		return
	}
	r.pos++
	r.space()
}

// separator reads the comma or the closing bracket behind a value; it tells whether the list is over.
func (r *jsonReader) separator(n int32, closing byte) (over bool) {
	if r.dead {
		return true
	}
	r.space()
	switch r.peek() {
	case ',':
		comma := r.pos
		r.pos++
		if r.space(); r.peek() == closing {
			r.die(FlawSyntax, comma,
				fmt.Sprintf("Nothing follows this comma. Remove it, or add what belongs before the %q.", closing))
			return true
		}
		return false
	case closing:
		r.pos++
		return true
	}
	r.expected(fmt.Sprintf("Expected a comma or the %q that closes %s", closing, r.Nodes[n].Kind))
	return true
}

// space skips the four characters that JSON calls white space.
func (r *jsonReader) space() {
	for int(r.pos) < len(r.Source) {
		switch r.Source[r.pos] {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return
		}
	}
}

// peek returns the byte at pos, or 0 at the end.
func (r *jsonReader) peek() byte {
	if int(r.pos) < len(r.Source) {
		return r.Source[r.pos]
	}
	return 0
}
