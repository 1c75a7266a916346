package store_test

import (
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

func TestBuiltinLenses(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		row := models.BuiltinLens{WorkspaceID: w.workspace.ID, Key: "ops", LensID: w.lens.ID, Version: "1.0"}
		other := row
		other.Key = "abc"
		mustWrite(t, s, func(tx *store.Tx) error { return firstError(tx.PutBuiltinLens(row), tx.PutBuiltinLens(other)) })
		row.Version = "2.0"
		mustWrite(t, s, func(tx *store.Tx) error { return tx.PutBuiltinLens(row) })
		mustRead(t, s, func(tx *store.Tx) error {
			checkQuery(t, []models.BuiltinLens{other, row})(tx.BuiltinLenses(w.workspace.ID))
			return nil
		})
		row.LensID = "nowhere"
		if err := s.Write(testContext, func(tx *store.Tx) error { return tx.PutBuiltinLens(row) }); err == nil {
			t.Error("a lens that does not exist was taken")
		}
	})
}
