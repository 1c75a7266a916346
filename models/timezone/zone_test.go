package timezone_test

import (
	"strings"
	"testing"
	"time"

	"plumbline/models/timezone"
)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func TestMomentsInZones(t *testing.T) {
	for _, c := range []struct{ zone, at, time, day, exact string }{
		{"", "2026-11-23T10:42:07Z", "23 Nov 2026, 10:42 UTC", "23 Nov 2026", "23 Nov 2026, 10:42:07, UTC"},
		{"UTC", "2026-11-23T10:42:07Z", "23 Nov 2026, 10:42 UTC", "23 Nov 2026", "23 Nov 2026, 10:42:07, UTC"},
		{"Etc/UTC", "2026-11-23T10:42:07Z", "23 Nov 2026, 10:42 UTC", "23 Nov 2026",
			"23 Nov 2026, 10:42:07, Etc/UTC (UTC, UTC+00:00)"},
		{"Europe/Berlin", "2026-11-23T10:42:07Z", "23 Nov 2026, 11:42", "23 Nov 2026",
			"23 Nov 2026, 11:42:07, Europe/Berlin (CET, UTC+01:00)"},
		// An hour that happens twice reads the same, and is told apart by the exact form.
		{"Europe/Berlin", "2026-10-25T00:30:00Z", "25 Oct 2026, 02:30", "25 Oct 2026",
			"25 Oct 2026, 02:30:00, Europe/Berlin (CEST, UTC+02:00)"},
		{"Europe/Berlin", "2026-10-25T01:30:00Z", "25 Oct 2026, 02:30", "25 Oct 2026",
			"25 Oct 2026, 02:30:00, Europe/Berlin (CET, UTC+01:00)"},
		{"Europe/Berlin", "2026-03-29T00:59:59Z", "29 Mar 2026, 01:59", "29 Mar 2026",
			"29 Mar 2026, 01:59:59, Europe/Berlin (CET, UTC+01:00)"},
		{"Europe/Berlin", "2026-03-29T01:00:00Z", "29 Mar 2026, 03:00", "29 Mar 2026",
			"29 Mar 2026, 03:00:00, Europe/Berlin (CEST, UTC+02:00)"},
		{"America/St_Johns", "2026-07-01T00:00:00Z", "30 Jun 2026, 21:30", "30 Jun 2026",
			"30 Jun 2026, 21:30:00, America/St_Johns (NDT, UTC−02:30)"},
		{"Asia/Kathmandu", "2026-07-01T18:20:00Z", "2 Jul 2026, 00:05", "2 Jul 2026",
			"2 Jul 2026, 00:05:00, Asia/Kathmandu (UTC+05:45)"},
		{"Pacific/Kiritimati", "2026-12-31T10:00:00Z", "1 Jan 2027, 00:00", "1 Jan 2027",
			"1 Jan 2027, 00:00:00, Pacific/Kiritimati (UTC+14:00)"},
		// Clocks in Morocco go back for Ramadan.
		{"Africa/Casablanca", "2026-02-15T01:30:00Z", "15 Feb 2026, 02:30", "15 Feb 2026",
			"15 Feb 2026, 02:30:00, Africa/Casablanca (UTC+01:00)"},
		{"Africa/Casablanca", "2026-02-15T02:30:00Z", "15 Feb 2026, 02:30", "15 Feb 2026",
			"15 Feb 2026, 02:30:00, Africa/Casablanca (UTC+00:00)"},
	} {
		zone, moment := timezone.Of(c.zone), at(t, c.at)
		if got := zone.Time(moment); got != c.time {
			t.Errorf("%s in %q: %s, want %s", c.at, c.zone, got, c.time)
		}
		if got := zone.Day(moment); got != c.day {
			t.Errorf("the day of %s in %q: %s, want %s", c.at, c.zone, got, c.day)
		}
		if got := zone.Exact(moment); got != c.exact {
			t.Errorf("%s in %q, exactly: %s, want %s", c.at, c.zone, got, c.exact)
		}
	}
}

func TestOnlyNamesOfTheDatabaseAreZones(t *testing.T) {
	for text, want := range map[string]string{"Europe/Berlin": "Europe/Berlin", "europe/berlin": "Europe/Berlin",
		"utc": "UTC", "US/Eastern": "US/Eastern", "America/Argentina/Buenos_Aires": "America/Argentina/Buenos_Aires",
		"Asia/Calcutta": "Asia/Calcutta"} {
		if got, known := timezone.Name(text); got != want || !known {
			t.Errorf("%q is %q, %v", text, got, known)
		}
	}
	for _, text := range []string{"", "Local", "local", "localtime", "Factory", "../etc/passwd", "/etc/localtime",
		"Europe/../Europe/Berlin", "Europe", "Europe/", "Europe/Berlin ", "Europe/Berlin\x00", "Ευρώπη/Βερολίνο",
		"Europe/\u202eBerlin", "UTC+1", strings.Repeat("Europe/Berlin", 1<<16)} {
		if name, known := timezone.Name(text); known {
			t.Errorf("%.40q is the zone %q", text, name)
		}
		if zone := timezone.Of(text); zone != timezone.UTC {
			t.Errorf("%.40q is read as %s", text, zone)
		}
	}
}

// What is offered is in the copy of the database, by its own name.
func TestEveryNameIsAZone(t *testing.T) {
	now, n := at(t, "2026-11-23T10:42:07Z"), 0
	for _, region := range timezone.Choices(now, "") {
		for _, c := range region.Choices {
			if n++; timezone.Of(c.Name).String() != c.Name {
				t.Errorf("%s is read as %s", c.Name, timezone.Of(c.Name))
			}
		}
	}
	if n < 400 {
		t.Errorf("there are %d zones to choose from", n)
	}
}

func TestChoicesOfZones(t *testing.T) {
	regions := timezone.Choices(at(t, "2026-07-01T00:00:00Z"), "US/Eastern")
	labels := map[string]string{}
	for _, region := range regions {
		for _, c := range region.Choices {
			labels[c.Name] = region.Name + ": " + c.Label
		}
	}
	for name, want := range map[string]string{"UTC": ": UTC", "US/Eastern": ": US/Eastern (UTC−04:00)",
		"Europe/Berlin": "Europe: Berlin (UTC+02:00)", "America/St_Johns": "America: St Johns (UTC−02:30)",
		"America/Argentina/Buenos_Aires": "America: Argentina, Buenos Aires (UTC−03:00)"} {
		if labels[name] != want {
			t.Errorf("%s is offered as %q, want %q", name, labels[name], want)
		}
	}
	if labels["US/Pacific"] != "" {
		t.Error("a name that is not offered is offered, though nobody has chosen it")
	}
}

func TestTheFirstNameThatIsGivenCounts(t *testing.T) {
	for _, c := range []struct{ person, workspace, want string }{
		{"", "", "UTC"}, {"", "Europe/Berlin", "Europe/Berlin"}, {"Asia/Tokyo", "Europe/Berlin", "Asia/Tokyo"},
		{"UTC", "Europe/Berlin", "UTC"},
	} {
		if got := timezone.First(c.person, c.workspace).String(); got != c.want {
			t.Errorf("of %q and %q: %s, want %s", c.person, c.workspace, got, c.want)
		}
	}
}
