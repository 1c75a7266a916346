package reports_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/reports"
	"plumbline/reports/reportstest"
)

// auditedSource is a reviewed workload with a record of how it came to be.
func auditedSource(t testing.TB) reports.Source {
	s := leadershipSource(t)
	lens, question := s.Reviews[0].Lens.ID, s.Reviews[0].Doc.Pillars[0].Questions[1]
	day := func(n int) time.Time { return reportstest.At.AddDate(0, 0, -n) }
	s.Record = &reports.Record{
		Acceptances: []accepted.Acceptance{
			{ID: "a", LensID: lens, QuestionID: question.ID, Risk: "HIGH", Reason: "The new store comes in spring",
				Mitigation: "Copies by hand", ApproverRole: "CISO", Until: "2027-03-31", State: accepted.Accepted, AskedAt: day(40),
				AskedBy: "Ada", DecidedAt: day(39), DecidedBy: "Katherine", DecisionNote: "Not longer than that"},
			{ID: "b", LensID: lens, QuestionID: question.ID, ChoiceID: question.Choices[0].ID, Risk: "HIGH", Reason: "Too dear",
				ApproverRole: "CISO", Until: "2026-03-31", State: accepted.Accepted, AskedAt: day(300), AskedBy: "Ada",
				DecidedAt: day(299), DecidedBy: "Katherine"},
		},
		Milestones: []models.Milestone{{Number: 1, Name: "Spring", CreatedAt: day(200), CreatedBy: "Ada"}},
		Place:      &models.AuditLine{Position: 4711, At: day(1), Hash: bytes.Repeat([]byte{0xAB}, 32)},
	}
	for n := range reports.MaxAnswerChanges {
		s.Record.Changes = append(s.Record.Changes, models.AuditLine{At: day(n), ActorName: "Grace", Kind: "answer",
			ThingID: lens + "/" + question.ID, Changes: []models.FieldChange{
				models.ListChange("selected", []string{question.Choices[0].ID}, []string{question.Choices[1].ID, "gone"}),
				{Field: "risk", From: "HIGH", To: "MEDIUM"}, {Field: "notes", From: "a", To: "b"}}})
	}
	s.Record.MoreChanges = true
	return s
}

// The report to auditors tells every decision with who, when and why, and says what its history leaves out.
func TestReportToAuditors(t *testing.T) {
	s := auditedSource(t)
	var out, again bytes.Buffer
	for _, w := range []*bytes.Buffer{&out, &again} {
		if _, err := reports.Write(w, s, reports.Auditor, reports.ReportOptions{Classification: "Internal"}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same record gives other bytes")
	}
	if dir := os.Getenv("REPORTS_KEEP"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "auditor.pdf"), out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	checkPDF(t, out.Bytes())
	text := pdfWords(t, out.Bytes())
	wantTexts(t, text, "Report to auditors", "Scope and coverage", "Questions that do not apply",
		"Practices that do not apply",
		"In force", "Ended", "Copies by hand", "Not longer than that", "of one practice: Practice 1 of P0Q1", "1 Spring",
		"No longer selected: “Practice 1 of P0Q1", "and gone.", "Risk: high → medium.", "Notes changed.",
		"The newest 400 changes are shown", "4711", strings.Repeat("ab", 32), "The broker has no such feature.")
	dismissed := 0
	for _, a := range s.Reviews[0].Answers {
		if !a.Applicable {
			dismissed++
		}
	}
	wantTexts(t, text, fmt.Sprintf("%d questions and", dismissed))
	if n := strings.Count(withoutSpace(text), withoutSpace("Out of scope")); n != dismissed {
		t.Errorf("%d questions that do not apply have their reason, of %d", n, dismissed)
	}
}

// Whatever was answered, a report to auditors without a record can be made in every format and points to places it has.
func TestAuditorsOfRandomSnapshots(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		for _, f := range reports.Formats {
			if !reports.Auditor.ComesAs(f) {
				continue
			}
			var out bytes.Buffer
			if _, err := reports.Write(&out, reports.Source{Snapshot: reportstest.Random(t, seed)}, reports.Auditor,
				reports.ReportOptions{Format: f}); err != nil {
				t.Fatal(err)
			}
			if out.Len() == 0 {
				t.Errorf("seed %d as %s is empty", seed, f)
			}
		}
	}
}
