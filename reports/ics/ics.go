// Package ics writes days of a plan as a calendar to subscribe to (RFC 5545, RFC 7986). A day is an event of a whole
// day: calendars show those, and few of them show to-dos. It imports nothing of ours, and is the only one that knows
// golang-ical.
package ics

import (
	"io"
	"strconv"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"
)

// MediaType is that of a calendar.
const MediaType = "text/calendar; charset=utf-8"

// Calendar is a feed of days.
type Calendar struct {
	Name        string
	Description string
	Refresh     time.Duration // how often programs should look for changes
	Days        []Day
}

// Day is something that is due on a day.
type Day struct {
	UID         string // the same for the same thing in every feed, for ever
	Date        time.Time
	Title       string
	Description string
	URL         string
	Categories  []string
	Created     time.Time
	Changed     time.Time // of the data, so that the same data gives the same bytes
	Sequence    int       // grows with each change
	Urgent      bool
}

// Write writes the calendar: no METHOD, as programs want it of a feed, and all that is shown comes from the data.
func Write(w io.Writer, c Calendar) error {
	out := &ical.Calendar{Components: []ical.Component{}, CalendarProperties: []ical.CalendarProperty{}}
	out.SetVersion("2.0")
	out.SetProductId("-//Plumbline//Due dates//EN")
	out.SetCalscale("GREGORIAN")
	out.SetName(line(c.Name))
	if c.Description != "" {
		out.SetDescription(lines(c.Description))
		out.SetXWRCalDesc(lines(c.Description))
	}
	every := "PT" + strconv.Itoa(max(1, int(c.Refresh/time.Minute))) + "M"
	out.SetRefreshInterval(every)
	out.SetXPublishedTTL(every)
	for _, d := range c.Days {
		addDay(out, d)
	}
	return out.SerializeTo(w, ical.WithNewLine("\r\n")) // its own default is that of the operating system
}

func addDay(out *ical.Calendar, d Day) {
	e := out.AddEvent(d.UID)
	e.SetDtStampTime(d.Changed)
	e.SetCreatedTime(d.Created)
	e.SetModifiedAt(d.Changed)
	e.SetSequence(d.Sequence)
	e.SetAllDayStartAt(d.Date)
	e.SetAllDayEndAt(d.Date.AddDate(0, 0, 1))
	e.SetSummary(line(d.Title))
	if d.Description != "" {
		e.SetDescription(lines(d.Description))
	}
	if d.URL != "" {
		e.SetURL(d.URL)
	}
	for _, c := range d.Categories {
		e.AddCategory(line(c))
	}
	if d.Urgent {
		e.SetPriority(1)
	}
	e.SetTimeTransparency(ical.TransparencyTransparent) // the day stays free
}

// lines takes characters out that a calendar may not have; golang-ical escapes the ends of lines.
func lines(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s), "")
}

func line(s string) string { return strings.Join(strings.Fields(lines(s)), " ") }
