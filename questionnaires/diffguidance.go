package questionnaires

import "strings"

// guidanceFields compares the guidance of a choice; none is the same as an empty one.
func guidanceFields(fs []FieldChange, old, new *Guidance) []FieldChange {
	var a, b Guidance
	if old != nil {
		a = *old
	}
	if new != nil {
		b = *new
	}
	fs = field(fs, "documentId", a.DocumentID, b.DocumentID)
	fs = field(fs, "riskLevel", a.RiskLevel, b.RiskLevel)
	fs = field(fs, "why", a.Why, b.Why)
	fs = field(fs, "howToTell", a.HowToTell, b.HowToTell)
	fs = listField(fs, "steps", a.Steps, b.Steps)
	fs = field(fs, "effort", a.Effort, b.Effort)
	fs = field(fs, "impact", a.Impact, b.Impact)
	fs = field(fs, "responsibility", a.Responsibility, b.Responsibility)
	fs = listField(fs, "evidence", a.Evidence, b.Evidence)
	return field(fs, "link", a.Link, b.Link)
}

// facilitationFields compares what a question has for the facilitator, likewise.
func facilitationFields(fs []FieldChange, old, new *Facilitation) []FieldChange {
	var a, b Facilitation
	if old != nil {
		a = *old
	}
	if new != nil {
		b = *new
	}
	fs = field(fs, "facilitation.objective", a.Objective, b.Objective)
	fs = listField(fs, "facilitation.room", a.Room, b.Room)
	fs = listField(fs, "facilitation.followUps", a.FollowUps, b.FollowUps)
	return listField(fs, "facilitation.redFlags", a.RedFlags, b.RedFlags)
}

// listField compares two lists as texts of a line each.
func listField(fs []FieldChange, name string, old, new []string) []FieldChange {
	return field(fs, name, strings.Join(old, "\n"), strings.Join(new, "\n"))
}
