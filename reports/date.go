package reports

import "time"

// dateOf is a date as every page writes it; a zero time is a dash.
func dateOf(t time.Time) string {
	if t.IsZero() {
		return emptyDash
	}
	return t.UTC().Format("2 Jan 2006")
}

// timeOf is a time to the minute, always UTC and saying so.
func timeOf(t time.Time) string {
	if t.IsZero() {
		return emptyDash
	}
	return t.UTC().Format("2 Jan 2006, 15:04 UTC")
}

// emptyDash stands where a field is empty.
const emptyDash = "–"
