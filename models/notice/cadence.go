package notice

import "time"

// earlyReview is for how many days before its date a review counts as made.
const earlyReview = 30

// Cadence says when a workload is to be reviewed: on a day, and every so many months after the last milestone. Either
// may be missing.
type Cadence struct {
	DueOn       string // YYYY-MM-DD; "": no day is set
	EveryMonths int    // 0: no rhythm is set
}

// Next is the day of the next review, "" for none. last is the day of the last milestone, or of the creation of a
// workload without one, which reviewed says. The day that is set holds until a milestone is made on it, after it, or
// in the 30 days before it; from then on the rhythm counts.
func (c Cadence) Next(last string, reviewed bool) string {
	if c.DueOn != "" && (!reviewed || last < AddDays(c.DueOn, -earlyReview)) {
		return c.DueOn
	}
	if c.EveryMonths <= 0 {
		return ""
	}
	return AddMonths(last, c.EveryMonths)
}

// AddMonths is the same day so many months later, or the last one of a shorter month.
func AddMonths(day string, months int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1).Format(time.DateOnly)
}

// AddDays is the day so many days later.
func AddDays(day string, days int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

// DaysBetween is how many days the second day is after the first.
func DaysBetween(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return 0
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}
