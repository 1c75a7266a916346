package sharing

import (
	"strconv"
	"time"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/guests"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

type guestLinksData struct {
	Workload reviews.WorkloadView
	Lenses   []lensChoice // of the reviews that a link can open
	Links    []guestLinkRow
	Next     string
	Once     string
}

// lensChoice is a review to make a link to.
type lensChoice struct {
	Key, Name string
	Chosen    bool
}

// guestLinkRow is a link in the list.
type guestLinkRow struct {
	models.GuestLink
	Lens  string // name
	State models.GuestLinkState
	Path  urls.GuestLinkPath
}

func (h handlers) guestLinksPage(r *page.Request) (page.Reply, error) {
	ctx := r.HTTP.Context()
	load, err := h.Service.Workloads.Get(ctx, r.Param("workload"))
	if err != nil {
		return page.Reply{}, err
	}
	list, err := h.Service.GuestLinks.List(ctx, models.ReviewPath{Workload: load.ID}, r.ListPage("after", 0))
	if err != nil {
		return page.Reply{}, err
	}
	of, err := h.Service.Reviews.List(ctx, load.ID)
	data := guestLinksData{Workload: load, Next: r.NextPage("after", list.Next), Once: models.NewID()}
	names := map[string]string{}
	for _, v := range of {
		names[v.LensID] = v.Lens.Name
		data.Lenses = append(data.Lenses, lensChoice{v.Lens.Key, v.Lens.Name, r.Post("lens") == v.Lens.Key})
	}
	for _, link := range list.Items {
		data.Links = append(data.Links, guestLinkRow{link, names[link.LensID], link.State(time.Now()),
			urls.ReviewPage(load.ID, link.LensID).GuestLink(link.ID)})
	}
	return page.Reply{Template: "guestlinks", Title: "Guest links to " + load.Name, Data: data}, err
}

// linkEnding is a time after which a link ends.
type linkEnding struct {
	Days    int
	Words   string
	Default bool
}

// linkEndings are offered; a year is the longest that a link lives.
func linkEndings() []linkEnding {
	return []linkEnding{{7, "In 7 days", false}, {30, "In 30 days", true}, {90, "In 90 days", false},
		{365, "In a year", false}}
}

func (h handlers) createGuestLink(r *page.Request) (page.Reply, error) {
	in := models.GuestInput{Name: r.Line("name"), Passcode: r.Post("passcode")}
	if days, err := strconv.Atoi(r.Post("days")); err == nil && days > 0 && days < 1000 {
		in.ExpiresAt = time.Now().AddDate(0, 0, days)
	}
	at := models.ReviewPath{Workload: r.Param("workload"), Lens: r.Post("lens")}
	secret, link, err := h.Service.GuestLinks.Create(r.HTTP.Context(), at, in, r.Once())
	if err != nil {
		return h.Again(r, "guest-link", err, h.guestLinksPage)
	}
	intro := "Send this link to " + link.Name + ". It opens the review to read, without an account, until " +
		page.DateText(r.Zone(), link.ExpiresAt) + ". It is not shown again."
	if link.Passcode != "" {
		intro += " Send the passcode another way."
	}
	once := page.ShownOnce{Intro: intro, Items: []page.ShownItem{{Label: "Guest link", Text: h.GuestURL(r, secret)}},
		Back: urls.WorkloadPage(link.WorkloadID).GuestLinks(), BackWords: "Back to the guest links"}
	return page.Reply{Template: "once", Title: "Guest link created", Data: once}, nil
}

type guestLinkData struct {
	Link     guests.GuestLinkView
	Workload reviews.WorkloadView
	State    models.GuestLinkState
	Path     urls.GuestLinkPath
	Next     string // page of what was done with it
}

func guestLinkAt(r *page.Request) models.ReviewPath {
	return models.ReviewPath{Workload: r.Param("workload"), Lens: r.Param("lens")}
}

func (h handlers) guestLinkPage(r *page.Request) (page.Reply, error) {
	ctx := r.HTTP.Context()
	link, err := h.Service.GuestLinks.Get(ctx, guestLinkAt(r), r.Param("link"), r.ListPage("after", 0))
	if err != nil {
		return page.Reply{}, err
	}
	load, err := h.Service.Workloads.Get(ctx, link.WorkloadID)
	data := guestLinkData{link, load, link.State(time.Now()),
		urls.ReviewPage(link.WorkloadID, link.LensID).GuestLink(link.ID), r.NextPage("after", link.Visits.Next)}
	return page.Reply{Template: "guestlink", Title: "Guest link for " + link.Name, Data: data}, err
}

func (h handlers) endGuestLink(r *page.Request) (page.Reply, error) {
	if err := h.Service.GuestLinks.Revoke(r.HTTP.Context(), guestLinkAt(r), r.Param("link")); err != nil {
		return page.Reply{}, err
	}
	return page.Done(urls.WorkloadPage(r.Param("workload")).GuestLinks(), "guest-link-ended")
}
