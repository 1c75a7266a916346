package workloads

import (
	"net/http"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

type workloadData struct {
	Head       page.WorkloadHead
	Facts      []labels.ShownText
	NextReview string // when it is to be reviewed next, and how often
	SharedBy   string // the workspace whose it is, where that is another one
	Reviews    []reviewData
	Lenses     bool // there is no review yet, and lenses could be added
	Improve    []improveFirst
	Tour       bool
}

// workloadPage is the overview: how the workload stands.
func (h handlers) workloadPage(r *page.Request) (page.Reply, error) {
	head, err := h.WorkloadHead(r, page.OverviewTab)
	if err != nil {
		return page.Reply{}, err
	}
	load := head.Workload
	data := workloadData{Head: head, Facts: labels.PageTexts(load.WorkloadFields),
		NextReview: nextReview(load.Workload, today(r)), Tour: load.IsSample() && !tourEnded(r)}
	if load.Shared != nil {
		data.SharedBy = load.Shared.Workspace
	}
	snap, err := h.Service.Reviews.Snapshot(r.HTTP.Context(), load.ID, reviews.LiveState)
	if err != nil {
		return page.Reply{}, err
	}
	for _, review := range snap.Reviews {
		data.Reviews = append(data.Reviews, reviewOf(reviews.ViewOf(review)))
	}
	if len(data.Reviews) > 0 {
		data.Improve, err = toImprove(snap)
	} else {
		var addable []lensChoice
		addable, err = h.notApplied(r, head.Can, nil)
		data.Lenses = len(addable) > 0
	}
	return page.Reply{Template: "workload", Title: load.Name, Data: data}, err
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
