package helptext

import (
	"slices"
	"strings"
)

// mostNearest is how many names are suggested.
const mostNearest = 3

// nearestNames are those that somebody may have meant: the ones that begin with the word, else those that are fewest
// typing errors away, if these are few for the length of the word.
func nearestNames(word string, names []string) []string {
	word = strings.ToLower(word)
	var found []string
	for _, name := range names {
		if word != "" && strings.HasPrefix(name, word) {
			found = append(found, name)
		}
	}
	fewest := max(2, len(word)/3)
	for _, name := range names {
		switch n := typingErrors(word, name); {
		case len(found) > 0 && strings.HasPrefix(found[0], word) || n > fewest || n >= len(word):
		case n < fewest:
			found, fewest = []string{name}, n
		default:
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found[:min(len(found), mostNearest)]
}

// typingErrors counts the letters to put in, leave out, replace or swap with the next one to make a word of another.
func typingErrors(from, to string) int {
	a, b := []rune(from), []rune(to)
	if len(a) > 64 {
		return len(a) // no name is so long
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			least := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				least = min(least, rows[i-2][j-2]+1)
			}
			rows[i][j] = least
		}
	}
	return rows[len(a)][len(b)]
}
