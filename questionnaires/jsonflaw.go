package questionnaires

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// note records a flaw of node n and lets reading go on.
func (r *reader) note(c code, n, at int32, message string) {
	r.found = append(r.found, finding{code: c, node: n, at: at, message: message})
}

// die records the flaw that ends reading; the first one counts. It points at the innermost value that was begun.
func (r *reader) die(c code, at int32, message string) {
	if r.dead {
		return
	}
	n := int32(len(r.nodes) - 1)
	for n > 0 && r.nodes[n].end > r.nodes[n].start {
		n = r.nodes[n].parent
	}
	r.found = append(r.found, finding{code: c, node: n, at: at, message: message})
	r.dead = true
}

// expected ends reading: something else stands at pos, or nothing.
func (r *reader) expected(what string) {
	rest := r.src[r.pos:]
	c, _ := utf8.DecodeRuneInString(rest)
	switch {
	case rest == "":
		what += ", but the document ends here."
	case strings.HasPrefix(rest, "//"), strings.HasPrefix(rest, "/*"), c == '#':
		what += ", but found a comment. JSON has no comments."
	case c == '\'', c == '‘', c == '’', c == '“', c == '”':
		what += fmt.Sprintf(", but found the quote %c. Strings stand in straight double quotes.", c)
	default:
		what += fmt.Sprintf(", but found %q.", c)
	}
	r.die(codeSyntax, r.pos, what)
}

// noName ends reading where a member's name should be; i is the member's place.
func (r *reader) noName(i int32) {
	what := "Expected a name in double quotes"
	if i == 0 {
		what += " or the '}' that closes an object"
	}
	r.expected(what)
}

// fewMembers is how many members are still compared pair by pair.
const fewMembers = 12

// duplicates notes each member of object n whose name an earlier one has.
func (r *reader) duplicates(n int32) {
	if r.nodes[n].count < 2 {
		return
	}
	if r.nodes[n].count > fewMembers {
		seen := make(map[string]bool, r.nodes[n].count)
		for c := range r.children(n) {
			if name := r.key(c); seen[name] {
				r.duplicate(c)
			} else {
				seen[name] = true
			}
		}
		return
	}
	for c := n + 1; c < r.nodes[n].next; c = r.nodes[c].next {
		name := r.key(c)
		for d := n + 1; d < c; d = r.nodes[d].next {
			if r.key(d) == name {
				r.duplicate(c)
				break
			}
		}
	}
}

// duplicate notes member n. RFC 8259 lets readers differ on which of two wins, so neither can be trusted.
func (r *reader) duplicate(n int32) {
	r.note(codeDuplicateMember, n, r.nodes[n].keyStart-1,
		fmt.Sprintf("The name %q stands twice in this object. Keep one of the two.", clip(r.key(n))))
}
