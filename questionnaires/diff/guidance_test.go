package diff

import (
	"strings"
	"testing"
)

// TestDiffOfGuidance changes one member at a time.
func TestDiffOfGuidance(t *testing.T) {
	guided := string(readFile(t, "testdata/lens-guided.json"))
	for field, swap := range map[string][2]string{
		"description": {"Keeps things small.", "Keeps all small."}, "shortName": {"Tiny things", "Tiny"},
		"terms": {`, "MFA"]`, `, "2FA"]`}, "documentId": {"TIN01-BP02", "TIN01-BP03"},
		"riskLevel": {`"LOW"`, `"HIGH"`}, "why": {"Because.", "So."},
		"howToTell": {"Look.", "See."},
		"steps":     {`"Then."`, `"Then.", "Last."`}, "effort": {"MEDIUM\", \"impact", "LOW\", \"impact"},
		"impact":         {`"impact": "HIGH"`, `"impact": "LOW"`},
		"responsibility": {"SHARED", "PROVIDER"}, "evidence": {`"log", `, ""}, "link": {"b=2", "b=3"},
		"facilitation.objective": {"Know it.", "Know."}, "facilitation.room": {"everyone", "nobody"},
		"facilitation.followUps": {"Why?", "How?"},
		"facilitation.redFlags":  {`"Silence"`, `"Silence", "Noise"`},
	} {
		old, new := guided, strings.Replace(guided, swap[0], swap[1], 1)
		changes := flattenChanges(Lenses(mustParse(t, []byte(old)), mustParse(t, []byte(new))))
		if len(changes) != 1 || changes[0].what != field || changes[0].old == changes[0].new {
			t.Errorf("%s: %v", field, changes)
		}
		sameMirrored(t, mustParse(t, []byte(old)), mustParse(t, []byte(new)))
	}
	plain := mustParse(t, readFile(t, tinyFile))
	if n := len(flattenChanges(Lenses(plain, mustParse(t, []byte(guided))))); n != 20 {
		t.Errorf("%d changes from no guidance to all of it, want 11 of the choice, its plan, 7 of the question and 1 of "+
			"the pillar", n)
	}
}
