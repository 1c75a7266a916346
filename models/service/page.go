package service

import "plumbline/models"

// pageOf cuts the row too many that the store gives where there is another page.
func pageOf[T any](rows []T, p models.Page, cursor func(T) string) models.List[T] {
	limit := p.Limit
	if limit <= 0 {
		limit = models.DefaultPage
	}
	limit = min(limit, models.MaxPage)
	if len(rows) <= limit {
		return models.List[T]{Items: rows}
	}
	return models.List[T]{Items: rows[:limit], Next: cursor(rows[limit-1])}
}
