package remediation

import "time"

// Span is the time after a moment, up to and with another one; zero: without end.
type Span struct{ Since, Until time.Time }

// Holds tells whether a moment lies in it.
func (s Span) Holds(at time.Time) bool {
	return at.After(s.Since) && (s.Until.IsZero() || !at.After(s.Until))
}

// ItemChange is an item that was opened, closed or reopened.
type ItemChange struct {
	Item
	At   time.Time
	By   string
	Note string
	Done bool // it was closed as done
}

// ItemChanges are what became of items in a span, each list in the order of time. An item may be in several.
type ItemChanges struct {
	Opened   []ItemChange
	Closed   []ItemChange // done, or given up
	Reopened []ItemChange
}

// Any tells whether there is anything.
func (c ItemChanges) Any() bool { return len(c.Opened)+len(c.Closed)+len(c.Reopened) > 0 }

// ChangesIn reads from items and what happened to them, oldest first, what became of them in a span. What happened to
// one several times is told once, as it was the last time.
func ChangesIn(list []Item, activity []Activity, span Span) ItemChanges {
	var out ItemChanges
	items := make(map[string]Item, len(list))
	for _, i := range list {
		items[i.ID] = i
		if span.Holds(i.CreatedAt) {
			out.Opened = append(out.Opened, ItemChange{Item: i, At: i.CreatedAt, By: i.CreatedBy})
		}
	}
	closed, reopened := map[string]int{}, map[string]int{}
	for _, a := range activity {
		item, here := items[a.ItemID]
		from, to := Status(a.Old), Status(a.New)
		if !here || !span.Holds(a.At) || !a.movesStatus() || from.Active() == to.Active() {
			continue
		}
		change := ItemChange{Item: item, At: a.At, By: a.ActorName, Note: a.Note, Done: to == Done}
		if from.Active() {
			out.Closed = putChange(out.Closed, closed, change)
		} else {
			out.Reopened = putChange(out.Reopened, reopened, change)
		}
	}
	return out
}

func (a Activity) movesStatus() bool {
	return a.Kind == StatusChanged || a.Kind == ItemReopened || a.Kind == ItemVerified
}

// putChange adds a change, in the place of the one of the item that is there.
func putChange(list []ItemChange, at map[string]int, change ItemChange) []ItemChange {
	if n, known := at[change.ID]; known {
		list[n] = change
		return list
	}
	at[change.ID] = len(list)
	return append(list, change)
}
