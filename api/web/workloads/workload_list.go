package workloads

import (
	"cmp"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

type homeData struct {
	Text, Environment, Risk, Lens, Review, Sort string // as the address has them
	Filtered                                    bool
	Workloads                                   []reviews.WorkloadView
	Lenses                                      []lensChoice
	Sorts                                       []sortLink
	First, Next                                 string // addresses; "" where there is none
	Sample                                      bool   // there is one to add
}

// sortLink orders the list otherwise, and keeps its filters.
type sortLink struct {
	Key, Href string
	On        bool
}

// lensChoice is a lens to choose.
type lensChoice struct {
	Key, Name, Description string
	On                     bool
}

// home is the list of workloads; for a member of no workspace it says so.
func (h handlers) home(r *page.Request) (page.Reply, error) {
	if r.Session.Guest.ID != "" {
		return h.guestHome(r)
	}
	if r.Session.Workspace.ID == "" {
		return page.Reply{Template: "home", Title: "Workloads", Data: homeData{}}, nil
	}
	data := homeData{Text: cmp.Or(r.Query("text"), r.Query("name")), Environment: r.Query("environment"),
		Risk: r.Query("risk"), Lens: r.Query("lens"), Review: r.Query("review"), Sort: r.Query("sort")}
	data.Filtered = data.Text+data.Environment+data.Risk+data.Lens+data.Review != ""
	list, err := h.Service.Workloads.List(r.HTTP.Context(), models.WorkloadQuery{
		Text: data.Text, Environment: models.Environment(data.Environment), Risk: questionnaires.Risk(data.Risk),
		Lens: data.Lens, DueReview: data.Review == "overdue",
		Sort: models.WorkloadSort(data.Sort), PageRequest: r.ListPage("after", 0),
	})
	if err != nil {
		return page.Reply{}, err
	}
	data.Workloads = list.Items
	if list.Next != "" {
		data.Next = r.WithQuery(urls.Home, "after", list.Next)
	}
	if r.Query("after") != "" {
		data.First = r.WithQuery(urls.Home, "after", "")
	}
	for _, key := range models.WorkloadSorts {
		on := string(key) == data.Sort || (data.Sort == "" && key == models.ByName)
		data.Sorts = append(data.Sorts, sortLink{string(key), r.WithQuery(urls.Home, "sort", string(key)), on})
	}
	data.Sample = h.Service.Samples.Available()
	data.Lenses, err = h.lensChoices(r, data.Lens)
	return page.Reply{Template: "home", Title: "Workloads", Data: data}, err
}

// lensChoices offers the lenses that can be reviewed with: those with a published version.
func (h handlers) lensChoices(r *page.Request, on ...string) ([]lensChoice, error) {
	list, err := h.Service.Lenses.List(r.HTTP.Context(), models.PageRequest{Limit: models.MaxPage})
	var out []lensChoice
	for _, l := range list.Items {
		if l.Latest == "" {
			continue
		}
		c := lensChoice{Key: l.Key, Name: l.Name, Description: l.Description}
		for _, key := range on {
			c.On = c.On || key == l.Key
		}
		out = append(out, c)
	}
	return out, err
}

// addSample makes the sample workload.
func (h handlers) addSample(r *page.Request) (page.Reply, error) {
	load, err := h.Service.Samples.Add(r.HTTP.Context())
	if err != nil {
		return h.Again(r, "sample", err, h.home)
	}
	return page.Done(urls.WorkloadPage(load.ID), "sample")
}
