package reports_test

import (
	q "plumbline/questionnaires"
	"plumbline/reports"
	"plumbline/reports/reportstest"
	"testing"
)

func TestPlanInPDF(t *testing.T) {
	s := reportstest.Plan(t)
	pdf, _ := renderPDF(t, s, reports.ReportOptions{})
	all := pdfWords(t, pdf)
	wantTexts(t, all, "2.1 A high one?", "To no risk with 1 practice: “A”.", "Do B.", "first – https://example.com/b1",
		"second", "Still open: 1 question", "1.2 An open one?")
	if i, j := indexOf(all, "Do B."), indexOf(all, "A high one?"); i < j {
		t.Error("medium comes before high")
	}
	if indexOf(all, "not for the plan") >= 0 {
		t.Error("a helpful resource is in the plan")
	}
}

// TestRecordedRisk holds a frozen answer against rules that would rate it otherwise today.
func TestRecordedRisk(t *testing.T) {
	s := reportstest.Plan(t)
	s.Reviews[0].Answers[2].Risk = q.RiskMedium
	pdf, _ := renderPDF(t, s, reports.ReportOptions{})
	wantTexts(t, pdfWords(t, pdf), "Recorded as Medium. The risk rules give High")
}
