package v1

import (
	"context"
	"math"
	"strconv"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/reviews"
)

type milestoneBody struct {
	Name string `json:"name" doc:"unique in the workload, letter case and spaces aside" required:"true" min:"3" max:"100"`
}

type milestone struct {
	Number    int       `json:"number" doc:"from 1, without gaps"`
	Name      string    `json:"name" doc:"name of the milestone"`
	CreatedAt time.Time `json:"created_at" doc:"when it was saved"`
	CreatedBy string    `json:"created_by" doc:"who saved it"`
	rest.Standing

	workload string
}

func (m milestone) Location() string {
	return "/workloads/" + m.workload + "/milestones/" + strconv.Itoa(m.Number)
}

func milestoneOut(m models.Milestone) milestone {
	return milestone{Number: m.Number, Name: m.Name, CreatedAt: m.CreatedAt, CreatedBy: m.CreatedBy,
		Standing: rest.StandingOf(m.Counts), workload: m.WorkloadID}
}

func (a *API) listMilestones(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[milestone], error) {
	page, err := a.svc.Milestones.List(ctx, r.Param("workload"), r.Page())
	return rest.ListOf(page, milestoneOut), err
}

func (a *API) createMilestone(ctx context.Context, r *rest.Request, in milestoneBody) (milestone, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return milestone{}, err
	}
	m, err := a.svc.Milestones.Create(ctx, r.Param("workload"), models.MilestoneInput(in), key)
	return milestoneOut(m), err
}

type frozenJSON struct {
	milestone
	Workload workloadJSON   `json:"workload" doc:"the workload as it was"`
	Reviews  []frozenReview `json:"reviews" doc:"its reviews as they were"`
}

type frozenReview struct {
	reviewJSON
	Answers []answerSummary `json:"answers" doc:"all answers in the lens's order"`
}

func (a *API) getMilestone(ctx context.Context, r *rest.Request, _ rest.None) (frozenJSON, error) {
	number, err := strconv.Atoi(r.Param("number"))
	if err != nil || number < 1 || number > math.MaxInt32 {
		return frozenJSON{}, models.Errorf(models.CodeNotFound, "the workload has no milestone %q", r.Param("number"))
	}
	snap, err := a.svc.Reviews.Snapshot(ctx, r.Param("workload"), number)
	if err != nil {
		return frozenJSON{}, err
	}
	out := frozenJSON{milestone: milestoneOut(*snap.Milestone)}
	out.Workload = workloadOut(reviews.WorkloadView{Workload: snap.Workload, WorkloadStatus: snap.Standing()})
	out.Reviews = rest.Each(snap.Reviews, frozenReviewOut)
	return out, nil
}

func frozenReviewOut(s models.ReviewSnapshot) frozenReview {
	out := frozenReview{reviewJSON: reviewOut(reviews.ReviewView{Review: s.Review, Lens: s.Lens, Version: s.Version,
		Doc: s.Doc})}
	out.Answers = rest.Each(reviews.RatedAnswers(s), summaryOut)
	return out
}
