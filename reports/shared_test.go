package reports_test

import (
	"os"
	"path/filepath"
	"testing"

	q "plumbline/questionnaires"
	"plumbline/reports"
	"plumbline/reports/reportstest"
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
			lens := reportstest.Lens(t, doc)
			pdf, _ := renderPDF(t, reportstest.Snapshot([]*q.Lens{lens}, reportstest.Mixed), reports.ReportOptions{})
			checkPDF(t, pdf)
			all := pdfWords(t, pdf)
			for _, p := range lens.Pillars {
				wantTexts(t, all, p.Name)
				for _, question := range p.Questions {
					wantTexts(t, all, question.Title)
				}
			}
		})
	}
}
