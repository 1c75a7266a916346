package items

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models/labels"
	"plumbline/models/remediation"
)

// cardsShown is how many cards a column shows; a link leads to the rest.
const cardsShown = 30

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
	Rest  string        // address of the whole list, where it is longer
	Moves template.HTML // the options of where a card can go; the same for each, so they are written once
}

func (h handlers) board(r *page.Request) (page.Reply, error) {
	l, query, err := h.list(r, boardView)
	if err != nil {
		return page.Reply{}, err
	}
	query.Active, query.Statuses = false, nil
	board, err := h.Service.Items.Board(r.HTTP.Context(), query, cardsShown)
	if err != nil {
		return page.Reply{}, err
	}
	l.linkStatuses(r, board.Counts)
	data := boardData{ListView: l}
	for _, status := range remediation.Statuses {
		column := boardColumn{ID: string(status), Words: labels.ItemStatus(status), N: board.Counts[status],
			Cards: rowsOf(board.Columns[status], remediation.Date(l.Today))}
		data.Total += column.N
		if column.N > len(column.Cards) {
			column.Rest = r.WithQuery(l.Views[0].path(), "status", string(status))
		}
		column.Moves = movesFrom(status)
		data.Columns = append(data.Columns, column)
	}
	title := "Board of items"
	if l.Head != nil {
		title = "Board of " + l.Head.Workload.Name
	}
	return page.Reply{Template: "items_board", Title: title, Data: data}, nil
}

func movesFrom(from remediation.Status) template.HTML {
	var text strings.Builder
	for _, to := range remediation.Statuses {
		if to != from {
			fmt.Fprintf(&text, `<option value="%s">%s</option>`, html.EscapeString(string(to)),
				html.EscapeString(labels.ItemStatus(to)))
		}
	}
	return template.HTML(text.String())
}
