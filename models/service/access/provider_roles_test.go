package access

import (
	"testing"

	"plumbline/models"
)

// A claim meets its mapping however either is composed; letter case counts, as it always did.
func TestClaimsCompareComposed(t *testing.T) {
	mappings := []models.RoleMapping{{Claim: "groups", Value: "Caf\u00e9", WorkspaceID: "w", Role: models.Viewer}}
	for value, want := range map[string]models.Role{"Caf\u00e9": models.Viewer, "Cafe\u0301": models.Viewer,
		"caf\u00e9": "", "Cafe": ""} {
		if got := grantsOf(mappings, models.IdentityClaims{"groups": []any{"other", value}}).roles["w"]; got != want {
			t.Errorf("%q gives %q, want %q", value, got, want)
		}
	}
}

// A name that an identity provider gives becomes one that can be kept.
func TestOneLineTakesOutWhatTurnsDirection(t *testing.T) {
	if got := oneLine("A\u202ed\u2066a\n \u200fL\ufffd", 50); models.OneLine(got) == false || got != "Ada \u200fL" {
		t.Errorf("%q", got)
	}
}
