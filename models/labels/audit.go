package labels

import (
	"cmp"
	"strings"

	"plumbline/models"
	"plumbline/questionnaires"
)

// AuditKind is a kind of thing that audit lines are about, with its name on pages.
type AuditKind struct {
	Kind     string
	Label    string
	Instance bool // its lines belong to no workspace
}

// AuditKinds are all kinds, by label.
var AuditKinds = []AuditKind{
	{"acceptance", "Risk acceptance", false},
	{"access key", "Access key", false},
	{"answer", "Answer", false},
	{"assignment", "Assignment", false},
	{"audit", "Audit log", false},
	{"calendar feed", "Calendar", false},
	{"comment", "Comment", false},
	{"facilitation", "Facilitation", false},
	{"guest link", "Guest link", false},
	{"invitation", "Invitation", false},
	{"item", "Item", false},
	{"lens", "Lens", false},
	{"member", "Member", false},
	{"milestone", "Milestone", false},
	{"parking", "Parking lot item", false},
	{"plan settings", "Plan settings", false},
	{"proposal", "Proposal", false},
	{"recap", "Recap", false},
	{"report brand", "Look of reports", false},
	{"report preset", "Preset of reports", false},
	{"review", "Review", false},
	{"share", "Share", false},
	{"token", "Token", false},
	{"workload", "Workload", false},
	{"workspace", "Workspace", false},

	{"audit", "Audit log", true},
	{"delivery", "Mail", true},
	{"mapping", "Claim mapping", true},
	{"notices", "Notifications", true},
	{"session", "Session", true},
	{"settings", "Server settings", true},
	{"setup link", "Set-up link", true},
	{"sign-in", "Failed sign-in", true},
	{"signing key", "Signing key of reports", true},
	{"user", "User", true},
	{"workspace", "Workspace", true},
}

// AuditKindLabel is the name of a kind; one that is not known is its own.
func AuditKindLabel(kind string) string {
	for _, k := range AuditKinds {
		if k.Kind == kind {
			return k.Label
		}
	}
	return capital(kind)
}

// auditField decides by one changed field what a line says. An empty direction fits all.
type auditField struct {
	kind, field, direction string
	text                   string
}

// What happened to the value of a field.
const (
	wasSet     = "set"
	wasCleared = "cleared"
	wasChanged = "changed"
)

// auditTexts are what lines say that are more than "created", "changed" or "removed"; the first that fits counts.
var auditTexts = []auditField{
	{"session", "sign_in", "", "Signed in"},
	{"session", "revoked", "", "Session ended"},
	{"sign-in", "failed", "", "Sign-in failed"},
	{"setup link", "", "", "Set-up link created"},
	{"token", "revoked", "", "Token revoked"},
	{"access key", "revoked", "", "Access key revoked"},
	{"calendar feed", "revoked", "", "Calendar revoked"},
	{"user", "password", "", "Password changed"},
	{"user", "reset_link", "", "Reset link created"},
	{"member", "reset_link", "", "Reset link created"},
	{"user", "identity", "", "Linked to single sign-on"},
	{"user", "one_time_codes", "", "Two-factor sign-in changed"},
	{"invitation", "email", wasCleared, "Invitation revoked"},
	{"guest link", "report", "", "Report downloaded by a guest"},
	{"audit", "", "", "Audit log exported"},
	{"workload", "imported", "", "Workload imported"},
	{"lens", "imported version", "", "Lens version imported"},
	{"lens", "latest", "", "Lens version published"},
	{"lens", "draft", wasSet, "Lens draft saved"},
	{"lens", "draft", wasCleared, "Lens draft discarded"},
	{"lens", "name", wasCleared, "Lens deleted"},
	{"lens", "name", wasChanged, "Lens renamed"},
	{"workload", "name", wasCleared, "Workload deleted"},
	{"review", "lens_version", wasSet, "Lens added"},
	{"review", "lens_version", wasCleared, "Lens removed"},
	{"review", "lens_version", wasChanged, "Lens upgraded"},
	{"share", "status", "", "Share changed"},
	{"acceptance", "asked", "", "Risk acceptance asked for"},
	{"acceptance", "accepted", "", "Risk accepted"},
	{"acceptance", "declined", "", "Risk acceptance declined"},
	{"acceptance", "withdrawn", "", "Risk acceptance withdrawn"},
	{"acceptance", "revoked", "", "Risk acceptance revoked"},
	{"acceptance", "ended", "", "Risk acceptance ended"},
	{"comment", "characters", wasChanged, "Comment edited"},
	{"comment", "characters", wasCleared, "Comment deleted"},
	{"comment", "version", "", "Comment edited"},
	{"parking", "done", "", "Parking lot item changed"},
	{"parking", "kept_as", "", "Parking lot item moved to the notes"},
	{"parking", "item", wasCleared, "Parking lot item deleted"},
	{"proposal", "name", wasCleared, "Proposal deleted"},
	{"proposal", "name", wasSet, "Proposal created"},
	{"proposal", "", "", "Proposal edited"},
	{"assignment", "assigned_to", wasCleared, "Assignment removed"},
	{"assignment", "assigned_to", "", "Assignment changed"},
	{"recap", "", "", "Recap sent"},
	{"delivery", "", "", "Mail changed"},
	{"settings", "", "", "Server settings changed"},
}

// AuditText says in a few words what a line of the audit log is about: “Lens added”, “Answer changed”.
func AuditText(line models.AuditLine) string {
	for _, t := range auditTexts {
		if t.kind != line.Kind {
			continue
		}
		if t.field == "" {
			return t.text
		}
		for _, c := range line.Changes {
			if c.Field == t.field && (t.direction == "" || t.direction == direction(c)) {
				return t.text
			}
		}
	}
	return AuditKindLabel(line.Kind) + " " + auditVerb(line)
}

// auditVerb is what became of the thing as a whole: a thing whose fields were all empty before is new.
func auditVerb(line models.AuditLine) string {
	set, cleared, changed := 0, 0, 0
	for _, c := range line.Changes {
		switch direction(c) {
		case wasSet:
			set++
		case wasCleared:
			cleared++
		default:
			changed++
		}
	}
	switch {
	case line.Kind == "answer" || line.Kind == "review" || line.Kind == "facilitation":
		return "changed" // it was there before, empty
	case set > 0 && cleared+changed == 0:
		return "created"
	case cleared > 0 && set+changed == 0:
		return "removed"
	}
	return "changed"
}

func direction(c models.FieldChange) string {
	switch {
	case (c.From == "" || c.From == "no") && c.To != "":
		return wasSet
	case c.From != "" && c.To == "":
		return wasCleared
	}
	return wasChanged
}

// auditFields are names of changed fields that are not made of their own words.
var auditFields = map[string]string{
	"latest": "Latest version", "lens_version": "Version", "one_time_codes": "Two-factor sign-in",
	"sign_in": "By", "asked": "Until", "accepted": "Until", "accepted_because": "Reason", "extends": "Extends",
	"email":    "E-mail address",
	"imported": "Name", "at": "Question", "aws_account_ids": "AWS account IDs", "not_applicable": "Not applicable choices",
	"architectural_design": "Architecture diagram or link", "workspace": "Workspace", "pillars": "Only these pillars",
	"workloads":                "Only these workloads",
	models.SettingRequireCodes: "Requires two-factor sign-in",
}

// AuditField is the name of a changed field on pages.
func AuditField(field string) string {
	return cmp.Or(auditFields[field], capital(strings.NewReplacer("_", " ", ".", " ").Replace(field)))
}

// AuditValue is what a changed field held, as people read it.
func AuditValue(field, value string) string {
	switch field {
	case "risk":
		return cmp.Or(riskLabels[questionnaires.Risk(value)], value)
	case "reason":
		return cmp.Or(reasonLabels[models.NotApplicableReason(value)], value)
	case "environment":
		return cmp.Or(environments[models.Environment(value)], value)
	}
	return value
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
