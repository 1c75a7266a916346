// Package plan is the pages of the improvement plan: that of a workload, and that of a workspace with its cheapest
// path, what-ifs on a copy of a workload's answers, and proposals.
//
// Handlers decide nothing: permission, rules and words are those of models/service and reports.
package plan

import (
	"embed"
	"html/template"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
	"plumbline/reports/improvement"
)

// handlers has a method for each row of the table, and what they share.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	at := urls.PlanOf(":workload")
	one := at.Proposal(":proposal")
	return page.Table{Rows: []page.Row{
		page.Get(at, models.ReadReview, h.planPage, page.Shows{"plan": planData{}}).Queued(),
		page.Post(at.Items(), models.UpdateItem, h.makeItems).Queued(),
		page.Get(urls.WorkspacePlan, models.ReadWorkload, h.workspacePlan,
			page.Shows{"plan_workspace": fleetData{}}).Queued(),
		page.Post(urls.WorkspacePlanItems, models.UpdateItem, h.makeFleetItems).Queued(),
		page.Get(urls.WorkspacePath, models.ReadWorkload, h.workspacePath, page.Shows{"plan_path": pathOfFleet{}}).Queued(),
		page.Get(at.WhatIf(), models.ReadReview, h.whatIf, page.Shows{"plan_whatif": whatIfData{}}).Queued(),
		page.Post(at.WhatIf(), models.ReadReview, h.whatIf, page.Shows{"plan_whatif": whatIfData{}}).Queued(),
		page.Post(at.Proposals(), models.UpdateProposal, h.createProposal).Queued(),
		page.Get(one, models.ReadWorkload, h.proposal, page.Shows{"plan_proposal": proposalData{}}).Queued(),
		page.Post(one, models.UpdateProposal, h.saveProposal).Queued(),
		page.Post(one.Items(), models.UpdateItem, h.makeProposed).Queued(),
		page.Post(one.Delete(), models.UpdateProposal, h.deleteProposal),
	}, Templates: templates, Done: map[string]string{
		"plan-items":       "The items are created.",
		"proposal-created": "The proposal is created.",
		"proposal-saved":   "The proposal is saved.",
		"proposal-deleted": "The proposal is deleted.",
	}}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{
	"clearable": func(c improvement.ShortestClearing) int { return c.Questions - c.Stuck },
	"making":    makingOf,
})
