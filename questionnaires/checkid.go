package questionnaires

import (
	"fmt"
	"strings"
)

// idKind says which characters an id may have beside letters, digits and "_".
type idKind struct{ also string }

// AWS names questions and choices of its own with "-". The format promises "." to nobody, so strict mode refuses it.
var (
	pillarIDs = idKind{""}
	otherIDs  = idKind{"-."}
)

// id returns the id n. Only its first bad character is reported: the others are seldom a different mistake.
func (p *lensParser) id(n int32, k idKind) string {
	if n == 0 {
		return ""
	}
	id := p.doc.Text(n)
	if len(id) < MinID || len(id) > MaxID {
		if count := characters(id); count < MinID || count > MaxID {
			noun := "characters"
			if count == 1 {
				noun = "character"
			}
			p.report(codeIDLength, n,
				fmt.Sprintf("The id has %d %s; the format asks for %d to %d.", count, noun, MinID, MaxID))
		}
	}
	for i, c := range id {
		if isWord(c) || c < 0x80 && strings.IndexByte(k.also, byte(c)) >= 0 {
			continue
		}
		p.reportAt(codeIDCharacters, n, p.doc.Offset(n, i),
			fmt.Sprintf("An id can't hold %s. Use letters, digits and _.", quoteRune(c)))
		break
	}
	if i := strings.IndexByte(id, '.'); i >= 0 && k == otherIDs {
		p.reportAt(codeIDDot, n, p.doc.Offset(n, i), "AWS ids have no full stop. Use letters, digits, - and _.")
	}
	return id
}

// isWord reports whether any kind of id may have the character.
func isWord(c rune) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}

// unique reports an id n that is among those seen, and adds it to them.
func (p *lensParser) unique(n int32, id, what string, seen map[string]bool) bool {
	if n == 0 {
		return true
	}
	if seen[id] {
		p.report(codeDuplicateID, n, fmt.Sprintf("Another %s has the id %q already.", what, clipQuote(id)))
		return false
	}
	seen[id] = true
	return true
}

// uniqueQuestion holds the id against those of the whole lens, since an answer is kept by the question's id alone.
func (p *lensParser) uniqueQuestion(n int32, id string) {
	if n == 0 {
		return
	}
	if first, taken := p.questions[id]; taken {
		p.report(codeDuplicateID, n, fmt.Sprintf("The question at %s has the id %q already.",
			p.doc.Pointer(p.doc.Nodes[first].Parent), clipQuote(id)))
		return
	}
	p.questions[id] = n
}

// uniqueChoice holds the id against those of the same question, where a repetition is an error, and of the questions
// before. The specification wants ids to be unique, but AWS's own sample lens repeats some across questions and the
// tool takes it; answers and rules look no further than the question. One warning for each such id is enough.
func (p *lensParser) uniqueChoice(n int32, id string, seen map[string]bool) {
	if !p.unique(n, id, "choice of this question", seen) || n == 0 {
		return
	}
	if id == "default" {
		p.report(codeReservedID, n, `Rules can't name a choice called "default", since that word means the default rule.`)
	}
	if reported, taken := p.choices[id]; taken && !reported {
		p.choices[id] = true
		p.report(codeRepeatedChoice, n,
			fmt.Sprintf("An earlier question has a choice %q too. Ids are easier to follow if the lens has each once.",
				clipQuote(id)))
	}
}

// claimChoice remembers an id of a question that is done.
func (p *lensParser) claimChoice(id string) {
	if _, taken := p.choices[id]; !taken {
		p.choices[id] = false
	}
}
