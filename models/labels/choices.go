package labels

import (
	"fmt"
	"slices"
	"strings"

	"plumbline/questionnaires"
)

// maxAlternatives is the most sets that an explanation spells out where they have little in common.
const maxAlternatives = 3

// alternatives names the sets of a path: all of them if they are few or differ in one choice only, or else the first
// and the number of the others.
func alternatives(r questionnaires.Reason, p questionnaires.Path) string {
	if common, differ, ok := factor(p.Sets); ok {
		each := make([]string, len(differ))
		for i, id := range differ {
			each[i] = titles(r, []string{id})
		}
		if len(common) == 0 {
			return series(each, "or")
		}
		return titles(r, common) + " and either " + series(each, "or")
	}
	if len(p.Sets) <= maxAlternatives {
		sets := make([]string, len(p.Sets))
		for i, set := range p.Sets {
			sets[i] = titles(r, set)
		}
		return strings.Join(sets, ", or ")
	}
	others := fmt.Sprintf("%d other", len(p.Sets)-1)
	if p.More {
		others = fmt.Sprintf("at least %d other", questionnaires.MaxSets)
	}
	return fmt.Sprintf("%s, or one of %s sets of %d", titles(r, p.Sets[0]), others, len(p.Sets[0]))
}

// factor splits several sets into what all have and the one choice that each has besides.
func factor(sets [][]string) (common, differ []string, ok bool) {
	for _, id := range sets[0] {
		missing := func(set []string) bool { return !slices.Contains(set, id) }
		if !slices.ContainsFunc(sets, missing) {
			common = append(common, id)
		}
	}
	if len(common) != len(sets[0])-1 {
		return nil, nil, false
	}
	for _, set := range sets {
		for _, id := range set {
			if !slices.Contains(common, id) {
				differ = append(differ, id)
			}
		}
	}
	return common, differ, true
}

// titles names choices: “One”, “Two” and “Three”.
func titles(r questionnaires.Reason, ids []string) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = "“" + r.Title(id) + "”"
	}
	return series(quoted, "and")
}

// series joins words by commas, and the last two by a word.
func series(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}

// verb picks, with a blank before it, the form for one choice or for several.
func verb(choices []string, one, several string) string {
	if len(choices) == 1 {
		return " " + one
	}
	return " " + several
}
