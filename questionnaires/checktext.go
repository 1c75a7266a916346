package questionnaires

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// name returns a name or title: one line that people read in lists.
func (p *lensParser) name(n int32) string {
	if n == 0 {
		return ""
	}
	s := p.text(n, MaxName)
	p.characters(n, s)
	if trimmed := strings.TrimSpace(s); len(trimmed) < len(s) {
		p.padded(n, trimmed)
	}
	return s
}

// description reads a longer text, to which the rules for characters apply too.
func (p *lensParser) description(n int32) string {
	if n == 0 {
		return ""
	}
	s := p.text(n, MaxDescription)
	p.characters(n, s)
	if strings.TrimSpace(s) == "" {
		p.report(codeBlank, n, "This text holds nothing but white space.")
	}
	return s
}

// prose returns a longer text with any characters.
func (p *lensParser) prose(n int32) string {
	if n == 0 {
		return ""
	}
	return p.text(n, MaxDescription)
}

// remark returns the description of a choice, of which AWS takes any length.
func (p *lensParser) remark(n int32) string {
	if n == 0 {
		return ""
	}
	s := p.doc.Text(n)
	if len(s) > MaxDescription {
		if count := characters(s); count > MaxDescription {
			p.report(codeLongDescription, n,
				fmt.Sprintf("This text has %d characters; people hardly read more than %d.", count, MaxDescription))
		}
	}
	return s
}

// text returns the string n of at most max characters. Bytes are counted first: few texts come near a limit.
func (p *lensParser) text(n int32, max int) string {
	s := p.doc.Text(n)
	if len(s) > max {
		if count := characters(s); count > max {
			p.report(codeTooLong, n, fmt.Sprintf("This text has %d characters; the format allows %d.", count, max))
		}
	}
	return s
}

// padded reports white space around text n; trimmed is what is left without it.
func (p *lensParser) padded(n int32, trimmed string) {
	if trimmed == "" {
		p.report(codeMissing, n, "This text holds nothing but white space.")
		return
	}
	p.report(codeWhiteSpace, n, "This text begins or ends with white space.")
}

// AWS takes letters, digits, space, line feed and accepted in names, titles and descriptions, and refuses refused;
// both were probed on the real service. Of other characters nothing is known.
const (
	acceptedSigns = "-_.,:/()@!&#+'?’"
	refusedSigns  = ";%<>=*\"[]$|~{}"
)

// acceptedASCII is accepted as a table, with letters, digits and the two blanks.
var acceptedASCII = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = isWord(rune(c)) || c == ' ' || c == '\n' || strings.IndexByte(acceptedSigns, byte(c)) >= 0
	}
	return t
}()

// characters reports the characters of a text that AWS refuses, and those that it may refuse, once each per text.
func (p *lensParser) characters(n int32, s string) {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || !acceptedASCII[c] {
			p.offending(n, s, i)
			return
		}
	}
}

// offending sorts the strange characters of text n, the first of which is at from, into the two kinds. Letters, marks
// and digits of any alphabet pass: the tool says "letters and digits" and nothing narrower was seen.
func (p *lensParser) offending(n int32, s string, from int) {
	var bad, odd []rune
	badAt, oddAt := 0, 0
	for i, c := range s[from:] {
		switch {
		case c < utf8.RuneSelf && acceptedASCII[c], unicode.In(c, unicode.L, unicode.M, unicode.Nd), c == '’':
		case c < utf8.RuneSelf && strings.IndexByte(refusedSigns, byte(c)) >= 0:
			if bad = append(bad, c); len(bad) == 1 {
				badAt = from + i
			}
		default:
			if odd = append(odd, c); len(odd) == 1 {
				oddAt = from + i
			}
		}
	}
	if len(bad) > 0 {
		p.reportAt(codeCharacters, n, p.doc.Offset(n, badAt), fmt.Sprintf("AWS refuses %s here.", listRunes(bad)))
	}
	if len(odd) > 0 {
		p.reportAt(codeOddCharacters, n, p.doc.Offset(n, oddAt), fmt.Sprintf("AWS may refuse %s here.", listRunes(odd)))
	}
}

// characters counts what the limits of the format count.
func characters(s string) int { return utf8.RuneCountInString(s) }

// listRunes names each different character once, a few of them at most.
func listRunes(rs []rune) string {
	const most = 8
	var names []string
	seen := map[rune]bool{}
	for _, c := range rs {
		if seen[c] {
			continue
		}
		if seen[c] = true; len(names) == most {
			return strings.Join(names, " ") + " and more"
		}
		names = append(names, quoteRune(c))
	}
	return strings.Join(names, " ")
}

// quoteRune shows a character, or its number where there is nothing to see.
func quoteRune(c rune) string {
	if unicode.IsGraphic(c) && !unicode.IsSpace(c) && !unicode.IsMark(c) {
		return string(c)
	}
	if c == ' ' {
		return "a space"
	}
	return fmt.Sprintf("U+%04X", c)
}

// clipQuote shortens what a message quotes.
func clipQuote(s string) string {
	const most = 60
	if characters(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
