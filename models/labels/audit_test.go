package labels_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/labels"
)

// recordedKind finds the kinds of audit entries, not those of things that idempotency keys remember.
var recordedKind = regexp.MustCompile(`(?:^|[^g]\{|[, \t])[Kk]ind: +"([a-z -]+)"`)

// Every kind that an operation writes an audit line about has a name, so that pages can offer it as a filter.
func TestEveryRecordedKindHasALabel(t *testing.T) {
	files, err := filepath.Glob("../service/*/*.go")
	deeper, deeperErr := filepath.Glob("../service/*/*/*.go")
	if err != nil || deeperErr != nil || len(files) == 0 {
		t.Fatal(err, deeperErr, len(files))
	}
	found := map[string]bool{}
	for _, file := range append(files, deeper...) {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, match := range recordedKind.FindAllStringSubmatch(string(source), -1) {
			found[match[1]] = true
			if !slices.ContainsFunc(labels.AuditKinds, func(k labels.AuditKind) bool { return k.Kind == match[1] }) {
				t.Errorf("%s: the kind %q has no label", file, match[1])
			}
		}
	}
	if len(found) < 15 {
		t.Errorf("only %d kinds are found in the sources", len(found))
	}
}

func TestAuditText(t *testing.T) {
	change := func(field, from, to string) models.FieldChange {
		return models.FieldChange{Field: field, From: from, To: to}
	}
	for want, line := range map[string]models.AuditLine{
		"Lens added":           {Kind: "review", Changes: []models.FieldChange{change("lens_version", "", "1.0")}},
		"Lens removed":         {Kind: "review", Changes: []models.FieldChange{change("lens_version", "1.0", "")}},
		"Review changed":       {Kind: "review", Changes: []models.FieldChange{change("notes", "", "x")}},
		"Lens draft saved":     {Kind: "lens", Changes: []models.FieldChange{change("draft", "", "Own lens")}},
		"Lens draft discarded": {Kind: "lens", Changes: []models.FieldChange{change("draft", "Own lens", "")}},
		"Lens deleted":         {Kind: "lens", Changes: []models.FieldChange{change("name", "Own lens", "")}},
		"Workload created":     {Kind: "workload", Changes: []models.FieldChange{change("name", "", "Shop")}},
		"Workload deleted":     {Kind: "workload", Changes: []models.FieldChange{change("name", "Shop", "")}},
		"Answer changed":       {Kind: "answer", Changes: []models.FieldChange{change("notes", "", "x")}},
		"User created": {Kind: "user", Changes: []models.FieldChange{change("name", "", "A"),
			change("administrator", "no", "yes")}},
		"Member changed": {Kind: "member", Changes: []models.FieldChange{change("role", "viewer", "owner")}},
		"Member removed": {Kind: "member", Changes: []models.FieldChange{change("email", "a@b", ""),
			change("role", "owner", "")}},
		"Invitation revoked":     {Kind: "invitation", Changes: []models.FieldChange{change("email", "a@b", "")}},
		"Token revoked":          {Kind: "token", Changes: []models.FieldChange{change("revoked", "no", "yes")}},
		"Claim mapping created":  {Kind: "mapping", Changes: []models.FieldChange{change("claim", "", "groups")}},
		"Something else changed": {Kind: "something else"},
		"Parking lot item created": {Kind: "parking", Changes: []models.FieldChange{change("question", "", "backup"),
			change("item", "", "x")}},
		"Parking lot item changed": {Kind: "parking", Changes: []models.FieldChange{change("question", "", "backup"),
			change("done", "no", "yes")}},
		"Parking lot item deleted": {Kind: "parking", Changes: []models.FieldChange{change("question", "", "backup"),
			change("item", "x", "")}},
		"Comment created": {Kind: "comment", Changes: []models.FieldChange{change("question", "", "backup"),
			change("characters", "", "3")}},
		"Comment edited": {Kind: "comment", Changes: []models.FieldChange{change("question", "", "backup"),
			change("characters", "3", "5")}},
		"Comment deleted": {Kind: "comment", Changes: []models.FieldChange{change("question", "", "backup"),
			change("characters", "3", "")}},
		"Assignment removed": {Kind: "assignment", Changes: []models.FieldChange{change("question", "", "backup"),
			change("assigned_to", "Ada", "")}},
	} {
		if got := labels.AuditText(line); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for field, want := range map[string]string{"lens_version": "Version", "account_ids": "Account ids", "": ""} {
		if got := labels.AuditField(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
}
