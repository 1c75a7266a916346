package web

import (
	"bytes"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/reports"
)

type homeData struct {
	Name      string // the filter
	Workloads []service.WorkloadView
	Next      string
}

// home is the list of workloads; for a member of no workspace it says so.
func (w *Web) home(r *request) (page, error) {
	if r.session.Guest.ID != "" {
		return w.guestHome(r)
	}
	data := homeData{Name: r.query("name")}
	if r.session.Workspace.ID == "" {
		return page{name: "home", title: "Workloads", data: data}, nil
	}
	list, err := w.svc.Workloads.List(r.http.Context(), models.WorkloadQuery{Name: data.Name, Page: r.page("after", 0)})
	data.Workloads, data.Next = list.Items, r.next("after", list.Next)
	return page{name: "home", title: "Workloads", data: data}, err
}

// report is the workload as it stands, as a PDF; a guest's copy says so.
func (w *Web) report(r *request) (page, error) {
	view, err := w.svc.Reviews.Report(r.http.Context(), r.param("workload"), service.ReportQuery{Lens: r.query("lens")})
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
	return page{file: &file{"application/pdf", models.KeyFrom(snap.Workload.Name) + ".pdf", pdf.Bytes()}}, nil
}
