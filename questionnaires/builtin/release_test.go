package builtin

import (
	"os"
	"path/filepath"
	"testing"

	"plumbline/questionnaires"
	"plumbline/questionnaires/diff"
)

// TestNothingReleasedIsTakenAway holds each lens against version 1.0 as it was released, without its texts: pillars,
// questions and choices keep their ids and places, so that an upgrade carries every answer.
func TestNothingReleasedIsTakenAway(t *testing.T) {
	for _, l := range AllLenses() {
		doc, err := os.ReadFile(filepath.Join("testdata", "structure-1.0", l.Key+".json"))
		if err != nil {
			t.Error(err)
			continue
		}
		released, problems := questionnaires.Parse(doc, questionnaires.ParseOptions{})
		if released == nil {
			t.Errorf("%s 1.0: %v", l.Key, problems.Err())
			continue
		}
		if diff.Lenses(released, mustLens(t, l.Key)).Removes() {
			t.Errorf("%s %s takes away or moves what 1.0 had", l.Key, l.Version)
		}
	}
}
