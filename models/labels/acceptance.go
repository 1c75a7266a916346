package labels

import (
	"time"

	"plumbline/models/accepted"
)

var standings = map[accepted.Standing]string{
	accepted.ToDecide: "To decide", accepted.Lapsed: "Not decided in time", accepted.InForce: "In force",
	accepted.Ended: "Ended", accepted.NotNeeded: "No longer needed", accepted.Exceeded: "Risk is higher than accepted",
	accepted.Unanswered: "Question unanswered", accepted.Standing(accepted.Declined): "Declined",
	accepted.Standing(accepted.Withdrawn): "Withdrawn", accepted.Standing(accepted.Revoked): "Revoked",
	accepted.Standing(accepted.Replaced): "Extended", accepted.Standing(accepted.Removed): "No longer asked",
}

// Standing says in a few words how an acceptance of a risk stands.
func Standing(s accepted.Standing) string { return standings[s] }

// CalendarDay writes a day such as 2026-12-31 as people read it: 31 Dec 2026. What is none stays as it is.
func CalendarDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 Jan 2006")
}

// Capital begins a text with a capital letter.
func Capital(s string) string { return capital(s) }

// AcceptedRisk says until when and by whom a risk is accepted: “accepted until 31 Dec 2026 by Ada (CISO)”.
func AcceptedRisk(e accepted.Entry) string { return AcceptedUntil(e, CalendarDay(e.Until)) }

// AcceptedUntil is AcceptedRisk with its last day as it is given.
func AcceptedUntil(e accepted.Entry, day string) string {
	by := e.ApproverRole
	if e.DecidedBy != "" {
		by = e.DecidedBy + " (" + e.ApproverRole + ")"
	}
	return "accepted until " + day + " by " + by
}
