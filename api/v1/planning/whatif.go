package planning

import (
	"context"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/planning"
	"plumbline/questionnaires"
	"plumbline/reports/improvement"
)

type practiceBody struct {
	Lens     string `json:"lens" doc:"the lens: its id or key" required:"true"`
	Question string `json:"question" doc:"the question" required:"true"`
	Choice   string `json:"choice" doc:"the choice that stands for the practice" required:"true"`
}

func practicesIn(list []practiceBody) []planning.Practice {
	out := make([]planning.Practice, len(list))
	for i, p := range list {
		out[i] = planning.Practice{LensID: p.Lens, QuestionID: p.Question, ChoiceID: p.Choice}
	}
	return out
}

type whatIfBody struct {
	Practices []practiceBody `json:"practices" doc:"what is taken as done, at most 1000" required:"true"`
}

type whatIfJSON struct {
	Before    whatIfState     `json:"before" doc:"the workload as it is"`
	After     whatIfState     `json:"after" doc:"the workload with the practices done"`
	Questions []changedRisk   `json:"questions" doc:"those whose risk would be another one"`
	Practices []triedPractice `json:"practices" doc:"what was taken as done, and whether that made a difference"`
}

type whatIfState struct {
	rest.Standing
	ClearHigh rest.Clearing  `json:"clear_high" doc:"the fewest practices that leave no high risk"`
	Pillars   []whatIfPillar `json:"pillars" doc:"the pillars of all lenses"`
}

type whatIfPillar struct {
	LensKey  string `json:"lens_key" doc:"short name of the lens"`
	PillarID string `json:"pillar_id" doc:"the pillar"`
	Name     string `json:"name" doc:"its name"`
	rest.Standing
}

type changedRisk struct {
	LensKey       string `json:"lens_key" doc:"short name of the lens"`
	PillarID      string `json:"pillar_id" doc:"the pillar"`
	QuestionID    string `json:"question_id" doc:"the question"`
	DocumentID    string `json:"document_id,omitempty" doc:"what people cite, such as SEC02"`
	Question      string `json:"question" doc:"the question in a few words"`
	From          string `json:"from" doc:"its risk as it is" enum:"UNANSWERED,HIGH,MEDIUM,NONE,NOT_APPLICABLE"`
	FromUndecided bool   `json:"from_undecided,omitempty" doc:"with NONE: the lens does not say"`
	To            string `json:"to" doc:"its risk with the practices done" enum:"HIGH,MEDIUM,NONE"`
	ToUndecided   bool   `json:"to_undecided,omitempty" doc:"with NONE: the lens does not say"`
}

type triedPractice struct {
	Lens     string `json:"lens" doc:"id of the lens"`
	LensKey  string `json:"lens_key,omitempty" doc:"its short name; missing where it is not applied any more"`
	Question string `json:"question" doc:"the question"`
	Choice   string `json:"choice" doc:"the choice"`
	Title    string `json:"title" doc:"the practice in a line"`
	State    string `json:"state" doc:"what became of it" enum:"done,in_place,not_applicable,gone"`
}

func whatIfOut(w improvement.WhatIf) (whatIfJSON, error) {
	before, err := stateOut(w.Before)
	if err != nil {
		return whatIfJSON{}, err
	}
	after, err := stateOut(w.After)
	return whatIfJSON{Before: before, After: after, Questions: rest.Each(w.Questions, changedOut),
		Practices: rest.Each(w.Practices, triedOut)}, err
}

func stateOut(s models.Snapshot) (whatIfState, error) {
	plan, err := improvement.Derive(s, "")
	out := whatIfState{Standing: rest.StandingOf(s.Counts()), Pillars: []whatIfPillar{},
		ClearHigh: rest.Clearing(plan.ClearHigh(func(improvement.Entry) bool { return true }))}
	for _, review := range s.Reviews {
		for _, p := range review.Review.Pillars {
			one := whatIfPillar{LensKey: review.Lens.Key, PillarID: p.PillarID, Name: p.PillarID,
				Standing: rest.StandingOf(p.Counts)}
			if pillar := review.Doc.Pillar(p.PillarID); pillar != nil {
				one.Name = pillar.Name
			}
			out.Pillars = append(out.Pillars, one)
		}
	}
	return out, err
}

func changedOut(c improvement.ChangedRisk) changedRisk {
	return changedRisk{LensKey: c.LensKey, PillarID: c.PillarID, QuestionID: c.QuestionID, DocumentID: c.DocumentID,
		Question: c.ShortName, From: string(c.From.Key()), FromUndecided: c.From == questionnaires.RiskUndecided,
		To: string(c.To.Key()), ToUndecided: c.To == questionnaires.RiskUndecided}
}

func triedOut(p improvement.TriedPractice) triedPractice {
	return triedPractice{Lens: p.LensID, LensKey: p.LensKey, Question: p.QuestionID, Choice: p.ChoiceID, Title: p.Title,
		State: string(p.State)}
}

func (d Dependencies) tryOut(ctx context.Context, r *rest.Request, in whatIfBody) (whatIfJSON, error) {
	tried, err := d.Service.WhatIfs.Try(ctx, r.Param("workload"), practicesIn(in.Practices))
	if err != nil {
		return whatIfJSON{}, err
	}
	return whatIfOut(tried)
}
