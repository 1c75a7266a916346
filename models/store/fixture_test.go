package store_test

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

var (
	testContext = context.Background()
	t0          = time.Date(2026, 11, 23, 9, 30, 0, 123456000, time.UTC)
)

// testWorld is a workspace with a lens of two versions and a workload under review with the first.
type testWorld struct {
	workspace models.Workspace
	lens      models.Lens
	v1, v2    models.LensVersion
	workload  models.Workload
	review    models.Review
}

// testID returns a readable id of the right form.
func testID(kind string, n int) string { return fmt.Sprintf("%08x%024x", []byte(kind + "    ")[:4], n) }

func newWorld() testWorld {
	w := testWorld{workspace: models.Workspace{ID: testID("wksp", 1), Name: "Ops", AccountID: "123456789012",
		TimeZone: "UTC", CreatedAt: t0}}
	w.lens = models.Lens{ID: testID("lens", 1), WorkspaceID: w.workspace.ID, Key: "ops", Name: "Ops Lens",
		DocumentName: "Ops Lens", Description: "d", Latest: "2.0", HasDraft: true, Version: 3, CreatedAt: t0,
		UpdatedAt: t0.Add(time.Second), UpdatedBy: "Ada"}
	w.v1 = models.LensVersion{ID: testID("vers", 1), LensID: w.lens.ID, Name: "1.0", Major: true, Line: 1, Seq: 1,
		Digest: textSum(lensDocument("1.0")), Document: lensDocument("1.0"), PublishedAt: t0, PublishedBy: "Ada"}
	w.v2 = models.LensVersion{ID: testID("vers", 2), LensID: w.lens.ID, Name: "2.0", Major: true, Line: 2, Seq: 2,
		Digest: textSum(lensDocument("2.0")), Document: lensDocument("2.0"), PublishedAt: t0, PublishedBy: "Ada"}
	w.workload = newWorkload(w.workspace.ID, 1, "Shop")
	w.review = models.Review{ID: testID("revw", 1), WorkloadID: w.workload.ID, LensID: w.lens.ID, LensVersionID: w.v1.ID,
		Notes: "n", Version: 1, CreatedAt: t0, UpdatedAt: t0, UpdatedBy: "Ada", Pillars: []models.PillarReview{
			{PillarID: "security", Notes: "p", Counts: questionnaires.RiskCounts{Unanswered: 5, High: 1}},
			{PillarID: "cost", Counts: questionnaires.RiskCounts{Unanswered: 3, None: 2, NotApplicable: 1, Medium: 4}},
		}}
	return w
}

//go:embed testdata/lens/*.json
var documents embed.FS

// lensDocument is the lens document of a version, or of the draft.
func lensDocument(version string) []byte {
	data, err := documents.ReadFile("testdata/lens/" + version + ".json")
	if err != nil {
		panic(err)
	}
	return data
}

func textSum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

func newWorkload(workspaceID string, n int, name string) models.Workload {
	return models.Workload{ID: testID("wkld", n), WorkspaceID: workspaceID, Version: 1, CreatedAt: t0, UpdatedAt: t0,
		UpdatedBy: "Ada", WorkloadFields: models.WorkloadFields{
			Name: name, Description: "sells <things> & \u2028 more", Environment: models.Production, ReviewOwner: "Bob",
			AWSRegions: []string{"eu-west-1", "us-east-1"}, NonAWSRegions: []string{"Köln"},
			AccountIDs: []string{"000000000001"}, ArchitecturalDesign: "https://example.org/a",
			IndustryType: "Retail", Industry: "Shoes", Notes: "Ünïcode \x01 'quotes' \"and\" 日本語",
			PillarPriorities: []string{"security"}, Applications: []string{"arn:a"},
			ImprovementStatus: models.ImprovementInProgress, Tags: map[string]string{"b": "2", "a": "", "ключ": "1"},
		}}
}

func (w testWorld) answer(question string) models.Answer {
	return models.Answer{ReviewID: w.review.ID, PillarID: "security", QuestionID: question,
		AnswerFields: models.AnswerFields{Applicable: true, Reason: models.NoReason, Notes: "why",
			Choices: []models.ChoiceAnswer{
				{ChoiceID: "sec_1_b", Status: models.ChoiceSelected, Reason: models.NoReason},
				{ChoiceID: "sec_1_a", Status: models.ChoiceNotApplicable, Reason: models.OutOfScope, Notes: "n'a"},
			}},
		Risk: questionnaires.RiskHigh, Version: 1, UpdatedAt: t0, UpdatedBy: "Ada"}
}

func (w testWorld) line(n int) models.AuditLine {
	return models.AuditLine{WorkspaceID: w.workspace.ID, At: t0.Add(time.Duration(n) * time.Second),
		ActorKind: models.TokenActor, ActorID: testID("tokn", 1), ActorName: "Ada", Action: models.UpdateAnswer,
		Kind: "answer", ThingID: fmt.Sprint(n), WorkloadID: w.workload.ID,
		Changes: []models.FieldChange{{Field: "notes", From: "a", To: "b"}, {Field: "risk", To: "HIGH"}}}
}

// create puts the whole world into the store.
func (w testWorld) create(t testing.TB, s *store.Store) testWorld {
	t.Helper()
	mustWrite(t, s, func(tx *store.Tx) error {
		return firstError(tx.CreateWorkspace(w.workspace), tx.CreateLens(w.lens), tx.CreateLensVersion(w.v1),
			tx.CreateLensVersion(w.v2), tx.CreateWorkload(w.workload), tx.CreateReview(w.review))
	})
	return w
}

// firstError returns the first error.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func mustWrite(t testing.TB, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Write(testContext, fn); err != nil {
		t.Fatalf("write: %v", err)
	}
}

func mustRead(t testing.TB, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Read(testContext, fn); err != nil {
		t.Fatalf("read: %v", err)
	}
}
