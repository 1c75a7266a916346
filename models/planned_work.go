package models

import "plumbline/questionnaires"

// PlannedWork is what is to be done about the risks of a workload, by whom and when, as a report tells it.
type PlannedWork struct {
	Day        string // by which it is decided what is overdue, such as 2026-12-31, in the time zone of the workspace
	NextReview string // the day of the next review; "" is none
	Currency   string // of the costs
	Items      []PlannedItem
}

// PlannedItem is an item of the improvement plan that is not closed.
type PlannedItem struct {
	Number    int
	Title     string
	Owner     string // a name; "" is nobody's
	DueOn     string // a day; "" is none
	Status    string // a remediation.Status
	Effort    string // HIGH, MEDIUM or LOW; "" is not known
	BuildCost int64  // in whole units of Currency
	RunCost   int64  // the same, per month
	Risk      questionnaires.Risk
	Reopened  int                // how often it was done and came back
	Practices []SnapshotPractice // what it closes, of the reviews in the Snapshot
}

// Overdue reports whether it should be done by a day.
func (i PlannedItem) Overdue(day string) bool { return i.DueOn != "" && i.DueOn < day }

// SnapshotPractice is a practice of a review in a Snapshot.
type SnapshotPractice struct{ LensID, QuestionID, ChoiceID string }
