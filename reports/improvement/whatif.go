package improvement

import (
	"slices"

	"plumbline/models"
	"plumbline/models/planning"
	q "plumbline/questionnaires"
	"plumbline/reports/reviewed"
)

// WhatIf is a workload with some practices taken as done: on a copy, which nobody keeps.
type WhatIf struct {
	Before, After models.Snapshot
	Practices     []TriedPractice
	Questions     []ChangedRisk // whose risk changes, in the order of the lenses
}

// TriedPractice is a practice that was taken as done, and whether that made a difference.
type TriedPractice struct {
	planning.Practice
	LensKey  string
	Question string // its short name; "" where the lens does not have it any more
	State    TriedState
}

// TriedState says whether a practice could be taken as done.
type TriedState string

// The states: taken as done; in place already; marked as not applicable, or its question is; not in the lens any more,
// or the lens was removed.
const (
	TriedDone          TriedState = "done"
	TriedInPlace       TriedState = "in_place"
	TriedNotApplicable TriedState = "not_applicable"
	TriedGone          TriedState = "gone"
)

// ChangedRisk is a question whose risk is another one with the practices done.
type ChangedRisk struct {
	LensKey, LensName    string
	PillarID, PillarName string
	QuestionID           string
	DocumentID           string
	ShortName, Title     string
	From, To             q.Risk
}

// TryOut takes practices of a workload as done. The Snapshot stays as it is.
func TryOut(s models.Snapshot, practices []planning.Practice) WhatIf {
	out := WhatIf{Before: s, After: s}
	out.After.Reviews = slices.Clone(s.Reviews)
	for _, p := range practices {
		out.Practices = append(out.Practices, out.try(p))
	}
	for i, review := range out.After.Reviews {
		out.rate(i, review)
	}
	return out
}

// try marks one practice in the copy.
func (w *WhatIf) try(p planning.Practice) TriedPractice {
	tried := TriedPractice{Practice: p, State: TriedGone}
	at := slices.IndexFunc(w.After.Reviews, func(r models.ReviewSnapshot) bool { return r.Lens.ID == p.LensID })
	if at < 0 {
		return tried
	}
	review := &w.After.Reviews[at]
	tried.LensKey = review.Lens.Key
	_, question := review.Doc.Question(p.QuestionID)
	answer := slices.IndexFunc(review.Answers, func(a models.Answer) bool { return a.QuestionID == p.QuestionID })
	if question == nil || answer < 0 || question.Choice(p.ChoiceID) == nil {
		return tried
	}
	tried.Title, tried.Question = question.Choice(p.ChoiceID).Title, question.Short()
	now := review.Answers[answer]
	switch status := now.Choice(p.ChoiceID).Status; {
	case !now.Applicable || status == models.ChoiceNotApplicable:
		tried.State = TriedNotApplicable
	case status == models.ChoiceSelected:
		tried.State = TriedInPlace
		if w.wasMissing(at, p) { // named twice
			tried.State = TriedDone
		}
	default:
		tried.State = TriedDone
		now.AnswerFields = withChoice(now.AnswerFields, p.ChoiceID)
		review.Answers = slices.Clone(review.Answers)
		review.Answers[answer] = now
	}
	return tried
}

// wasMissing tells whether a practice that is selected in the copy was not before.
func (w *WhatIf) wasMissing(review int, p planning.Practice) bool {
	a, _ := w.Before.Reviews[review].Answer(p.QuestionID)
	return a.Choice(p.ChoiceID).Status != models.ChoiceSelected
}

// withChoice is an answer with one more choice selected; a “none of these” goes.
func withChoice(f models.AnswerFields, id string) models.AnswerFields {
	choices := slices.DeleteFunc(slices.Clone(f.Choices), func(c models.ChoiceAnswer) bool {
		return c.ChoiceID == id || q.IsNoneOfThese(c.ChoiceID)
	})
	f.Choices = append(choices, models.ChoiceAnswer{ChoiceID: id, Status: models.ChoiceSelected, Reason: models.NoReason})
	return f
}

// rate rates what was changed of a review in the copy, and counts it.
func (w *WhatIf) rate(at int, review models.ReviewSnapshot) {
	before, i, changed := w.Before.Reviews[at], -1, false
	for _, pillar := range review.Doc.Pillars {
		for _, question := range pillar.Questions {
			i++
			if i >= len(review.Answers) || slices.Equal(review.Answers[i].Choices, before.Answers[i].Choices) {
				continue
			}
			changed = true
			from, to := before.Answers[i].Risk, question.Rate(review.Answers[i].Rated()).Risk
			review.Answers[i].Risk = to
			if from != to {
				w.Questions = append(w.Questions, ChangedRisk{LensKey: review.Lens.Key, LensName: reviewed.LensName(review),
					PillarID: pillar.ID, PillarName: pillar.Name, QuestionID: question.ID, DocumentID: question.DocumentID,
					ShortName: question.Short(), Title: question.Title, From: from, To: to})
			}
		}
	}
	if changed {
		review.Review.Pillars = models.CountReview(review.Doc, models.ByQuestion(review.Answers), review.Review.Pillars)
		w.After.Reviews[at] = review
	}
}
