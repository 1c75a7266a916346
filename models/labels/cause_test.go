package labels_test

import (
	"testing"

	"plumbline/models"
	"plumbline/models/comparison"
	"plumbline/models/labels"
)

func TestCausesInWords(t *testing.T) {
	for want, cause := range map[string]comparison.Cause{
		"Answered anew: selected “A” and “B”; took back “C”; marked as not applicable “D”": {Kind: comparison.Answered,
			Selected: []string{"A", "B"}, Unselected: []string{"C"}, Marked: []string{"D"}},
		"Answered anew: selected “A”, “B”, “C” and 2 more": {Kind: comparison.Answered,
			Selected: []string{"A", "B", "C", "D", "E"}},
		"Answer cleared":                      {Kind: comparison.Cleared, Unselected: []string{"A"}},
		"Marked not applicable: out of scope": {Kind: comparison.NotApplicable, Reason: models.OutOfScope},
		"Marked not applicable":               {Kind: comparison.NotApplicable, Reason: models.NoReason},
		"New lens version: 1.0 → 2.0; practice added “A”; practices removed “B” and “C”; risk rules changed": {
			Kind: comparison.NewVersion, FromVersion: "1.0", ToVersion: "2.0", Added: []string{"A"},
			Gone: []string{"B", "C"}, Rules: true},
		"Reset by a new lens version: 1.0 → 2.0; practice removed “A”": {Kind: comparison.Reset, FromVersion: "1.0",
			ToVersion: "2.0", Gone: []string{"A"}},
		"Lens added: version 1.0": {Kind: comparison.LensAdded, ToVersion: "1.0"},
		"Question removed from the lens: 1.0 → 2.0": {Kind: comparison.QuestionRemoved,
			FromVersion: "1.0", ToVersion: "2.0"},
		"Item closed: #12 “Encrypt it”": {Kind: comparison.ItemClosed, Item: 12, Title: "Encrypt it"},
		"Item reopened: #12 “Encrypt it”; practice is gone": {Kind: comparison.ItemReopened, Item: 12, Title: "Encrypt it",
			Note: "practice is gone"},
		"Acceptance ended: until 1 Dec 2026":            {Kind: comparison.AcceptanceEnded, Note: "until 1 Dec 2026"},
		"Acceptance ended: its last day was 1 Dec 2026": {Kind: comparison.AcceptanceEnded, Until: "2026-12-01"},
		"Risk accepted: until 1 Dec 2026; answered for by CISO": {Kind: comparison.AcceptanceBegan, Until: "2026-12-01",
			Note: "CISO"},
		"Same answer, rated anew": {Kind: comparison.Rerated},
	} {
		if got := labels.Cause(cause); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, kind := range comparison.CauseKinds {
		if labels.CauseKind(kind) == string(kind) {
			t.Errorf("%s has no words", kind)
		}
	}
}
