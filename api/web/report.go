package web

import (
	"bytes"

	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/reports"
)

// report is a state of the workload as a PDF: as it is, or as a milestone froze it; with all lenses, or one. A guest's copy says so.
func (w *Web) report(r *request) (page, error) {
	q := reviews.ReportQuery{Lens: r.query("lens")}
	if text := r.query("milestone"); text != "" {
		number, err := milestoneNumber(text)
		if err != nil {
			return page{}, err
		}
		q.Milestone = number
	}
	view, err := w.svc.Reviews.Report(r.http.Context(), r.param("workload"), q)
	if err != nil {
		return page{}, err
	}
	snap := view.Snapshot
	var pdf bytes.Buffer
	warnings, err := reports.PDF(&pdf, snap, reports.Options{Lens: view.LensID, Watermark: view.Watermark})
	if err != nil {
		return page{}, err
	}
	for _, x := range warnings {
		w.opt.Logger.WarnContext(r.http.Context(), "a report could not show everything as written", "workload", snap.Workload.ID, "where", x.Where)
	}
	name := models.KeyFrom(snap.Workload.Name)
	if snap.Milestone != nil {
		name += "-milestone-" + r.query("milestone")
	}
	return page{file: &file{"application/pdf", name + ".pdf", pdf.Bytes()}}, nil
}
