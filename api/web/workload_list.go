package web

import (
	"cmp"
	"net/url"

	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

type homeData struct {
	Text, Environment, Risk, Lens, Sort string // as the address has them
	Filtered                            bool
	Workloads                           []reviews.WorkloadView
	Lenses                              []lensChoice
	Sorts                               []sortLink
	First, Next                         string // addresses; "" where there is none
	Sample                              bool   // there is one to add
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
func (w *Web) home(r *request) (page, error) {
	if r.session.Guest.ID != "" {
		return w.guestHome(r)
	}
	if r.session.Workspace.ID == "" {
		return page{name: "home", title: "Workloads", data: homeData{}}, nil
	}
	data := homeData{Text: cmp.Or(r.query("text"), r.query("name")), Environment: r.query("environment"), Risk: r.query("risk"), Lens: r.query("lens"), Sort: r.query("sort")}
	data.Filtered = data.Text+data.Environment+data.Risk+data.Lens != ""
	list, err := w.svc.Workloads.List(r.http.Context(), models.WorkloadQuery{
		Text: data.Text, Environment: models.Environment(data.Environment), Risk: questionnaires.Risk(data.Risk), Lens: data.Lens,
		Sort: models.WorkloadSort(data.Sort), Page: r.page("after", 0),
	})
	if err != nil {
		return page{}, err
	}
	data.Workloads = list.Items
	if list.Next != "" {
		data.Next = r.with(urls.Home, "after", list.Next)
	}
	if r.query("after") != "" {
		data.First = r.with(urls.Home, "after", "")
	}
	for _, key := range models.WorkloadSorts {
		on := string(key) == data.Sort || (data.Sort == "" && key == models.ByName)
		data.Sorts = append(data.Sorts, sortLink{string(key), r.with(urls.Home, "sort", string(key)), on})
	}
	data.Sample = w.svc.Samples.Available()
	data.Lenses, err = w.lensChoices(r, data.Lens)
	return page{name: "home", title: "Workloads", data: data}, err
}

// with is the address of the page at the path, from the start of its list on, with another value of a parameter.
func (r *request) with(path, param, value string) string {
	q := r.http.URL.Query()
	q.Del("done")
	q.Del("after")
	q.Set(param, value)
	for name := range q {
		if q.Get(name) == "" {
			q.Del(name)
		}
	}
	return (&url.URL{Path: path, RawQuery: q.Encode()}).String()
}

// lensChoices offers the lenses that can be reviewed with: those with a published version.
func (w *Web) lensChoices(r *request, on ...string) ([]lensChoice, error) {
	list, err := w.svc.Lenses.List(r.http.Context(), models.Page{Limit: models.MaxPage})
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
func (w *Web) addSample(r *request) (page, error) {
	load, err := w.svc.Samples.Add(r.http.Context())
	if err != nil {
		return w.again(r, "sample", err, w.home)
	}
	return done(urls.Workload(load.ID), "sample")
}
