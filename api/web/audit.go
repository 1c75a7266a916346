package web

import (
	"plumbline/models"
	"plumbline/models/service/reviews"
)

type auditData struct {
	Workload  string // the filter: an id
	Workloads []reviews.WorkloadView
	Lines     []models.AuditLine
	Next      string
}

// NameOf gives the name of a workload that is still there, "" for any other.
func (d auditData) NameOf(id string) string {
	for _, load := range d.Workloads {
		if load.ID == id {
			return load.Name
		}
	}
	return ""
}

func (w *Web) auditPage(r *request) (page, error) {
	data := auditData{Workload: r.query("workload")}
	lines, err := w.svc.Audit.List(r.http.Context(), models.AuditQuery{WorkloadID: data.Workload, Page: r.page("after", 0)})
	if err != nil {
		return page{}, err
	}
	data.Lines, data.Next = lines.Items, r.next("after", lines.Next)
	loads, err := w.svc.Workloads.List(r.http.Context(), models.WorkloadQuery{Page: models.Page{Limit: models.MaxPage}})
	data.Workloads = loads.Items
	return page{name: "audit", title: "Audit", data: data}, err
}
