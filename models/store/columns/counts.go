package columns

import "plumbline/questionnaires"

// Counts are columns of kept counts. The store reads and writes them; counting from the answers is the service's.
type Counts struct {
	CountUnanswered    int
	CountHigh          int
	CountMedium        int
	CountNone          int
	CountNotApplicable int
	CountUndecided     int
}

// SumOfCounts adds the columns up in a grouped query.
const SumOfCounts = "sum(count_unanswered) AS count_unanswered, sum(count_high) AS count_high, " +
	"sum(count_medium) AS count_medium, sum(count_none) AS count_none, " +
	"sum(count_not_applicable) AS count_not_applicable, sum(count_undecided) AS count_undecided"

// NewCounts gives the columns of counts.
func NewCounts(c questionnaires.RiskCounts) Counts {
	return Counts{c.Unanswered, c.High, c.Medium, c.None, c.NotApplicable, c.Undecided}
}

// RiskCounts is the opposite of NewCounts.
func (c Counts) RiskCounts() questionnaires.RiskCounts {
	return questionnaires.RiskCounts{Unanswered: c.CountUnanswered, High: c.CountHigh, Medium: c.CountMedium,
		None: c.CountNone, NotApplicable: c.CountNotApplicable, Undecided: c.CountUndecided}
}
