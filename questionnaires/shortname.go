package questionnaires

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxShortName is how many characters a short name has at most.
const MaxShortName = 40

// Short returns what the question is called in lists and headings: its short name, or one made of the title, of at
// most MaxShortName characters. The same title gives the same name. Of an English title the words go that every
// question has, such as "How do you"; one in another language is only cut, between words where it has any.
func (q *Question) Short() string {
	if q.ShortName != "" {
		return q.ShortName
	}
	if name := shortTitle(q.Title); name != "" {
		return name
	}
	return q.ID
}

// questionEnds end a question in one script or another; what follows is a remark.
const questionEnds = "?？؟"

// numbered is what some lenses put before a title: "(DAX)", "GEN 2", "GTM1".
var numbered = regexp.MustCompile(`^(\([^() ]{1,10}\)|[A-Z]{2,8} ?[0-9]{1,3}) `)

// shortTitle makes a short name of a title.
func shortTitle(title string) string {
	name := strings.Join(strings.Fields(title), " ")
	if i := strings.IndexAny(name, questionEnds); i > 0 {
		name = name[:i]
	}
	english := englishWords.MatchString(name)
	if i := strings.Index(name, ". "); i > 0 && english {
		name = name[:i]
	}
	name = strings.Trim(name, " ¿;；:.…"+questionEnds)
	mark := numbered.FindString(name)
	room := MaxShortName - characters(mark)
	name = name[len(mark):]
	if english {
		name = shortEnglish(name, room)
	}
	name = cutAtWord(name, room)
	if first, size := utf8.DecodeRuneInString(name); english && unicode.IsLower(first) {
		name = string(unicode.ToUpper(first)) + name[size:]
	}
	return strings.TrimSpace(mark + name)
}

// cutAtWord cuts a text to at most so many characters: behind a word, or where there is none behind a letter with its
// accents.
func cutAtWord(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	for i := most; i > most/3; i-- {
		if letters[i] == ' ' {
			return strings.TrimRight(string(letters[:i]), " ,;:–-")
		}
	}
	for most > 1 && joined(letters[most-1], letters[most]) {
		most--
	}
	return string(letters[:most])
}

// joined reports whether two characters are one to the reader: an accent, or what a joiner holds together.
func joined(before, after rune) bool {
	const joiner = '\u200d'
	return unicode.Is(unicode.M, after) || before == joiner || after == joiner
}
