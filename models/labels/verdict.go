package labels

import (
	"fmt"
	"strconv"

	"plumbline/questionnaires"
)

// PillarCounts is a pillar by its name, with what its questions add up to.
type PillarCounts struct {
	Name   string
	Counts questionnaires.RiskCounts
}

// Verdict says in one sentence how the reviews with so many lenses stand: the headline of reports and of pages.
func Verdict(c questionnaires.RiskCounts, lenses int) string {
	applies := c.Total() - c.NotApplicable
	switch {
	case lenses == 0:
		return "No lens has been applied to this workload yet."
	case c.Total() == 0:
		return "The lens has no questions, so there is nothing to rate."
	case applies == 0:
		return "None of the questions applies to this workload."
	case c.High == 1:
		return fmt.Sprintf("1 of %s carries a high risk.", CountLabel(applies, "question", "questions"))
	case c.High > 1:
		return fmt.Sprintf("%d of %d questions carry a high risk.", c.High, applies)
	case c.Unanswered == applies:
		open := CountLabel(applies, "question is open", "questions are open")
		return fmt.Sprintf("Nothing is answered yet: %s.", open)
	case c.Medium > 0 && c.Undecided+c.Unanswered > 0:
		return riskSubject(c.Medium) + " a medium risk, and none a high one so far."
	case c.Medium > 0:
		return fmt.Sprintf("No high risk; %s a medium one.", riskSubject(c.Medium))
	case c.Undecided == 1:
		return fmt.Sprintf("The lens does not say whether 1 of %s carries a risk.", CountLabel(applies, "question",
			"questions"))
	case c.Undecided > 1:
		return fmt.Sprintf("The lens does not say whether %d of %d questions carry a risk.", c.Undecided, applies)
	case c.Unanswered > 0:
		return fmt.Sprintf("No risk in the %s answered so far.", CountLabel(c.None, "question", "questions"))
	}
	return "No risk is left: every practice that matters is in place."
}

// riskSubject counts questions as the subject of a sentence about their risk.
func riskSubject(n int) string { return CountLabel(n, "question carries", "questions carry") }

// VerdictDetail says where to begin and how much of the picture is still missing. The pillars are sorted,
// the worst first.
func VerdictDetail(c questionnaires.RiskCounts, pillars []PillarCounts) string {
	var s string
	if c.High > 1 && (len(pillars) == 1 || pillars[0].Counts.High > pillars[1].Counts.High) {
		s = fmt.Sprintf("%s of them in %s. ", shareOf(pillars[0].Counts.High, c.High), pillars[0].Name)
	}
	if c.High > 0 && c.Medium > 0 {
		s += CountLabel(c.Medium, "more carries", "more carry") + " a medium risk. "
	}
	if c.Undecided > 0 && c.High+c.Medium > 0 {
		s += CountLabel(c.Undecided, "question is", "questions are") + " undecided: the lens does not say. "
	}
	if c.Unanswered > 0 && c.Answered() > 0 {
		s += CountLabel(c.Unanswered, "question is", "questions are") + " not answered yet."
	}
	return s
}

// shareOf counts a part of a whole in words.
func shareOf(n, all int) string {
	if n == all {
		return fmt.Sprintf("All %d", n)
	}
	return strconv.Itoa(n)
}

// WorstFirst orders pillars for the eye: more high risks first, then more medium ones, then more undecided and open
// questions.
func WorstFirst(a, b questionnaires.RiskCounts) int {
	for _, d := range []int{b.High - a.High, b.Medium - a.Medium,
		b.Undecided + b.Unanswered - a.Undecided - a.Unanswered} {
		if d != 0 {
			return d
		}
	}
	return 0
}
