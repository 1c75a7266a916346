package jsontree

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// FlawKind says what is wrong with a text.
type FlawKind uint8

// FlawEncoding, FlawSyntax and FlawTooDeep end reading; with the others the document is whole, and whoever asked
// decides.
const (
	FlawEncoding      FlawKind = iota // not UTF-8
	FlawSyntax                        // not JSON
	FlawTooDeep                       // nests deeper than asked for
	FlawTrailing                      // something follows the document
	FlawDuplicateName                 // an object has a name twice
	FlawLoneSurrogate                 // an escape is half a character
	FlawNullCharacter                 // a string holds U+0000, which databases can't keep
	FlawLongName                      // a name is longer than 256 bytes
)

// Flaw is one thing that is wrong with a text.
type Flaw struct {
	Kind    FlawKind
	Node    int32  // what it is about
	At      int32  // byte offset into the source
	Message string // one plain sentence
}

// note records a flaw of node n and lets reading go on.
func (r *jsonReader) note(kind FlawKind, n, at int32, message string) {
	r.found = append(r.found, Flaw{Kind: kind, Node: n, At: at, Message: message})
}

// die records the flaw that ends reading; the first one counts. It points at the innermost value that was begun.
func (r *jsonReader) die(kind FlawKind, at int32, message string) {
	if r.dead {
		return
	}
	n := int32(len(r.Nodes) - 1)
	for n > 0 && r.Nodes[n].End > r.Nodes[n].Start {
		n = r.Nodes[n].Parent
	}
	r.found = append(r.found, Flaw{Kind: kind, Node: n, At: at, Message: message})
	r.dead = true
}

// expected ends reading: something else stands at pos, or nothing.
func (r *jsonReader) expected(what string) {
	rest := r.Source[r.pos:]
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
	r.die(FlawSyntax, r.pos, what)
}

// noName ends reading where a member's name should be; i is the member's place.
func (r *jsonReader) noName(i int32) {
	what := "Expected a name in double quotes"
	if i == 0 {
		what += " or the '}' that closes an object"
	}
	r.expected(what)
}

// fewMembers is how many members are still compared pair by pair.
const fewMembers = 12

// duplicates notes each member of object n whose name an earlier one has.
func (r *jsonReader) duplicates(n int32) {
	if r.Nodes[n].Count < 2 {
		return
	}
	if r.Nodes[n].Count > fewMembers {
		seen := make(map[string]bool, r.Nodes[n].Count)
		for c := range r.Children(n) {
			if name := r.Name(c); seen[name] {
				r.duplicate(c)
			} else {
				seen[name] = true
			}
		}
		return
	}
	for c := n + 1; c < r.Nodes[n].Next; c = r.Nodes[c].Next {
		name := r.Name(c)
		for d := n + 1; d < c; d = r.Nodes[d].Next {
			if r.Name(d) == name {
				r.duplicate(c)
				break
			}
		}
	}
}

// duplicate notes member n. RFC 8259 lets readers differ on which of two wins, so neither can be trusted.
func (r *jsonReader) duplicate(n int32) {
	r.note(FlawDuplicateName, n, r.Nodes[n].NameStart-1,
		fmt.Sprintf("The name %q stands twice in this object. Keep one of the two.", shortened(r.Name(n))))
}

// shortened shortens what a message quotes.
func shortened(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
