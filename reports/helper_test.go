package reports_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"plumbline/models"
	"plumbline/reports"
)

// renderPDF makes a PDF and fails the test if it can't. REPORTS_KEEP names a directory that keeps the files to look at.
func renderPDF(t testing.TB, s models.Snapshot, opt reports.ReportOptions) ([]byte, []reports.RenderWarning) {
	t.Helper()
	var out bytes.Buffer
	warnings, err := reports.PDF(&out, s, opt)
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("REPORTS_KEEP"); dir != "" {
		name := filepath.Join(dir, filepath.Base(t.Name())+".pdf")
		if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes(), warnings
}
