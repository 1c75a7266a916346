package archived

import (
	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/questionnaires"
)

// Planned is what was to be done when a milestone was saved.
type Planned struct {
	Planned *plannedWork `json:"planned,omitempty" doc:"what was to be done then; missing in those of earlier releases"`
}

type plannedWork struct {
	Day        string        `json:"day" doc:"the day by which it was decided what was overdue"`
	NextReview string        `json:"next_review,omitempty" doc:"the day on which the next review was due"`
	Currency   string        `json:"currency" doc:"of the costs"`
	Items      []plannedItem `json:"items" doc:"items that were not closed"`
}

type plannedItem struct {
	Number    int        `json:"number" doc:"as it was then"`
	Title     string     `json:"title" doc:"what was to be done"`
	Owner     string     `json:"owner,omitempty" doc:"by whom"`
	DueOn     string     `json:"due_on,omitempty" doc:"until when"`
	Status    string     `json:"status" doc:"where it stood"`
	Effort    string     `json:"effort,omitempty" doc:"how much work it was" enum:"LOW,MEDIUM,HIGH"`
	BuildCost int64      `json:"build_cost,omitempty" doc:"once"`
	RunCost   int64      `json:"run_cost,omitempty" doc:"a month"`
	Risk      string     `json:"risk,omitempty" doc:"the risk that it was to remove"`
	Reopened  int        `json:"reopened,omitempty" doc:"how often it had come back"`
	Practices []practice `json:"practices" doc:"what it was to close"`
}

// PlannedOut is that of a milestone.
func PlannedOut(s models.Snapshot) Planned {
	if s.Work == nil {
		return Planned{}
	}
	places := placesOf(s)
	return Planned{&plannedWork{Day: s.Work.Day, NextReview: s.Work.NextReview, Currency: s.Work.Currency,
		Items: rest.Each(s.Work.Items, func(i models.PlannedItem) plannedItem {
			return plannedItem{i.Number, i.Title, i.Owner, i.DueOn, i.Status, i.Effort, i.BuildCost, i.RunCost,
				string(i.Risk), i.Reopened, practicesAt(places, i.Practices)}
		})}}
}

// Model is the same as the operations take it: lenses are the places of their reviews.
func (p Planned) Model() *models.PlannedWork {
	if p.Planned == nil {
		return nil
	}
	return &models.PlannedWork{Day: p.Planned.Day, NextReview: p.Planned.NextReview, Currency: p.Planned.Currency,
		Items: rest.Each(p.Planned.Items, func(i plannedItem) models.PlannedItem {
			return models.PlannedItem{Number: i.Number, Title: i.Title, Owner: i.Owner, DueOn: i.DueOn, Status: i.Status,
				Effort: i.Effort, BuildCost: i.BuildCost, RunCost: i.RunCost, Risk: questionnaires.Risk(i.Risk),
				Reopened: i.Reopened, Practices: practicesModel(i.Practices)}
		})}
}
