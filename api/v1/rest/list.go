package rest

import (
	"time"

	"plumbline/models"
)

// List is one page.
type List[T any] struct {
	Items      []T    `json:"items" doc:"the rows of this page"`
	NextCursor string `json:"next_cursor,omitempty" doc:"give it as cursor to get the next page; missing on the last"`
}

func ListOf[From, To any](page models.ResultPage[From], out func(From) To) List[To] {
	return List[To]{Items: Each(page.Items, out), NextCursor: page.Next}
}

// Each never gives nil, so that an empty list is [] in JSON.
func Each[From, To any](items []From, out func(From) To) []To {
	list := make([]To, len(items))
	for i, item := range items {
		list[i] = out(item)
	}
	return list
}

// EmptyIfNil turns nil into an empty list, so that it is [] in JSON.
func EmptyIfNil[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

// TimeOrNil gives nil for the zero time.
func TimeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
