// Package workloads is the pages of workloads as a whole: the list, the forms, milestones, comparison, lens upgrades,
// the report, and the start page of a guest.
//
// Handlers decide nothing: permission, rules and words are those of models/service.
package workloads

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
	return page.Table{Rows: h.workloadRows(), Templates: templates, Done: doneTexts}
}

// workloadRows are the list, and each workload as it is.
func (h handlers) workloadRows() []page.Row {
	at, review := urls.WorkloadPage(":workload"), urls.ReviewPage(":workload", ":lens")
	return []page.Row{
		page.Get(urls.Home, models.ReadSession, h.home, page.Shows{"home": homeData{}, "visit": guestHomeData{}}),
		page.Get(urls.NewWorkload, models.CreateWorkload, h.newWorkloadPage, page.Shows{"workload_new": newWorkloadData{}}),
		page.Post(urls.NewWorkload, models.CreateWorkload, h.useTemplate),
		page.Post(urls.Workloads, models.CreateWorkload, h.createWorkload),
		page.Post(urls.SampleWorkload, models.CreateWorkload, h.addSample),
		page.Get(at, models.ReadWorkload, h.workloadPage, page.Shows{"workload": workloadData{}}),
		page.Get(at.Edit(), models.UpdateWorkload, h.editWorkloadPage, page.Shows{"workload_edit": editWorkloadData{}}),
		page.Post(at.Edit(), models.UpdateWorkload, h.updateWorkload),
		page.Get(at.Settings(), models.ReadWorkload, h.settingsPage, page.Shows{"workload_settings": settingsData{}}),
		page.Post(at.Delete(), models.DeleteWorkload, h.deleteWorkload),
		page.Post(at.Tour(), models.ReadWorkload, h.endTour),
		page.Get(at.Report(), models.ReadReview, h.report, nil).Queued(),
		page.Get(urls.ReportsOf(":workload"), models.ReadWorkload, h.reportsPage, page.Shows{"reports": reportsData{}}),
		page.Get(at.Lenses(), models.ReadWorkload, h.reviewsPage, page.Shows{"reviews": reviewsData{}}),
		page.Post(at.Lenses(), models.UpdateReview, h.applyLens),
		page.Get(review.Remove(), models.UpdateReview, h.removeLensPage, page.Shows{"review_remove": removeLensData{}}),
		page.Post(review.Remove(), models.UpdateReview, h.removeLens),
		page.Get(review.Upgrade(), models.UpdateReview, h.upgradePage, page.Shows{"upgrade": upgradeData{}}),
		page.Post(review.Upgrade(), models.UpdateReview, h.upgradeReview),
		page.Get(at.Milestones(), models.ReadWorkload, h.milestonesPage, page.Shows{"milestones": milestonesData{}}),
		page.Post(at.Milestones(), models.CreateMilestone, h.saveMilestone),
		page.Get(at.Milestone(":number"), models.ReadWorkload, h.milestonePage, page.Shows{"milestone": milestoneData{}}),
		page.Get(at.Compare(), models.ReadWorkload, h.comparePage, page.Shows{"compare": compareData{}}),
	}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{
	"environment": labels.Environment, "environments": environments, "improvementStatuses": improvementStatuses,
	"riskOf": page.RiskMarkOf,
	"states": stateColumns, "marks": linkedMarks, "marksAt": marksAt, "regionInputs": regionInputs, "goOn": goOnWith,
	"regionGroups": func() []labels.RegionGroup { return labels.RegionGroups[:] },
})

// doneTexts is what pages say was done.
var doneTexts = map[string]string{
	"workload":  "Workload created. Start its review below.",
	"sample":    "Sample workload created. Look around: nothing here is real.",
	"saved":     "Workload saved.",
	"deleted":   "Workload deleted, with its reviews and milestones.",
	"applied":   "Lens added. Start its review below.",
	"unapplied": "Lens removed from the workload.",
	"upgraded":  "Review upgraded. The milestone keeps it as it was.",
	"milestone": "Milestone created.",
	"tour":      "Tour dismissed. The notes still have its steps.",
}
