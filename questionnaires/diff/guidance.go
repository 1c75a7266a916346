package diff

import (
	"fmt"
	"slices"
	"strings"

	"plumbline/questionnaires"
)

// guidanceFields compares the guidance of a choice; none is the same as an empty one.
func guidanceFields(fs []FieldChange, old, new *questionnaires.Guidance) []FieldChange {
	var a, b questionnaires.Guidance
	if old != nil {
		a = *old
	}
	if new != nil {
		b = *new
	}
	fs = textChange(fs, "documentId", a.DocumentID, b.DocumentID)
	fs = textChange(fs, "riskLevel", a.RiskLevel, b.RiskLevel)
	fs = textChange(fs, "why", a.Why, b.Why)
	fs = textChange(fs, "howToTell", a.HowToTell, b.HowToTell)
	fs = listField(fs, "steps", a.Steps, b.Steps)
	fs = textChange(fs, "effort", a.Effort, b.Effort)
	fs = textChange(fs, "impact", a.Impact, b.Impact)
	fs = textChange(fs, "responsibility", a.Responsibility, b.Responsibility)
	fs = listField(fs, "evidence", a.Evidence, b.Evidence)
	return textChange(fs, "link", a.Link, b.Link)
}

// facilitationFields compares what a question has for the facilitator, likewise.
func facilitationFields(fs []FieldChange, old, new *questionnaires.Facilitation) []FieldChange {
	var a, b questionnaires.Facilitation
	if old != nil {
		a = *old
	}
	if new != nil {
		b = *new
	}
	fs = textChange(fs, "facilitation.objective", a.Objective, b.Objective)
	fs = listField(fs, "facilitation.room", a.Room, b.Room)
	fs = listField(fs, "facilitation.followUps", a.FollowUps, b.FollowUps)
	return listField(fs, "facilitation.redFlags", a.RedFlags, b.RedFlags)
}

// listField compares two lists, shown as texts of a line each. Where that makes different lists look alike, each string
// is quoted.
func listField(fs []FieldChange, name string, old, new []string) []FieldChange {
	if slices.Equal(old, new) {
		return fs
	}
	a, b := strings.Join(old, "\n"), strings.Join(new, "\n")
	if a == b {
		a, b = fmt.Sprintf("%q", old), fmt.Sprintf("%q", new)
	}
	return append(fs, FieldChange{name, a, b})
}

// additionalField compares the additional resources of a choice, likewise: the groups, and the text and the link of
// each resource.
func additionalField(fs []FieldChange, old, new *questionnaires.Choice) []FieldChange {
	exactOld, exactNew := additionalExact(old), additionalExact(new)
	if exactOld == exactNew {
		return fs
	}
	a, b := additionalText(old), additionalText(new)
	if a == b {
		a, b = exactOld, exactNew
	}
	return append(fs, FieldChange{"additionalResources", a, b})
}

// additionalText writes the additional resources of a choice for reading, a line each.
func additionalText(c *questionnaires.Choice) string {
	var lines []string
	for _, a := range c.AdditionalResources {
		for _, r := range a.Content {
			lines = append(lines, strings.TrimSpace(a.Type+": "+r.DisplayText+" "+r.URL))
		}
	}
	return strings.Join(lines, "\n")
}

// additionalExact writes them with quotes, a line for each group, so that no two structures look alike.
func additionalExact(c *questionnaires.Choice) string {
	var b strings.Builder
	for _, a := range c.AdditionalResources {
		fmt.Fprintf(&b, "%q:", a.Type)
		for _, r := range a.Content {
			fmt.Fprintf(&b, " [%q %q]", r.DisplayText, r.URL)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
