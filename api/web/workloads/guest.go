package workloads

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/questionnaires"
	"plumbline/reports/improvement"
)

// guestHomeData is the review that a guest link opens, for somebody who wants to know how things stand.
type guestHomeData struct {
	Link     models.GuestLink
	Workload models.Workload
	Review   reviewData
	Top      []topRisk
	Nothing  string // why there is nothing to improve, where Top is empty
	More     int    // entries of the plan beyond the top ones
}

// topRisk is one of the first things to improve, in plain words.
type topRisk struct {
	Number, Question, Title, Pillar string
	Why                             string // what the practice protects from; without one, what led to the risk
	Practice, Facts                 string // the practice to begin with, and what the lens says of it
	Risk                            questionnaires.Risk
}

func topRiskOf(doc *questionnaires.Lens, e improvement.Entry) topRisk {
	top := topRisk{Number: e.Number, Question: e.QuestionID, Title: e.Title, Pillar: e.PillarName, Risk: e.Risk}
	if _, question := doc.Question(e.QuestionID); question != nil && len(e.Practices) > 0 {
		first := e.Practices[0]
		top.Practice, top.Facts = first.Title, labels.PracticeFacts(first.Impact, first.Effort)
		if c := question.Choice(first.ChoiceID); c != nil && c.Guidance != nil {
			top.Why = c.Guidance.Why
		}
	}
	if top.Practice == "" {
		top.Why = labels.ExplainRecorded(e.Risk, e.Reason).Beside()
	}
	return top
}

// guestHome is the one review that the link opens. Its figures are those of the report.
func (h handlers) guestHome(r *page.Request) (page.Reply, error) {
	ctx, link := r.HTTP.Context(), r.Session.Guest
	review, err := h.Service.Reviews.Get(ctx, link.WorkloadID, link.LensID)
	if err != nil {
		return page.Reply{}, err
	}
	snap, err := h.Service.Reviews.Snapshot(ctx, link.WorkloadID, reviews.LiveState)
	if err != nil {
		return page.Reply{}, err
	}
	plan, err := improvement.Derive(snap, link.LensID)
	if err != nil {
		return page.Reply{}, err
	}
	data := guestHomeData{Link: link, Workload: snap.Workload, Review: reviewOf(review)}
	first := plan.First(mostToImprove)
	data.Nothing, data.More = plan.NothingToImprove(data.Review.Counts), len(plan.Entries)+len(plan.Undecided)-len(first)
	for _, e := range first {
		data.Top = append(data.Top, topRiskOf(review.Doc, e))
	}
	return page.Reply{Template: "visit", Title: snap.Workload.Name, Data: data}, nil
}
