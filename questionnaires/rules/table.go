package rules

import "math/bits"

// Bounds of a Table.
const (
	MaxColumns = 10 // choices up to which a group has rows: there are 3^n of them to choose from
	MaxTable   = 16 // choices that the rules may name at most
	MaxRows    = 24 // of a group
)

// TruthTable says what every selection comes to, with nothing marked as not applicable. It speaks of the answers that
// select at least one choice and no "*_no" one.
type TruthTable struct {
	Columns uint64     // the choices other than "*_no" ones that the rules name: no other makes a difference
	Groups  []RuleRows // one for each rule that decides some selection, in order, then one for those that no rule decides
}

// RuleRows is the selections that one rule decides.
type RuleRows struct {
	Rule       int        // -1: no rule
	Selections int        // how many there are, of all choices that are not "*_no"
	Rows       []TableRow // together they cover the group, and nothing else; empty if there are more than MaxColumns columns
	Left       int        // selections of the columns that the rows leave out, where MaxRows are not enough
	Smallest   []uint64
	More       bool // there are further smallest selections beyond the limit
}

// TableRow is the selections that have all of On and none of Off; the other columns don't matter.
type TableRow struct{ On, Off uint64 }

// TruthTable returns the truth table; limit bounds RuleRows.Smallest. ok is false if the rules name more than MaxTable
// choices.
//
// The rows are prime: none of a row's conditions can be left out. Of several covers it is a small one, not always the
// smallest; the same rules always give the same one.
func (s *RuleSet) Table(limit int) (t TruthTable, ok bool) {
	t.Columns = s.Named() & s.Regular()
	b := newTabulator(s, t.Columns)
	if len(b.columns) > MaxTable {
		return TruthTable{}, false
	}
	for i := range s.rules {
		t.add(b, i, limit)
	}
	t.add(b, -1, limit)
	return t, true
}

func (t *TruthTable) add(b *tabulator, rule, limit int) {
	g := RuleRows{Rule: rule}
	size := len(b.columns) + 1
	for state, decides := range b.rules {
		if int(decides) != rule {
			continue
		}
		g.Selections += b.spread(state)
		switch n := bits.OnesCount(uint(state)); {
		case n < size:
			size, g.Smallest, g.More = n, []uint64{b.choices(state)}, false
		case n == size && len(g.Smallest) == limit:
			g.More = true
		case n == size:
			g.Smallest = append(g.Smallest, b.choices(state))
		}
	}
	if g.Selections == 0 {
		return
	}
	if len(b.columns) <= MaxColumns {
		g.Rows, g.Left = b.cover(rule)
	}
	t.Groups = append(t.Groups, g)
}

// tabulator holds which rule decides each selection of the columns; bit i of a selection is the i-th column.
type tabulator struct {
	columns []int
	others  int    // choices that no rule names
	rules   []int8 // by selection; open for the empty one if there is nothing else to select
	cubes   []int8 // by ternary number: the rule that decides every selection of the cube, mixed or open
	three   []int  // powers of three
}

// What a cube can be next to a rule or -1.
const (
	cubeMixed int8 = -2
	cubeOpen  int8 = -3 // not an answer that rules decide
)

func newTabulator(s *RuleSet, columns uint64) *tabulator {
	b := &tabulator{}
	rest := s.Regular() &^ columns
	b.others = bits.OnesCount64(rest)
	for ; columns != 0; columns &= columns - 1 {
		b.columns = append(b.columns, bits.TrailingZeros64(columns))
	}
	if len(b.columns) > MaxTable {
		return b
	}
	b.rules = make([]int8, 1<<len(b.columns))
	for state := range b.rules {
		b.rules[state] = int8(s.Match(AnswerState{Selected: b.choices(state) | rest&-rest}))
	}
	if b.others == 0 {
		b.rules[0] = cubeOpen
	}
	return b
}

// choices turns a selection of the columns into one of the choices.
func (b *tabulator) choices(state int) (set uint64) {
	for i, c := range b.columns {
		set |= uint64(state>>i&1) << c
	}
	return set
}

// spread counts the answers that select these columns and any of the choices that no rule names.
func (b *tabulator) spread(state int) int {
	if state == 0 {
		return 1<<b.others - 1
	}
	return 1 << b.others
}

// fill works out the cubes. In a cube's number each column is a digit: 0 unselected, 1 selected, 2 either.
func (b *tabulator) fill() {
	b.three = []int{1}
	for range b.columns {
		b.three = append(b.three, b.three[len(b.three)-1]*3)
	}
	b.cubes = make([]int8, b.three[len(b.columns)])
	for cube := range b.cubes {
		state, either := 0, -1
		for i := range b.columns {
			switch b.digit(cube, i) {
			case 1:
				state |= 1 << i
			case 2:
				either = i
			}
		}
		if either < 0 {
			b.cubes[cube] = b.rules[state]
			continue
		}
		b.cubes[cube] = commonOutcome(b.cubes[cube-b.three[either]], b.cubes[cube-2*b.three[either]])
	}
}

func (b *tabulator) digit(cube, i int) int { return cube / b.three[i] % 3 }

func commonOutcome(x, y int8) int8 {
	switch {
	case x == cubeOpen:
		return y
	case y == cubeOpen || x == y:
		return x
	}
	return cubeMixed
}

// prime reports whether no condition of a cube can be left out.
func (b *tabulator) prime(cube int) bool {
	for i := range b.columns {
		if d := b.digit(cube, i); d < 2 && b.cubes[cube+(2-d)*b.three[i]] == b.cubes[cube] {
			return false
		}
	}
	return true
}

// row turns a cube's number into conditions.
func (b *tabulator) row(cube int) (r TableRow) {
	for i, c := range b.columns {
		switch b.digit(cube, i) {
		case 0:
			r.Off |= 1 << c
		case 1:
			r.On |= 1 << c
		}
	}
	return r
}

// selectionCube is a set of selections of the columns.
type selectionCube [1 << MaxColumns / 64]uint64

func (b *tabulator) states(cube int) (in selectionCube) {
	for state := range b.rules {
		inside := true
		for i := 0; inside && i < len(b.columns); i++ {
			d := b.digit(cube, i)
			inside = d == 2 || d == state>>i&1
		}
		if inside {
			in[state/64] |= 1 << (state % 64)
		}
	}
	return in
}

func (x *selectionCube) common(y *selectionCube) (n int) {
	for i := range x {
		n += bits.OnesCount64(x[i] & y[i])
	}
	return n
}

// cover picks prime cubes until every selection of the rule is in one: always the one with the most that are still
// left.
func (b *tabulator) cover(rule int) (rows []TableRow, rest int) {
	if b.cubes == nil {
		b.fill()
	}
	var left, all selectionCube
	for state, decides := range b.rules {
		if int(decides) == rule {
			left[state/64] |= 1 << (state % 64)
		}
	}
	for i := range all {
		all[i] = ^uint64(0)
	}
	var primes []int
	var within []selectionCube
	for cube := len(b.cubes) - 1; cube >= 0; cube-- {
		if int(b.cubes[cube]) == rule && b.prime(cube) {
			primes, within = append(primes, cube), append(within, b.states(cube))
		}
	}
	for rest = left.common(&all); rest > 0 && len(rows) < MaxRows; rest = left.common(&all) {
		best, most := 0, 0
		for i := range within {
			if n := within[i].common(&left); n > most {
				best, most = i, n
			}
		}
		rows = append(rows, b.row(primes[best]))
		for i := range left {
			left[i] &^= within[best][i]
		}
	}
	return rows, rest
}
