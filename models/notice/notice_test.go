package notice_test

import (
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/timezone"
)

func TestCadence(t *testing.T) {
	for _, row := range []struct {
		name     string
		cadence  notice.Cadence
		last     string
		reviewed bool
		want     string
	}{
		{"nothing is set", notice.Cadence{}, "2026-01-31", true, ""},
		{"a day, no milestone", notice.Cadence{DueOn: "2026-12-15"}, "2026-11-20", false, "2026-12-15"},
		{"a day, an old milestone", notice.Cadence{DueOn: "2026-12-15"}, "2026-11-14", true, "2026-12-15"},
		{"a day, a milestone 30 days before", notice.Cadence{DueOn: "2026-12-15"}, "2026-11-15", true, ""},
		{"a day, a milestone after it", notice.Cadence{DueOn: "2026-12-15"}, "2027-01-02", true, ""},
		{"a rhythm from the creation", notice.Cadence{EveryMonths: 6}, "2026-01-31", false, "2026-07-31"},
		{"a rhythm into a shorter month", notice.Cadence{EveryMonths: 1}, "2027-01-31", true, "2027-02-28"},
		{"a rhythm over a leap day", notice.Cadence{EveryMonths: 12}, "2028-02-29", true, "2029-02-28"},
		{"both, the day first", notice.Cadence{DueOn: "2026-12-15", EveryMonths: 6}, "2026-01-31", true, "2026-12-15"},
		{"both, then the rhythm", notice.Cadence{DueOn: "2026-12-15", EveryMonths: 6}, "2026-12-20", true, "2027-06-20"},
	} {
		if got := row.cadence.Next(row.last, row.reviewed); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

// The last slot is never ahead, never older than a week, and on the day and hour that were chosen, in every zone and
// where clocks change.
func TestDigestSlot(t *testing.T) {
	s := notice.DefaultSettings()
	for _, zone := range []string{"UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "Asia/Kathmandu"} {
		for hour := range 24 * 400 {
			now := time.Date(2026, 1, 1, 0, 30, 0, 0, time.UTC).Add(time.Duration(hour) * time.Hour)
			s.DigestDay, s.DigestHour = time.Weekday(hour%7), hour%24
			slot := s.DigestSlot(now, timezone.Of(zone))
			if slot.After(now) || now.Sub(slot) > 7*24*time.Hour+time.Hour {
				t.Fatalf("%s: the slot of %s is %s", zone, now, slot)
			}
			if local := timezone.Of(zone).In(slot); local.Weekday() != s.DigestDay || (local.Hour()-s.DigestHour+25)%24 > 2 {
				t.Fatalf("%s: the slot is %s, want %s at %d", zone, local, s.DigestDay, s.DigestHour)
			}
		}
	}
	at := func(day int) string { return notice.Week(time.Date(2027, 1, day, 8, 0, 0, 0, time.UTC)) }
	if at(3) != "2026-W53" || at(4) != "2027-W01" || at(3) == at(4) {
		t.Errorf("the weeks are %s and %s", at(3), at(4))
	}
}

func TestSettings(t *testing.T) {
	s := notice.DefaultSettings()
	if !s.HasDigest() || s.Of(notice.Assigned) != notice.ByMail || s.Of(notice.Reviews) != notice.ByDigest ||
		s.Of("else") != notice.Off {
		t.Errorf("%+v", s)
	}
	for _, kind := range notice.Kinds {
		s.Set(kind, notice.Off)
	}
	if s.HasDigest() {
		t.Error("who wants nothing gets a digest")
	}
	wrong, hour := notice.Channel("pigeon"), 24
	if _, err := (notice.Patch{Due: &wrong, DigestHour: &hour}).Apply(s); models.CodeOf(err) != models.CodeInvalid {
		t.Errorf("a pigeon at 24: %v", err)
	}
	for _, name := range []string{"monday", "Sunday"} {
		if _, known := notice.Weekday(name); !known {
			t.Errorf("%s is no day", name)
		}
	}
	if _, known := notice.Weekday("someday"); known {
		t.Error("someday is a day")
	}
}
