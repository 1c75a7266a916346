package models

// PageRequest asks for one page of a list: at most Limit rows (1 to MaxPage) after the cursor ("" is the start).
// Cursors are opaque to whoever asks.
type PageRequest struct {
	Limit int
	After string
}

// The page sizes.
const (
	DefaultPage = 50
	MaxPage     = 200
)

// ResultPage is one page of rows; Next is the cursor of the page after it, "" if this is the last.
type ResultPage[T any] struct {
	Items []T
	Next  string
}
