package questionnaires

// Risk is the state of a question.
type Risk string

// The five risks, from "nobody looked yet" to "does not concern us". Counts always name all five.
const (
	RiskUnanswered    Risk = "UNANSWERED"
	RiskHigh          Risk = "HIGH"
	RiskMedium        Risk = "MEDIUM"
	RiskNone          Risk = "NONE"
	RiskNotApplicable Risk = "NOT_APPLICABLE"
)

// RiskUndecided is the state of an answered question that no rule rates: the lens does not say. It is no key of its own
// outside this program, where Key gives NONE beside a mark that says undecided; and it is never a good verdict.
const RiskUndecided Risk = "UNDECIDED"

// Risks lists the five keys in the order in which reports show them.
var Risks = [...]Risk{RiskHigh, RiskMedium, RiskNone, RiskUnanswered, RiskNotApplicable}

// countedStates lists what RiskCounts count, in the order in which pages and reports show them.
var countedStates = [...]Risk{RiskHigh, RiskMedium, RiskNone, RiskUndecided, RiskUnanswered, RiskNotApplicable}

// Key is the risk as APIs, exports and the database spell it: one of the five, NONE for Undecided.
func (r Risk) Key() Risk {
	if r == RiskUndecided {
		return RiskNone
	}
	return r
}

// RiskOf is the opposite of Key: the state of a key and the mark beside it. The mark means something with NONE only.
func RiskOf(key Risk, undecided bool) Risk {
	if key == RiskNone && undecided {
		return RiskUndecided
	}
	return key
}

// RiskCounts says how many questions have each risk. None counts those that a rule, or nothing but marks of not
// applicable, rates so; Undecided are apart. The six add up to all questions.
type RiskCounts struct {
	Unanswered, High, Medium, None, NotApplicable, Undecided int
}

// of finds the number of a state, nil for an unknown one.
func (c *RiskCounts) of(r Risk) *int {
	switch r {
	case RiskUnanswered:
		return &c.Unanswered
	case RiskHigh:
		return &c.High
	case RiskMedium:
		return &c.Medium
	case RiskNone:
		return &c.None
	case RiskNotApplicable:
		return &c.NotApplicable
	case RiskUndecided:
		return &c.Undecided
	}
	return nil
}

// Add counts n more questions of risk r; n may be negative. An unknown risk counts nowhere.
func (c *RiskCounts) Add(r Risk, n int) {
	if at := c.of(r); at != nil {
		*at += n
	}
}

// Of returns the count of one risk.
func (c RiskCounts) Of(r Risk) int {
	if at := c.of(r); at != nil {
		return *at
	}
	return 0
}

// Plus adds two counts.
func (c RiskCounts) Plus(o RiskCounts) RiskCounts {
	for _, r := range countedStates {
		c.Add(r, o.Of(r))
	}
	return c
}

// States lists what is worth a column, in the order in which pages and reports show it: the five keys, and Undecided
// where there are any.
func (c RiskCounts) States() []Risk {
	if c.Undecided > 0 {
		return countedStates[:]
	}
	return Risks[:]
}

// Total is the number of questions.
func (c RiskCounts) Total() int {
	return c.Unanswered + c.High + c.Medium + c.None + c.NotApplicable + c.Undecided
}

// Answered counts the questions that are not UNANSWERED; one that does not apply, or is undecided, counts as dealt
// with.
func (c RiskCounts) Answered() int { return c.Total() - c.Unanswered }

// ScoreFormula is printed wherever a score is.
const ScoreFormula = "score = 100 × (no risk + ½ medium) ÷ (high + medium + no risk + undecided + unanswered), rounded down"

// Score is the share of applicable questions without risk, 0 to 100, by ScoreFormula. ok is false where no
// question applies, since there is nothing to measure then.
func (c RiskCounts) Score() (score int, ok bool) {
	n := c.Total() - c.NotApplicable
	if n <= 0 {
		return 0, false
	}
	return 100 * (2*c.None + c.Medium) / (2 * n), true
}
