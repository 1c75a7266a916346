package workloads

import (
	"net/http"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

type workloadData struct {
	Workload   reviews.WorkloadView
	Facts      []labels.ShownText
	SharedBy   string // the workspace whose it is, where that is another one
	Can        workloadRights
	Reviews    []reviewData
	Lenses     []lensChoice // that could be applied
	Milestones []models.Milestone
	More       bool // there are more milestones
	Tour       bool
	Once       string
}

// reviewData is one review as its workload's page shows it.
type reviewData struct {
	Key, Name, Version, Latest string
	First                      string // id of its first question
	Newer, Deleted             bool
	Counts                     questionnaires.RiskCounts
	Pillars                    []pillarData
	UpdatedAt                  time.Time
	UpdatedBy                  string
}

// shownMilestones is how many a workload's page shows.
const shownMilestones = 5

func (h handlers) workloadPage(r *page.Request) (page.Reply, error) {
	ctx, id := r.HTTP.Context(), r.Param("workload")
	load, err := h.Service.Workloads.Get(ctx, id)
	if err != nil {
		return page.Reply{}, err
	}
	data := workloadData{Workload: load, Can: canWith(r.Session.Actor, placeOf(load)), Once: models.NewID()}
	data.Facts = labels.PageTexts(load.WorkloadFields)
	if load.Shared != nil {
		data.SharedBy = load.Shared.Workspace
	}
	reviews, err := h.Service.Reviews.List(ctx, id)
	if err != nil {
		return page.Reply{}, err
	}
	applied := map[string]bool{}
	for _, v := range reviews {
		applied[v.Lens.Key] = true
		data.Reviews = append(data.Reviews, reviewOf(v))
	}
	if data.Lenses, err = h.notApplied(r, data.Can, applied); err != nil {
		return page.Reply{}, err
	}
	list, err := h.Service.Milestones.List(ctx, id, models.PageRequest{Limit: shownMilestones})
	data.Milestones, data.More = list.Items, list.Next != ""
	data.Tour = load.IsSample() && !tourEnded(r)
	return page.Reply{Template: "workload", Title: load.Name, Data: data}, err
}

// placeOf says where a workload lies, and as what it is shared.
func placeOf(load reviews.WorkloadView) models.ThingPlace {
	at := load.Place()
	if load.Shared != nil {
		at.Shared = load.Shared.Role
	}
	return at
}

func reviewOf(v reviews.ReviewView) reviewData {
	first := ""
	if len(v.Doc.Pillars) > 0 && len(v.Doc.Pillars[0].Questions) > 0 {
		first = v.Doc.Pillars[0].Questions[0].ID
	}
	return reviewData{
		First: first, Key: v.Lens.Key, Name: v.Lens.Name, Version: v.Version.Name, Latest: v.Lens.Latest, Newer: v.Newer,
		Deleted: !v.Lens.DeletedAt.IsZero(),
		Counts:  v.Counts(), Pillars: pillarsOf(v.Review, v.Doc), UpdatedAt: v.UpdatedAt, UpdatedBy: v.UpdatedBy,
	}
}

// notApplied are the lenses that could still be applied, for whoever may.
func (h handlers) notApplied(r *page.Request, can workloadRights, applied map[string]bool) ([]lensChoice, error) {
	if !can.Review {
		return nil, nil
	}
	all, err := h.lensChoices(r)
	var out []lensChoice
	for _, c := range all {
		if !applied[c.Key] {
			out = append(out, c)
		}
	}
	return out, err
}

// applyLens starts a review of the workload.
func (h handlers) applyLens(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Reviews.Apply(r.HTTP.Context(), r.Param("workload"), reviews.Application{Lens: r.Post("lens")},
		r.Once()); err != nil {
		return h.Again(r, "apply", err, h.workloadPage)
	}
	return page.Done(urls.WorkloadPage(r.Param("workload")), "applied")
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
	return page.Reply{Template: "review_remove", Title: "Take " + review.Lens.Name + " off", Data: data}, nil
}

// removeLens takes a lens off the workload.
func (h handlers) removeLens(r *page.Request) (page.Reply, error) {
	id, lens := r.Param("workload"), r.Param("lens")
	if err := h.Service.Reviews.Remove(r.HTTP.Context(), id, lens,
		reviews.RemovalRequest{Confirm: r.Line("confirm")}); err != nil {
		return h.Again(r, "remove", err, h.removeLensPage)
	}
	return page.Done(urls.WorkloadPage(id), "unapplied")
}

// tourCookie says that a person has seen enough of the tour.
const tourCookie = "plumbline_tour"

func tourEnded(r *page.Request) bool {
	c, err := r.HTTP.Cookie(tourCookie)
	return err == nil && c.Value == "ended"
}

// endTour hides the tour from this browser.
func (h handlers) endTour(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Workloads.Get(r.HTTP.Context(), r.Param("workload")); err != nil {
		return page.Reply{}, err
	}
	cookie := h.Auth.PageCookie(tourCookie, "ended", string(urls.WorkloadPage(r.Param("workload"))))
	cookie.MaxAge = 365 * 24 * 60 * 60
	http.SetCookie(r.Gin.Writer, cookie)
	return page.Done(urls.WorkloadPage(r.Param("workload")), "tour")
}
