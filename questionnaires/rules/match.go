package rules

// truth is the value of a condition.
type truth uint8

const (
	no truth = iota
	yes
	neutral
)

// Match returns the index of the rule that decides, or -1 if no rule fires and there is no default. It judges by the
// rules alone: that an answer without any mark is not rated at all is for the caller to know. It does not allocate.
func (s *Set) Match(st State) int {
	v := s.view(st)
	for i := range s.rules {
		if r := &s.rules[i]; !r.isDefault && r.fires(s.value(r.top, v), v.some) {
			return i
		}
	}
	return s.fallback
}

// Level returns the risk that rule i states; for -1, where no rule decides, that is Undecided.
func (s *Set) Level(i int) Level {
	if i < 0 {
		return Undecided
	}
	return s.rules[i].level
}

// Normal resolves contradictory marks: not applicable wins over selected, a "*_no" choice is never not applicable,
// and bits that stand for no choice are dropped.
func (s *Set) Normal(st State) State {
	na := st.NotApplicable & s.all &^ s.none
	return State{Selected: st.Selected & s.all &^ na, NotApplicable: na}
}

// view is a normal State as conditions see it.
type view struct {
	State
	some  bool   // a choice other than a "*_no" one is selected
	spare uint64 // choices that are neutral where a condition asks for them: those not applicable, if some; else they are just missing
}

func (s *Set) view(st State) view {
	v := view{State: s.Normal(st)}
	if v.some = v.Selected&^s.none != 0; v.some {
		v.spare = v.NotApplicable
	}
	return v
}

// fires tells what a value of the condition means for the rule; some: a choice other than a "*_no" one is selected.
func (r *compiled) fires(v truth, some bool) bool {
	return v == yes || v == neutral && some && !r.mustHold
}

// value evaluates the junction at an index.
func (s *Set) value(at int32, st view) truth {
	j := &s.junctions[at]
	if j.settled(st) {
		return j.verdict()
	}
	v := neutral
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
func (j *junction) verdict() truth {
	if j.or {
		return yes
	}
	return no
}

// settled reports whether one of the terms alone decides.
func (j *junction) settled(st view) bool {
	if j.or {
		return j.pos&st.Selected|j.neg&^(st.Selected|st.NotApplicable) != 0
	}
	return j.pos&^(st.Selected|st.spare)|j.neg&st.Selected != 0
}

// Grounds are the choices on account of which a rule fires.
type Grounds struct {
	Present, Absent uint64 // selected, and unselected, as the condition asks
	NotApplicable   uint64 // named where they could have mattered, but neutral
}

// Grounds tells why rule i fires in a state: all terms of what holds, and in a || of its operands that hold. It is
// empty for a default rule, and means nothing for a rule that does not fire.
func (s *Set) Grounds(i int, st State) Grounds {
	var g Grounds
	if r := &s.rules[i]; !r.isDefault {
		s.grounds(r.top, s.view(st), &g)
	}
	return g
}

func (s *Set) grounds(at int32, st view, g *Grounds) {
	j := &s.junctions[at]
	all := !j.or || s.value(at, st) == neutral
	g.Present |= j.pos & st.Selected
	g.Absent |= j.neg &^ (st.Selected | st.NotApplicable)
	if all {
		g.NotApplicable |= (j.pos | j.neg) & st.NotApplicable
	}
	for k := j.first; k < j.end; k++ {
		if v := s.value(k, st); v == yes || v == neutral && all {
			s.grounds(k, st, g)
		}
	}
}
