package reports

import "time"

// day is a date in the time zone of the report; a zero time is a dash.
func (r *reportBuilder) day(t time.Time) string {
	if t.IsZero() {
		return emptyDash
	}
	return r.zone().Day(t)
}

// time is a time to the minute in the time zone of the report; a zero time is a dash.
func (r *reportBuilder) time(t time.Time) string {
	if t.IsZero() {
		return emptyDash
	}
	return r.zone().Time(t)
}

// emptyDash stands where a field is empty.
const emptyDash = "–"
