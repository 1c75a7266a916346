package reports_test

import (
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/reports"
	"plumbline/reports/improvement"
	"plumbline/reports/reportstest"
)

// wontDoSnapshot has two items that won't be done; one of them would have closed what the lens has no more.
func wontDoSnapshot(t testing.TB) models.Snapshot {
	s := reportstest.Full(t)
	plan, err := improvement.Derive(s, "")
	if err != nil {
		t.Fatal(err)
	}
	e := plan.Entries[0]
	of := models.SnapshotPractice{LensID: e.LensID, QuestionID: e.QuestionID, ChoiceID: e.Practices[0].ChoiceID}
	gone := of
	gone.ChoiceID = "gone"
	s.WontDo = []models.WontDoItem{
		{Number: 12, Title: "Move the store to another region", Reason: "not_worth_it", DecidedBy: "Ines Böll",
			Note: "The service ends in summer", DecidedAt: reportstest.At, Practices: []models.SnapshotPractice{of, gone}},
		{Number: 14, Title: "Nothing left", Reason: "other", DecidedAt: reportstest.At,
			Practices: []models.SnapshotPractice{gone}},
	}
	return s
}

// Items that won't be done stand in the report with the reason, who decided and what they would have closed, of the
// live state and of a milestone; a state without any has no such section, and no count changes by them.
func TestItemsThatWontBeDoneStandInTheReport(t *testing.T) {
	live, milestone := wontDoSnapshot(t), wontDoSnapshot(t)
	milestone.Milestone = &models.Milestone{Number: 3, Name: "Second quarter", CreatedAt: reportstest.At}
	list, err := improvement.WontDo(live, "")
	if err != nil || len(list) != 1 || len(list[0].Practices) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	plain, _ := renderPDF(t, reportstest.Full(t), reports.ReportOptions{})
	if strings.Contains(pdfWords(t, plain), "Items that won’t be done") {
		t.Error("a state without such items has a section of them")
	}
	for name, s := range map[string]models.Snapshot{"live": live, "milestone": milestone} {
		pdf, _ := renderPDF(t, s, reports.ReportOptions{})
		text := pdfWords(t, pdf)
		wantTexts(t, text, "Items that won’t be done", "#12", "Move the store to another region",
			"Not worth it. Decided by Ines Böll on", "Note: The service ends in summer", "Would close",
			list[0].Practices[0].Number)
		if strings.Contains(text, "Nothing left") {
			t.Errorf("%s: an item without a practice stands in the report", name)
		}
	}
	if live.Counts() != reportstest.Full(t).Counts() {
		t.Error("counts changed")
	}
}
