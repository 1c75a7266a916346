package plan

import (
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/store"
)

// answersByQuestion are answers by review and question; a zero one says that there is none.
type answersByQuestion map[[2]string]models.Answer

// answersTo reads the answers to the questions of practices that are not known yet.
func answersTo(tx *store.Tx, practices []remediation.PracticeRef, known answersByQuestion) error {
	for _, p := range practices {
		key := [2]string{p.ReviewID, p.QuestionID}
		if _, has := known[key]; has {
			continue
		}
		answer, err := tx.Answer(p.ReviewID, p.QuestionID)
		if models.CodeOf(err) == models.CodeNotFound {
			answer, err = models.Answer{AnswerFields: models.AnswerFields{Applicable: true}}, nil
		}
		if err != nil {
			return err
		}
		known[key] = answer
	}
	return nil
}

// states tells which practices are closed by answers.
func states(practices []remediation.PracticeRef, answers answersByQuestion) []remediation.PracticeState {
	list := make([]remediation.PracticeState, len(practices))
	for n, p := range practices {
		list[n] = remediation.PracticeState{Ref: p, Closed: closed(answers[[2]string{p.ReviewID, p.QuestionID}], p.ChoiceID)}
	}
	return list
}

// closed reports whether a practice is in place or does not apply.
func closed(a models.Answer, choice string) bool {
	return !a.Applicable || a.Choice(choice).Status != models.ChoiceUnselected
}
