package models

import (
	"slices"
	"strings"
	"unicode"

	"plumbline/models/text"
)

// Participant is somebody who reaches a workload: who can be mentioned there, and assigned to.
type Participant struct {
	UserID    string
	Name      string
	Email     string
	Workspace string // id
}

// maxTries bounds the work: workspaces have thousands of people.
const maxTries = 200

// MayMention reports whether a text can name anybody at all.
func MayMention(text string) bool { return strings.Contains(text, "@") }

// Mentioned finds the people whom a text names, each once, in the order of the text. A mention is "@" and then an
// e-mail address, a whole name or the first word of one, letter case aside: @ada@example.org, @Ada Lovelace, @ada. The
// longest that fits counts; one that fits several people names nobody, and neither does an "@" within a word, such as
// that of an e-mail address. No more than maxTries of them are looked at.
func Mentioned(text string, people []Participant) (found []Participant) {
	if !MayMention(text) {
		return nil
	}
	keys := mentionKeys(people)
	runes := foldRunes(text)
	tries := 0
	for i, r := range runes {
		if r != '@' || (i > 0 && inWord(runes[i-1])) {
			continue
		}
		if tries++; tries > maxTries {
			break
		}
		for _, k := range keys {
			if k.startsAt(runes, i+1) {
				if k.person != nil && !slices.Contains(found, *k.person) {
					found = append(found, *k.person)
				}
				break
			}
		}
	}
	return found
}

// mentionKey is a spelling and whom it means; nil: several people.
type mentionKey struct {
	runes  []rune
	person *Participant
}

// startsAt reports whether the spelling stands there as a whole.
func (k mentionKey) startsAt(text []rune, at int) bool {
	if len(k.runes) > len(text)-at || !slices.Equal(k.runes, text[at:at+len(k.runes)]) {
		return false
	}
	rest := text[at+len(k.runes):]
	if len(rest) == 0 {
		return true
	}
	more := len(rest) > 1 && inWord(rest[1])
	switch rest[0] {
	case '.', '-': // the end of a sentence, or more of a name
		return !more
	case '\'', '’':
		return !more || rest[1] == 's' && (len(rest) == 2 || !inWord(rest[2]))
	}
	return !inWord(rest[0])
}

// mentionKeys returns the spellings, the longest first.
func mentionKeys(people []Participant) []mentionKey {
	of := map[string]*Participant{}
	add := func(spelling string, p *Participant) {
		if spelling == "" {
			return
		}
		if other, taken := of[spelling]; taken && (other == nil || other.UserID != p.UserID) {
			p = nil
		}
		of[spelling] = p
	}
	for i := range people {
		p := &people[i]
		words := strings.Fields(p.Name)
		name := string(foldRunes(strings.Join(words, " ")))
		add(string(foldRunes(p.Email)), p)
		add(name, p)
		if len(words) > 1 {
			add(string(foldRunes(words[0])), p)
		}
	}
	keys := make([]mentionKey, 0, len(of))
	for _, spelling := range sortedKeys(of) {
		keys = append(keys, mentionKey{[]rune(spelling), of[spelling]})
	}
	slices.SortStableFunc(keys, func(a, b mentionKey) int { return len(b.runes) - len(a.runes) })
	return keys
}

// foldRunes folds letter case, and makes every white space a blank.
func foldRunes(s string) []rune {
	return []rune(text.FoldWords(s))
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_' || r == '@'
}
