package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"plumbline/reports"
	"plumbline/reports/reportstest"
)

// A copy for one reader says so on every page, is the same bytes every time, and a sound file; without a
// watermark nothing changes.
func TestAWatermarkIsOnEveryPage(t *testing.T) {
	s := reportstest.Full(t)
	const mark = "Guest copy for Ines Böll · link of 23 Nov 2026"
	plain, _ := renderPDF(t, s, reports.ReportOptions{})
	marked, _ := renderPDF(t, s, reports.ReportOptions{Watermark: mark})
	again, _ := renderPDF(t, s, reports.ReportOptions{Watermark: mark})
	if !bytes.Equal(marked, again) {
		t.Error("the same copy has other bytes the second time")
	}
	if strings.Contains(pdfWords(t, plain), "Guest copy") {
		t.Error("a report without a watermark has one")
	}
	for i, page := range strings.Split(strings.TrimSuffix(pdfWords(t, marked), "\f"), "\f") {
		if n := strings.Count(withoutSpace(page), withoutSpace("Guest copy for Ines Böll")); n != 3 {
			t.Errorf("page %d has the watermark %d times, want 3: twice pale, once to be read", i+1, n)
		}
		if !strings.Contains(withoutSpace(page), withoutSpace(mark)) {
			t.Errorf("page %d does not say which link it is from", i+1)
		}
	}
	checkPDF(t, marked)
}

// Any name that a link may have can be shown: none breaks the page or the file.
func TestAWatermarkTakesAnyName(t *testing.T) {
	for _, name := range []string{strings.Repeat("W", 100), strings.Repeat("long name ", 10),
		"Дарья (董事会) \U0001F600", "a\\b)(<>%"} {
		marked, _ := renderPDF(t, reportstest.Full(t), reports.ReportOptions{Watermark: "Guest copy for " + name +
			" · link of 23 Nov 2026"})
		checkPDF(t, marked)
	}
}
