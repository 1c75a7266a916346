package rules

import (
	"fmt"
	"slices"
	"strings"
)

// Bounds of one RuleSet.
const (
	MaxChoices = 64
	MaxRules   = 64
)

// RuleSet is the rules of one question, made ready to match. It is immutable and safe for concurrent use.
type RuleSet struct {
	choices   []string
	all, none uint64 // every choice; the "*_no" ones
	rules     []compiledRule
	fallback  int // index of the first default, or -1
	junctions []ruleJunction
}

// compiledRule is one rule. The default rules have no junction.
type compiledRule struct {
	level     Level
	isDefault bool
	mustHold  bool  // a neutral condition does not do: it is a || at the top, or asks with ! for something absent
	top       int32 // in RuleSet.junctions
}

// ruleJunction is an && or || whose negations stand at the choices only. De Morgan's laws hold for neutral operands
// too, so every condition can be written so. Terms are bit masks; what remains are junctions of the other kind.
type ruleJunction struct {
	or         bool
	pos, neg   uint64
	first, end int32 // sub-junctions, in RuleSet.junctions
}

// Compile resolves the ids of the rules against the choices, in the order of whose ids the bits of a AnswerState count.
// It refuses more than MaxChoices choices or MaxRules rules, a choice listed twice, and a rule that has no condition,
// an unknown level, or the name of a choice that does not exist.
func Compile(choices []string, rs []Rule) (*RuleSet, error) {
	c, err := newCompiler(choices)
	if err != nil {
		return nil, err
	}
	if len(rs) > MaxRules {
		return nil, fmt.Errorf("%d rules are too many: the most is %d", len(rs), MaxRules)
	}
	c.set.rules = make([]compiledRule, 0, len(rs))
	for i, r := range rs {
		if err := c.rule(i, r); err != nil {
			return nil, err
		}
	}
	return c.set, nil
}

type ruleCompiler struct {
	set  *RuleSet
	bits map[string]uint64
}

func newCompiler(choices []string) (*ruleCompiler, error) {
	if len(choices) > MaxChoices {
		return nil, fmt.Errorf("%d choices are too many: the most is %d", len(choices), MaxChoices)
	}
	c := &ruleCompiler{&RuleSet{choices: append([]string(nil), choices...), fallback: -1},
		make(map[string]uint64, len(choices))}
	for i, id := range choices {
		if _, twice := c.bits[id]; twice {
			return nil, fmt.Errorf("choice %q is listed twice", id)
		}
		bit := uint64(1) << i
		c.bits[id] = bit
		c.set.all |= bit
		if noneOfThese(id) {
			c.set.none |= bit
		}
	}
	return c, nil
}

func (c *ruleCompiler) rule(i int, r Rule) error {
	if r.Condition == nil || r.Level >= Undecided {
		return fmt.Errorf("rule %d has no condition or an unknown level", i+1)
	}
	out := compiledRule{level: r.Level, isDefault: r.Condition.Default()}
	switch {
	case !out.isDefault:
		for _, ref := range r.Condition.refs {
			if _, known := c.bits[ref.ID]; !known {
				return fmt.Errorf("rule %d, at byte %d: %s", i+1, ref.Offset+1, unknownChoiceMessage(ref.ID))
			}
		}
		out.mustHold = r.Condition.root.op == opOr || r.Condition.root.negates()
		out.top = c.reserve(1)
		c.fill(out.top, signedNode{r.Condition.root, false})
	case c.set.fallback < 0:
		c.set.fallback = i
	}
	c.set.rules = append(c.set.rules, out)
	return nil
}

func unknownChoiceMessage(id string) string {
	switch sign := signFor(id); {
	case sign != "":
		return fmt.Sprintf("there is no choice %q: did you mean %s?", id, sign)
	case strings.EqualFold(id, defaultWord):
		return fmt.Sprintf("there is no choice %q: the default rule is written in small letters", id)
	}
	return fmt.Sprintf("there is no choice %q", id)
}

// reserve appends n empty junctions and tells where.
func (c *ruleCompiler) reserve(n int) int32 {
	at := len(c.set.junctions)
	c.set.junctions = append(c.set.junctions, make([]ruleJunction, n)...)
	return int32(at)
}

// signedNode is a node under an even or odd number of negations.
type signedNode struct {
	*exprNode
	negated bool
}

// negates reports whether there is a negation in the node.
func (n *exprNode) negates() bool {
	return n.op == opNot || slices.ContainsFunc(n.kids, (*exprNode).negates)
}

// bare strips negations.
func (s signedNode) bare() signedNode {
	for s.op == opNot {
		s = signedNode{s.kids[0], !s.negated}
	}
	return s
}

// or reports whether the node acts as a ||, counting the negations above it.
func (s signedNode) or() bool { return s.op != opTerm && (s.op == opOr) != s.negated }

func (c *ruleCompiler) fill(at int32, s signedNode) {
	s = s.bare()
	j := ruleJunction{or: s.or()}
	subs := c.gather(&j, s, nil)
	j.first = c.reserve(len(subs))
	j.end = j.first + int32(len(subs))
	c.set.junctions[at] = j
	for i, sub := range subs {
		c.fill(j.first+int32(i), sub)
	}
}

// gather adds the terms of s to j and returns subs with those parts of s that are of the other kind.
func (c *ruleCompiler) gather(j *ruleJunction, s signedNode, subs []signedNode) []signedNode {
	s = s.bare()
	switch {
	case s.op == opTerm && s.negated:
		j.neg |= c.bits[s.id]
	case s.op == opTerm:
		j.pos |= c.bits[s.id]
	case s.or() == j.or:
		for _, k := range s.kids {
			subs = c.gather(j, signedNode{k, s.negated}, subs)
		}
	default:
		subs = append(subs, s)
	}
	return subs
}

// Named returns the choices that at least one rule names.
func (s *RuleSet) Named() uint64 {
	var named uint64
	for _, j := range s.junctions {
		named |= j.pos | j.neg
	}
	return named
}

// Regular returns the choices that are not "none of these".
func (s *RuleSet) Regular() uint64 { return s.all &^ s.none }

// IsDefault reports whether a rule, by its index, is a default.
func (s *RuleSet) IsDefault(i int) bool { return s.rules[i].isDefault }
