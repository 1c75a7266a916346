package charts

import (
	"strings"
	"testing"
)

// Bars stand in the middle of their month, below a round number; of many, every other one has its name, the last too.
func TestBars(t *testing.T) {
	few := BarChart{Unit: "days"}
	few.Add("September 2026", 4.5, true)
	few.Add("October 2026", 0, false)
	few.Add("November 2026", 17.6, true)
	got := few.Drawn()
	if got.Top != 20 || got.Empty || got.Text != "Days: September 2026 4.5, November 2026 18." {
		t.Errorf("%+v", got)
	}
	if b := got.Bars[0]; b.Month != "Sep" || b.Words != "4.5" || b.Middle != "16.67%" || b.Y != 128 || b.Height != 32 {
		t.Errorf("the first bar is %+v", b)
	}
	many, names := BarChart{Top: 100}, ""
	for _, month := range strings.Fields("January February March April May June July") {
		many.Add(month, 0, false)
	}
	for _, b := range many.Drawn().Bars {
		names += b.Month + "|"
	}
	if names != "Jan||Mar||May||Jul|" || !many.Drawn().Empty {
		t.Errorf("of many: %s", names)
	}
}

func TestRoundedUp(t *testing.T) {
	for n, want := range map[int]int{0: 2, 2: 2, 3: 4, 9: 10, 10: 10, 11: 20, 101: 200, 1000: 1000} {
		if got := roundedUp(n); got != want {
			t.Errorf("%d becomes %d, want %d", n, got, want)
		}
	}
}
