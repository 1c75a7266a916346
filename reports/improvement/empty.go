package improvement

import q "plumbline/questionnaires"

// NothingToImprove says why a plan is empty. The counts are those of the reviews that it is for.
func (p Plan) NothingToImprove(c q.RiskCounts) string {
	switch {
	case c.Total() == 0:
		return "Nothing to improve: there is no question to rate."
	case c.Total() == c.NotApplicable:
		return "Nothing to improve: no question applies to this workload."
	case len(p.Open) > 0:
		return "Nothing to improve among the questions answered so far. The questions that are still open may hold " +
			"risks."
	}
	return "Nothing to improve: no question carries a high or medium risk."
}
