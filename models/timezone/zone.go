// Package timezone is how people read moments: in the time zone of a person, else of the workspace. It knows the zones
// of the tz database, writes moments and days for pages, reports and mails, and reads days that people type. It has a
// copy of the database in the program, so that it works on a machine that has none; that of the machine goes first,
// since rules change. It imports nothing of ours.
package timezone

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the copy
)

// Zone is a time zone, and how it writes days. The zero Zone is UTC, which writes 23 Nov 2026.
type Zone struct {
	location *time.Location
	days     string // layout; "" is dayLayout
}

const dayLayout = "2 Jan 2006"

// dayLayouts are how languages write days, in figures alone: the words around them stay English.
var dayLayouts = map[string]string{"de": "02.01.2006", "fr": "02/01/2006", "es": "02/01/2006"}

// Written is the zone that writes days as a language does: de 23.11.2026, fr and es 23/11/2026, others 23 Nov 2026.
func (z Zone) Written(language string) Zone {
	z.days = dayLayouts[language]
	return z
}

func (z Zone) layout() string {
	if z.days == "" {
		return dayLayout
	}
	return z.days
}

// UTC is the zone where nobody has chosen another one.
var UTC Zone

//go:embed offered.txt
var offeredNames string // a name for each place of zone.tab of the tz database, and UTC

//go:embed accepted.txt
var acceptedNames string // the other names of the tz database: old ones, and those of offsets

// knownNames are all names, by their lower-case form. What is not there is no zone: neither a path nor "Local".
var knownNames = sync.OnceValue(func() map[string]string {
	known := map[string]string{}
	for name := range strings.FieldsSeq(offeredNames + acceptedNames) {
		known[strings.ToLower(name)] = name
	}
	return known
})

// Name gives the name of a zone as the tz database spells it, letter case aside, and whether there is such a zone.
func Name(text string) (name string, known bool) {
	name, known = knownNames()[strings.ToLower(text)]
	return name, known
}

var locations sync.Map // by name; there are only so many

// Of is the zone with a name. One that is unknown, such as "", is UTC.
func Of(name string) Zone {
	name, known := Name(name)
	if !known || name == "UTC" {
		return UTC
	}
	if kept, found := locations.Load(name); found {
		return Zone{location: kept.(*time.Location)}
	}
	location, err := time.LoadLocation(name)
	if err != nil {
		return UTC
	}
	locations.Store(name, location)
	return Zone{location: location}
}

// First is the zone of the first name that is not "": the person's, else the workspace's, else UTC.
func First(names ...string) Zone {
	for _, name := range names {
		if name != "" {
			return Of(name)
		}
	}
	return UTC
}

// In is the moment with the clock of the zone.
func (z Zone) In(t time.Time) time.Time {
	if z.location == nil {
		return t.UTC()
	}
	return t.In(z.location)
}

// String is the name of the zone.
func (z Zone) String() string {
	if z.location == nil {
		return "UTC"
	}
	return z.location.String()
}

// Time writes a moment to the minute: 23 Nov 2026, 10:42. UTC says so, since nobody's clock may show it.
func (z Zone) Time(t time.Time) string {
	t = z.In(t)
	text := t.Format(z.layout() + ", 15:04")
	if short, _ := t.Zone(); short == "UTC" {
		text += " UTC"
	}
	return text
}

// Day writes the day of a moment: 23 Nov 2026.
func (z Zone) Day(t time.Time) string { return z.In(t).Format(z.layout()) }

// Exact writes a moment to the second, with the zone and its offset: 23 Nov 2026, 10:42:07, Europe/Berlin (CET,
// UTC+01:00).
func (z Zone) Exact(t time.Time) string {
	return z.In(t).Format(z.layout()+", 15:04:05") + ", " + z.At(t)
}

// Named writes a moment to the minute with the zone and its offset, for a reader who may be anywhere: 23 Nov 2026,
// 10:42, Europe/Berlin (CET, UTC+01:00). UTC stays short.
func (z Zone) Named(t time.Time) string {
	if z.String() == "UTC" {
		return z.Time(t)
	}
	return z.In(t).Format(z.layout()+", 15:04") + ", " + z.At(t)
}

// At names the zone with what holds there at a moment: Europe/Berlin (CET, UTC+01:00), Asia/Kathmandu (UTC+05:45).
func (z Zone) At(t time.Time) string {
	short, _ := z.In(t).Zone()
	switch {
	case z.String() == "UTC":
		return "UTC"
	case short == "" || strings.ContainsAny(short[:1], "+-"): // many have no letters
		return z.String() + " (" + z.Offset(t) + ")"
	}
	return z.String() + " (" + short + ", " + z.Offset(t) + ")"
}

// Offset is how far the zone is from UTC at a moment: UTC+01:00.
func (z Zone) Offset(t time.Time) string {
	_, seconds := z.In(t).Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	return fmt.Sprintf("UTC%s%02d:%02d", sign, seconds/3600, seconds/60%60)
}
