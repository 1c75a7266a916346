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
func alternatives(r questionnaires.RatingReason, p questionnaires.RiskPath) string {
	if common, differ, ok := commonChoices(p.Sets); ok {
		each := make([]string, len(differ))
		for i, id := range differ {
			each[i] = choiceTitles(r, []string{id})
		}
		if len(common) == 0 {
			return joinWords(each, "or")
		}
		return choiceTitles(r, common) + " and either " + joinWords(each, "or")
	}
	if len(p.Sets) <= maxAlternatives {
		sets := make([]string, len(p.Sets))
		for i, set := range p.Sets {
			sets[i] = choiceTitles(r, set)
		}
		return strings.Join(sets, ", or ")
	}
	others := fmt.Sprintf("%d other", len(p.Sets)-1)
	if p.More {
		others = fmt.Sprintf("at least %d other", questionnaires.MaxSets)
	}
	return fmt.Sprintf("%s, or one of %s sets of %d", choiceTitles(r, p.Sets[0]), others, len(p.Sets[0]))
}

// commonChoices splits several sets into what all have and the one choice that each has besides.
func commonChoices(sets [][]string) (common, differ []string, ok bool) {
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

// choiceTitles names choices: “One”, “Two” and “Three”.
func choiceTitles(r questionnaires.RatingReason, ids []string) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		if quoted[i] = r.Cited(id); quoted[i] == "" {
			quoted[i] = "“" + r.Title(id) + "”"
		}
	}
	return joinWords(quoted, "and")
}

// joinWords joins words by commas, and the last two by a word.
func joinWords(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}

// verbForm picks, with a blank before it, the form for one choice or for several.
func verbForm(choices []string, one, several string) string {
	if len(choices) == 1 {
		return " " + one
	}
	return " " + several
}
