package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"plumbline/models/accepted"
	"plumbline/questionnaires"
	"plumbline/reports"
	"plumbline/reports/improvement"
	"plumbline/reports/reportstest"
)

// Accepted risks stand in the plan beside their entries and in a section of their own; no count changes by them, and a
// state without any gives the bytes it gave before.
func TestAcceptedRisksStandBesideTheirRisk(t *testing.T) {
	before, after := reportstest.Full(t), reportstest.Full(t)
	plan, err := improvement.Derive(before, "")
	if err != nil {
		t.Fatal(err)
	}
	high := plan.Entries[0]
	for i := range after.Reviews {
		if after.Reviews[i].Lens.Key == high.LensKey {
			after.Reviews[i].Accepted = []accepted.Entry{{QuestionID: high.QuestionID, Risk: questionnaires.RiskHigh,
				Reason: "The new store comes in spring", Mitigation: "Copies by hand", ApproverRole: "CISO",
				DecidedBy: "Ada", Until: "2027-03-31"}}
		}
	}
	with, err := improvement.Derive(after, "")
	if err != nil {
		t.Fatal(err)
	}
	if e := with.Entries[0]; e.QuestionID != high.QuestionID || e.AcceptedUntil != "2027-03-31" || len(e.Accepted) != 1 {
		t.Errorf("the entry is %+v", e)
	}
	if c := with.AcceptedCounts(); c.High != 1 || c.Total() != 1 || len(with.Entries) != len(plan.Entries) {
		t.Errorf("%+v are accepted of %d, before %d", c, len(with.Entries), len(plan.Entries))
	}
	pdf, _ := renderPDF(t, after, reports.ReportOptions{})
	again, _ := renderPDF(t, after, reports.ReportOptions{})
	if !bytes.Equal(pdf, again) {
		t.Error("equal states give other bytes")
	}
	text := pdfWords(t, pdf)
	wantTexts(t, text, "Accepted until 31 Mar 2027 by Ada (CISO)", "Reason: The new store comes in spring",
		"Until then: Copies by hand", "Accepted risks")
	if plain, _ := renderPDF(t, before, reports.ReportOptions{}); strings.Contains(pdfWords(t, plain), "Accepted until") {
		t.Error("a state without acceptances has some")
	}
}
