package store_test

import (
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

func TestAMilestoneStaysWhatItWas(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		m := models.Milestone{ID: testID("mile", 1), WorkloadID: w.workload.ID, Number: 1, Name: "M", CreatedAt: t0}
		mustWrite(t, s, func(tx *store.Tx) error { return tx.CreateMilestone(m, w.snapshot()) })
		mustWrite(t, s, func(tx *store.Tx) error {
			renamed, upgraded, deleted := w.workload, w.review, w.lens
			renamed.Name, upgraded.LensVersionID, deleted.DeletedAt, deleted.Description = "Other", w.v2.ID, t0, "x"
			return firstError(tx.UpdateWorkload(renamed), tx.UpdateReview(upgraded), tx.UpdateLens(deleted),
				tx.PutAnswer(w.answer("sec_1")))
		})
		mustRead(t, s, func(tx *store.Tx) error {
			checkQuery(t, w.snapshotOf(m))(tx.MilestoneSnapshot(w.workload.ID, 1))
			return nil
		})
		err := s.Write(testContext, func(tx *store.Tx) error {
			return store.ExecStatement(tx, "DELETE FROM lens_versions WHERE id = ?", w.v1.ID)
		})
		if err == nil {
			t.Error("a lens version that a milestone needs could be deleted")
		}
	})
}

func TestADamagedOrUnknownSnapshotIsNotOpened(t *testing.T) {
	for _, damage := range []string{"format = 99", "digest = 'x'", "snapshot = x'00'"} {
		s := storetest.OpenAt(t, storetest.SQLite(t))
		w := newWorld().create(t, s)
		mustWrite(t, s, func(tx *store.Tx) error {
			return firstError(tx.CreateMilestone(models.Milestone{ID: "m", WorkloadID: w.workload.ID, Number: 1}, w.snapshot()),
				store.ExecStatement(tx, "UPDATE milestones SET "+damage))
		})
		err := s.Read(testContext, func(tx *store.Tx) error { return notFoundNoun(tx.MilestoneSnapshot(w.workload.ID, 1)) })
		errorCode(t, err, models.CodeInternal)
	}
}
