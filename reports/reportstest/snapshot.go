// Package reportstest makes Snapshots for the tests of reports: small ones, one as a real team answers, and random ones
// with every script and construct. The same seed gives the same Snapshot on every machine.
package reportstest

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"plumbline/models"
	q "plumbline/questionnaires"
)

// At is the moment of every Snapshot of this package.
var At = time.Date(2026, 11, 23, 10, 42, 7, 0, time.UTC)

// Lens reads a lens document.
func Lens(t testing.TB, doc []byte) *q.Lens {
	t.Helper()
	lens, problems := q.Parse(doc, q.ParseOptions{})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return lens
}

type jsonObject = map[string]any

// LensDocument writes a lens with so many questions in each pillar.
func LensDocument(t testing.TB, name string, sizes []int, choices int) []byte {
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

// Answering fills in the answer to a question, by its place.
type Answering func(pillar, question int, of *q.Question) models.AnswerFields

// Snapshot puts reviews into a workload; the Answering fills in what people wrote.
func Snapshot(lenses []*q.Lens, answer Answering) models.Snapshot {
	s := models.Snapshot{
		WorkspaceName: "Payments", AccountID: "123456789012", At: At,
		Workload: models.Workload{ID: "0123456789abcdef0123456789abcdef", Version: 3, CreatedAt: At.AddDate(0, -4, 0),
			UpdatedAt: At, UpdatedBy: "Ada",
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

func reviewOf(i int, lens *q.Lens, answer Answering) models.ReviewSnapshot {
	r := models.ReviewSnapshot{
		Lens:    models.Lens{ID: fmt.Sprint("lens", i), Key: fmt.Sprint("lens-", i), Name: lens.Name},
		Version: models.LensVersion{Name: "1.0", PublishedAt: At.AddDate(0, -2, 0)},
		Doc:     lens,
		Review:  models.Review{ID: fmt.Sprint("review", i), UpdatedAt: At, UpdatedBy: "Ada"},
	}
	for p, pillar := range lens.Pillars {
		var counts q.RiskCounts
		for n, question := range pillar.Questions {
			a := models.Answer{PillarID: pillar.ID, QuestionID: question.ID, AnswerFields: answer(p, n, question)}
			a.Risk = question.Rate(a.Rated()).Risk
			if a.Risk != q.RiskUnanswered {
				a.Version, a.UpdatedAt, a.UpdatedBy = 1, At.Add(-time.Hour), "Grace"
			}
			counts.Add(a.Risk, 1)
			r.Answers = append(r.Answers, a)
		}
		r.Review.Pillars = append(r.Review.Pillars, models.PillarReview{PillarID: pillar.ID, Counts: counts})
	}
	return r
}

// Select are choices that are in place.
func Select(ids ...string) []models.ChoiceAnswer {
	var out []models.ChoiceAnswer
	for _, id := range ids {
		out = append(out, models.ChoiceAnswer{ChoiceID: id, Status: models.ChoiceSelected})
	}
	return out
}

// Mixed answers as a real team does: most in place, some not, some not yet, some not applicable, and notes.
func Mixed(p, n int, of *q.Question) models.AnswerFields {
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
		a.Choices = Select(ids[len(ids)-1])
	case 3:
		a.Choices = Select(ids[0])
		a.Choices = append(a.Choices, models.ChoiceAnswer{ChoiceID: ids[len(ids)-1], Status: models.ChoiceNotApplicable,
			Reason: models.ArchitectureConstraints, Notes: "The broker has no such feature."})
	case 4:
		a.Choices = Select(ids[:min(2, len(ids))]...)
	default:
		a.Choices = Select(ids...)
	}
	a.Notes = "Break-glass user `ops-emergency` still has a key; owned by the platform team, to be replaced by " +
		"**hardware tokens** in the safe.\n\n" +
		"- last look: *March*\n- next look: with [the audit](https://example.com/audit/2026)\n"
	return a
}

var fullAnswers = []int{11, 11, 13, 5, 11, 6}

// Full is a review of 57 questions with notes.
func Full(t testing.TB) models.Snapshot {
	s := Snapshot([]*q.Lens{Lens(t, LensDocument(t, "Framework lens", fullAnswers, 6))}, Mixed)
	s.Reviews[0].Review.Notes = "Reviewed in two afternoons with everybody who is on call."
	s.Reviews[0].Review.Pillars[1].Notes = "Security was reviewed **first**."
	return s
}
