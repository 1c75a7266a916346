package password

import (
	"math"
	"slices"
)

// patternWindow is how many characters are looked at together: the work grows with its square.
const patternWindow = 128

// longestRun is how many of one character in a row are told apart.
const longestRun = 16

// passwordGuesser knows the words that a password is held against.
type passwordGuesser struct {
	own  map[string]bool
	memo map[string]float64 // bits of units that repeat
}

// guessStep is the cheapest way to guess the first characters: its cost, and the last part of it.
type guessStep struct {
	bits float64
	from int
	kind patternKind
}

// whole returns the bits of a password and how many characters each kind of guess covers.
func (g *passwordGuesser) whole(text []rune, extra float64) (float64, map[patternKind]int) {
	used := map[patternKind]int{}
	if len(text) == 0 {
		return 0, used
	}
	bits := extra
	if p := periodLength(text); p <= len(text)/2 {
		bits += math.Log2(float64(len(text)) / float64(p))
		used[kindRepeat] += len(text) - p
		text = text[:p]
	}
	for part := range slices.Chunk(shortRuns(text), patternWindow) {
		if bits += g.cheapest(part, used); bits >= MinBits {
			break // the rest makes it no easier
		}
	}
	return bits, used
}

// shortRuns cuts long runs of one character.
func shortRuns(text []rune) []rune {
	short, run := make([]rune, 0, len(text)), 0
	for i, r := range text {
		if run++; i > 0 && r != text[i-1] {
			run = 1
		}
		if run <= longestRun {
			short = append(short, r)
		}
	}
	return short
}

// periodLength is the length of the shortest beginning that, written again and again, gives the text.
func periodLength(text []rune) int {
	fail := make([]int, len(text)) // Knuth, Morris and Pratt
	for i := 1; i < len(text); i++ {
		k := fail[i-1]
		for k > 0 && text[i] != text[k] {
			k = fail[k-1]
		}
		if text[i] == text[k] {
			k++
		}
		fail[i] = k
	}
	return len(text) - fail[len(text)-1]
}

// cheapest finds the division of the text into parts that costs the fewest guesses.
func (g *passwordGuesser) cheapest(text []rune, used map[patternKind]int) float64 {
	best := make([]guessStep, len(text)+1)
	for i := 1; i <= len(text); i++ {
		best[i] = guessStep{best[i-1].bits + bruteForce(text[i-1]), i - 1, kindLetters}
		for from := range i {
			if bits, k, ok := g.part(text[from:i]); ok && best[from].bits+bits < best[i].bits {
				best[i] = guessStep{best[from].bits + bits, from, k}
			}
		}
	}
	for i := len(text); i > 0; i = best[i].from {
		used[best[i].kind] += i - best[i].from
	}
	return best[len(text)].bits
}

// bruteForce is the cost of one character that nothing tells, in bits.
func bruteForce(r rune) float64 {
	switch {
	case r >= '0' && r <= '9':
		return math.Log2(10)
	case r >= 'a' && r <= 'z':
		return math.Log2(26)
	}
	return 5
}

// part is the cheapest guess of a part as a whole.
func (g *passwordGuesser) part(text []rune) (bits float64, k patternKind, ok bool) {
	bits = math.Inf(1)
	offer := func(cost float64, by patternKind, fits bool) {
		if fits && cost < bits {
			bits, k, ok = cost, by, true
		}
	}
	offer(g.word(string(text)))
	offer(sequenceBits(text))
	offer(keyboardBits(text))
	offer(yearBits(text))
	offer(g.repeatBits(text))
	return bits, k, ok
}

// repeatBits is the cost of a unit that is written several times.
func (g *passwordGuesser) repeatBits(text []rune) (float64, patternKind, bool) {
	p := periodLength(text)
	times := len(text) / p
	if len(text)%p != 0 || times < 2 || (p == 1 && times < 3) {
		return 0, kindRepeat, false
	}
	unit := string(text[:p])
	bits, known := g.memo[unit]
	if !known {
		bits = g.cheapest(text[:p], map[patternKind]int{})
		g.memo[unit] = bits
	}
	return bits + math.Log2(float64(times)), kindRepeat, true
}
