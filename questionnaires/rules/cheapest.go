package rules

import "math/bits"

// MaxCandidates is the number of choices that Cheapest can consider adding; the work doubles with each.
const MaxCandidates = 20

// Additions are the smallest sets of choices to select in addition, all of the same size. Sets is in lexicographic
// order of the choices; it is empty if no selection helps. More says that there are others beyond the limit.
type Additions struct {
	Sets []uint64
	More bool
}

// Cheapest returns the smallest additions to the selection with which the rules come to MediumRisk or NoRisk, and
// those with which they come to NoRisk. They are exact: every superset of the selection counts. Only choices that are
// unselected, applicable and not "*_no" are added, at least one, and with the first of them a selected "*_no" choice
// goes, since "none of these" would no longer be true. At most limit sets are listed of either.
//
// It gives ok false, and nothing else, if more than MaxCandidates choices could be added.
func (s *RuleSet) Cheapest(st AnswerState, limit int) (medium, none Additions, ok bool) {
	f := s.newSearch(st)
	if len(f.candidates) > MaxCandidates {
		return medium, none, false
	}
	m, n := smallestSets{limit: limit, size: len(f.candidates) + 1},
		smallestSets{limit: limit, size: len(f.candidates) + 1}
	for high := f.blocks() - 1; high >= 0; high-- {
		if size := bits.OnesCount(uint(high)); size > m.size && size > n.size {
			continue
		}
		toNone, toMedium := f.levels(uint64(high))
		m.add(f, uint64(high), toNone|toMedium)
		n.add(f, uint64(high), toNone)
	}
	return m.Additions, n.Additions, true
}

// pathSearch is a question seen from one answer, as a truth table over the candidates. A set of candidates is an index
// into the table, the first candidate being the highest bit, so that descending order is lexicographic among sets of
// one size. The low six bits of the index lie within a machine word and are worked on together; the other
// bits count words.
type pathSearch struct {
	set        *RuleSet
	candidates []int // choices, by bit of the index
	junctions  []projected
}

// projected is a junction reduced to the candidates: the state of every other choice is given.
type projected struct {
	or         bool
	neutral    bool
	settled    bool   // by a choice that is not a candidate
	pos, neg   uint64 // terms, by the upper bits of the index
	low        uint64 // the terms in the lower bits, as a truth table
	first, end int32
}

// Truth tables of the six lower bits of an index, and of the number of bits in it.
var (
	lowBit = [6]uint64{0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0, 0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000,
		0xFFFFFFFF00000000}
	lowSize = [7]uint64{1, 0x0000000100010116, 0x0001011601161668, 0x0116166816686880, 0x1668688068808000,
		0x6880800080000000, 1 << 63}
)

func (s *RuleSet) newSearch(st AnswerState) *pathSearch {
	st = s.Normal(st)
	st.Selected &^= s.none
	f := &pathSearch{set: s, junctions: make([]projected, len(s.junctions))}
	free := s.all &^ (s.none | st.Selected | st.NotApplicable)
	f.candidates = make([]int, bits.OnesCount64(free))
	for i := len(f.candidates) - 1; i >= 0; i-- {
		f.candidates[i] = bits.TrailingZeros64(free)
		free &= free - 1
	}
	if len(f.candidates) <= MaxCandidates {
		for i := len(s.junctions) - 1; i >= 0; i-- {
			f.project(i, st)
		}
	}
	return f
}

// project reduces one junction; its sub-junctions stand behind it and are done.
func (f *pathSearch) project(i int, st AnswerState) {
	j := &f.set.junctions[i]
	p := projected{or: j.or, first: j.first, end: j.end}
	p.neutral = (j.pos|j.neg)&^st.NotApplicable == 0
	for k := j.first; k < j.end; k++ {
		p.neutral = p.neutral && f.junctions[k].neutral
	}
	known := *j
	var free uint64
	for _, c := range f.candidates {
		free |= 1 << c
	}
	known.pos, known.neg = j.pos&^free, j.neg&^free
	p.settled = known.settled(stateView{st, true, st.NotApplicable})
	if !j.or {
		p.low = ^uint64(0)
	}
	for bit, c := range f.candidates {
		p.term(bit, j.pos>>c&1 != 0, j.neg>>c&1 != 0)
	}
	f.junctions[i] = p
}

// term adds the terms of one candidate.
func (p *projected) term(bit int, pos, neg bool) {
	if bit >= len(lowBit) {
		if pos {
			p.pos |= 1 << (bit - len(lowBit))
		}
		if neg {
			p.neg |= 1 << (bit - len(lowBit))
		}
		return
	}
	if pos {
		p.join(lowBit[bit])
	}
	if neg {
		p.join(^lowBit[bit])
	}
}

func (p *projected) join(table uint64) {
	if p.or {
		p.low |= table
	} else {
		p.low &= table
	}
}

// blocks is the number of words of the table.
func (f *pathSearch) blocks() int { return 1 << max(0, len(f.candidates)-len(lowBit)) }

// inTable is the part of a word that stands for sets of candidates, at least one.
func (f *pathSearch) inTable(high uint64) uint64 {
	all := ^uint64(0)
	if n := len(f.candidates); n < len(lowBit) {
		all = 1<<(1<<n) - 1
	}
	if high == 0 {
		all &^= 1
	}
	return all
}

// levelCount evaluates the rules for one word of the table and tells which sets come to NoRisk and to MediumRisk.
func (f *pathSearch) levels(high uint64) (none, medium uint64) {
	var at [levelCount]uint64
	left := f.inTable(high)
	for i := range f.set.rules {
		r := &f.set.rules[i]
		if r.isDefault {
			continue
		}
		fires := uint64(0)
		switch {
		case !f.junctions[r.top].neutral:
			fires = left & f.word(r.top, high)
		case r.fires(truthNeutral, true): // a candidate is selected in every set of the table
			fires = left
		}
		at[r.level] |= fires
		if left &^= fires; left == 0 {
			break
		}
	}
	at[f.set.Level(f.set.fallback)] |= left
	return at[NoRisk], at[MediumRisk]
}

// word evaluates a junction that is not neutral for one word of the table.
func (f *pathSearch) word(at int32, high uint64) uint64 {
	p := &f.junctions[at]
	if p.or {
		if p.settled || p.pos&high|p.neg&^high != 0 {
			return ^uint64(0)
		}
	} else if p.settled || p.pos&^high|p.neg&high != 0 {
		return 0
	}
	w := p.low
	for k := p.first; k < p.end; k++ {
		switch {
		case f.junctions[k].neutral:
		case p.or:
			w |= f.word(k, high)
		default:
			w &= f.word(k, high)
		}
	}
	return w
}

// smallestSets collects the smallest sets found so far.
type smallestSets struct {
	Additions
	limit, size int
}

// add takes the smallest sets of one word of the table, if none so far are smaller.
func (g *smallestSets) add(f *pathSearch, high, sets uint64) {
	if sets == 0 {
		return
	}
	low := 0
	for sets&lowSize[low] == 0 {
		low++
	}
	switch size := bits.OnesCount64(high) + low; {
	case size > g.size:
		return
	case size < g.size:
		g.size, g.Additions = size, Additions{Sets: g.Sets[:0]}
	}
	for sets &= lowSize[low]; sets != 0; {
		top := bits.Len64(sets) - 1
		sets &^= 1 << top
		if len(g.Sets) == g.limit {
			g.More = true
			return
		}
		g.Sets = append(g.Sets, f.choices(high<<len(lowBit)|uint64(top)))
	}
}

// choices turns an index of the table into choices.
func (f *pathSearch) choices(index uint64) (set uint64) {
	for bit, c := range f.candidates {
		set |= index >> bit & 1 << c
	}
	return set
}
