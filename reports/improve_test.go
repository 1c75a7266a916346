package reports

import (
	"testing"

	q "plumbline/questionnaires"
)

// TestShortReason: the rows below a reason name what is missing, so the reason leaves it out.
func TestShortReason(t *testing.T) {
	ways := []q.Path{{To: q.None, Sets: [][]string{{"a"}}}}
	for why, want := range map[string]string{
		"High risk: nothing is selected. Still missing for no risk: “A”.": "High " +
			"risk: nothing is selected.",
		"High risk: “A” is not selected. Selecting it gives no risk.": "High " +
			"risk: “A” is not selected.",
		"High risk: “A” and “B” are not selected. Selecting them gives medium risk; for no risk also “C”.": "High " +
			"risk: “A” and “B” are not selected.",
		"High risk: “A” is selected. Selecting more does not lower it.": "High " +
			"risk: “A” is selected. Selecting more does not lower it.",
	} {
		if got := short(PlanEntry{Why: why, ShortestWays: ways}); got != want {
			t.Errorf("%q is cut to %q", why, got)
		}
		if got := short(PlanEntry{Why: why}); got != why {
			t.Errorf("%q is cut to %q without ways", why, got)
		}
	}
}
