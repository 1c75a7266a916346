package rules

import "math/bits"

// Lightest returns the least that brings the selection to MediumRisk or NoRisk, and the least that brings it to NoRisk:
// of the smallest additions, as Cheapest has them, the one that weighs least, and of several such ones the first in
// lexicographic order. Weights are by choice. A set is 0 if no addition helps; both are if more than MaxCandidates
// choices could be added.
func (s *RuleSet) Lightest(st AnswerState, weights []int) (medium, none uint64) {
	f := s.newSearch(st)
	if len(f.candidates) > MaxCandidates {
		return 0, 0
	}
	m, n := lightestSet{weights: weights, size: len(f.candidates) + 1},
		lightestSet{weights: weights, size: len(f.candidates) + 1}
	for high := f.blocks() - 1; high >= 0; high-- {
		if size := bits.OnesCount(uint(high)); size > m.size && size > n.size {
			continue
		}
		toNone, toMedium := f.levels(uint64(high))
		m.look(f, uint64(high), toNone|toMedium)
		n.look(f, uint64(high), toNone)
	}
	return m.set, n.set
}

// lightestSet is the best set found so far.
type lightestSet struct {
	weights      []int
	set          uint64
	size, weight int
}

// look takes the best of the sets of one word of the table, if it is better. Sets come in lexicographic order.
func (l *lightestSet) look(f *pathSearch, high, sets uint64) {
	for low := range lowSize {
		size, some := bits.OnesCount64(high)+low, sets&lowSize[low]
		if size > l.size {
			return
		}
		if some == 0 {
			continue
		}
		for left := some; left != 0; {
			top := bits.Len64(left) - 1
			left &^= 1 << top
			set := f.choices(high<<len(lowBit) | uint64(top))
			if weight := l.weigh(set); size < l.size || weight < l.weight {
				l.set, l.size, l.weight = set, size, weight
			}
		}
		return
	}
}

func (l *lightestSet) weigh(set uint64) (sum int) {
	for ; set != 0; set &= set - 1 {
		if c := bits.TrailingZeros64(set); c < len(l.weights) {
			sum += l.weights[c]
		}
	}
	return sum
}
