package reports_test

import (
	"bytes"
	"fmt"
	"time"

	"plumbline/models"
	"plumbline/questionnaires"
	"plumbline/questionnaires/builtin"
	"plumbline/reports"
	"plumbline/reports/improvement"
)

// exampleSnapshot is a workload with one question answered. A server reads such a snapshot from its database; a report
// needs no server.
func exampleSnapshot() (models.Snapshot, error) {
	lens, problems := questionnaires.Parse(builtin.SampleDocument(), questionnaires.ParseOptions{})
	if err := problems.Err(); err != nil {
		return models.Snapshot{}, err
	}
	pillar, question := lens.Question("backup")
	answer := models.Answer{PillarID: pillar.ID, QuestionID: question.ID, AnswerFields: models.AnswerFields{
		Applicable: true,
		Choices:    []models.ChoiceAnswer{{ChoiceID: "backup_daily", Status: models.ChoiceSelected}},
	}}
	answer.Risk = question.Rate(answer.Rated()).Risk
	return models.Snapshot{
		Workload: models.Workload{WorkloadFields: models.WorkloadFields{Name: "Web shop"}},
		At:       time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC),
		Reviews: []models.ReviewSnapshot{{
			Lens: models.Lens{Key: "service-basics", Name: lens.Name}, Version: models.LensVersion{Name: "1.0"},
			Doc: lens, Answers: models.InOrder("", lens, []models.Answer{answer}),
		}},
	}, nil
}

// The plan is what the report and the API say is to be done next.
func Example_improvementPlan() {
	snapshot, err := exampleSnapshot()
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := improvement.Derive(snapshot, "")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, entry := range plan.Entries {
		fmt.Println(entry.Number, entry.Risk, entry.Title)
		for _, practice := range entry.Practices {
			fmt.Println("-", practice.Title)
		}
	}
	fmt.Println(len(plan.Open), "questions are open")
	// Output:
	// 2.1 HIGH Could you get your data back?
	// - Copies are kept apart: another account or site, where daily credentials cannot delete them
	// - A restore was done from scratch within the last three months
	// - We agreed how much data and how much time we may lose
	// 8 questions are open
}

// The same snapshot gives the same bytes, whenever and wherever it is printed.
func ExamplePDF() {
	snapshot, err := exampleSnapshot()
	if err != nil {
		fmt.Println(err)
		return
	}
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if _, err := reports.PDF(out, snapshot, reports.ReportOptions{Watermark: "For the board"}); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Printf("%s %t\n", first.Next(5), bytes.Equal(first.Bytes(), second.Bytes()[5:]))
	// Output: %PDF- true
}
