package planning

import (
	"time"

	"plumbline/models/remediation"
	"plumbline/reports/improvement"
)

// dismissal is why an item won't be done.
type dismissal string

// Enum lists all of them.
func (dismissal) Enum() (list []string) {
	for _, r := range remediation.WontDoReasons {
		list = append(list, string(r))
	}
	return list
}

// WontDoItem is an item that won't be done, so that the risks of its practices stay.
type WontDoItem struct {
	Number    int              `json:"number" doc:"within the workspace"`
	Title     string           `json:"title" doc:"what was to be done"`
	Reason    dismissal        `json:"reason" doc:"why it won't be done"`
	Note      string           `json:"note,omitempty" doc:"what was said to it"`
	DecidedAt time.Time        `json:"decided_at" doc:"when that was decided"`
	DecidedBy string           `json:"decided_by" doc:"by whom"`
	Practices []wontDoPractice `json:"practices" doc:"what it would have closed"`
}

type wontDoPractice struct {
	LensID     string `json:"lens_id" doc:"the lens"`
	QuestionID string `json:"question_id" doc:"the question"`
	Number     string `json:"number" doc:"of the question, as in the plan"`
	Question   string `json:"question" doc:"the question in words"`
	ChoiceID   string `json:"choice_id" doc:"the practice"`
	Practice   string `json:"practice" doc:"the practice in a line"`
}

// WontDoItems are those of a state; nil where there are none.
func WontDoItems(list []improvement.WontDoEntry) (out []WontDoItem) {
	for _, e := range list {
		item := WontDoItem{e.Number, e.Title, dismissal(e.Reason), e.Note, e.DecidedAt, e.DecidedBy, nil}
		for _, p := range e.Practices {
			item.Practices = append(item.Practices, wontDoPractice{p.LensID, p.QuestionID, p.Number, p.Question, p.ChoiceID,
				p.Practice})
		}
		out = append(out, item)
	}
	return out
}
