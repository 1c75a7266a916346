package workloads

import (
	"plumbline/api/web/page"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

type settingsData struct {
	Head    page.WorkloadHead
	Reviews []reviewData // whose lenses can be removed
}

// settingsPage is where the workload is edited and exported, and where what destroys something stands.
func (h handlers) settingsPage(r *page.Request) (page.Reply, error) {
	head, err := h.WorkloadHead(r, page.SettingsTab)
	if err != nil {
		return page.Reply{}, err
	}
	data := settingsData{Head: head}
	data.Reviews, err = h.reviewsOf(r, head.Workload.ID)
	return page.Reply{Template: "workload_settings", Title: "Settings of " + head.Workload.Name, Data: data}, err
}

func (h handlers) deleteWorkload(r *page.Request) (page.Reply, error) {
	if err := h.Service.Workloads.Delete(r.HTTP.Context(), r.Param("workload"),
		reviews.WorkloadDeletion{Confirm: r.Line("confirm")}); err != nil {
		return h.Again(r, "delete", err, h.settingsPage)
	}
	return page.Done(urls.Home, "deleted")
}
