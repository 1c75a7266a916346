package rules

import "math/bits"

// The size of a diagram hangs on the order of its choices: those that a condition joins should stand together. As a
// rule of thumb the analysis takes them as the most intricate condition names them, then the next, and puts
// choices that no rule names last.

// order returns the choices, by index, in the order for an analysis.
func (s *RuleSet) order() []int {
	list := make([]int, 0, len(s.choices))
	var known uint64
	add := func(choices uint64) {
		for choices &^= known; choices != 0; choices &= choices - 1 {
			c := choices & -choices
			known |= c
			list = append(list, bits.TrailingZeros64(c))
		}
	}
	for len(list) < len(s.choices) {
		at := s.mostIntricate(known)
		if at < 0 {
			add(s.all)
			break
		}
		s.visit(at, add)
	}
	return list
}

// mostIntricate returns the top of the condition with the most junctions, of those that name a choice not yet known; -1
// if there is none.
func (s *RuleSet) mostIntricate(known uint64) (top int32) {
	top, most := -1, 0
	for i := range s.rules {
		r := &s.rules[i]
		if r.isDefault {
			continue
		}
		junctions, named := 0, uint64(0)
		s.walk(r.top, func(j *ruleJunction) { junctions++; named |= j.pos | j.neg })
		if named&^known != 0 && junctions > most {
			top, most = r.top, junctions
		}
	}
	return top
}

// visit hands over the choices of a condition, each group before those of its sub-junctions.
func (s *RuleSet) visit(top int32, add func(choices uint64)) {
	s.walk(top, func(j *ruleJunction) { add(j.pos | j.neg) })
}

func (s *RuleSet) walk(at int32, f func(*ruleJunction)) {
	j := &s.junctions[at]
	f(j)
	for k := j.first; k < j.end; k++ {
		s.walk(k, f)
	}
}

// reordered returns the same rules over the same choices, the bits of a AnswerState standing for them in another order.
func (s *RuleSet) reordered(order []int) *RuleSet {
	place := make([]int, len(order))
	for to, from := range order {
		place[from] = to
	}
	move := func(m uint64) (out uint64) {
		for ; m != 0; m &= m - 1 {
			out |= 1 << place[bits.TrailingZeros64(m)]
		}
		return out
	}
	r := &RuleSet{choices: s.choices, all: s.all, none: move(s.none), rules: s.rules, fallback: s.fallback}
	r.junctions = make([]ruleJunction, len(s.junctions))
	for i, j := range s.junctions {
		r.junctions[i] = ruleJunction{j.or, move(j.pos), move(j.neg), j.first, j.end}
	}
	return r
}

// restoreOrder turns bits in this order back into those of the choices.
func restoreOrder(m uint64, order []int) (out uint64) {
	for ; m != 0; m &= m - 1 {
		out |= 1 << order[bits.TrailingZeros64(m)]
	}
	return out
}

func (st AnswerState) restore(order []int) AnswerState {
	return AnswerState{restoreOrder(st.Selected, order), restoreOrder(st.NotApplicable, order)}
}
