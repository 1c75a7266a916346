package workloads

import (
	"bytes"

	"plumbline/api/web/page"
	"plumbline/models/service/reviews"
	"plumbline/reports"
)

// report is a state of the workload as a PDF: as it is, or as a milestone froze it; with all lenses, or one. A guest's
// copy says so.
func (h handlers) report(r *page.Request) (page.Reply, error) {
	q := reviews.ReportQuery{Lens: r.Query("lens")}
	if text := r.Query("milestone"); text != "" {
		number, err := milestoneNumber(text)
		if err != nil {
			return page.Reply{}, err
		}
		q.Milestone = number
	}
	view, err := h.Service.Reviews.Report(r.HTTP.Context(), r.Param("workload"), q)
	if err != nil {
		return page.Reply{}, err
	}
	snap := view.Snapshot
	var pdf bytes.Buffer
	warnings, err := reports.PDF(&pdf, snap, reports.ReportOptions{Lens: view.LensID, Watermark: view.Watermark})
	if err != nil {
		return page.Reply{}, err
	}
	for _, x := range warnings {
		h.Options.Logger.WarnContext(r.HTTP.Context(), "a report could not show everything as written", "workload",
			snap.Workload.ID, "where", x.Where)
	}
	return page.Reply{File: &page.Download{MediaType: "application/pdf", Name: snap.FileName("pdf"),
		Data: pdf.Bytes()}}, nil
}
