package proofs

import (
	"fmt"
	"strings"
	"time"
)

// Says is the verdict in a sentence or two; day writes the day of a moment.
func (v Verdict) Says(day func(time.Time) string) string { return v.Title() + ": " + v.Detail(day) }

// Title is the verdict in a few words.
func (v Verdict) Title() string {
	switch {
	case v.Finding == Unknown:
		return "Not known here"
	case v.Finding != Genuine:
		return "Not genuine"
	case v.Standing.Is == Newest:
		return "Genuine and still the newest"
	case v.Standing.Is == Superseded:
		return "Genuine, but superseded"
	}
	return "Genuine"
}

// Detail is what follows after the Title, in a sentence that begins with a small letter.
func (v Verdict) Detail(day func(time.Time) string) string {
	switch v.Finding {
	case Genuine:
		return v.genuine(day)
	case Changed:
		return "the manifest belongs to another file, or the file was changed."
	case Forged:
		return "no key of this server has signed the manifest."
	}
	return "the file was changed after it was made, or this server did not make it or keep a record of it."
}

func (v Verdict) genuine(day func(time.Time) string) string {
	made, since := "this server made the file on "+day(v.MadeAt), ""
	if !v.Standing.Since.IsZero() {
		since = " on " + day(v.Standing.Since)
	}
	switch s := v.Standing; {
	case s.Is == Newest:
		return made + ", and nothing newer has come since."
	case s.Is == Deleted:
		return made + ". What it is about has been deleted since."
	case s.Milestone > 0:
		return fmt.Sprintf("%s. Milestone %d, “%s”, was saved%s.", made, s.Milestone,
			strings.TrimSpace(s.MilestoneName), since)
	case since != "":
		return made + ". What it is about changed" + since + "."
	}
	return made + ". What it is about has changed since."
}
