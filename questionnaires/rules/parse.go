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
func Parse(src string) (*Condition, *SyntaxError) {
	if len(src) > MaxLength {
		return nil, syntaxError(MaxLength, "the condition has %d bytes and may have %d", len(src), MaxLength)
	}
	if strings.Trim(src, blankSigns) == defaultWord {
		return &Condition{}, nil
	}
	p := conditionParser{src: src}
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
	return &Condition{root: root, refs: p.refs}, nil
}

// conditionParser descends the grammar with one token of look-ahead; last is the token before it.
type conditionParser struct {
	src       string
	tok, last lexToken
	depth     int
	refs      []ChoiceMention
}

func (p *conditionParser) next() *SyntaxError {
	t, err := nextToken(p.src, p.tok.off+len(p.tok.text))
	if err != nil {
		return err
	}
	p.last, p.tok = p.tok, t
	return nil
}

// list reads operands joined by && or by ||.
func (p *conditionParser) list(o nodeKind) (*exprNode, *SyntaxError) {
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
	list := &exprNode{op: o, kids: []*exprNode{first}}
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
func (p *conditionParser) operand(o nodeKind) (*exprNode, *SyntaxError) {
	if o == opOr {
		return p.list(opAnd)
	}
	return p.unary()
}

func (p *conditionParser) unary() (*exprNode, *SyntaxError) {
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

func (p *conditionParser) term() (*exprNode, *SyntaxError) {
	t := p.tok
	if t.text == defaultWord {
		return nil, syntaxError(t.off, `"default" stands alone: it can't be joined, negated or put in brackets`)
	}
	p.refs = append(p.refs, ChoiceMention{t.text, t.off})
	return &exprNode{op: opTerm, id: t.text}, p.next()
}

// nested guards the depth of what recurses.
func (p *conditionParser) nested(read func() (*exprNode, *SyntaxError)) (*exprNode, *SyntaxError) {
	if p.depth++; p.depth > MaxDepth {
		return nil, syntaxError(p.tok.off, "more than %d brackets and negations inside one another", MaxDepth)
	}
	defer func() { p.depth-- }()
	return read()
}

func (p *conditionParser) negation() (*exprNode, *SyntaxError) {
	if err := p.next(); err != nil {
		return nil, err
	}
	k, err := p.unary()
	if err != nil {
		return nil, err
	}
	return &exprNode{op: opNot, kids: []*exprNode{k}}, nil
}

func (p *conditionParser) bracket() (*exprNode, *SyntaxError) {
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
func (p *conditionParser) noOperand() *SyntaxError {
	if p.last.text == "" {
		return syntaxError(p.tok.off, "expected a choice id before %q", p.tok.text)
	}
	if p.tok.kind == tokEnd {
		return syntaxError(p.tok.off, "expected a choice id after %q, but the condition ends", p.last.text)
	}
	return syntaxError(p.tok.off, "expected a choice id after %q, not %q", p.last.text, p.tok.text)
}

// trailing explains a token where an operator or the end should be.
func (p *conditionParser) trailing() *SyntaxError {
	if p.tok.kind == tokClose {
		return syntaxError(p.tok.off, `this ")" closes nothing`)
	}
	for _, t := range []lexToken{p.tok, p.last} {
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
