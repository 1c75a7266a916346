package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"plumbline/reports"
	"plumbline/reports/reportstest"
)

// Every date of a report is in the zone of the workspace, which the cover names and nothing else does.
func TestReportsInATimeZone(t *testing.T) {
	for _, c := range []struct{ zone, cover, foot string }{
		{"Pacific/Kiritimati", "Date 24 Nov 2026, 00:42, Pacific/Kiritimati (UTC+14:00)",
			"Live state, 24 Nov 2026, 00:42"},
		{"America/St_Johns", "Date 23 Nov 2026, 07:12, America/St_Johns (NST, UTC−03:30)",
			"Live state, 23 Nov 2026, 07:12"},
		{"Asia/Kathmandu", "Date 23 Nov 2026, 16:27, Asia/Kathmandu (UTC+05:45)",
			"Live state, 23 Nov 2026, 16:27"},
	} {
		s := reportstest.Full(t)
		s.TimeZone = c.zone
		pdf, warnings := renderPDF(t, s, reports.ReportOptions{})
		again, _ := renderPDF(t, s, reports.ReportOptions{})
		checkPDF(t, pdf)
		words := pdfWords(t, pdf)
		wantTexts(t, words, c.cover, c.foot)
		if n := strings.Count(withoutSpace(words), c.zone); n != 1 || len(warnings) > 0 {
			t.Errorf("%s is named %d times; warnings: %v", c.zone, n, warnings)
		}
		if strings.Contains(words, "10:42") || strings.Contains(words, ":42 UTC") {
			t.Errorf("a report in %s has dates in UTC", c.zone)
		}
		if !bytes.Equal(pdf, again) {
			t.Errorf("two reports in %s have other bytes", c.zone)
		}
		s.TimeZone = ""
		if other, _ := renderPDF(t, s, reports.ReportOptions{}); bytes.Equal(pdf, other) {
			t.Errorf("a report in %s has the bytes of one in UTC", c.zone)
		}
	}
}
