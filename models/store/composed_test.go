package store_test

import (
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// Names that an older release folded as they were composed are found either way after the migration. Of two
// that are one name now both stay, and the one that was composed already is found by it.
func TestTheMigrationFoldsNamesComposed(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		w := newWorld()
		old := storetest.OpenAt(t, dsn)
		w.create(t, old)
		twin := newWorkload(w.workspace.ID, 2, "Caf\u00e9")
		lone := newWorkload(w.workspace.ID, 3, "Re\u0301sume\u0301")
		mustWrite(t, old, func(tx *store.Tx) error {
			return firstError(tx.CreateWorkload(twin), tx.CreateWorkload(lone),
				store.ExecStatement(tx, "UPDATE workloads SET name = ?, name_fold = ? WHERE id = ?", "Cafe\u0301", "cafe\u0301",
					w.workload.ID),
				store.ExecStatement(tx, "UPDATE workloads SET name_fold = ? WHERE id = ?", "re\u0301sume\u0301", lone.ID),
				store.ExecStatement(tx, "UPDATE lenses SET name = ?, name_fold = ?", "Le\u0301ns", "le\u0301ns"),
				store.ExecStatement(tx, "DELETE FROM schema_migrations WHERE id = '202611280111'"))
		})
		if err := old.Close(); err != nil {
			t.Fatal(err)
		}
		mustRead(t, storetest.OpenAt(t, dsn), func(tx *store.Tx) error {
			for name, id := range map[string]string{"r\u00e9sum\u00e9": lone.ID, "Re\u0301sume\u0301": lone.ID,
				"caf\u00e9": twin.ID, "Cafe\u0301": twin.ID} {
				got, err := tx.WorkloadByName(w.workspace.ID, name)
				checkQuery(t, id)(got.ID, err)
			}
			lens, err := tx.LensByName(w.workspace.ID, "l\u00e9ns")
			checkQuery(t, w.lens.ID)(lens.ID, err)
			all, err := tx.Workloads(w.workspace.ID,
				models.WorkloadQuery{Name: "caf\u00e9", PageRequest: models.PageRequest{Limit: 10}})
			checkQuery(t, 2)(len(all), err)
			return nil
		})
	})
}
