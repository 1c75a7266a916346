package reports

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"plumbline/models"
	q "plumbline/questionnaires"
)

// riskWord is the one word for a risk, the same in every report.
func riskWord(r q.Risk) string {
	switch r {
	case q.High:
		return "High"
	case q.Medium:
		return "Medium"
	case q.None:
		return "None"
	case q.Unanswered:
		return "Unanswered"
	case q.NotApplicable:
		return "Not applicable"
	case q.Undecided:
		return "Undecided"
	}
	return string(r)
}

// riskLabel is the word where it stands alone.
func riskLabel(r q.Risk) string {
	switch r {
	case q.High, q.Medium:
		return riskWord(r) + " risk"
	case q.None:
		return "No risk"
	}
	return riskWord(r)
}

// reasonWord says why something does not apply. A reason of a later API shows as it is.
func reasonWord(r models.Reason) string {
	switch r {
	case models.OutOfScope:
		return "Out of scope"
	case models.BusinessPriorities:
		return "Business priorities"
	case models.ArchitectureConstraints:
		return "Architecture constraints"
	case models.OtherReason:
		return "Other reason"
	case models.NoReason, "":
		return "No reason given"
	}
	return string(r)
}

// environmentWord is the environment in words.
func environmentWord(e models.Environment) string {
	switch e {
	case models.Production:
		return "Production"
	case models.PreProduction:
		return "Pre-production"
	}
	return string(e)
}

// improvementWord is the state of the plan in words; an empty one means that nobody started.
func improvementWord(s models.ImprovementStatus) string {
	switch s {
	case models.ImprovementNotApplicable:
		return "Not applicable"
	case models.ImprovementNotStarted, "":
		return "Not started"
	case models.ImprovementInProgress:
		return "In progress"
	case models.ImprovementComplete:
		return "Complete"
	case models.RiskAcknowledged:
		return "Risk acknowledged"
	}
	return string(s)
}

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

// reason is why in a row whose label says the risk already.
func reason(r q.Risk, why string) string {
	rest, cut := strings.CutPrefix(why, riskLabel(r)+": ")
	if !cut || rest == "" {
		return sentence(why)
	}
	first, n := utf8.DecodeRuneInString(rest)
	return sentence(string(unicode.ToUpper(first)) + rest[n:])
}

// sentence makes a text end like one.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?:") || strings.HasSuffix(s, "”") {
		return s
	}
	return s + "."
}
