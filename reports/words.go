package reports

import (
	"time"
)

// day is a date as every page writes it; a zero time is a dash.
func day(t time.Time) string {
	if t.IsZero() {
		return dash
	}
	return t.UTC().Format("2 Jan 2006")
}

// moment is a time to the minute, always UTC and saying so.
func moment(t time.Time) string {
	if t.IsZero() {
		return dash
	}
	return t.UTC().Format("2 Jan 2006, 15:04 UTC")
}

// dash stands where a field is empty.
const dash = "–"
