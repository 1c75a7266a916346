package labels

import (
	"fmt"

	"plumbline/models/check"
)

// CheckTerm says what was found of one term of a check: “2 high risks, at most 0 allowed”.
func CheckTerm(t check.Term) string {
	switch t.Kind {
	case check.Reviewed:
		if t.Count == 0 {
			return "no question is answered, so there is nothing to go by"
		}
		return CountLabel(t.Count, "question is answered", "questions are answered")
	case check.HighRisks:
		return CountLabel(t.Count, "high risk", "high risks") + atMost(t)
	case check.MediumRisks:
		return CountLabel(t.Count, "medium risk", "medium risks") + atMost(t)
	case check.Worse:
		return CountLabel(t.Count, "new or regressed risk", "new or regressed risks") + atMost(t)
	case check.Unanswered:
		return CountLabel(t.Count, "question is", "questions are") + " not answered"
	case check.Undecided:
		return CountLabel(t.Count, "answer is", "answers are") + " undecided: the lens does not say"
	}
	return string(t.Kind)
}

func atMost(t check.Term) string { return fmt.Sprintf(", at most %d allowed", t.Most) }

var checkTitles = map[check.TermKind]string{
	check.Reviewed:    "Somebody has answered questions",
	check.HighRisks:   "High risks",
	check.MediumRisks: "Medium risks",
	check.Worse:       "New and regressed risks",
	check.Unanswered:  "Every question is answered",
	check.Undecided:   "No answer is undecided",
}

// CheckTitle is what a term of a check is about.
func CheckTitle(k check.TermKind) string { return labelOf(checkTitles, k) }

var changeLabels = map[check.ChangeKind]string{
	check.New: "New", check.Regressed: "Regressed", check.Fixed: "Fixed", check.Lowered: "Lowered",
	check.Removed: "Removed", check.Open: "Open again",
}

// CheckChange is what became of a risk since the baseline.
func CheckChange(k check.ChangeKind) string { return labelOf(changeLabels, k) }
