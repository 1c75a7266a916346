package store_test

import (
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

func TestAMilestoneStaysWhatItWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		m := models.Milestone{ID: id("mile", 1), WorkloadID: w.workload.ID, Number: 1, Name: "M", CreatedAt: t0}
		write(t, s, func(tx *store.Tx) error { return tx.CreateMilestone(m, w.snapshot()) })
		write(t, s, func(tx *store.Tx) error {
			renamed, upgraded, deleted := w.workload, w.review, w.lens
			renamed.Name, upgraded.LensVersionID, deleted.DeletedAt, deleted.Description = "Other", w.v2.ID, t0, "x"
			return first(tx.UpdateWorkload(renamed), tx.UpdateReview(upgraded), tx.UpdateLens(deleted),
				tx.PutAnswer(w.answer("sec_1")))
		})
		read(t, s, func(tx *store.Tx) error {
			check(t, w.snapshotOf(m))(tx.MilestoneSnapshot(w.workload.ID, 1))
			return nil
		})
		err := s.Write(ctx, func(tx *store.Tx) error {
			return store.Exec(tx, "DELETE FROM lens_versions WHERE id = ?", w.v1.ID)
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
		write(t, s, func(tx *store.Tx) error {
			return first(tx.CreateMilestone(models.Milestone{ID: "m", WorkloadID: w.workload.ID, Number: 1}, w.snapshot()),
				store.Exec(tx, "UPDATE milestones SET "+damage))
		})
		err := s.Read(ctx, func(tx *store.Tx) error { return lost(tx.MilestoneSnapshot(w.workload.ID, 1)) })
		code(t, err, models.Internal)
	}
}
