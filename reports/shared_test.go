package reports_test

import (
	"os"
	"path/filepath"
	"testing"

	q "plumbline/questionnaires"
	"plumbline/reports"
)

// TestRealLenses prints a review of every published lens that lies beside the repository.
func TestRealLenses(t *testing.T) {
	files, err := filepath.Glob("../../shared/lenses/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		if os.Getenv("CI") != "" && os.Getenv("PLUMBLINE_TEST_NO_SHARED") == "" {
			t.Fatal("../../shared/lenses is needed in CI")
		}
		t.Skip("../../shared/lenses is not here")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			doc, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lens := parse(t, doc)
			pdf, _ := render(t, snapshot([]*q.Lens{lens}, mixed), reports.Options{})
			healthy(t, pdf)
			all := words(t, pdf)
			for _, p := range lens.Pillars {
				wants(t, all, p.Name)
				for _, question := range p.Questions {
					wants(t, all, question.Title)
				}
			}
		})
	}
}
