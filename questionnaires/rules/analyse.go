package rules

// RuleAnalysis is what holds over all answers that the rules decide: each choice unselected, selected or not applicable
// (a "*_no" choice only the first two), but not nothing marked at all, and not every other choice not applicable.
type RuleAnalysis struct {
	Rules     []RuleResult          // one for each rule, in order
	Uncovered *AnswerState          // the plainest answer that no rule decides, nil if there is none
	Levels    [levelCount]RuleReach // of each level; Undecided: some answer meets no rule
	Idle      uint64                // choices that no outcome depends on; see Analyse
}

// RuleReach tells which answers come to a rule or a level.
type RuleReach uint8

// Reach values.
const (
	ReachNever                 RuleReach = iota
	ReachWithNotApplicableOnly           // no answer that marks nothing as not applicable
	ReachFreely                          // some answer without such a mark
)

// RuleResult is what becomes of one rule.
type RuleResult struct {
	Reach   RuleReach
	Example AnswerState // the plainest answer that the rule decides, unless Reach is ReachNever
	// Only if Reach is ReachNever: whether some answer meets the condition nevertheless, and the rules, as bits, that
	// decide such answers. A default rule is met by every answer.
	Met    bool
	Before uint64
}

// Analyse works over all answers at once, exactly. An answer is plainer than another if it marks less as not
// applicable, and then if it selects less.
//
// A choice is idle if no answer exists in which its state alone makes a difference to the level, the fact that
// something or nothing is selected being held as it was: with something selected, a change of the choice to any
// state, and with nothing selected, a change between two answers that the rules decide.
//
// The time is some tens of microseconds for what people write. Conditions can be contrived that have no small
// diagram; ok is then false, after a bounded time, and the analysis holds nothing.
func (s *RuleSet) Analyse() (a RuleAnalysis, ok bool) {
	order := s.order()
	o := newOutcome(s.reordered(order))
	some, none := o.context(true), o.context(false)
	root := o.join(some, none)
	a = RuleAnalysis{Rules: make([]RuleResult, len(s.rules))}
	o.reach(root, &a)
	o.explain(root, &a)
	a.Idle = s.all &^ restoreOrder(o.effective(o.levelOf(some), o.levelOf(none)), order)
	if o.spent() {
		return RuleAnalysis{}, false
	}
	for i := range a.Rules {
		a.Rules[i].Example = a.Rules[i].Example.restore(order)
	}
	if a.Uncovered != nil {
		*a.Uncovered = a.Uncovered.restore(order)
	}
	return a, true
}

// reach finds which values the diagram has, and an example for each.
func (o *outcomeBuilder) reach(root diagramRef, a *RuleAnalysis) {
	for _, p := range o.plainest(root) {
		v, example, reach := p.of, p.state, ReachFreely
		if example.NotApplicable != 0 {
			reach = ReachWithNotApplicableOnly
		}
		switch {
		case v.number() == outcomeIllegal:
			continue
		case v.number() == outcomeNoRule:
			a.Uncovered = &example
			a.Levels[Undecided] = max(a.Levels[Undecided], reach)
		default:
			level := o.set.rules[v.number()].level
			a.Rules[v.number()].Reach, a.Rules[v.number()].Example = reach, example
			a.Levels[level] = max(a.Levels[level], reach)
		}
	}
}

// explain says for each rule that never decides which others come before it.
func (o *outcomeBuilder) explain(root diagramRef, a *RuleAnalysis) {
	for i := range a.Rules {
		if a.Rules[i].Reach != ReachNever || o.spent() {
			continue
		}
		alone := valueRef(i)
		if !o.set.rules[i].isDefault {
			alone = o.join(o.decide(i, true, valueRef(outcomeNoRule)), o.decide(i, false, valueRef(outcomeNoRule)))
		}
		a.Rules[i].Before = o.together(alone, valueRef(i), root, map[memoKey]bool{})
		a.Rules[i].Met = a.Rules[i].Before != 0
	}
}

// together returns the rules that g has in states in which f has the value want.
func (o *outcomeBuilder) together(f, want, g diagramRef, done map[memoKey]bool) (rules uint64) {
	key := memoKey{0, f, g}
	if done[key] || f.leaf() && f != want || o.spent() {
		return 0
	}
	done[key] = true
	if f.leaf() && g.leaf() {
		if g.number() < MaxRules {
			rules = 1 << g.number()
		}
		return rules
	}
	o.budget--
	at := min(o.choice(f), o.choice(g))
	fs, gs := o.branches(f, at), o.branches(g, at)
	for i := range fs {
		rules |= o.together(fs[i], want, gs[i], done)
	}
	return rules
}

// effective returns the choices that make a difference to the level; some and none are the levels in both contexts.
//
// With something selected, a choice that the diagram asks for at all is one: in the state in which it is selected
// the answer is legal, and if that made no difference to either of the others, the diagram would not ask. Only for
// a "*_no" choice it has to be another choice that is selected.
func (o *outcomeBuilder) effective(some, none diagramRef) uint64 {
	found := o.support(some) &^ o.none
	found |= o.support(o.join(some, valueRef(outcomeIllegal))) & o.none
	quiet := o.join(valueRef(outcomeIllegal), none)
	for _, r := range o.below(quiet) {
		n := o.nodes[r]
		if found>>n.choice&1 != 0 {
			continue
		}
		done := map[memoKey]bool{}
		if o.differ(n.to[branchUnselected], n.to[branchSelected], done) ||
			o.differ(n.to[branchUnselected], n.to[branchNotApplicable], done) {
			found |= 1 << n.choice
		}
	}
	return found
}

// differ reports whether two diagrams have different levels in some state that is legal in both.
func (o *outcomeBuilder) differ(f, g diagramRef, done map[memoKey]bool) bool {
	key := memoKey{0, f, g}
	if f == g || f == valueRef(outcomeIllegal) || g == valueRef(outcomeIllegal) || done[key] || o.spent() {
		return false
	}
	if f.leaf() && g.leaf() {
		return true
	}
	done[key] = true
	o.budget--
	at := min(o.choice(f), o.choice(g))
	fs, gs := o.branches(f, at), o.branches(g, at)
	for i := range fs {
		if o.differ(fs[i], gs[i], done) {
			return true
		}
	}
	return false
}
