package questionnaires

// Risk is the state of a question.
type Risk string

// The five risks, from "nobody looked yet" to "does not concern us". Counts always name all five.
const (
	Unanswered    Risk = "UNANSWERED"
	High          Risk = "HIGH"
	Medium        Risk = "MEDIUM"
	None          Risk = "NONE"
	NotApplicable Risk = "NOT_APPLICABLE"
)

// Risks lists all five in the order in which reports show them.
var Risks = [...]Risk{High, Medium, None, Unanswered, NotApplicable}

// Counts says how many questions have each risk.
type Counts struct {
	Unanswered, High, Medium, None, NotApplicable int
}

// Add counts n more questions of risk r; n may be negative. An unknown risk counts nowhere.
func (c *Counts) Add(r Risk, n int) {
	switch r {
	case Unanswered:
		c.Unanswered += n
	case High:
		c.High += n
	case Medium:
		c.Medium += n
	case None:
		c.None += n
	case NotApplicable:
		c.NotApplicable += n
	}
}

// Of gives the count of one risk.
func (c Counts) Of(r Risk) int {
	switch r {
	case Unanswered:
		return c.Unanswered
	case High:
		return c.High
	case Medium:
		return c.Medium
	case None:
		return c.None
	case NotApplicable:
		return c.NotApplicable
	}
	return 0
}

// Plus adds two counts.
func (c Counts) Plus(o Counts) Counts {
	return Counts{c.Unanswered + o.Unanswered, c.High + o.High, c.Medium + o.Medium, c.None + o.None,
		c.NotApplicable + o.NotApplicable}
}

// Total is the number of questions, and Answered the number of those that somebody dealt with.
func (c Counts) Total() int { return c.Unanswered + c.High + c.Medium + c.None + c.NotApplicable }

// Answered counts the questions that are not UNANSWERED; one that does not apply counts as dealt with.
func (c Counts) Answered() int { return c.Total() - c.Unanswered }

// ScoreFormula is printed wherever a score is.
const ScoreFormula = "score = 100 × (no risk + ½ medium) ÷ (high + medium + no risk + unanswered), rounded down"

// Score is the share of applicable questions without risk, 0 to 100, by ScoreFormula. ok is false where no
// question applies, since there is nothing to measure then.
func (c Counts) Score() (score int, ok bool) {
	n := c.Total() - c.NotApplicable
	if n <= 0 {
		return 0, false
	}
	return 100 * (2*c.None + c.Medium) / (2 * n), true
}
