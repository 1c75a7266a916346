package rules

// outcomeBuilder builds, from a question's rules, the diagrams whose values are the rule that decides. Whether a
// neutral condition fires depends on whether something is selected, so there is one diagram for each context, and a
// third that joins them over the answers that rules decide.
type outcomeBuilder struct {
	*diagramStore
	set        *RuleSet
	conditions [2][]diagramRef // by context (0: nothing selected, 1: something) and rule; unset for default rules
}

// Values of an outcome next to the rule indices.
const (
	outcomeNoRule  = MaxRules + iota
	outcomeIllegal // not an answer that rules decide: nothing marked, or everything not applicable
)

func newOutcome(s *RuleSet) *outcomeBuilder {
	o := &outcomeBuilder{diagramStore: newDiagrams(s), set: s}
	for context := range o.conditions {
		o.conditions[context] = make([]diagramRef, len(s.rules))
		for i, r := range s.rules {
			if !r.isDefault {
				o.conditions[context][i] = o.condition(s, r.top, context == 1)
			}
		}
	}
	return o
}

// context returns the deciding rule as if something, or nothing, were selected, whatever the choices say.
func (o *outcomeBuilder) context(some bool) diagramRef {
	out := valueRef(outcomeNoRule)
	if o.set.fallback >= 0 {
		out = valueRef(o.set.fallback)
	}
	for i := len(o.set.rules) - 1; i >= 0; i-- {
		if !o.set.rules[i].isDefault {
			out = o.decide(i, some, out)
		}
	}
	return out
}

// decide puts rule i in front of the rules that out stands for.
func (o *outcomeBuilder) decide(i int, some bool, out diagramRef) diagramRef {
	r := &o.set.rules[i]
	op, context := memoDecide+2*int32(i), 0
	if some {
		op, context = op+1, 1
	}
	return o.combine(op, o.conditions[context][i], out, func(f, g diagramRef) (diagramRef, bool) {
		if !f.leaf() {
			return g, false
		}
		if r.fires(truthValue(f.number()), some) {
			return valueRef(i), true
		}
		return g, true
	})
}

// levelOf turns deciding rules into levels.
func (o *outcomeBuilder) levelOf(f diagramRef) diagramRef {
	return o.combine(memoLevel, f, f, func(f, _ diagramRef) (diagramRef, bool) {
		switch {
		case !f.leaf():
			return f, false
		case f.number() == outcomeNoRule:
			return valueRef(Undecided), true
		}
		return valueRef(o.set.rules[f.number()].level), true
	})
}

// askedSoFar is what the choices asked so far have in common, as long as none but "*_no" ones is selected.
type askedSoFar struct {
	mark bool // one is not applicable
	open bool // one, not a "*_no" one, is unselected
	none bool // a "*_no" one is selected
}

type joinCall struct {
	choice     int
	some, none diagramRef
	seen       askedSoFar
}

// joinIDs takes some where a choice other than "*_no" ones is selected, none where it is not, and illegal where the
// state is not an answer that rules decide.
func (o *outcomeBuilder) join(some, none diagramRef) diagramRef {
	memo := make(map[joinCall]diagramRef, 4*o.n)
	return o.joinFrom(joinCall{0, some, none, askedSoFar{}}, memo)
}

func (o *outcomeBuilder) joinFrom(c joinCall, memo map[joinCall]diagramRef) diagramRef {
	if c.choice == o.n || o.spent() {
		return c.end(o.set)
	}
	if r, known := memo[c]; known {
		return r
	}
	o.budget--
	some, none := o.branches(c.some, c.choice), o.branches(c.none, c.choice)
	var to [branchCount]diagramRef
	for st := range to {
		next := joinCall{c.choice + 1, some[st], none[st], c.seen}
		switch isNone := o.none>>c.choice&1 != 0; {
		case isNone:
			next.seen.none = next.seen.none || st == branchSelected
			to[st] = o.joinFrom(next, memo)
		case st == branchSelected:
			to[st] = some[st]
		default:
			next.seen.mark = next.seen.mark || st == branchNotApplicable
			next.seen.open = next.seen.open || st == branchUnselected
			to[st] = o.joinFrom(next, memo)
		}
	}
	r := o.node(c.choice, to)
	memo[c] = r
	return r
}

// end judges a state in which none but "*_no" choices is selected.
func (c joinCall) end(s *RuleSet) diagramRef {
	unanswered := !c.seen.mark && !c.seen.none
	allNeutral := !c.seen.open && s.Regular() != 0
	if unanswered || allNeutral {
		return valueRef(outcomeIllegal)
	}
	return c.none
}
