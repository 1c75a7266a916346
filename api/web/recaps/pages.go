// Package recaps is the page from which the recap of a review is sent: the mail as it will be, its recipients and a
// note.
//
// Handlers decide nothing: permission and rules are those of models/service, the mail's words those of models/mail.
package recaps

import (
	"embed"
	"strconv"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/service/recap"
	"plumbline/models/urls"
)

// handlers has a method for each row of the table, and what they share.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	at := urls.ReviewPage(":workload", ":lens").Recap()
	done := map[string]string{}
	for n := 1; n <= recap.MaxRecipients; n++ {
		done[sentKey(n)] = "The recap is on its way to " + labels.CountLabel(n, "person", "people") + "."
	}
	return page.Table{Rows: []page.Row{
		page.Get(at, models.SendRecap, h.page, page.Shows{"recap": recapData{}}).Queued(),
		page.Post(at, models.SendRecap, h.send).Queued(),
	}, Templates: templates, Done: done}
}

func sentKey(people int) string { return "recap-sent-" + strconv.Itoa(people) }

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, nil)
