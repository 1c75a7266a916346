package reports

import (
	"fmt"
	"strconv"

	"plumbline/models/labels"
	q "plumbline/questionnaires"
)

// verdictOn says in one sentence how things stand.
func verdictOn(c q.RiskCounts, lenses int) string {
	applies := c.Total() - c.NotApplicable
	switch {
	case lenses == 0:
		return "No lens has been applied to this workload yet."
	case c.Total() == 0:
		return "The lens has no questions, so there is nothing to rate."
	case applies == 0:
		return "None of the questions applies to this workload."
	case c.High == 1:
		return fmt.Sprintf("1 of %s carries a high risk.", labels.CountLabel(applies, "question", "questions"))
	case c.High > 1:
		return fmt.Sprintf("%d of %d questions carry a high risk.", c.High, applies)
	case c.Unanswered == applies:
		open := labels.CountLabel(applies, "question is open", "questions are open")
		return fmt.Sprintf("Nothing is answered yet: %s.", open)
	case c.Medium > 0 && c.Undecided+c.Unanswered > 0:
		return riskSubject(c.Medium) + " a medium risk, and none a high one so far."
	case c.Medium > 0:
		return fmt.Sprintf("No high risk; %s a medium one.", riskSubject(c.Medium))
	case c.Undecided == 1:
		return fmt.Sprintf("The lens does not say whether 1 of %s carries a risk.", labels.CountLabel(applies, "question",
			"questions"))
	case c.Undecided > 1:
		return fmt.Sprintf("The lens does not say whether %d of %d questions carry a risk.", c.Undecided, applies)
	case c.Unanswered > 0:
		return fmt.Sprintf("No risk in the %s answered so far.", labels.CountLabel(c.None, "question", "questions"))
	}
	return "No risk is left: every practice that matters is in place."
}

// riskSubject counts questions as the subject of a sentence about their risk.
func riskSubject(n int) string { return labels.CountLabel(n, "question carries", "questions carry") }

// secondSentence says where to begin and how much of the picture is still missing. The pillars are sorted,
// the worst first.
func secondSentence(c q.RiskCounts, pillars []reviewedPillar) string {
	var s string
	if c.High > 1 && (len(pillars) == 1 || pillars[0].counts.High > pillars[1].counts.High) {
		s = fmt.Sprintf("%s of them in %s. ", shareOf(pillars[0].counts.High, c.High), pillars[0].pillar.Name)
	}
	if c.High > 0 && c.Medium > 0 {
		s += labels.CountLabel(c.Medium, "more carries", "more carry") + " a medium risk. "
	}
	if c.Undecided > 0 && c.High+c.Medium > 0 {
		s += labels.CountLabel(c.Undecided, "question is", "questions are") + " undecided: the lens does not say. "
	}
	if c.Unanswered > 0 && c.Answered() > 0 {
		s += labels.CountLabel(c.Unanswered, "question is", "questions are") + " not answered yet."
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

// worseFirst orders pillars for the eye: more high risks first, then more medium ones, then more undecided
// and open questions.
func worseFirst(a, b reviewedPillar) int {
	for _, d := range []int{b.counts.High - a.counts.High, b.counts.Medium - a.counts.Medium,
		b.counts.Undecided + b.counts.Unanswered - a.counts.Undecided - a.counts.Unanswered} {
		if d != 0 {
			return d
		}
	}
	return 0
}
