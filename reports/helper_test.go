package reports_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/reports"
)

var reportTime = time.Date(2026, 11, 23, 10, 42, 7, 0, time.UTC)

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

// mustParseLens reads a lens document.
func mustParseLens(t testing.TB, doc []byte) *q.Lens {
	t.Helper()
	lens, problems := q.Parse(doc, q.ParseOptions{})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return lens
}

type jsonObject = map[string]any

// lensDocument writes a lens with so many questions in each pillar.
func lensDocument(t testing.TB, name string, sizes []int, choices int) []byte {
	t.Helper()
	var pillars []jsonObject
	for p, n := range sizes {
		var questions []jsonObject
		for i := range n {
			questions = append(questions, questionDocument(p, i, choices))
		}
		pillars = append(pillars, jsonObject{"id": fmt.Sprintf("pillar_%d", p), "name": pillarNames[p%len(pillarNames)],
			"questions": questions})
	}
	doc, err := json.Marshal(jsonObject{"schemaVersion": q.SchemaVersion, "name": name,
		"description": "A lens made for the tests, with as many questions as the framework has.", "pillars": pillars})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

var pillarNames = []string{"Operational excellence", "Security", "Reliability", "Performance efficiency",
	"Cost optimization", "Sustainability"}

var questionTitles = []string{
	"How do you decide what your priorities are?",
	"How do people and machines prove who they are?",
	"How do you plan your network so that it keeps working when part of it fails?",
	"How do you know that a change did what you wanted?",
	"How do you find and answer an incident before your customers tell you about it?",
}

func questionDocument(p, i, choices int) jsonObject {
	id := fmt.Sprintf("P%dQ%d", p, i)
	var cs []jsonObject
	for c := range choices {
		cs = append(cs, jsonObject{
			"id": fmt.Sprintf("%s_%d", id, c), "title": fmt.Sprintf("Practice %d of %s is agreed, written down and "+
				"followed", c+1, id),
			"helpfulResource": jsonObject{"displayText": "Why this matters.", "url": "https://example.com/why"},
			"improvementPlan": jsonObject{"displayText": "Name an owner, list what exists today with the date it was " +
				"last looked at, and close the gap in steps that can be shown to work one by one.",
				"url": fmt.Sprintf("https://docs.example.com/lens/%s/practice-%d.html", id, c+1)},
		})
	}
	cs = append(cs, jsonObject{"id": id + "_no", "title": "None of these"})
	a, b := id+"_0", id+"_1"
	rules := []jsonObject{
		{"condition": a + " && " + b, "risk": "NO_RISK"},
		{"condition": a + " || " + b, "risk": "MEDIUM_RISK"},
		{"condition": "default", "risk": "HIGH_RISK"},
	}
	return jsonObject{"id": id, "title": questionTitles[(p+i)%len(questionTitles)],
		"description": "Every person and every program that reaches this workload should be known, strongly " +
			"checked, and easy to shut out.",
		"choices": cs, "riskRules": rules}
}

type answering func(pillar, question int, of *q.Question) models.AnswerFields

// snapshotOf puts reviews into a workload; the answering fills in what people wrote.
func snapshotOf(lenses []*q.Lens, answer answering) models.Snapshot {
	s := models.Snapshot{
		WorkspaceName: "Payments", AccountID: "123456789012", At: reportTime,
		Workload: models.Workload{ID: "0123456789abcdef0123456789abcdef", Version: 3, CreatedAt: reportTime.AddDate(0, -4, 0),
			UpdatedAt: reportTime, UpdatedBy: "Ada",
			WorkloadFields: models.WorkloadFields{
				Name: "Checkout service", Description: "Takes orders from the shop and pays for them.",
				Environment: models.Production,
				ReviewOwner: "ada@example.com", AWSRegions: []string{"eu-central-1", "eu-west-1"},
				AccountIDs:          []string{"111122223333", "444455556666"},
				ArchitecturalDesign: "https://example.com/diagrams/checkout", IndustryType: "Retail",
				Industry: "Online shops",
				Notes:    "Peak is the week before the holidays.", Tags: map[string]string{"team": "checkout",
					"cost-centre": "4711"},
			}},
	}
	for i, lens := range lenses {
		s.Reviews = append(s.Reviews, reviewOf(i, lens, answer))
	}
	return s
}

func reviewOf(i int, lens *q.Lens, answer answering) models.ReviewSnapshot {
	r := models.ReviewSnapshot{
		Lens:    models.Lens{ID: fmt.Sprint("lens", i), Key: fmt.Sprint("lens-", i), Name: lens.Name},
		Version: models.LensVersion{Name: "1.0", PublishedAt: reportTime.AddDate(0, -2, 0)},
		Doc:     lens,
		Review:  models.Review{ID: fmt.Sprint("review", i), UpdatedAt: reportTime, UpdatedBy: "Ada"},
	}
	for p, pillar := range lens.Pillars {
		var counts q.RiskCounts
		for n, question := range pillar.Questions {
			a := models.Answer{PillarID: pillar.ID, QuestionID: question.ID, AnswerFields: answer(p, n, question)}
			a.Risk = question.Rate(a.Rated()).Risk
			if a.Risk != q.RiskUnanswered {
				a.Version, a.UpdatedAt, a.UpdatedBy = 1, reportTime.Add(-time.Hour), "Grace"
			}
			counts.Add(a.Risk, 1)
			r.Answers = append(r.Answers, a)
		}
		r.Review.Pillars = append(r.Review.Pillars, models.PillarReview{PillarID: pillar.ID, Counts: counts})
	}
	return r
}

func selectChoices(ids ...string) []models.ChoiceAnswer {
	var out []models.ChoiceAnswer
	for _, id := range ids {
		out = append(out, models.ChoiceAnswer{ChoiceID: id, Status: models.ChoiceSelected})
	}
	return out
}

// mixedAnswers answers as a real team does: most in place, some not, some not yet, some not applicable, and notes.
func mixedAnswers(p, n int, of *q.Question) models.AnswerFields {
	a := models.AnswerFields{Applicable: true}
	var ids []string
	for _, c := range of.Choices {
		if !c.NoneOfThese() {
			ids = append(ids, c.ID)
		}
	}
	switch (3*p + 5*n + p*n) % 8 {
	case 0:
		return a
	case 1:
		a.Applicable, a.Reason = false, models.OutOfScope
	case 2:
		a.Choices = selectChoices(ids[len(ids)-1])
	case 3:
		a.Choices = selectChoices(ids[0])
		a.Choices = append(a.Choices, models.ChoiceAnswer{ChoiceID: ids[len(ids)-1], Status: models.ChoiceNotApplicable,
			Reason: models.ArchitectureConstraints, Notes: "The broker has no such feature."})
	case 4:
		a.Choices = selectChoices(ids[:min(2, len(ids))]...)
	default:
		a.Choices = selectChoices(ids...)
	}
	a.Notes = "Break-glass user `ops-emergency` still has a key; owned by the platform team, to be replaced by " +
		"**hardware tokens** in the safe.\n\n" +
		"- last look: *March*\n- next look: with [the audit](https://example.com/audit/2026)\n"
	return a
}

var fullAnswers = []int{11, 11, 13, 5, 11, 6}

// fullSnapshot is a review of 57 questions with notes.
func fullSnapshot(t testing.TB) models.Snapshot {
	s := snapshotOf([]*q.Lens{mustParseLens(t, lensDocument(t, "Framework lens", fullAnswers, 6))}, mixedAnswers)
	s.Reviews[0].Review.Notes = "Reviewed in two afternoons with everybody who is on call."
	s.Reviews[0].Review.Pillars[1].Notes = "Security was reviewed **first**."
	return s
}
