package web

import (
	"net/http"
	"time"

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
	Can        can
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
	Counts                     questionnaires.Counts
	Pillars                    []pillarData
	UpdatedAt                  time.Time
	UpdatedBy                  string
}

// shownMilestones is how many a workload's page shows.
const shownMilestones = 5

func (w *Web) workloadPage(r *request) (page, error) {
	ctx, id := r.http.Context(), r.param("workload")
	load, err := w.svc.Workloads.Get(ctx, id)
	if err != nil {
		return page{}, err
	}
	data := workloadData{Workload: load, Can: canWith(r.session.Actor, placeOf(load)), Once: models.NewID()}
	data.Facts = labels.PageTexts(load.WorkloadFields)
	if load.Shared != nil {
		data.SharedBy = load.Shared.Workspace
	}
	reviews, err := w.svc.Reviews.List(ctx, id)
	if err != nil {
		return page{}, err
	}
	applied := map[string]bool{}
	for _, v := range reviews {
		applied[v.Lens.Key] = true
		data.Reviews = append(data.Reviews, reviewOf(v))
	}
	if data.Lenses, err = w.notApplied(r, data.Can, applied); err != nil {
		return page{}, err
	}
	list, err := w.svc.Milestones.List(ctx, id, models.Page{Limit: shownMilestones})
	data.Milestones, data.More = list.Items, list.Next != ""
	data.Tour = load.IsSample() && !r.tourEnded()
	return page{name: "workload", title: load.Name, data: data}, err
}

// placeOf says where a workload lies, and as what it is shared.
func placeOf(load reviews.WorkloadView) models.Place {
	at := load.Place()
	if load.Shared != nil {
		at.Shared = load.Shared.Role
	}
	return at
}

func reviewOf(v reviews.View) reviewData {
	first := ""
	if len(v.Doc.Pillars) > 0 && len(v.Doc.Pillars[0].Questions) > 0 {
		first = v.Doc.Pillars[0].Questions[0].ID
	}
	return reviewData{
		First: first, Key: v.Lens.Key, Name: v.Lens.Name, Version: v.Version.Name, Latest: v.Lens.Latest, Newer: v.Newer, Deleted: !v.Lens.DeletedAt.IsZero(),
		Counts: v.Counts(), Pillars: pillarsOf(v.Review, v.Doc), UpdatedAt: v.UpdatedAt, UpdatedBy: v.UpdatedBy,
	}
}

// notApplied are the lenses that could still be applied, for whoever may.
func (w *Web) notApplied(r *request, can can, applied map[string]bool) ([]lensChoice, error) {
	if !can.Review {
		return nil, nil
	}
	all, err := w.lensChoices(r)
	var out []lensChoice
	for _, c := range all {
		if !applied[c.Key] {
			out = append(out, c)
		}
	}
	return out, err
}

// applyLens starts a review of the workload.
func (w *Web) applyLens(r *request) (page, error) {
	if _, err := w.svc.Reviews.Apply(r.http.Context(), r.param("workload"), reviews.Application{Lens: r.post("lens")}, r.once()); err != nil {
		return w.again(r, "apply", err, w.workloadPage)
	}
	return done(urls.Workload(r.param("workload")), "applied")
}

type removeLensData struct {
	WorkloadID, Workload, Key, Lens string
	Answered                        int
}

// removeLensPage asks whether the lens and its answers are to go.
func (w *Web) removeLensPage(r *request) (page, error) {
	load, err := w.svc.Workloads.Get(r.http.Context(), r.param("workload"))
	if err != nil {
		return page{}, err
	}
	review, err := w.svc.Reviews.Get(r.http.Context(), load.ID, r.param("lens"))
	if err != nil {
		return page{}, err
	}
	data := removeLensData{load.ID, load.Name, review.Lens.Key, review.Lens.Name, review.Counts().Answered()}
	return page{name: "review_remove", title: "Take " + review.Lens.Name + " off", data: data}, nil
}

// removeLens takes a lens off the workload.
func (w *Web) removeLens(r *request) (page, error) {
	id, lens := r.param("workload"), r.param("lens")
	if err := w.svc.Reviews.Remove(r.http.Context(), id, lens, reviews.Removal{Confirm: r.line("confirm")}); err != nil {
		return w.again(r, "remove", err, w.removeLensPage)
	}
	return done(urls.Workload(id), "unapplied")
}

// tourCookie says that a person has seen enough of the tour.
const tourCookie = "plumbline_tour"

func (r *request) tourEnded() bool {
	c, err := r.http.Cookie(tourCookie)
	return err == nil && c.Value == "ended"
}

// endTour hides the tour from this browser.
func (w *Web) endTour(r *request) (page, error) {
	if _, err := w.svc.Workloads.Get(r.http.Context(), r.param("workload")); err != nil {
		return page{}, err
	}
	cookie := w.auth.PageCookie(tourCookie, "ended", string(urls.Workload(r.param("workload"))))
	cookie.MaxAge = 365 * 24 * 60 * 60
	http.SetCookie(r.c.Writer, cookie)
	return done(urls.Workload(r.param("workload")), "tour")
}
