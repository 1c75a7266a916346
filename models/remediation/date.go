package remediation

import "time"

// Date is a day, written as 2026-12-31; "" is none. Dates are compared as texts.
type Date string

// DateOf is the day of a moment, in the zone that the moment is given in.
func DateOf(at time.Time) Date { return Date(at.Format(time.DateOnly)) }

// ParseDate reads a day of the years 1970 to 9999; false for anything else, "" too.
func ParseDate(s string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, s)
	return Date(s), err == nil && t.Year() >= 1970
}

// Time is the beginning of the day in UTC; the zero time for "".
func (d Date) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// AddDays is the day so many days later.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// DaysUntil is how many days later another day is; negative where it is earlier.
func (d Date) DaysUntil(other Date) int { return int(other.Time().Sub(d.Time()) / (24 * time.Hour)) }
