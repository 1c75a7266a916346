package page

import (
	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

// WorkloadHead is what every tab of a workload has above its own content: the template "workload-head" shows it.
type WorkloadHead struct {
	Workload reviews.WorkloadView
	Can      WorkloadRights
	Tabs     []TabLink
	Once     string // makes one thing of a form of the tab that is sent twice
}

// WorkloadRights is what the actor may do with one workload. It decides what is shown; what may be done is decided by
// the services.
type WorkloadRights struct{ Edit, Delete, Review, Milestone, Answer, Guests, Share, Items, Recap bool }

// TabLink is a tab of a workload: a page with an address of its own.
type TabLink struct {
	Href, Words string
	Here        bool
}

// WorkloadTab is one of the tabs, by what it is called.
type WorkloadTab string

// The tabs of a workload.
const (
	OverviewTab   WorkloadTab = "Overview"
	ReviewsTab    WorkloadTab = "Reviews"
	PlanTab       WorkloadTab = "Plan"
	ItemsTab      WorkloadTab = "Items"
	TrendTab      WorkloadTab = "Trend"
	MilestonesTab WorkloadTab = "Milestones"
	ReportsTab    WorkloadTab = "Reports"
	SettingsTab   WorkloadTab = "Settings"
)

// WorkloadHead reads the workload of the address for one of its tabs.
func (a *Adapter) WorkloadHead(r *Request, here WorkloadTab) (WorkloadHead, error) {
	load, err := a.Service.Workloads.Get(r.HTTP.Context(), r.Param("workload"))
	if err != nil {
		return WorkloadHead{}, err
	}
	head := WorkloadHead{Workload: load, Can: rightsIn(r.Session.Actor, PlaceOf(load)), Once: models.NewID()}
	at := urls.WorkloadPage(load.ID)
	for _, tab := range []struct {
		name WorkloadTab
		href string
	}{
		{OverviewTab, string(at)}, {ReviewsTab, at.Lenses()}, {PlanTab, at.Plan()}, {ItemsTab, string(urls.ItemsOf(load.ID))},
		{TrendTab, urls.TrendOf(load.ID)}, {MilestonesTab, at.Milestones()}, {ReportsTab, urls.ReportsOf(load.ID)},
		{SettingsTab, at.Settings()},
	} {
		if tab.name == ItemsTab && models.Allow(r.Session.Actor, models.ReadItem, PlaceOf(load)) != nil {
			continue
		}
		head.Tabs = append(head.Tabs, TabLink{tab.href, string(tab.name), tab.name == here})
	}
	return head, nil
}

// PlaceOf says where a workload lies, and as what it is shared.
func PlaceOf(load reviews.WorkloadView) models.ThingPlace {
	at := load.Place()
	if load.Shared != nil {
		at.Shared = load.Shared.Role
	}
	return at
}

func rightsIn(actor models.Actor, at models.ThingPlace) WorkloadRights {
	may := func(action models.Action) bool { return models.Allow(actor, action, at) == nil }
	return WorkloadRights{may(models.UpdateWorkload), may(models.DeleteWorkload), may(models.UpdateReview),
		may(models.CreateMilestone), may(models.UpdateAnswer), may(models.ManageGuests), may(models.ShareWorkload),
		may(models.UpdateItem), may(models.SendRecap)}
}
