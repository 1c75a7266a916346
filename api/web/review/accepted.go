package review

import (
	"slices"

	"plumbline/api/web/page"
	"plumbline/models/accepted"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

// acceptedData is what the side of a question says of its risk being accepted.
type acceptedData struct {
	List []acceptedView
	Ask  string // address of the form that asks, "" where nobody here may, or there is no risk
	Item string // address of the form of an item that lowers the risk, "" in the same cases
}

// acceptedView is an acceptance of the question's risk, or of a practice that it lacks.
type acceptedView struct {
	Href               string // "" for guests
	Standing, Practice string
	Until, By          string
	Reason, Mitigation string
	InForce            bool
}

// mattering are the standings that concern a question as it is now: the newest of each subject is shown.
var mattering = []accepted.Standing{accepted.ToDecide, accepted.InForce, accepted.Ended, accepted.NotNeeded,
	accepted.Exceeded, accepted.Unanswered, accepted.Lapsed}

// acceptedOf lists what was accepted or is asked for. Guests see what is in force, without names.
func acceptedOf(r *page.Request, v reviews.QuestionView) acceptedData {
	guest := r.Session.Guest.ID != ""
	d, seen := acceptedData{}, map[[2]string]bool{}
	for _, a := range v.Acceptances {
		key := [2]string{a.ChoiceID, string(a.State)}
		if !slices.Contains(mattering, a.Standing) || seen[key] || (guest && a.Standing != accepted.InForce) {
			continue
		}
		seen[key] = true
		d.List = append(d.List, acceptedViewOf(a, guest))
	}
	subject, _ := accepted.SubjectOf(v.Answer.Question, v.Answer.Rated(), "")
	if v.MayAccept && subject.AtRisk() {
		d.Ask = reviewPathOf(r).question(v.Answer.Question.ID).Accept()
		d.Item = urls.ItemsOf(r.Param("workload")).NewAt(v.Review.Lens.Key, v.Answer.Question.ID, "", "")
	}
	return d
}

func acceptedViewOf(a reviews.AcceptanceView, guest bool) acceptedView {
	one := acceptedView{Standing: labels.Standing(a.Standing), Until: labels.CalendarDay(a.Until), By: a.ApproverRole,
		Reason: a.Reason, Mitigation: a.Mitigation, InForce: a.Standing == accepted.InForce}
	if c := a.Choice(); c != nil {
		one.Practice = c.Title
	}
	if guest {
		return one
	}
	one.Href = string(urls.Acceptance(a.ID))
	if a.DecidedBy != "" {
		one.By = a.DecidedBy + " (" + a.ApproverRole + ")"
	}
	return one
}
