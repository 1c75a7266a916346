package rules

// outcome builds, from a question's rules, the diagrams whose values are the rule that decides. Whether a neutral
// condition fires depends on whether something is selected, so there is one diagram for each context, and a third
// that joins them over the answers that rules decide.
type outcome struct {
	*diagrams
	set        *Set
	conditions [2][]ref // by context (0: nothing selected, 1: something) and rule; unset for default rules
}

// Values of an outcome next to the rule indices.
const (
	noRule  = MaxRules + iota
	illegal // not an answer that rules decide: nothing marked, or everything not applicable
)

func newOutcome(s *Set) *outcome {
	o := &outcome{diagrams: newDiagrams(s), set: s}
	for context := range o.conditions {
		o.conditions[context] = make([]ref, len(s.rules))
		for i, r := range s.rules {
			if !r.isDefault {
				o.conditions[context][i] = o.condition(s, r.top, context == 1)
			}
		}
	}
	return o
}

// context returns the deciding rule as if something, or nothing, were selected, whatever the choices say.
func (o *outcome) context(some bool) ref {
	out := value(noRule)
	if o.set.fallback >= 0 {
		out = value(o.set.fallback)
	}
	for i := len(o.set.rules) - 1; i >= 0; i-- {
		if !o.set.rules[i].isDefault {
			out = o.decide(i, some, out)
		}
	}
	return out
}

// decide puts rule i in front of the rules that out stands for.
func (o *outcome) decide(i int, some bool, out ref) ref {
	r := &o.set.rules[i]
	op, context := memoDecide+2*int32(i), 0
	if some {
		op, context = op+1, 1
	}
	return o.combine(op, o.conditions[context][i], out, func(f, g ref) (ref, bool) {
		if !f.leaf() {
			return g, false
		}
		if r.fires(truth(f.number()), some) {
			return value(i), true
		}
		return g, true
	})
}

// levelOf turns deciding rules into levels.
func (o *outcome) levelOf(f ref) ref {
	return o.combine(memoLevel, f, f, func(f, _ ref) (ref, bool) {
		switch {
		case !f.leaf():
			return f, false
		case f.number() == noRule:
			return value(Undecided), true
		}
		return value(o.set.rules[f.number()].level), true
	})
}

// seen is what the choices asked so far have in common, as long as none but "*_no" ones is selected.
type seen struct {
	mark bool // one is not applicable
	open bool // one, not a "*_no" one, is unselected
	none bool // a "*_no" one is selected
}

type joinCall struct {
	choice     int
	some, none ref
	seen       seen
}

// join takes some where a choice other than "*_no" ones is selected, none where it is not, and illegal where the
// state is not an answer that rules decide.
func (o *outcome) join(some, none ref) ref {
	memo := make(map[joinCall]ref, 4*o.n)
	return o.joinFrom(joinCall{0, some, none, seen{}}, memo)
}

func (o *outcome) joinFrom(c joinCall, memo map[joinCall]ref) ref {
	if c.choice == o.n || o.spent() {
		return c.end(o.set)
	}
	if r, known := memo[c]; known {
		return r
	}
	o.budget--
	some, none := o.branches(c.some, c.choice), o.branches(c.none, c.choice)
	var to [states]ref
	for st := range to {
		next := joinCall{c.choice + 1, some[st], none[st], c.seen}
		switch isNone := o.none>>c.choice&1 != 0; {
		case isNone:
			next.seen.none = next.seen.none || st == selected
			to[st] = o.joinFrom(next, memo)
		case st == selected:
			to[st] = some[st]
		default:
			next.seen.mark = next.seen.mark || st == notApplicable
			next.seen.open = next.seen.open || st == unselected
			to[st] = o.joinFrom(next, memo)
		}
	}
	r := o.node(c.choice, to)
	memo[c] = r
	return r
}

// end judges a state in which none but "*_no" choices is selected.
func (c joinCall) end(s *Set) ref {
	unanswered := !c.seen.mark && !c.seen.none
	allNeutral := !c.seen.open && s.Regular() != 0
	if unanswered || allNeutral {
		return value(illegal)
	}
	return c.none
}
