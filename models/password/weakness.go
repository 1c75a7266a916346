package password

import (
	"fmt"
	"strings"
	"unicode"
)

// MinBits is what a password must cost at least to guess: 2 to the power of so many tries.
const MinBits = 30

// kind says by what a part of a password is guessed.
type kind int

const (
	letters kind = iota // one character after the other
	common
	sequence
	keyboard
	repeat
	own
)

// reasons are the words for the person, by what made the password weak.
var reasons = map[kind]string{
	letters:  "has too few different characters",
	common:   "is a common password or word, or one with a little around it, which is tried first",
	sequence: "is mostly a sequence of letters or digits, such as “abcdef” or “123456”",
	keyboard: "is mostly a row of keys, such as “qwerty”",
	repeat:   "is mostly the same few characters again and again",
	own:      "is mostly your name, your e-mail address, or the name of this product or workspace",
}

// advice follows every reason.
const advice = "; choose several words that have nothing to do with each other"

// Weakness returns the reason why a password should not be taken, "" if it may be. About are texts about its person and
// place: name, e-mail address, names of workspaces. The work is bounded by the length of the password.
func Weakness(password string, about ...string) string {
	g := newGuesser(about)
	plain := []rune(fold(password))
	bits, used := g.whole(plain, capitals(password))
	if bits >= MinBits {
		return ""
	}
	return reasons[worst(used)] + advice
}

// worst chooses the reason that helps most.
func worst(used map[kind]int) kind {
	best := letters
	for k, n := range used {
		if k != letters && (best == letters || n > used[best] || (n == used[best] && k > best)) {
			best = k
		}
	}
	return best
}

// capitals is what capital letters add, in bits: one each, four at most.
func capitals(password string) float64 {
	n := 0
	for _, r := range password {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return min(float64(n), 4)
}

// String names the kind in messages of tests.
func (k kind) String() string { return fmt.Sprintf("%d (%s)", int(k), strings.TrimSpace(reasons[k])) }
