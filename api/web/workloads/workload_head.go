package workloads

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

// workloadHead is what every tab of a workload has above its own content.
type workloadHead struct {
	Workload reviews.WorkloadView
	Can      workloadRights
	Tabs     []tabLink
	Once     string // makes one thing of a form of the tab that is sent twice
}

// tabLink is a tab of a workload: a page with an address of its own.
type tabLink struct {
	Href, Words string
	Here        bool
}

// workloadTab is one of the tabs, by what it is called.
type workloadTab string

const (
	overviewTab   workloadTab = "Overview"
	reviewsTab    workloadTab = "Reviews"
	planTab       workloadTab = "Plan"
	milestonesTab workloadTab = "Milestones"
	settingsTab   workloadTab = "Settings"
)

// head reads the workload of the address for one of its tabs.
func (h handlers) head(r *page.Request, here workloadTab) (workloadHead, error) {
	load, err := h.Service.Workloads.Get(r.HTTP.Context(), r.Param("workload"))
	if err != nil {
		return workloadHead{}, err
	}
	head := workloadHead{Workload: load, Can: canWith(r.Session.Actor, placeOf(load)), Once: models.NewID()}
	at := urls.WorkloadPage(load.ID)
	for _, tab := range []struct {
		name workloadTab
		href string
	}{
		{overviewTab, string(at)}, {reviewsTab, at.Lenses()}, {planTab, at.Plan()}, {milestonesTab, at.Milestones()},
		{settingsTab, at.Settings()},
	} {
		head.Tabs = append(head.Tabs, tabLink{tab.href, string(tab.name), tab.name == here})
	}
	return head, nil
}

// placeOf says where a workload lies, and as what it is shared.
func placeOf(load reviews.WorkloadView) models.ThingPlace {
	at := load.Place()
	if load.Shared != nil {
		at.Shared = load.Shared.Role
	}
	return at
}
