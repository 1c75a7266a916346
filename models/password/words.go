package password

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

//go:embed common.txt.gz
var commonFile []byte

const (
	shortestWord = 3
	longestWord  = 40
	productName  = "plumbline"
)

// commonRank gives the place of a common password, from 1. It is read at the first use: a server that sets no password
// needs none of it.
var commonRank = sync.OnceValue(func() map[string]int {
	file, err := gzip.NewReader(bytes.NewReader(commonFile))
	if err != nil {
		panic(err) // it is part of the program
	}
	text, err := io.ReadAll(file)
	if err != nil {
		panic(err)
	}
	ranks := map[string]int{}
	for i, word := range strings.Fields(string(text)) {
		ranks[word] = i + 1
	}
	return ranks
})

// foldText makes small letters without marks, whatever way they were composed or how wide they are.
func foldText(s string) string {
	t := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFKC)
	plain, _, err := transform.String(t, s)
	if err != nil {
		plain = s
	}
	return strings.ToLower(plain)
}

// newGuesser takes the texts about the person apart: whole, without what is no letter or digit, and word by word.
func newGuesser(about []string) *passwordGuesser {
	g := &passwordGuesser{own: map[string]bool{productName: true}, memo: map[string]float64{}}
	for _, text := range about {
		text = foldText(text)
		words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		for _, word := range append(words, text, strings.Join(words, "")) {
			if n := len([]rune(word)); n >= shortestWord && n <= longestWord {
				g.own[word] = true
			}
		}
	}
	return g
}

// swappedSigns are the letters that people write as digits and signs.
var swappedSigns = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "9", "g",
	"@", "a", "$", "s", "!", "i", "+", "t")

// word is the cost of a word of the list or about the person, as it stands, with letters swapped, or backwards.
func (g *passwordGuesser) word(text string) (bits float64, k patternKind, ok bool) {
	if n := len(text); n < shortestWord || n > 4*longestWord {
		return 0, kindCommon, false
	}
	bits = math.Inf(1)
	back := []rune(text)
	slices.Reverse(back)
	plain := swappedSigns.Replace(text)
	for i, variant := range []string{text, string(back), plain,
		strings.ReplaceAll(swappedSigns.Replace(strings.ReplaceAll(text, "1", "l")), "!", "l")} {
		extra := min(float64(i), 1)
		if g.own[variant] {
			return 1 + extra, kindOwnData, true
		}
		if rank := commonRank()[variant]; rank > 0 && len(variant) <= longestWord {
			bits, k, ok = min(bits, extra+math.Log2(float64(rank)+1)), kindCommon, true
		}
	}
	return bits, k, ok
}
