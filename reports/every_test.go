package reports_test

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"plumbline/models"
	q "plumbline/questionnaires"
	"plumbline/reports"
	"plumbline/reports/format"
	"plumbline/reports/reportstest"
)

// markerSource hands out strings that occur nowhere else.
type markerSource struct{ given []string }

func (m *markerSource) next() string {
	s := fmt.Sprintf("Mark%03dx", len(m.given))
	m.given = append(m.given, s)
	return s
}

// unprinted are text fields that are no words of the review: identifiers of rows, and values of fixed lists.
var unprinted = map[string]bool{
	"Workload.WorkspaceID": true, "Milestone.ID": true, "Milestone.WorkloadID": true, "Milestone.CreatedBy": true,
	"WorkloadFields.Environment": true, "WorkloadFields.ImprovementStatus": true,
	"Review.ID": true, "Review.WorkloadID": true, "Review.LensID": true, "Review.LensVersionID": true,
	// Days of the rhythm of reviews, which go on while a report stays as it is.
	"WorkloadFields.ReviewDueOn": true, "Workload.NextReviewOn": true,
	"Review.Former":         true,
	"PillarReview.PillarID": true,
	"Lens.ID":               true, "Lens.WorkspaceID": true, "Lens.Key": true, "Lens.Description": true,
	"Lens.Latest": true, "Lens.UpdatedBy": true,
	"Lens.DocumentName": true, // the document has it, and what is displayed may be another
	"LensVersion.ID":    true, "LensVersion.LensID": true, "LensVersion.Digest": true, "LensVersion.PublishedBy": true,
	"Answer.ReviewID": true, "Answer.PillarID": true, "Answer.QuestionID": true, "Answer.Risk": true,
	"AnswerFields.Reason":   true,
	"ChoiceAnswer.ChoiceID": true, "ChoiceAnswer.Status": true, "ChoiceAnswer.Reason": true,
}

// fill puts a marker into every string of a value, so that a field added to the model later fails the test until
// the report shows it or unprinted says why not.
func (m *markerSource) fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && v.Type() != reflect.TypeFor[*q.Lens]() {
			m.fill(v.Elem())
		}
	case reflect.Slice:
		if v.Len() == 0 && v.Type().Elem().Kind() == reflect.String {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		}
		for i := range v.Len() {
			m.fill(v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{m.next(): m.next(), m.next(): m.next()}))
	case reflect.String:
		v.SetString(m.next())
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			if name := v.Type().Name() + "." + v.Type().Field(i).Name; !unprinted[name] {
				m.fill(v.Field(i))
			}
		}
	}
}

func TestEveryTextIsInTheReport(t *testing.T) {
	var m markerSource
	lens := reportstest.Lens(t, markedLens(t, &m))
	s := reportstest.Snapshot([]*q.Lens{lens}, func(_, n int, of *q.Question) models.AnswerFields {
		a := models.AnswerFields{Applicable: n != 2, Reason: models.BusinessPriorities,
			Choices: reportstest.Select(of.Choices[0].ID)}
		for i, status := range []models.ChoiceStatus{models.ChoiceUnselected, models.ChoiceNotApplicable} {
			a.Choices = append(a.Choices, models.ChoiceAnswer{ChoiceID: of.Choices[i+1].ID, Status: status,
				Reason: models.ArchitectureConstraints})
		}
		return a
	})
	s.Milestone = &models.Milestone{Number: 7}
	s.Workload.Tags, s.Workload.PillarPriorities, s.Workload.Applications = nil, nil, nil
	s.Workload.AWSRegions, s.Workload.AccountIDs = nil, nil
	m.fill(reflect.ValueOf(&s).Elem())
	pdf, _ := renderPDF(t, s, reports.ReportOptions{})
	wantTexts(t, pdfWords(t, pdf), m.given...)
	wantTexts(t, pdfWords(t, pdf), "Reason: business priorities", "– architecture constraints", "Milestone 7",
		"Production")
	said := string(renderAs(t, reports.Source{Snapshot: s}, reports.Architect, format.OSCALResults,
		reports.ReportOptions{}))
	for _, text := range m.given {
		if !strings.Contains(said, text) {
			t.Errorf("the assessment results lack %s", text)
		}
	}
	if len(m.given) < 60 {
		t.Errorf("only %d texts were marked", len(m.given))
	}
}

func markedLens(t *testing.T, m *markerSource) []byte {
	doc := string(reportstest.LensDocument(t, "LENSNAME", []int{3, 1}, 4))
	for _, old := range []string{"LENSNAME", "A lens made for the tests, with as many questions as the framework " +
		"has.", "Operational excellence", "Security"} {
		if !strings.Contains(doc, old) {
			t.Fatalf("%q is not in the lens", old)
		}
		new := m.next()
		if old == "LENSNAME" {
			m.given = nil // the review's lens has a name of its own, which a rename may change
		}
		doc = strings.ReplaceAll(doc, old, new)
	}
	for _, unique := range []string{"Every person and every program", "Name an owner", "Practice 2 of P0Q0"} {
		at := 0
		for range strings.Count(doc, unique) {
			at += strings.Index(doc[at:], unique)
			doc = doc[:at] + m.next() + doc[at+len(unique):]
		}
	}
	return forgetUnlisted(m, []byte(doc))
}

// forgetUnlisted forgets the markers of improvement texts that the report rightly leaves out: of practices that are in
// place.
func forgetUnlisted(m *markerSource, doc []byte) []byte {
	kept := m.given[:0]
	for _, s := range m.given {
		if !bytes.Contains(doc, []byte(s+", list what exists")) {
			kept = append(kept, s)
		}
	}
	m.given = kept
	return doc
}
