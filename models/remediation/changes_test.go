package remediation

import (
	"fmt"
	"testing"
	"time"
)

// An item is told once in each list, as of the last time; what lies before the span or after it is not.
func TestChangesIn(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 12, 0, 0, 0, time.UTC) }
	item := func(id string, created int) Item { return Item{ID: id, CreatedAt: day(created)} }
	move := func(id string, at int, kind ActivityKind, from, to Status) Activity {
		return Activity{ItemID: id, At: day(at), Kind: kind, Old: string(from), New: string(to), Note: fmt.Sprint(at)}
	}
	list := []Item{item("a", 1), item("b", 5), item("c", 10), item("d", 11)}
	activity := []Activity{
		move("a", 2, StatusChanged, Open, InProgress), move("a", 5, ItemVerified, InProgress, Done),
		move("a", 6, ItemReopened, Done, Open), move("a", 7, ItemVerified, Open, Done),
		move("b", 8, StatusChanged, Open, WontDo), move("b", 9, StatusChanged, WontDo, Open),
		{ItemID: "b", At: day(9), Kind: DueChanged, Old: "2026-01-01", New: "2026-02-01"},
		move("gone", 9, ItemVerified, Open, Done), move("a", 11, ItemReopened, Done, Open),
	}
	told := func(c ItemChanges) (text string) {
		for _, list := range [][]ItemChange{c.Opened, c.Closed, c.Reopened} {
			for _, one := range list {
				text += one.ID + one.Note + " "
			}
			text += "| "
		}
		return text
	}
	for want, span := range map[string]Span{
		"b c | a7 b8 | a6 b9 | ":      {day(2), day(10)},
		"a b | a5 | | ":               {time.Time{}, day(5)},
		"c d | | a11 | ":              {day(9), time.Time{}},
		"a b c d | a7 b8 | a11 b9 | ": {},
	} {
		if got := told(ChangesIn(list, activity, span)); got != want {
			t.Errorf("%v: %q, want %q", span, got, want)
		}
	}
}
