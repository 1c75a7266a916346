package snapshots

import (
	"plumbline/models"
	"plumbline/questionnaires"
)

// What was to be done about a workload, in snapshot format 1.

type workV1 struct {
	Day        string          `json:"day"`
	NextReview string          `json:"next_review,omitempty"`
	Currency   string          `json:"currency"`
	Items      []plannedItemV1 `json:"items"`
}

type plannedItemV1 struct {
	Number    int          `json:"number"`
	Title     string       `json:"title"`
	Owner     string       `json:"owner,omitempty"`
	DueOn     string       `json:"due_on,omitempty"`
	Status    string       `json:"status"`
	Effort    string       `json:"effort,omitempty"`
	BuildCost int64        `json:"build_cost,omitempty"`
	RunCost   int64        `json:"run_cost,omitempty"`
	Risk      string       `json:"risk,omitempty"`
	Reopened  int          `json:"reopened,omitempty"`
	Practices []practiceV1 `json:"practices"`
}

func newWorkV1(w *models.PlannedWork) *workV1 {
	if w == nil {
		return nil
	}
	return &workV1{Day: w.Day, NextReview: w.NextReview, Currency: w.Currency,
		Items: convertAll(w.Items, newPlannedItemV1)}
}

func (w *workV1) model() *models.PlannedWork {
	if w == nil {
		return nil
	}
	return &models.PlannedWork{Day: w.Day, NextReview: w.NextReview, Currency: w.Currency,
		Items: convertAll(w.Items, plannedItemV1.model)}
}

func newPlannedItemV1(i models.PlannedItem) plannedItemV1 {
	return plannedItemV1{Number: i.Number, Title: i.Title, Owner: i.Owner, DueOn: i.DueOn, Status: i.Status,
		Effort: i.Effort, BuildCost: i.BuildCost, RunCost: i.RunCost, Risk: string(i.Risk), Reopened: i.Reopened,
		Practices: convertAll(i.Practices, func(p models.SnapshotPractice) practiceV1 { return practiceV1(p) })}
}

func (i plannedItemV1) model() models.PlannedItem {
	return models.PlannedItem{Number: i.Number, Title: i.Title, Owner: i.Owner, DueOn: i.DueOn, Status: i.Status,
		Effort: i.Effort, BuildCost: i.BuildCost, RunCost: i.RunCost, Risk: questionnaires.Risk(i.Risk),
		Reopened: i.Reopened,
		Practices: convertAll(i.Practices, func(p practiceV1) models.SnapshotPractice {
			return models.SnapshotPractice(p)
		})}
}
