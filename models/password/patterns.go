package password

import "unicode"

// runBits is what a run costs: where it begins, which way it goes, how long it is.
const runBits = 6

// sequenceBits is for letters or digits at the same distance from each other, forwards or backwards.
func sequenceBits(text []rune) (float64, patternKind, bool) {
	if len(text) < 3 {
		return 0, kindSequence, false
	}
	d := text[1] - text[0]
	if d == 0 || d > 3 || d < -3 {
		return 0, kindSequence, false
	}
	for i := range text {
		if !unicode.IsLetter(text[i]) && !unicode.IsDigit(text[i]) {
			return 0, kindSequence, false
		}
		if i > 0 && text[i]-text[i-1] != d && !wrapsAround(text[i-1], text[i], d) {
			return 0, kindSequence, false
		}
	}
	return runBits, kindSequence, true
}

// wrapsAround lets 9 be followed by 0, and z by a.
func wrapsAround(from, to, d rune) bool {
	switch d {
	case 1:
		return (from == '9' && to == '0') || (from == 'z' && to == 'a')
	case -1:
		return (from == '0' && to == '9') || (from == 'a' && to == 'z')
	}
	return false
}

// yearBits is for a year that somebody who lives can have to do with.
func yearBits(text []rune) (float64, patternKind, bool) {
	fits := len(text) == 4 && (text[0] == '1' && text[1] == '9' || text[0] == '2' && text[1] == '0') &&
		unicode.IsDigit(text[2]) && unicode.IsDigit(text[3])
	return 7, kindLetters, fits
}

// keyboardLayouts are the rows of the keyboards that most people type on, from the top; each key touches its neighbours
// and those half a key beside it above and below.
var keyboardLayouts = [][]string{
	{"1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"},
	{"1234567890ß", "qwertzuiopü+", "asdfghjklöä#", "yxcvbnm,.-"},
	{"1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn,;:!"},
}

type keyPosition struct{ x, y int }

var keyboards = func() (all []map[rune]keyPosition) {
	for _, rows := range keyboardLayouts {
		keys := map[rune]keyPosition{}
		for y, row := range rows {
			for x, r := range []rune(row) {
				keys[r] = keyPosition{x, y}
			}
		}
		all = append(all, keys)
	}
	return all
}()

// shortestRow is from how many keys on a row is one: fewer are neighbours by chance.
const shortestRow = 4

// keyboardBits is for keys that lie side by side; each turn costs a little more, up to a bound, since zigzags are
// habits too.
func keyboardBits(text []rune) (float64, patternKind, bool) {
	if len(text) < shortestRow {
		return 0, kindKeyboard, false
	}
	for _, keys := range keyboards {
		if turns, ok := keyboardWalk(keys, text); ok {
			return runBits + float64(min(turns, 10)), kindKeyboard, true
		}
	}
	return 0, kindKeyboard, false
}

func keyboardWalk(keys map[rune]keyPosition, text []rune) (turns int, ok bool) {
	var way keyPosition
	for i := range text {
		at, known := keys[text[i]]
		if !known {
			return 0, false
		}
		if i == 0 {
			continue
		}
		before := keys[text[i-1]]
		to := keyPosition{at.x - before.x, at.y - before.y}
		if !keysTouch(to) {
			return 0, false
		}
		if i > 1 && to != way {
			turns++
		}
		way = to
	}
	return turns, true
}

// keysTouch reports whether a key lies beside another: left, right, or half a key aside in the next row.
func keysTouch(d keyPosition) bool {
	switch d.y {
	case 0:
		return d.x == 1 || d.x == -1
	case 1:
		return d.x == 0 || d.x == -1
	case -1:
		return d.x == 0 || d.x == 1
	}
	return false
}
