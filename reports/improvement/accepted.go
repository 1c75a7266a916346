package improvement

import (
	"plumbline/models/accepted"
	q "plumbline/questionnaires"
)

// withAccepted adds what of the entry's risk is taken on purpose.
func (e Entry) withAccepted(all []accepted.Entry) Entry {
	var choices []string
	until := ""
	for _, a := range all {
		if a.QuestionID != e.QuestionID {
			continue
		}
		e.Accepted, choices = append(e.Accepted, a), append(choices, a.ChoiceID)
		if until == "" || a.Until < until {
			until = a.Until
		}
	}
	if accepted.Covers(e.asked.Question, e.asked.Answer.Rated(), choices) {
		e.AcceptedUntil = until
	}
	return e
}

// AcceptedCounts says of how many questions of a plan the risk is accepted. They are counted as risks all the same.
func (p Plan) AcceptedCounts() (c q.RiskCounts) {
	for _, list := range [][]Entry{p.Entries, p.Undecided} {
		for _, e := range list {
			if e.AcceptedUntil != "" {
				c.Add(e.Risk, 1)
			}
		}
	}
	return c
}
