package questionnaires

import "strings"

// kind is the type of a JSON value.
type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindNumber
	kindString
	kindArray
	kindObject
)

// String names the kind the way a problem's sentence does.
func (k kind) String() string {
	return [...]string{"null", "true or false", "a number", "a string", "an array", "an object"}[k]
}

// node is one value of the document and, inside an object, the name before it. Offsets count bytes of the source.
// Nodes stand in document order, so the children of node n begin at n+1 and each one's next is the next sibling.
type node struct {
	start, end       int32 // the value; a string's quotes included
	keyStart, keyEnd int32 // the name without its quotes; both 0 in an array
	parent, index    int32 // the value around this one (-1 at the root), and the place in it
	next             int32 // the first node that is not inside this one
	count            int32 // how many values are directly inside
	kind             kind
	escaped          bool // the string has escapes
	keyEscaped       bool // so has the name
}

// document is a JSON text as a tree that remembers where everything stands. Strings stay in the source until asked
// for, and one without escapes is a slice of it.
type document struct {
	src   string
	nodes []node
}

// children lists the values directly inside node n.
func (d *document) children(n int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for c, end := n+1, d.nodes[n].next; c < end; c = d.nodes[c].next {
			if !yield(c) {
				return
			}
		}
	}
}

// key gives the decoded name of member n.
func (d *document) key(n int32) string {
	v := &d.nodes[n]
	return decode(d.src[v.keyStart:v.keyEnd], v.keyEscaped)
}

// text gives the decoded string n.
func (d *document) text(n int32) string {
	v := &d.nodes[n]
	return decode(d.src[v.start+1:v.end-1], v.escaped)
}

// offset turns a byte offset into the decoded string n into one into the source.
func (d *document) offset(n int32, decoded int) int32 {
	v := &d.nodes[n]
	if !v.escaped {
		return v.start + 1 + int32(decoded)
	}
	return v.start + 1 + int32(encodedOffset(d.src[v.start+1:v.end-1], decoded))
}

// hollow tells whether value n holds nothing: null, "", [] or {}.
func (d *document) hollow(n int32) bool {
	v := &d.nodes[n]
	switch v.kind {
	case kindNull:
		return true
	case kindString:
		return v.end-v.start == 2
	case kindArray, kindObject:
		return v.count == 0
	}
	return false
}

// pointer gives the RFC 6901 pointer of node n. It ends before a name of more than maxMemberName bytes, so that what a
// problem says stays small.
func (d *document) pointer(n int32) string {
	path := ""
	for ; d.nodes[n].parent >= 0; n = d.nodes[n].parent {
		if v := &d.nodes[n]; v.keyEnd-v.keyStart > maxMemberName {
			path = ""
			continue
		}
		path = "/" + d.token(n) + path
	}
	return path
}

// token is the last part of the pointer of node n, which must not be the root.
func (d *document) token(n int32) string {
	v := &d.nodes[n]
	if d.nodes[v.parent].kind == kindArray {
		return itoa(int(v.index))
	}
	return pointerToken(d.key(n))
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// pointerToken writes a member name as RFC 6901, section 3, wants it.
func pointerToken(name string) string { return pointerEscapes.Replace(name) }
