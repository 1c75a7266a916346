package rules

// diagrams holds three-way decision diagrams over the choices of a question: a function of all 3^n states as a
// graph that asks for one choice after the other, in order, and shares equal parts. Every diagram is reduced (no
// question whose answer does not matter) and unique, so equal functions have equal refs.
type diagrams struct {
	n      int
	none   uint64
	nodes  []ask
	unique map[ask]ref
	memo   map[call]ref
	budget int // nodes and steps that may still be spent
}

// ref is a node (0 and up) or a value (below 0).
type ref int32

// ask branches on the state of one choice. A "*_no" choice has no third state: its third branch repeats the first.
type ask struct {
	choice int32
	to     [states]ref
}

const (
	unselected = iota
	selected
	notApplicable
	states
)

// call is one step of an operation, for the memo.
type call struct {
	op   int32
	f, g ref
}

// value makes a ref of a small number, and number is the way back.
func value[T ~uint8 | ~int](v T) ref { return ^ref(v) }

func (r ref) leaf() bool  { return r < 0 }
func (r ref) number() int { return int(^r) }

// steps bounds an analysis: some ten milliseconds at worst, and a hundred times what lenses in the wild need.
const steps = 60_000

func newDiagrams(s *Set) *diagrams {
	return &diagrams{n: len(s.choices), none: s.none, budget: steps, unique: make(map[ask]ref, 64), memo: make(map[call]ref, 64)}
}

// spent tells that the budget is used up: all refs are meaningless from then on.
func (d *diagrams) spent() bool { return d.budget < 0 }

// node returns the diagram that asks for a choice first.
func (d *diagrams) node(choice int, to [states]ref) ref {
	if d.none>>choice&1 != 0 {
		to[notApplicable] = to[unselected]
	}
	if to[0] == to[1] && to[0] == to[2] {
		return to[0]
	}
	key := ask{int32(choice), to}
	if r, known := d.unique[key]; known {
		return r
	}
	d.budget--
	r := ref(len(d.nodes))
	d.nodes = append(d.nodes, key)
	d.unique[key] = r
	return r
}

// choice is the one that f asks for first; d.n, after all others, if f is a value.
func (d *diagrams) choice(f ref) int {
	if f.leaf() {
		return d.n
	}
	return int(d.nodes[f].choice)
}

// branches returns what f is in the three states of a choice that comes no later than its own.
func (d *diagrams) branches(f ref, choice int) [states]ref {
	if d.choice(f) != choice {
		return [states]ref{f, f, f}
	}
	return d.nodes[f].to
}

// combine applies an operation to two diagrams, state by state. settle gives the result where it is known without
// looking further; it must know all pairs of values.
func (d *diagrams) combine(op int32, f, g ref, settle func(f, g ref) (ref, bool)) ref {
	if r, ok := settle(f, g); ok || d.spent() {
		return r
	}
	key := call{op, f, g}
	if r, known := d.memo[key]; known {
		return r
	}
	d.budget--
	at := min(d.choice(f), d.choice(g))
	fs, gs := d.branches(f, at), d.branches(g, at)
	var to [states]ref
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
func (d *diagrams) condition(s *Set, at int32, some bool) ref {
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
func (j *junction) settle(f, g ref) (ref, bool) {
	decisive := value(j.verdict())
	switch {
	case f == decisive || g == decisive:
		return decisive, true
	case f == g || g == value(neutral):
		return f, true
	case f == value(neutral):
		return g, true
	}
	return f, f.leaf() && g.leaf()
}

// terms is the junction without its sub-junctions. From the last choice to the first it keeps two diagrams: for
// "all terms so far were neutral" and for "one was not, and none has settled it".
func (d *diagrams) terms(j *junction, some bool) ref {
	fresh, begun := value(neutral), value(j.verdict()^1)
	settling, holding := selected, unselected
	if !j.or {
		settling, holding = unselected, selected
	}
	for c := d.n - 1; c >= 0; c-- {
		pos, neg := j.pos>>c&1 != 0, j.neg>>c&1 != 0
		if !pos && !neg {
			continue
		}
		ask := func(rest ref) ref {
			to := [states]ref{begun, begun, rest}
			if pos {
				to[settling] = value(j.verdict())
			}
			if pos && !some { // what is not applicable is just missing then
				to[notApplicable] = begun
				if !j.or {
					to[notApplicable] = value(j.verdict())
				}
			}
			if neg {
				to[holding] = value(j.verdict())
			}
			return d.node(c, to)
		}
		fresh, begun = ask(fresh), ask(begun)
	}
	return fresh
}
