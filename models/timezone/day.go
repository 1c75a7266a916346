package timezone

import (
	"fmt"
	"time"
)

// Day is a day of the calendar, of no zone.
type Day struct {
	year  int
	month time.Month
	day   int
}

// ParseDay reads a day such as 2026-11-23.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1970 {
		return Day{}, fmt.Errorf("must be a day from 1970 on, such as 2026-12-31")
	}
	return Day{t.Year(), t.Month(), t.Day()}, nil
}

// Next is the day after it.
func (d Day) Next() Day {
	t := d.midnight().AddDate(0, 0, 1)
	return Day{t.Year(), t.Month(), t.Day()}
}

func (d Day) midnight() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

// mostOffset is more than any zone is away from UTC.
const mostOffset = 30 * time.Hour

// Start is the first moment of a day: the first one at which a calendar in the zone shows it, or a later one, where
// clocks skip midnight or a whole day. Where a day ends the next one starts, so that days leave nothing out and share
// nothing, also where clocks go back over midnight.
func (z Zone) Start(d Day) time.Time {
	midnight := d.midnight()
	for t := midnight.Add(-mostOffset); ; {
		_, offset := z.In(t).Zone()
		from, to := z.In(t).ZoneBounds() // offset holds from then to then; zero: has no end there
		start := midnight.Add(-time.Duration(offset) * time.Second)
		if start.Before(from) {
			start = from.UTC()
		}
		if to.IsZero() || start.Before(to) {
			return start
		}
		t = to
	}
}

// End is the moment at which a day is over.
func (z Zone) End(d Day) time.Time { return z.Start(d.Next()) }
