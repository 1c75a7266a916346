package core

import "plumbline/models"

// PageOf makes a page of the rows that the store gave: one too many says that there is another page. The cursor is
// that of a row.
func PageOf[T any](rows []T, p models.PageRequest, cursor func(T) string) models.ResultPage[T] {
	limit := p.Limit
	if limit <= 0 {
		limit = models.DefaultPage
	}
	limit = min(limit, models.MaxPage)
	if len(rows) <= limit {
		return models.ResultPage[T]{Items: rows}
	}
	return models.ResultPage[T]{Items: rows[:limit], Next: cursor(rows[limit-1])}
}
