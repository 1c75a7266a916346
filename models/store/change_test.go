package store_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires"
)

func TestZeroValuesSurviveAnUpdate(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		workload := models.Workload{ID: w.workload.ID, WorkspaceID: w.workspace.ID, CreatedAt: t0,
			WorkloadFields: models.WorkloadFields{Environment: models.PreProduction}}
		lens := models.Lens{ID: w.lens.ID, WorkspaceID: w.workspace.ID, CreatedAt: t0}
		review := models.Review{ID: w.review.ID, WorkloadID: w.workload.ID, LensID: w.lens.ID, LensVersionID: w.v2.ID,
			CreatedAt: t0, Pillars: []models.PillarReview{{PillarID: "new"}}}
		answer := models.Answer{ReviewID: w.review.ID, QuestionID: "sec_1", Risk: questionnaires.RiskUnanswered}
		mustWrite(t, s, func(tx *store.Tx) error { return tx.PutAnswer(w.answer("sec_1")) })
		mustWrite(t, s, func(tx *store.Tx) error {
			return firstError(tx.UpdateWorkload(workload), tx.UpdateLens(lens), tx.UpdateReview(review), tx.PutAnswer(answer))
		})
		mustRead(t, s, func(tx *store.Tx) error {
			for want, get := range map[any]func() (any, error){
				&workload: func() (any, error) { v, err := tx.Workload(w.workload.ID); return &v, err },
				&lens:     func() (any, error) { v, err := tx.Lens(w.lens.ID); return &v, err },
				&review:   func() (any, error) { v, _, err := tx.Review(w.workload.ID, w.lens.ID); return &v, err },
				&answer:   func() (any, error) { v, err := tx.Answer(w.review.ID, "sec_1"); return &v, err },
			} {
				if v, err := get(); err != nil || !reflect.DeepEqual(v, want) {
					t.Errorf("got %+v, %v\nwant %+v", v, err, want)
				}
			}
			return nil
		})
	})
}

func TestUpdatesLeaveOtherRowsAlone(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		other := newWorkload(w.workspace.ID, 2, "Other")
		otherReview := w.review
		otherReview.ID, otherReview.WorkloadID = testID("revw", 2), other.ID
		mustWrite(t, s, func(tx *store.Tx) error {
			return firstError(tx.CreateWorkload(other), tx.CreateReview(otherReview), tx.PutAnswer(w.answer("sec_1")),
				tx.PutAnswer(w.answer("sec_2")))
		})
		changed := w.workload
		changed.Name, changed.Version = "Shop 2", 2
		counts := models.PillarReview{PillarID: "cost", Notes: "not written", Counts: questionnaires.RiskCounts{High: 9}}
		later := t0.Add(time.Minute)
		mustWrite(t, s, func(tx *store.Tx) error {
			return firstError(tx.UpdateWorkload(changed), tx.AddPillarCounts(w.review.ID, counts, later, "Eve"),
				tx.DeleteAnswers(w.review.ID, []string{"sec_2", "sec_3"}))
		})
		wantReview := w.review
		wantReview.Pillars = slices.Clone(w.review.Pillars)
		wantReview.Pillars[1].Counts = w.review.Pillars[1].Counts.Plus(counts.Counts)
		wantReview.UpdatedAt, wantReview.UpdatedBy = later, "Eve"
		mustRead(t, s, func(tx *store.Tx) error {
			checkQuery(t, other)(tx.Workload(other.ID))
			checkQuery(t, changed)(tx.Workload(changed.ID))
			checkQuery(t, []models.Review{otherReview})(tx.Reviews(other.ID))
			checkQuery(t, []models.Review{wantReview})(tx.Reviews(w.workload.ID))
			checkQuery(t, []models.Review{wantReview, otherReview})(tx.ReviewsOn([]string{w.v1.ID, w.v2.ID, "x"}))
			checkQuery(t, []models.Review{})(tx.ReviewsOn([]string{w.v2.ID}))
			checkQuery(t, []models.Review{})(tx.ReviewsOn(nil))
			checkQuery(t, []models.Answer{w.answer("sec_1")})(tx.Answers(w.review.ID))
			checkQuery(t,
				map[string]questionnaires.RiskCounts{w.workload.ID: wantReview.Counts(), other.ID: otherReview.Counts()})(
				tx.WorkloadCounts([]string{w.workload.ID, other.ID, "x"}))
			return nil
		})
	})
}

// checkQuery compares what a query gives with what it should.
func checkQuery[T any](t *testing.T, want T) func(T, error) {
	t.Helper()
	return func(got T, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("error: %v", err)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("\n got %+v\nwant %+v", got, want)
		}
	}
}

func errorCode(t *testing.T, err error, want models.ErrorCode) {
	t.Helper()
	if models.CodeOf(err) != want {
		t.Errorf("error %v has the code %q, want %q", err, models.CodeOf(err), want)
	}
}

func TestDeletingAWorkloadTakesItsPartsAndLeavesTheAudit(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		mustWrite(t, s, func(tx *store.Tx) error {
			return firstError(tx.PutAnswer(w.answer("sec_1")), tx.AppendAudit(w.line(1)),
				tx.CreateMilestone(models.Milestone{ID: testID("mile", 1), WorkloadID: w.workload.ID, Number: 1, Name: "M"},
					w.snapshot()))
		})
		mustWrite(t, s, func(tx *store.Tx) error { return tx.DeleteWorkload(w.workload.ID) })
		mustRead(t, s, func(tx *store.Tx) error {
			errorCode(t, notFoundNoun(tx.Workload(w.workload.ID)), models.CodeNotFound)
			errorCode(t, lostReview(tx, w.workload.ID, w.lens.ID), models.CodeNotFound)
			errorCode(t, notFoundNoun(tx.Answer(w.review.ID, "sec_1")), models.CodeNotFound)
			errorCode(t, notFoundNoun(tx.MilestoneSnapshot(w.workload.ID, 1)), models.CodeNotFound)
			checkQuery(t, 0)(tx.LastMilestone(w.workload.ID))
			lines, err := tx.Audit(w.workspace.ID, models.AuditQuery{WorkloadID: w.workload.ID})
			if err != nil || len(lines) != 1 {
				t.Errorf("audit: %d lines, %v", len(lines), err)
			}
			return nil
		})
		mustWrite(t, s,
			func(tx *store.Tx) error { return firstError(tx.CreateWorkload(w.workload), tx.CreateReview(w.review)) })
		mustWrite(t, s,
			func(tx *store.Tx) error { return firstError(tx.PutAnswer(w.answer("q")), tx.DeleteReview(w.review.ID)) })
		mustRead(t, s, func(tx *store.Tx) error {
			errorCode(t, notFoundNoun(tx.Answer(w.review.ID, "q")), models.CodeNotFound)
			checkQuery(t, []models.Review{})(tx.Reviews(w.workload.ID))
			return nil
		})
	})
}

func TestADeletedLensFreesItsNames(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		deleted, heir := w.lens, w.lens
		deleted.DeletedAt = t0.Add(time.Hour)
		heir.ID = testID("lens", 2)
		mustWrite(t, s, func(tx *store.Tx) error { return tx.UpdateLens(deleted) })
		mustRead(t, s, func(tx *store.Tx) error {
			checkQuery(t, deleted)(tx.Lens(deleted.ID))
			errorCode(t, notFoundNoun(tx.LensByKey(w.workspace.ID, "ops")), models.CodeNotFound)
			errorCode(t, notFoundNoun(tx.LensByName(w.workspace.ID, "Ops Lens")), models.CodeNotFound)
			checkQuery(t, []models.Lens{})(tx.Lenses(w.workspace.ID, models.LensQuery{}))
			return nil
		})
		mustWrite(t, s, func(tx *store.Tx) error { return tx.CreateLens(heir) })
		mustRead(t, s, func(tx *store.Tx) error {
			checkQuery(t, heir)(tx.LensByKey(w.workspace.ID, "ops"))
			checkQuery(t, []models.Lens{heir})(tx.Lenses(w.workspace.ID, models.LensQuery{}))
			return nil
		})
		errorCode(t, s.Write(testContext, func(tx *store.Tx) error { return tx.UpdateLens(w.lens) }), models.CodeConflict)
	})
}

func TestTokensAndKeysAge(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		token := models.Token{ID: testID("tokn", 1), WorkspaceID: w.workspace.ID, Role: models.Owner, Hash: []byte{7},
			CreatedAt: t0}
		old := models.Idempotent{WorkspaceID: w.workspace.ID, Key: "old", CreatedAt: t0}
		odd := []byte{'{', 0xff, 0, '}'} // documents are kept byte for byte
		fresh := models.Idempotent{WorkspaceID: w.workspace.ID, Key: "fresh", CreatedAt: t0.Add(time.Hour)}
		mustWrite(t, s, func(tx *store.Tx) error {
			return firstError(tx.CreateToken(token), tx.TouchToken(token.ID, t0.Add(time.Minute)),
				tx.RevokeToken(token.ID, t0.Add(time.Hour)), tx.PutIdempotent(old), tx.PutIdempotent(fresh))
		})
		token.LastUsedAt, token.RevokedAt = t0.Add(time.Minute), t0.Add(time.Hour)
		mustWrite(t, s, func(tx *store.Tx) error {
			checkQuery(t, token)(tx.TokenByHash(token.Hash))
			checkQuery(t, int64(1))(tx.PurgeIdempotent(fresh.CreatedAt))
			errorCode(t, notFoundNoun(tx.IdempotentResult(w.workspace.ID, "old")), models.CodeNotFound)
			checkQuery(t, fresh)(tx.IdempotentResult(w.workspace.ID, "fresh"))
			return tx.PutDraft(w.lens.ID, odd)
		})
		mustRead(t, s, func(tx *store.Tx) error { checkQuery(t, odd)(tx.Draft(w.lens.ID)); return nil })
		mustWrite(t, s, func(tx *store.Tx) error { return tx.DeleteDraft(w.lens.ID) })
		mustRead(t, s, func(tx *store.Tx) error {
			errorCode(t, notFoundNoun(tx.Draft(w.lens.ID)), models.CodeNotFound)
			checkQuery(t, []models.Workspace{w.workspace})(tx.Workspaces())
			v1, v2 := w.v1, w.v2
			v1.Document, v2.Document = nil, nil
			checkQuery(t, []models.LensVersion{v2, v1})(tx.LensVersions(w.lens.ID))
			return nil
		})
	})
}

func lostReview(tx *store.Tx, workloadID, lens string) error {
	_, _, err := tx.Review(workloadID, lens)
	return err
}
