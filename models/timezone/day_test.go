package timezone_test

import (
	"testing"
	"time"

	"plumbline/models/timezone"
)

func day(t *testing.T, text string) timezone.Day {
	t.Helper()
	d, err := timezone.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDaysBeginAndEndInTheirZone(t *testing.T) {
	for _, c := range []struct{ zone, day, from, to string }{
		{"", "2026-11-23", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"},
		{"Europe/Berlin", "2026-11-23", "2026-11-22T23:00:00Z", "2026-11-23T23:00:00Z"},
		{"Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"}, // 23 hours
		{"Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"}, // 25 hours
		{"America/St_Johns", "2026-07-01", "2026-07-01T02:30:00Z", "2026-07-02T02:30:00Z"},
		{"Asia/Kathmandu", "2026-07-01", "2026-06-30T18:15:00Z", "2026-07-01T18:15:00Z"},
		{"Pacific/Kiritimati", "2027-01-01", "2026-12-31T10:00:00Z", "2027-01-01T10:00:00Z"},
		{"Africa/Casablanca", "2026-02-15", "2026-02-14T23:00:00Z", "2026-02-16T00:00:00Z"}, // 25 hours
		// Clocks skip midnight: the day begins at one o'clock.
		{"America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"},
		{"Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"},
		// Clocks go back from midnight to eleven: the day before has the hour twice.
		{"America/Santiago", "2026-04-04", "2026-04-04T03:00:00Z", "2026-04-05T04:00:00Z"},
		{"Asia/Beirut", "2026-10-24", "2026-10-23T21:00:00Z", "2026-10-24T22:00:00Z"},
		// Clocks went back over midnight, a minute after it.
		{"America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", "2010-11-08T03:30:00Z"},
		// A day that never was.
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"},
		{"Europe/Berlin", "9999-12-30", "9999-12-29T23:00:00Z", "9999-12-30T23:00:00Z"},
		{"Europe/Berlin", "1970-01-01", "1969-12-31T23:00:00Z", "1970-01-01T23:00:00Z"},
	} {
		zone := timezone.Of(c.zone)
		from, to := zone.Start(day(t, c.day)), zone.End(day(t, c.day))
		if !from.Equal(at(t, c.from)) || !to.Equal(at(t, c.to)) {
			t.Errorf("%s in %q: %s to %s, want %s to %s", c.day, c.zone, from, to, c.from, c.to)
		}
	}
}

// Days leave nothing out and share nothing, and what lies in a day is shown with its date, but for clocks that go back
// over midnight.
func TestDaysFollowEachOtherInEveryZone(t *testing.T) {
	for _, region := range timezone.Choices(time.Time{}, "") {
		for _, c := range region.Choices {
			zone := timezone.Of(c.Name)
			for _, text := range []string{"2026-01-01", "2026-03-08", "2026-03-29", "2026-04-05", "2026-10-25",
				"2026-11-01"} {
				d := day(t, text)
				from, to := zone.Start(d), zone.End(d)
				length := to.Sub(from)
				if length < 22*time.Hour || length > 26*time.Hour {
					t.Errorf("%s in %s lasts %s", text, c.Name, length)
				}
				if !zone.Start(d.Next()).Equal(to) {
					t.Errorf("%s in %s does not end where the next day starts", text, c.Name)
				}
				if got := zone.In(from).Format(time.DateOnly); got != text {
					t.Errorf("the first moment of %s in %s is shown on %s", text, c.Name, got)
				}
				if got := zone.In(from.Add(-time.Nanosecond)).Format(time.DateOnly); got >= text {
					t.Errorf("the moment before %s in %s is shown on %s", text, c.Name, got)
				}
			}
		}
	}
}

func TestWhatIsNoDayIsRefused(t *testing.T) {
	for _, text := range []string{"", "2026-02-30", "2026-2-3", "23.11.2026", "0001-01-01", "1969-12-31", "12026-01-01",
		"2026-11-23T00:00:00Z", "tomorrow", "２０２６-１１-２３"} {
		if _, err := timezone.ParseDay(text); err == nil {
			t.Errorf("%q is a day", text)
		}
	}
}
