package page

// ShownOnce is what is shown once, right after it was made.
type ShownOnce struct {
	Intro     string
	Items     []ShownItem
	Back      string
	BackWords string
}

// ShownItem is one of the texts, with what it is.
type ShownItem struct{ Label, Text string }

// OnceShown is for rows that show what they made once.
var OnceShown = Shows{"once": ShownOnce{}}
