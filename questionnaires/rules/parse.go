package rules

import "strings"

// Bounds of one condition, so that no input costs more than a few microseconds or a few kilobytes of stack.
const (
	MaxLength = 4096 // bytes
	MaxDepth  = 64   // brackets and negations inside one another
)

const defaultWord = "default"

// Parse reads a condition. The word default with nothing but white space around it is the default condition.
// The result is typed, so compare it with nil before you hand it on as an error.
func Parse(src string) (*Expr, *SyntaxError) {
	if len(src) > MaxLength {
		return nil, syntaxError(MaxLength, "the condition has %d bytes and may have %d", len(src), MaxLength)
	}
	if strings.Trim(src, blanks) == defaultWord {
		return &Expr{}, nil
	}
	p := parser{src: src}
	if err := p.next(); err != nil {
		return nil, err
	}
	if p.tok.kind == tokEnd {
		return nil, syntaxError(0, `the condition is empty: write choice ids joined by && and ||, or the word "default"`)
	}
	root, err := p.list(opOr)
	if err == nil && p.tok.kind != tokEnd {
		err = p.trailing()
	}
	if err != nil {
		return nil, err
	}
	return &Expr{root: root, refs: p.refs}, nil
}

// parser descends the grammar with one token of look-ahead; last is the token before it.
type parser struct {
	src       string
	tok, last token
	depth     int
	refs      []Ref
}

func (p *parser) next() *SyntaxError {
	t, err := lex(p.src, p.tok.off+len(p.tok.text))
	if err != nil {
		return err
	}
	p.last, p.tok = p.tok, t
	return nil
}

// list reads operands joined by && or by ||.
func (p *parser) list(o op) (*node, *SyntaxError) {
	first, err := p.operand(o)
	if err != nil {
		return nil, err
	}
	sep := tokAnd
	if o == opOr {
		sep = tokOr
	}
	if p.tok.kind != sep {
		return first, nil
	}
	list := &node{op: o, kids: []*node{first}}
	for p.tok.kind == sep {
		if err := p.next(); err != nil {
			return nil, err
		}
		k, err := p.operand(o)
		if err != nil {
			return nil, err
		}
		list.kids = append(list.kids, k)
	}
	return list, nil
}

// operand reads what stands between two operators of the kind o.
func (p *parser) operand(o op) (*node, *SyntaxError) {
	if o == opOr {
		return p.list(opAnd)
	}
	return p.unary()
}

func (p *parser) unary() (*node, *SyntaxError) {
	switch p.tok.kind {
	case tokID:
		return p.term()
	case tokNot:
		return p.nested(p.negation)
	case tokOpen:
		return p.nested(p.bracket)
	}
	return nil, p.noOperand()
}

func (p *parser) term() (*node, *SyntaxError) {
	t := p.tok
	if t.text == defaultWord {
		return nil, syntaxError(t.off, `"default" stands alone: it can't be joined, negated or put in brackets`)
	}
	p.refs = append(p.refs, Ref{t.text, t.off})
	return &node{op: opTerm, id: t.text}, p.next()
}

// nested guards the depth of what recurses.
func (p *parser) nested(read func() (*node, *SyntaxError)) (*node, *SyntaxError) {
	if p.depth++; p.depth > MaxDepth {
		return nil, syntaxError(p.tok.off, "more than %d brackets and negations inside one another", MaxDepth)
	}
	defer func() { p.depth-- }()
	return read()
}

func (p *parser) negation() (*node, *SyntaxError) {
	if err := p.next(); err != nil {
		return nil, err
	}
	k, err := p.unary()
	if err != nil {
		return nil, err
	}
	return &node{op: opNot, kids: []*node{k}}, nil
}

func (p *parser) bracket() (*node, *SyntaxError) {
	open := p.tok.off
	if err := p.next(); err != nil {
		return nil, err
	}
	if p.tok.kind == tokClose {
		return nil, syntaxError(open, "there is nothing between these brackets")
	}
	n, err := p.list(opOr)
	if err != nil {
		return nil, err
	}
	switch p.tok.kind {
	case tokClose:
		return n, p.next()
	case tokEnd:
		return nil, syntaxError(open, `this "(" is never closed`)
	}
	return nil, p.trailing()
}

// noOperand explains a token where a choice, "!" or "(" should be.
func (p *parser) noOperand() *SyntaxError {
	if p.last.text == "" {
		return syntaxError(p.tok.off, "expected a choice id before %q", p.tok.text)
	}
	if p.tok.kind == tokEnd {
		return syntaxError(p.tok.off, "expected a choice id after %q, but the condition ends", p.last.text)
	}
	return syntaxError(p.tok.off, "expected a choice id after %q, not %q", p.last.text, p.tok.text)
}

// trailing explains a token where an operator or the end should be.
func (p *parser) trailing() *SyntaxError {
	if p.tok.kind == tokClose {
		return syntaxError(p.tok.off, `this ")" closes nothing`)
	}
	for _, t := range []token{p.tok, p.last} {
		if sign := signFor(t.text); sign != "" {
			return syntaxError(p.tok.off, "expected && or || before %q: write %s in place of %q", p.tok.text, sign, t.text)
		}
	}
	return syntaxError(p.tok.off, "expected && or || before %q", p.tok.text)
}

// signFor returns the operator that people mean by a word, or "".
func signFor(word string) string {
	switch strings.ToLower(word) {
	case "and":
		return "&&"
	case "or":
		return "||"
	case "not":
		return "!"
	}
	return ""
}
