// Package itemfilter is how addresses narrow items: the parameters of lists, counts, views and exports, and the one
// reading of them, which the pages and the command line use too.
//
// It may import api/v1/rest, models and models/remediation, and asks nobody anything: whether a workload, person or
// lens exists is found by models/service/plan.
package itemfilter

import (
	"slices"
	"strings"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/questionnaires"
)

// Values of parameters that stand for more than one value, or for whoever asks.
const (
	Active = "active" // a status: all that are not closed
	Nobody = "none"   // an owner
	Me     = "me"     // an owner
	Yes    = "true"
)

// Parameters are the filters, as operations have them.
var Parameters = slices.Clip([]rest.Parameter{
	{Name: "workload", Doc: "only those of the workload with this id"},
	{Name: "status", Doc: "only those of these statuses, with commas between them: open, in_progress, blocked, " +
		"in_review, to_verify, done, wont_do; or active: all that are not closed"},
	flag("active", "true: only those that are not closed"),
	{Name: "owner", Doc: "only those of the member with this user id, or of whoever asks: me; none: only those that " +
		"are nobody's"},
	{Name: "owner_name", Doc: "only those of the team or person without an account of this name"},
	flag("unowned", "true: only those that are nobody's"),
	{Name: "risk", Doc: "only those that were made for this risk", Enum: []string{string(questionnaires.RiskHigh),
		string(questionnaires.RiskMedium), string(questionnaires.RiskUndecided)}},
	{Name: "priority", Doc: "only those of this priority", Enum: texts(remediation.Priorities)},
	{Name: "due_from", Doc: "only those that are due on this day or later, such as 2026-12-31"},
	{Name: "due_to", Doc: "only those that are due on this day or before"},
	flag("overdue", "true: only those that are not closed and whose day is over"),
	flag("regressed", "true: only those that lost a practice that they had closed"),
	{Name: "lens", Doc: "with workload and question: id or key of the lens"},
	{Name: "question", Doc: "with workload and lens: only those that close practices of this question"},
	{Name: "q", Doc: "only those with each of these words in their title, letter case aside; #12 is a number"},
	{Name: "text", Doc: "the same as q, where q is missing"},
})

// Parse reads the filters. param gives a parameter by its name, "" where it is missing; user is the id of whoever
// asks, "" where that is no person. What is wrong with a value is found by the service, but for an owner who is me.
func Parse(param func(string) string, user string) (remediation.ItemQuery, error) {
	q := remediation.ItemQuery{
		WorkloadID: param("workload"), Active: param("active") == Yes, OwnerID: param("owner"),
		OwnerName: param("owner_name"), Unowned: param("unowned") == Yes,
		Risk: questionnaires.Risk(param("risk")), Priority: remediation.Priority(param("priority")),
		DueFrom: remediation.Date(param("due_from")), DueTo: remediation.Date(param("due_to")),
		Overdue: param("overdue") == Yes, Regressed: param("regressed") == Yes, Lens: param("lens"),
		QuestionID: param("question"), Text: param("q"),
	}
	if q.Text == "" {
		q.Text = param("text")
	}
	for s := range strings.SplitSeq(param("status"), ",") {
		switch {
		case s == "":
		case s == Active && param("status") == Active:
			q.Active = true
		case s == Active:
			q.Statuses = append(q.Statuses, activeStatuses()...)
		default:
			q.Statuses = append(q.Statuses, remediation.Status(s))
		}
	}
	switch q.OwnerID {
	case Nobody:
		q.OwnerID, q.Unowned = "", true
	case Me:
		if q.OwnerID = user; user == "" {
			return q, models.InvalidInput(models.FieldFault{Field: "owner",
				Message: "can be me only for a person, or with that person's own token"})
		}
	}
	return q, nil
}

func activeStatuses() []remediation.Status {
	return slices.DeleteFunc(slices.Clone(remediation.Statuses), func(s remediation.Status) bool { return !s.Active() })
}

func flag(name, doc string) rest.Parameter {
	return rest.Parameter{Name: name, Doc: doc, Enum: []string{Yes, "false"}}
}

func texts[T ~string](list []T) []string {
	return rest.Each(list, func(one T) string { return string(one) })
}
