// Package sharing is the pages by which others get to see what a workspace has: guest links, shares with other
// workspaces, what other workspaces offer, and the import of what another server exported.
//
// Handlers decide nothing: permission, rules and words are those of models/service.
package sharing

import (
	"embed"
	"html/template"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

// handlers has a method for each row of the table, and what they share.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	workload, link := urls.WorkloadPage(":workload"), urls.ReviewPage(":workload", ":lens").GuestLink(":link")
	return page.Table{Templates: templates, Done: doneTexts, Rows: []page.Row{
		page.Get(workload.GuestLinks(), models.ManageGuests, h.guestLinksPage,
			page.Shows{"guestlinks": guestLinksData{}}),
		page.Post(workload.GuestLinks(), models.ManageGuests, h.createGuestLink, page.OnceShown),
		page.Get(link, models.ManageGuests, h.guestLinkPage, page.Shows{"guestlink": guestLinkData{}}),
		page.Post(link.End(), models.ManageGuests, h.endGuestLink),
	}}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{"endings": linkEndings})

// doneTexts is what pages say was done.
var doneTexts = map[string]string{
	"guest-link-ended": "The guest link has ended. Nobody can open it any more.",
}
