package questionnaires

import (
	"fmt"
	"strings"

	"plumbline/questionnaires/rules"
)

// joinWords joins words by commas, and the last two by a word.
func joinWords(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}

// ruleName writes a rule at the start of a sentence.
func (q *Question) ruleName(i int) string {
	if q.set.IsDefault(i) {
		return fmt.Sprintf("The default rule (rule %d, %s)", i+1, q.RiskRules[i].Risk)
	}
	return fmt.Sprintf("Rule %d (%s)", i+1, q.RiskRules[i].Risk)
}

func ruleNumbers(set uint64) string {
	var numbers []string
	for _, i := range inOrder(set) {
		numbers = append(numbers, fmt.Sprintf("rule %d", i+1))
	}
	return joinWords(numbers, "or")
}

// example describes an answer by ids: with "a" and "b" selected and "c" not applicable.
func (q *Question) example(st rules.AnswerState) string {
	var parts []string
	if st.Selected == 0 {
		parts = append(parts, "nothing selected")
	} else {
		parts = append(parts, q.idList(st.Selected)+" selected")
	}
	if st.NotApplicable != 0 {
		parts = append(parts, q.idList(st.NotApplicable)+" not applicable")
	}
	return "with " + strings.Join(parts, " and ")
}

func (q *Question) idList(choices uint64) string {
	var ids []string
	for _, c := range inOrder(choices) {
		ids = append(ids, fmt.Sprintf("%q", q.Choices[c].ID))
	}
	return joinWords(ids, "and")
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
