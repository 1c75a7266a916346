package workloads

import (
	"slices"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// reviewData is one review as its workload's pages show it.
type reviewData struct {
	Key, Name, Version, Latest string
	First                      string // id of its first question
	Newer, Deleted             bool
	Verdict, Detail            string
	At                         urls.ReviewPath
	Counts                     questionnaires.RiskCounts
	Pillars                    []pillarData
	UpdatedAt                  time.Time
	UpdatedBy                  string
}

// reviewsOf are the reviews of a workload.
func (h handlers) reviewsOf(r *page.Request, workload string) (list []reviewData, err error) {
	views, err := h.Service.Reviews.List(r.HTTP.Context(), workload)
	for _, v := range views {
		list = append(list, reviewOf(v))
	}
	return list, err
}

func reviewOf(v reviews.ReviewView) reviewData {
	d := reviewData{
		Key: v.Lens.Key, Name: v.Lens.Name, Version: v.Version.Name, Latest: v.Lens.Latest, Newer: v.Newer,
		Deleted: !v.Lens.DeletedAt.IsZero(), At: urls.ReviewPage(v.WorkloadID, v.Lens.Key), Counts: v.Counts(),
		UpdatedAt: v.UpdatedAt, UpdatedBy: v.UpdatedBy, Pillars: pillarsOf(v.Review, v.Doc),
	}
	if len(v.Doc.Pillars) > 0 && len(v.Doc.Pillars[0].Questions) > 0 {
		d.First = v.Doc.Pillars[0].Questions[0].ID
	}
	worst := make([]labels.PillarCounts, len(d.Pillars))
	for i := range d.Pillars {
		d.Pillars[i].Review = d.At
		worst[i] = labels.PillarCounts{Name: d.Pillars[i].Name, Counts: d.Pillars[i].Counts}
	}
	slices.SortStableFunc(worst, func(a, b labels.PillarCounts) int { return labels.WorstFirst(a.Counts, b.Counts) })
	d.Verdict, d.Detail = labels.Verdict(d.Counts, 1), labels.VerdictDetail(d.Counts, worst)
	return d
}

type reviewsData struct {
	Head    page.WorkloadHead
	Reviews []reviewData
	Lenses  []lensChoice // that could be added
}

// reviewsPage lists the reviews, and adds lenses.
func (h handlers) reviewsPage(r *page.Request) (page.Reply, error) {
	head, err := h.WorkloadHead(r, page.ReviewsTab)
	if err != nil {
		return page.Reply{}, err
	}
	data := reviewsData{Head: head}
	if data.Reviews, err = h.reviewsOf(r, head.Workload.ID); err != nil {
		return page.Reply{}, err
	}
	data.Lenses, err = h.notApplied(r, head.Can, data.Reviews)
	return page.Reply{Template: "reviews", Title: "Reviews of " + head.Workload.Name, Data: data}, err
}

// notApplied are the lenses that could still be applied, for whoever may.
func (h handlers) notApplied(r *page.Request, can page.WorkloadRights, applied []reviewData) ([]lensChoice, error) {
	if !can.Review {
		return nil, nil
	}
	all, err := h.lensChoices(r)
	return slices.DeleteFunc(all, func(c lensChoice) bool {
		return slices.ContainsFunc(applied, func(v reviewData) bool { return v.Key == c.Key })
	}), err
}

// applyLens starts a review of the workload.
func (h handlers) applyLens(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Reviews.Apply(r.HTTP.Context(), r.Param("workload"), reviews.Application{Lens: r.Post("lens")},
		r.Once()); err != nil {
		return h.Again(r, "apply", err, h.reviewsPage)
	}
	return page.Done(urls.WorkloadPage(r.Param("workload")).Lenses(), "applied")
}

type removeLensData struct {
	WorkloadID, Workload, Key, Lens string
	Answered                        int
}

// removeLensPage asks whether the lens and its answers are to go.
func (h handlers) removeLensPage(r *page.Request) (page.Reply, error) {
	load, err := h.Service.Workloads.Get(r.HTTP.Context(), r.Param("workload"))
	if err != nil {
		return page.Reply{}, err
	}
	review, err := h.Service.Reviews.Get(r.HTTP.Context(), load.ID, r.Param("lens"))
	if err != nil {
		return page.Reply{}, err
	}
	data := removeLensData{load.ID, load.Name, review.Lens.Key, review.Lens.Name, review.Counts().Answered()}
	return page.Reply{Template: "review_remove", Title: "Remove " + review.Lens.Name, Data: data}, nil
}

// removeLens removes a lens from the workload.
func (h handlers) removeLens(r *page.Request) (page.Reply, error) {
	id, lens := r.Param("workload"), r.Param("lens")
	if err := h.Service.Reviews.Remove(r.HTTP.Context(), id, lens,
		reviews.RemovalRequest{Confirm: r.Line("confirm")}); err != nil && !h.removedAlready(r, err) {
		return h.Again(r, "remove", err, h.removeLensPage)
	}
	return page.Done(urls.WorkloadPage(id).Settings(), "unapplied")
}

// removedAlready tells whether a confirmed lens could not be removed since the workload has it no more: the form was
// sent twice.
func (h handlers) removedAlready(r *page.Request, refused error) bool {
	if models.CodeOf(refused) != models.CodeNotFound || r.Line("confirm") != r.Param("lens") {
		return false
	}
	load, err := h.Service.Workloads.Get(r.HTTP.Context(), r.Param("workload"))
	return err == nil && models.Allow(r.Session.Actor, models.UpdateReview, page.PlaceOf(load)) == nil
}
