package v1

import (
	"errors"

	"plumbline/api/v1/branding"
	"plumbline/api/v1/planning"
	"plumbline/api/v1/remediation"
	"plumbline/api/v1/rest"
	"plumbline/models"
	proposals "plumbline/models/planning"
	"plumbline/models/service/access"
	"plumbline/models/service/lenses"
	"plumbline/models/service/reviews"
	"plumbline/questionnaires"
)

// currentIn shows the state that a stale change met, in the shape in which the route would give it.
func currentIn(e *models.Error) any {
	switch now := e.Current.(type) {
	case reviews.AnswerView:
		return answerOut(now)
	case reviews.WorkloadView:
		return workloadOut(now)
	case reviews.ReviewView:
		return reviewOut(now)
	case lenses.LensView:
		return lensOut(now)
	case models.User:
		return userOut(now)
	case access.MemberView:
		return memberOut(now)
	case proposals.Proposal:
		return planning.ProposalOut(now)
	case models.Comment:
		return commentOut(now)
	case models.Facilitation:
		return roomOut(now)
	}
	if now := branding.Current(e.Current); now != nil {
		return now
	}
	return remediation.Current(e.Current)
}

func fieldsIn(e *models.Error) (fields []rest.ProblemField) {
	if problems, ok := errors.AsType[questionnaires.Problems](e); ok {
		return rest.ProblemsOf(problems)
	}
	for _, f := range e.Faults {
		fields = append(fields, rest.ProblemField{Pointer: rest.Pointer(f.Field), Message: f.Message})
	}
	return fields
}
