package items

import (
	"plumbline/models/remediation"
)

// Due gives active items whose date is a day or an earlier one, by date, then id: those after an item with a date and
// an id, at first "" and "". They are of all workspaces.
func Due(t *Table, to, afterDate remediation.Date, afterID string, limit int) ([]remediation.Item, error) {
	q := t.tx.DB.Where("due_on <> '' AND "+activeItems).
		Where("due_on <= ? AND (due_on, id) > (?, ?)", string(to), string(afterDate), afterID)
	return t.list(q.Order("due_on, id").Limit(limit))
}
