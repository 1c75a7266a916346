package items

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/urls"
)

// tableData is the items as a table.
type tableData struct {
	ListView
	Rows        []ItemRow
	Sorts       []sortLink
	Sort        string
	First, Next string // addresses; "" where there is none
	Bulk        bulkFields
}

func (h handlers) table(r *page.Request) (page.Reply, error) {
	l, query, err := h.list(r, tableView)
	if err != nil {
		return page.Reply{}, err
	}
	query.PageRequest = r.ListPage("after", 0)
	list, err := h.Service.Items.List(r.HTTP.Context(), query)
	if err != nil {
		return page.Reply{}, err
	}
	if err := h.countStatuses(r, &l, query); err != nil {
		return page.Reply{}, err
	}
	data := tableData{ListView: l, Rows: rowsOf(list.Items, remediation.Date(l.Today)), Sort: string(query.Sort),
		Sorts: sortsOf(r, l.Here, query.Sort)}
	data.Next = r.NextPage("after", list.Next)
	if r.Query("after") != "" {
		data.First = r.WithQuery(l.Here, "after", "")
	}
	if l.May {
		data.Bulk = bulkFieldsOf(l.Owners, r)
	}
	title := "Items"
	if l.Head != nil {
		title = "Items of " + l.Head.Workload.Name
	}
	return page.Reply{Template: "items", Title: title, Data: data}, nil
}

// whereData asks for the workload of a new item.
type whereData struct{ Loads []option }

// chooseWorkload leads to the form of a new item, once the workload is chosen.
func (h handlers) chooseWorkload(r *page.Request) (page.Reply, error) {
	if id := r.Query("workload"); models.IsID(id) {
		return page.Reply{To: urls.ItemsOf(id).New()}, nil
	}
	loads, err := h.Service.Workloads.List(r.HTTP.Context(),
		models.WorkloadQuery{PageRequest: models.PageRequest{Limit: models.MaxPage}})
	if err != nil {
		return page.Reply{}, err
	}
	data := whereData{}
	for _, load := range loads.Items {
		if models.Allow(r.Session.Actor, models.UpdateItem, page.PlaceOf(load)) == nil {
			data.Loads = append(data.Loads, option{Value: load.ID, Words: load.Name})
		}
	}
	return page.Reply{Template: "item_where", Title: "New item", Data: data}, nil
}
