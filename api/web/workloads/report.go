package workloads

import (
	"bytes"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/models/service/proofs"
	"plumbline/models/service/reviews"
	"plumbline/models/service/trend"
	"plumbline/models/urls"
	"plumbline/reports"
)

type reportsData struct {
	Head       page.WorkloadHead
	Milestones []models.Milestone
	More       bool // there are older milestones that the choices don't list
	Lenses     []reviews.ReviewView
	Saved      []branding.Preset
	At         string // where the form leads
	MostMarked int    // characters of a classification
	Formats    []reports.Format
}

// reportsPage offers the reports, each with what can be chosen for it.
func (h handlers) reportsPage(r *page.Request) (page.Reply, error) {
	head, err := h.WorkloadHead(r, page.ReportsTab)
	if err != nil {
		return page.Reply{}, err
	}
	list, err := h.Service.Milestones.List(r.HTTP.Context(), head.Workload.ID, models.PageRequest{Limit: models.MaxPage})
	if err != nil {
		return page.Reply{}, err
	}
	lenses, err := h.Service.Reviews.List(r.HTTP.Context(), head.Workload.ID)
	if err != nil {
		return page.Reply{}, err
	}
	saved, err := h.Service.ReportPresets.ListFor(r.HTTP.Context(), head.Workload.ID)
	return page.Reply{Template: "reports", Title: "Reports of " + head.Workload.Name, Data: reportsData{Head: head,
		Milestones: list.Items, More: list.Next != "", Lenses: lenses, Saved: saved,
		At:         urls.WorkloadPage(head.Workload.ID).Report(),
		MostMarked: reports.MaxClassification, Formats: reports.Formats}}, err
}

// report is a state of the workload as a file: as it is, or as a milestone froze it; with all lenses, or one; to
// architects or to leadership. A guest's copy says so.
func (h handlers) report(r *page.Request) (page.Reply, error) {
	look, err := h.Service.ReportPresets.For(r.HTTP.Context(), r.Param("workload"), r.Query("preset"))
	if err != nil {
		return page.Reply{}, err
	}
	preset := reports.Preset(look.Base).OrArchitect()
	made, err := h.briefing(r, preset)
	if err != nil {
		return page.Reply{}, err
	}
	opt := reports.ReportOptions{Lens: made.LensID, Watermark: made.Watermark, Classification: r.Query("classification"),
		Format: reports.Format(r.Query("format")).Or(reports.FormatPDF)}.Wearing(look, r.Query("paper"))
	var file bytes.Buffer
	opt.Font = h.Options.Font
	warnings, err := reports.Write(&file, made.Source(), preset, opt)
	if err != nil {
		return page.Reply{}, err
	}
	for _, x := range warnings {
		h.Options.Logger.WarnContext(r.HTTP.Context(), "a report could not show everything as written", "workload",
			made.Snapshot.Workload.ID, "where", x.Where)
	}
	h.Service.Proofs.Register(r.HTTP.Context(), proofs.File{Data: file.Bytes(), Format: string(opt.Format),
		Preset: string(preset), Saved: look.Saved, Snapshot: made.Snapshot, LensID: made.LensID})
	return page.Reply{File: &page.Download{MediaType: opt.Format.MediaType(),
		Name: made.FileName(opt.Format.Extension(), preset.FileKinds()...), Data: file.Bytes(),
		Shown: opt.Format == "html" && r.Query("show") == "page"}}, nil
}

// briefing reads what the report that is asked for is made of.
func (h handlers) briefing(r *page.Request, preset reports.Preset) (made trend.Briefing, err error) {
	q := trend.BriefingQuery{ReportQuery: reviews.ReportQuery{Lens: r.Query("lens")}}
	if text := r.Query("milestone"); text != "" {
		if q.Milestone, err = milestoneNumber(text); err != nil {
			return made, err
		}
	}
	switch text := r.Query("since"); text {
	case "":
	case "none":
		q.Since = trend.NoMilestone
	default:
		if q.Since, err = milestoneNumber(text); err != nil {
			return made, err
		}
	}
	if q.Record = preset == reports.Auditor; preset != reports.Leadership {
		q.Since = trend.NoMilestone
	}
	return h.Service.Briefings.Report(r.HTTP.Context(), r.Param("workload"), q)
}
