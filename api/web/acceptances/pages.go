// Package acceptances is the pages of risks that are taken on purpose: those of a workspace, one of them with its
// decision, and the form that asks for one.
//
// Handlers decide nothing: permission, rules and words are those of models/service and models/labels.
package acceptances

import (
	"embed"
	"html/template"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/urls"
)

// handlers has a method for each row of the table, and what they share.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	one := urls.Acceptance(":acceptance")
	ask := urls.ReviewPage(":workload", ":lens").Question(":question").Accept()
	return page.Table{Rows: []page.Row{
		page.Get(urls.Acceptances, models.ReadWorkload, h.list, page.Shows{"acceptances": listData{}}),
		page.Get(one, models.ReadWorkload, h.acceptance, page.Shows{"acceptance": acceptanceData{}}),
		page.Post(one.Decide(), models.DecideAcceptance, h.decide),
		page.Post(one.Withdraw(), models.AskAcceptance, h.withdraw),
		page.Get(one.Revoke(), models.DecideAcceptance, h.revokePage, page.Shows{"acceptance_revoke": acceptanceData{}}),
		page.Post(one.Revoke(), models.DecideAcceptance, h.revoke),
		page.Get(ask, models.AskAcceptance, h.askPage, page.Shows{"acceptance_ask": askData{}}),
		page.Post(ask, models.AskAcceptance, h.ask),
	}, Templates: templates, Done: map[string]string{
		"acceptance-asked":     "Asked. The risk is accepted once somebody else has decided so.",
		"acceptance-accepted":  "The risk is accepted.",
		"acceptance-declined":  "Declined.",
		"acceptance-withdrawn": "Withdrawn.",
		"acceptance-revoked":   "Revoked: the risk is not accepted any more.",
	}}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{
	"standing": labels.Standing, "lastDay": labels.CalendarDay,
})
