package rules

// diagramStore holds three-way decision diagrams over the choices of a question: a function of all 3^n states as a
// graph that asks for one choice after the other, in order, and shares equal parts. Every diagram is reduced (no
// question whose answer does not matter) and unique, so equal functions have equal refs.
type diagramStore struct {
	n      int
	none   uint64
	nodes  []choiceBranch
	unique map[choiceBranch]diagramRef
	memo   map[memoKey]diagramRef
	budget int // nodes and steps that may still be spent
}

// diagramRef is a node (0 and up) or a value (below 0).
type diagramRef int32

// choiceBranch branches on the state of one choice. A "*_no" choice has no third state: its third branch repeats the
// first.
type choiceBranch struct {
	choice int32
	to     [branchCount]diagramRef
}

const (
	branchUnselected = iota
	branchSelected
	branchNotApplicable
	branchCount
)

// memoKey is one step of an operation, for the memo.
type memoKey struct {
	op   int32
	f, g diagramRef
}

// valueRef makes a ref of a small number, and number is the way back.
func valueRef[T ~uint8 | ~int](v T) diagramRef { return ^diagramRef(v) }

func (r diagramRef) leaf() bool  { return r < 0 }
func (r diagramRef) number() int { return int(^r) }

// maxSteps bounds an analysis: some ten milliseconds at worst, and a hundred times what lenses in the wild need.
const maxSteps = 60_000

func newDiagrams(s *RuleSet) *diagramStore {
	return &diagramStore{n: len(s.choices), none: s.none, budget: maxSteps, unique: make(map[choiceBranch]diagramRef, 64),
		memo: make(map[memoKey]diagramRef, 64)}
}

// spent tells that the budget is used up: all refs are meaningless from then on.
func (d *diagramStore) spent() bool { return d.budget < 0 }

// exprNode returns the diagram that asks for a choice first.
func (d *diagramStore) node(choice int, to [branchCount]diagramRef) diagramRef {
	if d.none>>choice&1 != 0 {
		to[branchNotApplicable] = to[branchUnselected]
	}
	if to[0] == to[1] && to[0] == to[2] {
		return to[0]
	}
	key := choiceBranch{int32(choice), to}
	if r, known := d.unique[key]; known {
		return r
	}
	d.budget--
	r := diagramRef(len(d.nodes))
	d.nodes = append(d.nodes, key)
	d.unique[key] = r
	return r
}

// choice is the one that f asks for first; d.n, after all others, if f is a value.
func (d *diagramStore) choice(f diagramRef) int {
	if f.leaf() {
		return d.n
	}
	return int(d.nodes[f].choice)
}

// branches returns what f is in the three states of a choice that comes no later than its own.
func (d *diagramStore) branches(f diagramRef, choice int) [branchCount]diagramRef {
	if d.choice(f) != choice {
		return [branchCount]diagramRef{f, f, f}
	}
	return d.nodes[f].to
}

// combine applies an operation to two diagrams, state by state. settle gives the result where it is known without
// looking further; it must know all pairs of values.
func (d *diagramStore) combine(op int32, f, g diagramRef, settle func(f, g diagramRef) (diagramRef, bool)) diagramRef {
	if r, ok := settle(f, g); ok || d.spent() {
		return r
	}
	key := memoKey{op, f, g}
	if r, known := d.memo[key]; known {
		return r
	}
	d.budget--
	at := min(d.choice(f), d.choice(g))
	fs, gs := d.branches(f, at), d.branches(g, at)
	var to [branchCount]diagramRef
	for i := range to {
		to[i] = d.combine(op, fs[i], gs[i], settle)
	}
	r := d.node(at, to)
	d.memo[key] = r
	return r
}

// The numbers of the operations in the memo; opDecide counts on from its value, one for each rule and context.
const (
	memoAnd int32 = iota
	memoOr
	memoLevel
	memoDecide
)

// condition returns the value of a junction as a diagram over truth, as if something, or nothing, were selected.
func (d *diagramStore) condition(s *RuleSet, at int32, some bool) diagramRef {
	j := &s.junctions[at]
	f := d.terms(j, some)
	op := memoAnd
	if j.or {
		op = memoOr
	}
	for k := j.first; k < j.end && !d.spent(); k++ {
		f = d.combine(op, f, d.condition(s, k, some), j.settle)
	}
	return f
}

// settle is && or || of two operands, as far as it is known.
func (j *ruleJunction) settle(f, g diagramRef) (diagramRef, bool) {
	decisive := valueRef(j.verdict())
	switch {
	case f == decisive || g == decisive:
		return decisive, true
	case f == g || g == valueRef(truthNeutral):
		return f, true
	case f == valueRef(truthNeutral):
		return g, true
	}
	return f, f.leaf() && g.leaf()
}

// terms is the junction without its sub-junctions. From the last choice to the first it keeps two diagrams: for
// "all terms so far were neutral" and for "one was not, and none has settled it".
func (d *diagramStore) terms(j *ruleJunction, some bool) diagramRef {
	fresh, begun := valueRef(truthNeutral), valueRef(j.verdict()^1)
	settling, holding := branchSelected, branchUnselected
	if !j.or {
		settling, holding = branchUnselected, branchSelected
	}
	for c := d.n - 1; c >= 0; c-- {
		pos, neg := j.pos>>c&1 != 0, j.neg>>c&1 != 0
		if !pos && !neg {
			continue
		}
		ask := func(rest diagramRef) diagramRef {
			to := [branchCount]diagramRef{begun, begun, rest}
			if pos {
				to[settling] = valueRef(j.verdict())
			}
			if pos && !some { // what is not applicable is just missing then
				to[branchNotApplicable] = begun
				if !j.or {
					to[branchNotApplicable] = valueRef(j.verdict())
				}
			}
			if neg {
				to[holding] = valueRef(j.verdict())
			}
			return d.node(c, to)
		}
		fresh, begun = ask(fresh), ask(begun)
	}
	return fresh
}
