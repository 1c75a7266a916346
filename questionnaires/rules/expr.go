package rules

import "strings"

// Condition is a parsed condition. It is immutable and safe for concurrent use.
type Condition struct {
	root *exprNode // nil for default
	refs []ChoiceMention
}

// ChoiceMention is one mention of a choice in a condition. Offset counts bytes from the start of the source.
type ChoiceMention struct {
	ID     string
	Offset int
}

type nodeKind uint8

const (
	opTerm nodeKind = iota
	opNot
	opAnd
	opOr
)

// exprNode is a term, a negation of one node, or an && or || of at least two.
type exprNode struct {
	op   nodeKind
	id   string
	kids []*exprNode
}

// Default reports whether the condition is the bare word default.
func (e *Condition) Default() bool { return e.root == nil }

// IDs returns every mention of a choice, in source order and with repetitions. It is empty for default. The slice
// belongs to the expression and is not to be changed.
func (e *Condition) IDs() []ChoiceMention { return e.refs }

// String writes the condition with one space around && and || and no bracket that could be left out. Parsing the
// result gives an expression that is written, and that matches, the same.
func (e *Condition) String() string {
	if e.Default() {
		return defaultWord
	}
	var b strings.Builder
	e.root.write(&b)
	return b.String()
}

func (n *exprNode) write(b *strings.Builder) {
	switch n.op {
	case opTerm:
		b.WriteString(n.id)
	case opNot:
		b.WriteByte('!')
		n.kids[0].writeUnder(opNot, b)
	case opAnd:
		n.writeList(" && ", b)
	case opOr:
		n.writeList(" || ", b)
	}
}

func (n *exprNode) writeList(sep string, b *strings.Builder) {
	for i, k := range n.kids {
		if i > 0 {
			b.WriteString(sep)
		}
		k.writeUnder(n.op, b)
	}
}

// writeUnder puts brackets around n if it binds weaker than its parent. Both && and || are associative.
func (n *exprNode) writeUnder(parent nodeKind, b *strings.Builder) {
	if n.op <= parent {
		n.write(b)
		return
	}
	b.WriteByte('(')
	n.write(b)
	b.WriteByte(')')
}
