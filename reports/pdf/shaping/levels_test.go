package shaping

import (
	"fmt"
	"testing"
)

// Levels are those that the Unicode algorithm gives, and the order that follows from them is what a reader sees.
func TestLevels(t *testing.T) {
	for text, want := range map[string]string{
		"abc":      "000 0 [0 1 2]",
		"אבג":      "111 1 [2 1 0]",
		"a אב b":   "001100 0 [0 1 3 2 4 5]",
		"אב a גד":  "1112111 1 [6 5 4 3 2 1 0]",
		"אב 12":    "11122 1 [3 4 2 1 0]",
		"a אב 12":  "0011122 0 [0 1 5 6 4 3 2]",
		"مر 1,2":   "111222 1 [3 4 5 2 1 0]",
		"(אב)":     "1111 1 [3 2 1 0]",
		"a (אב) b": "00011000 0 [0 1 2 4 3 5 6 7]",
		"אב $5":    "11122 1 [3 4 2 1 0]",
		"1 a":      "000 0 [0 1 2]",
		"12 אב":    "22111 1 [4 3 2 0 1]",
		"שָ a":     "1112 1 [3 2 1 0]",
		"  ":       "00 0 [0 1]",
		"":         " 0 []",
	} {
		levels, base := Levels([]rune(text))
		got := ""
		for _, l := range levels {
			got += fmt.Sprint(l)
		}
		if got = fmt.Sprint(got, " ", base, " ", Visual(levels)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestMirrored(t *testing.T) {
	for r, want := range map[rune]rune{'(': ')', ']': '[', 'a': 'a', '«': '»'} {
		if Mirrored(r) != want || want != r && Mirrored(want) != r {
			t.Errorf("%q is seen as %q", r, Mirrored(r))
		}
	}
}

func TestParseRefusesWhatIsNoFont(t *testing.T) {
	for _, file := range []string{"", "no font", "\x00\x01\x00\x00\xff\xff"} {
		if _, err := Parse([]byte(file)); err == nil {
			t.Errorf("%q is a font", file)
		}
	}
}
