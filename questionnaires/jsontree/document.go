// Package jsontree reads JSON text as a tree that remembers where every value stands, so that a problem can be told
// with its line, its column and its pointer, and so that what nobody knows can be kept byte for byte. It writes JSON in
// the same spirit.
//
// It imports nothing but the standard library.
package jsontree

import (
	"strconv"
	"strings"
)

// ValueKind is the type of a JSON value.
type ValueKind uint8

// The kinds of values.
const (
	KindNull ValueKind = iota
	KindBool
	KindNumber
	KindString
	KindArray
	KindObject
)

// KindString names the kind the way a sentence about it does.
func (k ValueKind) String() string {
	return [...]string{"null", "true or false", "a number", "a string", "an array", "an object"}[k]
}

// Node is one value of a document and, inside an object, the name before it. Offsets count bytes of the source.
// Nodes stand in document order, so the children of node n begin at n+1, and Next of each child is its next sibling.
type Node struct {
	Start, End         int32 // the value; the quotes of a string included
	NameStart, NameEnd int32 // the name without its quotes; both 0 in an array
	Parent, Index      int32 // the value around this one (-1 at the root), and the place in it
	Next               int32 // the first node that is not inside this one
	Count              int32 // how many values are directly inside
	Kind               ValueKind
	escaped            bool // the string has escapes
	nameEscaped        bool // so has the name
}

// Document is JSON text as a tree; Nodes[0] is the root. Strings stay in the source until asked for, and one without
// escapes is a slice of it.
type Document struct {
	Source string
	Nodes  []Node
}

// Children lists the values directly inside node n.
func (d *Document) Children(n int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for c, end := n+1, d.Nodes[n].Next; c < end; c = d.Nodes[c].Next {
			if !yield(c) {
				return
			}
		}
	}
}

// Name returns the decoded name of member n.
func (d *Document) Name(n int32) string {
	v := &d.Nodes[n]
	return decodeString(d.Source[v.NameStart:v.NameEnd], v.nameEscaped)
}

// Text returns the decoded string n.
func (d *Document) Text(n int32) string {
	v := &d.Nodes[n]
	return decodeString(d.Source[v.Start+1:v.End-1], v.escaped)
}

// Offset turns a byte offset into the decoded string n into one into the source.
func (d *Document) Offset(n int32, decoded int) int32 {
	v := &d.Nodes[n]
	if !v.escaped {
		return v.Start + 1 + int32(decoded)
	}
	return v.Start + 1 + int32(encodedOffset(d.Source[v.Start+1:v.End-1], decoded))
}

// Empty reports whether value n holds nothing: null, "", [] or {}.
func (d *Document) Empty(n int32) bool {
	v := &d.Nodes[n]
	switch v.Kind {
	case KindNull:
		return true
	case KindString:
		return v.End-v.Start == 2
	case KindArray, KindObject:
		return v.Count == 0
	}
	return false
}

// Pointer returns the RFC 6901 pointer of node n. It ends before a name of more than maxMemberName bytes, so that what
// a problem says stays small.
func (d *Document) Pointer(n int32) string {
	path := ""
	for ; d.Nodes[n].Parent >= 0; n = d.Nodes[n].Parent {
		if v := &d.Nodes[n]; v.NameEnd-v.NameStart > maxMemberName {
			path = ""
			continue
		}
		path = "/" + d.token(n) + path
	}
	return path
}

// token is the last part of the pointer of node n, which must not be the root.
func (d *Document) token(n int32) string {
	v := &d.Nodes[n]
	if d.Nodes[v.Parent].Kind == KindArray {
		return strconv.Itoa(int(v.Index))
	}
	return PointerToken(d.Name(n))
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// PointerToken writes a member name as RFC 6901, section 3, wants it.
func PointerToken(name string) string { return pointerEscapes.Replace(name) }
