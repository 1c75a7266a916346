// Package calendars is the page by which people subscribe to due dates: it creates and revokes calendar feeds.
//
// Handlers decide nothing: permission, rules and words are those of models/service.
package calendars

import (
	"embed"
	"html/template"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/feed"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	return page.Table{Templates: templates, Done: map[string]string{
		"calendar-revoked": "Revoked. Programs that subscribed to it get nothing any more.",
	}, Rows: []page.Row{
		page.Get(urls.Calendars, models.ManageOwnKeys, h.page, page.Shows{"calendars": data{}}),
		page.Post(urls.Calendars, models.ManageOwnKeys, h.create, page.OnceShown),
		page.Post(urls.RevokeCalendar(":calendar"), models.ManageOwnKeys, h.revoke),
	}}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{"revokeCalendarURL": urls.RevokeCalendar})

type data struct {
	Feeds     []feed.Token
	Names     map[string]string // of their workloads, by id
	Workloads []reviews.WorkloadView
	Next      string
	Once      string
}

func (h handlers) page(r *page.Request) (page.Reply, error) {
	ctx := r.HTTP.Context()
	list, err := h.Service.Feeds.ListOwn(ctx, r.ListPage("after", 0))
	if err != nil {
		return page.Reply{}, err
	}
	out := data{Feeds: list.Items, Next: r.NextPage("after", list.Next), Once: models.NewID()}
	if out.Names, err = h.Service.Feeds.Workloads(ctx, list.Items); err != nil {
		return page.Reply{}, err
	}
	loads, err := h.Service.Workloads.List(ctx, models.WorkloadQuery{
		PageRequest: models.PageRequest{Limit: models.MaxPage}})
	out.Workloads = loads.Items
	return page.Reply{Template: "calendars", Title: "Calendar", Data: out}, err
}

func (h handlers) create(r *page.Request) (page.Reply, error) {
	in := feed.Input{Name: r.Line("name"), WorkloadID: r.Post("workload")}
	secret, made, err := h.Service.Feeds.Create(r.HTTP.Context(), in, r.Once())
	if err != nil {
		return h.Again(r, "calendar", err, h.page)
	}
	return page.Reply{Template: "once", Title: "Calendar “" + made.Name + "”", Data: page.ShownOnce{
		Intro: "Subscribe to this address in your calendar program. Whoever has it can read these due dates until you " +
			"revoke it. It is not shown again.",
		Items: []page.ShownItem{{Label: "Address", Text: h.CalendarURL(r, secret)}}, Back: urls.Calendars,
		BackWords: "Back to the calendars"}}, nil
}

func (h handlers) revoke(r *page.Request) (page.Reply, error) {
	if err := h.Service.Feeds.RevokeOwn(r.HTTP.Context(), r.Param("calendar")); err != nil {
		return page.Reply{}, err
	}
	return page.Done(urls.Calendars, "calendar-revoked")
}
