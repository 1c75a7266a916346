package rules

// truthValue is the value of a condition.
type truthValue uint8

const (
	truthNo truthValue = iota
	truthYes
	truthNeutral
)

// Match returns the index of the rule that decides, or -1 if no rule fires and there is no default. It judges by the
// rules alone: that an answer without any mark is not rated at all is for the caller to know. It does not allocate.
func (s *RuleSet) Match(st AnswerState) int {
	v := s.view(st)
	for i := range s.rules {
		if r := &s.rules[i]; !r.isDefault && r.fires(s.value(r.top, v), v.some) {
			return i
		}
	}
	return s.fallback
}

// Level returns the risk that rule i states; for -1, where no rule decides, that is Undecided.
func (s *RuleSet) Level(i int) Level {
	if i < 0 {
		return Undecided
	}
	return s.rules[i].level
}

// Normal resolves contradictory marks: not applicable wins over selected, a "*_no" choice is never not applicable,
// and bits that stand for no choice are dropped.
func (s *RuleSet) Normal(st AnswerState) AnswerState {
	na := st.NotApplicable & s.all &^ s.none
	return AnswerState{Selected: st.Selected & s.all &^ na, NotApplicable: na}
}

// stateView is a normal AnswerState as conditions see it.
type stateView struct {
	AnswerState
	some  bool   // a choice other than a "*_no" one is selected
	spare uint64 // choices that are neutral where a condition asks for them: those not applicable, if some; else they are just missing
}

func (s *RuleSet) view(st AnswerState) stateView {
	v := stateView{AnswerState: s.Normal(st)}
	if v.some = v.Selected&^s.none != 0; v.some {
		v.spare = v.NotApplicable
	}
	return v
}

// fires tells what a value of the condition means for the rule; some: a choice other than a "*_no" one is selected.
func (r *compiledRule) fires(v truthValue, some bool) bool {
	return v == truthYes || v == truthNeutral && some && !r.mustHold
}

// valueRef evaluates the junction at an index.
func (s *RuleSet) value(at int32, st stateView) truthValue {
	j := &s.junctions[at]
	if j.settled(st) {
		return j.verdict()
	}
	v := truthNeutral
	if j.pos&^st.spare|j.neg&^st.NotApplicable != 0 {
		v = j.verdict() ^ 1
	}
	for k := j.first; k < j.end; k++ {
		switch s.value(k, st) {
		case j.verdict():
			return j.verdict()
		case j.verdict() ^ 1:
			v = j.verdict() ^ 1
		}
	}
	return v
}

// verdict is the value of an operand that settles the junction: no for &&, yes for ||.
func (j *ruleJunction) verdict() truthValue {
	if j.or {
		return truthYes
	}
	return truthNo
}

// settled reports whether one of the terms alone decides.
func (j *ruleJunction) settled(st stateView) bool {
	if j.or {
		return j.pos&st.Selected|j.neg&^(st.Selected|st.NotApplicable) != 0
	}
	return j.pos&^(st.Selected|st.spare)|j.neg&st.Selected != 0
}

// RuleGrounds are the choices on account of which a rule fires.
type RuleGrounds struct {
	Present, Absent uint64 // selected, and unselected, as the condition asks
	NotApplicable   uint64 // named where they could have mattered, but neutral
}

// RuleGrounds tells why rule i fires in a state: all terms of what holds, and in a || of its operands that hold. It is
// empty for a default rule, and means nothing for a rule that does not fire.
func (s *RuleSet) Grounds(i int, st AnswerState) RuleGrounds {
	var g RuleGrounds
	if r := &s.rules[i]; !r.isDefault {
		s.grounds(r.top, s.view(st), &g)
	}
	return g
}

func (s *RuleSet) grounds(at int32, st stateView, g *RuleGrounds) {
	j := &s.junctions[at]
	all := !j.or || s.value(at, st) == truthNeutral
	g.Present |= j.pos & st.Selected
	g.Absent |= j.neg &^ (st.Selected | st.NotApplicable)
	if all {
		g.NotApplicable |= (j.pos | j.neg) & st.NotApplicable
	}
	for k := j.first; k < j.end; k++ {
		if v := s.value(k, st); v == truthYes || v == truthNeutral && all {
			s.grounds(k, st, g)
		}
	}
}
