package password

import (
	"fmt"
	"strings"
	"unicode"
)

// MinBits is what a password must cost at least to guess: 2 to the power of so many tries.
const MinBits = 30

// patternKind says by what a part of a password is guessed.
type patternKind int

const (
	kindLetters patternKind = iota // one character after the other
	kindCommon
	kindSequence
	kindKeyboard
	kindRepeat
	kindOwnData
)

// weakReasons are the words for the person, by what made the password weak.
var weakReasons = map[patternKind]string{
	kindLetters:  "has too few different characters",
	kindCommon:   "is a common password or word, or one with a little around it, which is tried first",
	kindSequence: "is mostly a sequence of letters or digits, such as “abcdef” or “123456”",
	kindKeyboard: "is mostly a row of keys, such as “qwerty”",
	kindRepeat:   "is mostly the same few characters again and again",
	kindOwnData:  "is mostly your name, your e-mail address, or the name of this product or workspace",
}

// generalAdvice follows every reason.
const generalAdvice = "; choose several words that have nothing to do with each other"

// WeakReason returns the reason why a password should not be taken, "" if it may be. About are texts about its person
// and place: name, e-mail address, names of workspaces. The work is bounded by the length of the password.
func WeakReason(password string, about ...string) string {
	g := newGuesser(about)
	plain := []rune(foldText(password))
	bits, used := g.whole(plain, capitalBits(password))
	if bits >= MinBits {
		return ""
	}
	return weakReasons[worstReason(used)] + generalAdvice
}

// worstReason chooses the reason that helps most.
func worstReason(used map[patternKind]int) patternKind {
	best := kindLetters
	for k, n := range used {
		if k != kindLetters && (best == kindLetters || n > used[best] || (n == used[best] && k > best)) {
			best = k
		}
	}
	return best
}

// capitalBits is what capital letters add, in bits: one each, four at most.
func capitalBits(password string) float64 {
	n := 0
	for _, r := range password {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return min(float64(n), 4)
}

// String names the kind in messages of tests.
func (k patternKind) String() string {
	return fmt.Sprintf("%d (%s)", int(k), strings.TrimSpace(weakReasons[k]))
}
