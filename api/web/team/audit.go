package team

import (
	"strings"

	"plumbline/api/web/page"
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

func (h handlers) auditPage(r *page.Request) (page.Reply, error) {
	data := auditData{Workload: r.Query("workload")}
	lines, err := h.Service.Audit.List(r.HTTP.Context(), models.AuditQuery{WorkloadID: data.Workload,
		PageRequest: r.ListPage("after", 0)})
	if err != nil {
		return page.Reply{}, err
	}
	data.Lines, data.Next = lines.Items, r.NextPage("after", lines.Next)
	loads, err := h.Service.Workloads.List(r.HTTP.Context(),
		models.WorkloadQuery{PageRequest: models.PageRequest{Limit: models.MaxPage}})
	data.Workloads = loads.Items
	return page.Reply{Template: "audit", Title: "Audit", Data: data}, err
}

// shortIDs shortens ids to what tells them apart at a glance: of each 32 hex digits the first eight.
func shortIDs(id string) string {
	parts := strings.Split(id, "/")
	for i, p := range parts {
		if models.IsID(p) {
			parts[i] = p[:8]
		}
	}
	return page.ClipText(strings.Join(parts, "/"))
}
