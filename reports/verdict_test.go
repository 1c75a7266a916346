package reports

import (
	"strings"
	"testing"

	"plumbline/models/labels"
	q "plumbline/questionnaires"
	"plumbline/reports/improvement"
)

// A good verdict needs every question answered and decided.
func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		counts q.RiskCounts
		lenses int
		want   string
	}{
		{q.RiskCounts{}, 0, "No lens has been applied to this workload yet."},
		{q.RiskCounts{}, 1, "The lens has no questions, so there is nothing to rate."},
		{q.RiskCounts{NotApplicable: 4}, 1, "None of the questions applies to this workload."},
		{q.RiskCounts{Unanswered: 3}, 1, "Nothing is answered yet: 3 questions are open."},
		{q.RiskCounts{None: 3}, 1, "No risk is left: every practice that matters is in place."},
		{q.RiskCounts{None: 3, NotApplicable: 1}, 1, "No risk is left: every practice that matters is in place."},
		{q.RiskCounts{None: 3, Unanswered: 1}, 1, "No risk in the 3 questions answered so far."},
		{q.RiskCounts{Undecided: 1}, 1, "The lens does not say whether 1 of 1 question carries a risk."},
		{q.RiskCounts{None: 3, Undecided: 2}, 1, "The lens does not say whether 2 of 5 questions carry a risk."},
		{q.RiskCounts{None: 3, Undecided: 2, Unanswered: 1}, 1, "The lens does not say whether 2 of 6 questions carry " +
			"a risk."},
		{q.RiskCounts{Medium: 2, None: 3}, 1, "No high risk; 2 questions carry a medium one."},
		{q.RiskCounts{Medium: 2, Undecided: 1}, 1, "2 questions carry a medium risk, and none a high one so far."},
		{q.RiskCounts{Medium: 1, Unanswered: 1}, 1, "1 question carries a medium risk, and none a high one so far."},
		{q.RiskCounts{High: 1, Undecided: 3}, 1, "1 of 4 questions carries a high risk."},
	} {
		if got := labels.Verdict(c.counts, c.lenses); got != c.want {
			t.Errorf("%+v: %q, want %q", c.counts, got, c.want)
		}
	}
}

// Whatever the counts, words that promise come only where nothing is open.
func TestNoGoodVerdictWithoutGrounds(t *testing.T) {
	for n := range 1 << 6 {
		bit := func(i int) int { return n >> i & 1 }
		c := q.RiskCounts{High: bit(0), Medium: bit(1), None: bit(2), Unanswered: bit(3), NotApplicable: bit(4),
			Undecided: bit(5)}
		good := strings.HasPrefix(labels.Verdict(c, 1), "No risk is left")
		if may := c.None > 0 && c.High+c.Medium+c.Unanswered+c.Undecided == 0; good != may {
			t.Errorf("%+v: %q", c, labels.Verdict(c, 1))
		}
		if score, _ := c.Score(); score == 100 && !good {
			t.Errorf("%+v: score 100 beside %q", c, labels.Verdict(c, 1))
		}
		p := improvement.Plan{}
		if c.Unanswered > 0 {
			p.Open = []improvement.Entry{{}}
		}
		if said := p.NothingToImprove(c); c.High+c.Medium+c.Undecided == 0 && strings.Contains(said,
			"no question carries") && c.None == 0 {
			t.Errorf("%+v: %q", c, said)
		}
		said := labels.VerdictDetail(c, []labels.PillarCounts{{Counts: c}})
		if c.Undecided > 0 && !strings.Contains(labels.Verdict(c, 1)+said, "lens does not say") {
			t.Errorf("%+v: neither %q nor %q tells of what is undecided", c, labels.Verdict(c, 1), said)
		}
	}
}
