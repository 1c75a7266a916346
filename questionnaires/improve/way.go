// Package improve says what it takes to improve an answer: which choices are missing, what each of them alone would do,
// and the fewest of them that lower the risk. It remembers what it found out, for a server that asks for the answers of
// many reviews of one lens.
//
// It knows questions and answers only, and may import questionnaires.
package improve

import (
	q "plumbline/questionnaires"
)

// Goal is what is to be cleared.
type Goal string

// The goals: no question has a high risk any more, or none has a high or a medium one.
const (
	ClearHigh   Goal = "HIGH"
	ClearMedium Goal = "MEDIUM"
)

// Includes tells whether the goal is about questions of a risk. Those of which the lens does not say are none: nobody
// knows whether their risk is high.
func (g Goal) Includes(r q.Risk) bool {
	return r == q.RiskHigh || g == ClearMedium && r == q.RiskMedium
}

// Highest is the worst risk that a question may have where the goal is reached.
func (g Goal) Highest() q.Risk {
	if g == ClearMedium {
		return q.RiskNone
	}
	return q.RiskMedium
}

// Way is the least that lowers the risk of a question: as few choices as can be, and of several such sets the one that
// takes least effort. A way without choices is none.
type Way struct {
	To      q.Risk
	Choices []string // ids, in the order of the lens
	Effort  int      // the sum of their weights; see questionnaires.Choice.EffortWeight
}

// WayTo finds the way from an answer to the risk, or to a lower one.
func WayTo(question *q.Question, a q.Answer, highest q.Risk) Way {
	rating := question.Rate(a)
	return wayOf(question, rating, rating.Lightest(highest))
}

// wayOf is the way of these choices.
func wayOf(question *q.Question, rating q.QuestionRating, places []int) (way Way) {
	if len(places) == 0 {
		return way
	}
	way.To, way.Choices = rating.RiskWith(places...), make([]string, len(places))
	for i, at := range places {
		way.Choices[i] = question.Choices[at].ID
		way.Effort += question.Choices[at].EffortWeight()
	}
	return way
}

// With is the answer with more choices selected: a “none of these” goes with the first of them.
func With(a q.Answer, choices ...string) q.Answer {
	more := a
	more.Selected = nil
	for _, id := range a.Selected {
		if !q.IsNoneOfThese(id) || len(choices) == 0 {
			more.Selected = append(more.Selected, id)
		}
	}
	more.Selected = append(more.Selected, choices...)
	return more
}

// Lowers tells whether one risk is lower than another. Of Undecided, every known one but a high risk is.
func Lowers(from, to q.Risk) bool { return Points(to) < Points(from) }

// Points is how much risk a question has where risks are added up: two for a high risk and for one of which the lens
// does not say, one for a medium one. The score counts them alike.
func Points(r q.Risk) int {
	switch r {
	case q.RiskHigh, q.RiskUndecided:
		return 2
	case q.RiskMedium:
		return 1
	}
	return 0
}

// ShareUnit is one Point where it is shared among choices: it can be divided by every number of them up to 16.
const ShareUnit = 720720

// Value is how much risk the way removes for its effort, in ShareUnits.
func (w Way) Value(from q.Risk) int64 {
	if w.Effort == 0 {
		return 0
	}
	return int64(Points(from)-Points(w.To)) * ShareUnit / int64(w.Effort)
}

// Share is what of the risk that the way removes falls to each of its choices, in ShareUnits.
func (w Way) Share(from q.Risk) int64 {
	if len(w.Choices) == 0 {
		return 0
	}
	return int64(Points(from)-Points(w.To)) * ShareUnit / int64(len(w.Choices))
}
