package items

import (
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
)

// cardsShown is how many cards a column shows; a link leads to the rest.
const cardsShown = 50

// boardData is the items as a board.
type boardData struct {
	ListView
	Columns []boardColumn
	Total   int
}

// boardColumn is the items of one status.
type boardColumn struct {
	ID    string // the status
	Words string
	N     int
	Cards []ItemRow
	Rest  string // address of the whole list, where it is longer
	Moves []option
}

func (h handlers) board(r *page.Request) (page.Reply, error) {
	l, query, err := h.list(r, 1)
	if err != nil {
		return page.Reply{}, err
	}
	query.Active = false
	if err := h.countStatuses(r, &l, query); err != nil {
		return page.Reply{}, err
	}
	data := boardData{ListView: l}
	for i, status := range remediation.Statuses {
		column := boardColumn{ID: string(status), Words: labels.ItemStatus(status), N: l.Statuses[i+1].N}
		data.Total += column.N
		if column.N > 0 {
			if column.Cards, err = h.cards(r, query, status, remediation.Date(l.Today)); err != nil {
				return page.Reply{}, err
			}
		}
		if column.N > len(column.Cards) {
			column.Rest = r.WithQuery(l.Views[0].path(), "status", string(status))
		}
		for _, to := range remediation.Statuses {
			if to != status {
				column.Moves = append(column.Moves, option{Value: string(to), Words: labels.ItemStatus(to)})
			}
		}
		data.Columns = append(data.Columns, column)
	}
	title := "Board of items"
	if l.Head != nil {
		title = "Board of " + l.Head.Workload.Name
	}
	return page.Reply{Template: "items_board", Title: title, Data: data}, nil
}

func (h handlers) cards(r *page.Request, query remediation.ItemQuery, status remediation.Status,
	today remediation.Date) ([]ItemRow, error) {
	query.Statuses, query.PageRequest = []remediation.Status{status}, models.PageRequest{Limit: cardsShown}
	if !status.Active() { // what was closed last comes first
		query.Sort = remediation.ByUpdate
	}
	list, err := h.Service.Items.List(r.HTTP.Context(), query)
	return rowsOf(list.Items, today), err
}
