package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"plumbline/models"
	"plumbline/models/text"
)

// What a search takes: characters, and words.
const (
	MaxText  = 200
	MaxWords = 20
)

// Query is the words of a search.
type Query struct{ words []string }

// wordSet is which words of a query a text has, a bit each.
type wordSet uint32

// Parse reads the words of a search: letters and digits, whatever stands between them. Letter case and accents do not
// count.
func Parse(query string) (Query, error) {
	if utf8.RuneCountInString(query) > MaxText {
		return Query{}, models.Errorf(models.CodeInvalid, "a search takes at most %d characters", MaxText)
	}
	var q Query
	for _, word := range strings.FieldsFunc(text.FoldPlain(query), notOfWord) {
		if word = singular(word); !slices.Contains(q.words, word) {
			q.words = append(q.words, word)
		}
	}
	if len(q.words) > MaxWords {
		return Query{}, models.Errorf(models.CodeInvalid, "a search takes at most %d words", MaxWords)
	}
	return q, nil
}

func notOfWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }

// singular takes an English plural's ending off, so that "backups" finds "backup", and "policies" "policy": what a text
// has need only begin with the word.
func singular(word string) string {
	switch {
	case len(word) > 5 && strings.HasSuffix(word, "ies"):
		return word[:len(word)-3]
	case len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss"):
		return word[:len(word)-1]
	}
	return word
}

func (q Query) all() wordSet { return 1<<len(q.words) - 1 }

// in tells which of the words the text has: at the beginning of a word, or anywhere.
func (q Query) in(s string, anywhere bool) (has wordSet) {
	folded := text.FoldPlain(s)
	for i, word := range q.words {
		if indexOf(folded, word, anywhere) >= 0 {
			has |= 1 << i
		}
	}
	return has
}

// indexOf finds a word where one begins. Scripts that write no blanks between words have no such places.
func indexOf(folded, word string, anywhere bool) int {
	first, _ := utf8.DecodeRuneInString(word)
	anywhere = anywhere || unicode.In(first, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao,
		unicode.Khmer, unicode.Myanmar)
	for from := 0; ; {
		i := strings.Index(folded[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		if before, _ := utf8.DecodeLastRuneInString(folded[:i]); i == 0 || anywhere || notOfWord(before) {
			return i
		}
		from = i + len(word)
	}
}

// Room around the first word in an excerpt, in characters.
const excerptBefore, excerptAfter = 40, 100

// excerpt is what stands around the first of the words, on one line.
func (q Query) excerpt(s string) string {
	words := strings.Fields(s)
	at := slices.IndexFunc(words, func(w string) bool { return q.in(w, false) != 0 })
	at = max(at, 0)
	from, to := at, at
	for room := excerptBefore; from > 0; from-- {
		if room -= utf8.RuneCountInString(words[from-1]) + 1; room < 0 {
			break
		}
	}
	for room := excerptAfter; to < len(words); to++ {
		if room -= utf8.RuneCountInString(words[to]) + 1; room < 0 && to > at {
			break
		}
	}
	out := []rune(strings.Join(words[from:to], " "))
	cut := len(out) > excerptBefore+excerptAfter
	if cut {
		out = out[:excerptBefore+excerptAfter]
	}
	excerpt := string(out)
	if from > 0 {
		excerpt = "…" + excerpt
	}
	if cut || to < len(words) {
		excerpt += "…"
	}
	return excerpt
}
