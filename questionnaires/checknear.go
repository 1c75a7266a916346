package questionnaires

import (
	"fmt"
	"strings"
)

// maxNearMisses bounds the warnings about misspelt names of one object.
const maxNearMisses = 50

// nearMisses warns of members of object n that look like misspelt ones of its shape. One that the object has
// already (present, as bits) is not what the author meant, and a name that begins with "_" is a note of the author.
func (p *lensParser) nearMisses(n int32, s *objectShape, present uint32) {
	said := 0
	for c := range p.doc.Children(n) {
		if said == maxNearMisses || p.full(codeNearMiss) {
			return
		}
		name := p.doc.Name(c)
		if s.index(name) >= 0 || strings.HasPrefix(name, "_") {
			continue
		}
		if i := s.meant(name); i >= 0 && present>>i&1 == 0 {
			said++
			p.reportAt(codeNearMiss, c, p.doc.Nodes[c].NameStart-1, fmt.Sprintf(
				"The format does not know %q, so it is kept but not used. Did you mean %q?", clipQuote(name), s.members[i].name))
		}
	}
}

// meant returns the place of the known name that is nearest to an unknown one, or -1 if more than two edits or a third
// of it differ.
func (s *objectShape) meant(name string) int {
	name = plainName(name)
	best, bestAt := -1, 3
	for i := range s.members {
		known := s.members[i].name
		if d := len(known) - len(name); d >= bestAt || -d >= bestAt {
			continue
		}
		if d := editDistance(name, plainName(known), bestAt); d < bestAt && d*3 <= len(known) {
			best, bestAt = i, d
		}
	}
	return best
}

var nameMarks = strings.NewReplacer("_", "", "-", "", " ", "")

// plainName sets capitals and word marks aside: improvement_plan is improvementPlan with another habit.
func plainName(s string) string {
	if len(s) > MaxID {
		return s
	}
	return strings.ToLower(nameMarks.Replace(s))
}

// didYouMean suggests the name among those known that is nearest to what was written, if one is near.
func didYouMean(written string, known []string) string {
	best, bestAt := "", len(written)/3+2
	for _, k := range known {
		d := editDistance(strings.ToLower(written), strings.ToLower(k), bestAt)
		if len(written) >= MinID && len(k) > len(written) && strings.EqualFold(k[:len(written)], written) {
			d = 1
		}
		if d < bestAt {
			best, bestAt = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", best)
}

// editDistance counts the single-byte edits that turn a into b; it may stop at limit. Long texts are not compared.
func editDistance(a, b string, limit int) int {
	if len(a) > MaxID || len(b) > MaxID || len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	var row [MaxID + 1]int
	for j := range b {
		row[j+1] = j + 1
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
