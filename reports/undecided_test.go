package reports_test

import (
	"strings"
	"testing"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/reports"
	"plumbline/reports/reportstest"
)

// A question that no rule rates is told as such on every page, and no page makes good news of it.
func TestUndecidedInTheReport(t *testing.T) {
	lens := reportstest.Lens(t, []byte(`{"schemaVersion":"2021-11-01","name":"Gapped","description":"No default",
		"pillars":[{"id":"cost","name":"Cost","questions":[
		{"id":"store","title":"How do you store it?","choices":[{"id":"cho1","title":"First practice"},{"id":"cho2",
		"title":"Second practice"}],
		"riskRules":[{"condition":"cho1","risk":"NO_RISK"}]}]}]}`))
	s := reportstest.Snapshot([]*q.Lens{lens}, func(int, int, *q.Question) models.AnswerFields {
		return models.AnswerFields{Applicable: true, Choices: reportstest.Select("cho2")}
	})
	pdf, _ := renderPDF(t, s, reports.ReportOptions{})
	all := pdfWords(t, pdf)
	wantTexts(t, all, "The lens does not say whether 1 of 1 question carries a risk.", "0 of 100",
		"How the questions below rate it does not say", "Undecided",
		"The lens does not say, since no rule of this question covers this answer", "1 undecided", "0 none",
		"The lens does not say: no rule of the question is true for this answer")
	for _, good := range []string{"No risk is left", "Nothing to improve", "100 of 100"} {
		if strings.Contains(withoutSpace(all), withoutSpace(good)) {
			t.Errorf("the report says %q", good)
		}
	}
}
