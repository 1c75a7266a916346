package store_test

import (
	"reflect"
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// Every field of a workload is created, changed and emptied. It goes over the struct, so that a new field has no line
// here.
func TestWorkloadKeepsEveryField(t *testing.T) {
	full := models.WorkloadFields{Environment: models.PreProduction, ImprovementStatus: models.ImprovementComplete}
	fields := reflect.ValueOf(&full).Elem()
	for i := range fields.NumField() {
		name := fields.Type().Field(i).Name
		switch field := fields.Field(i).Addr().Interface().(type) {
		case *string:
			*field = name + " ’\n"
		case *int:
			*field = i
		case *[]string:
			*field = []string{name, "", `"`}
		case *map[string]string:
			*field = map[string]string{name: "=", "": ","}
		}
		if fields.Field(i).IsZero() {
			t.Fatalf("this test has no %s", name)
		}
	}
	empty := models.WorkloadFields{Name: "n", Environment: models.Production}
	storetest.EachEngine(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		created := models.Workload{ID: testID("wkld", 9), WorkspaceID: w.workspace.ID, WorkloadFields: full, Version: 3,
			CreatedAt: t0, UpdatedAt: t0, UpdatedBy: "Ada"}
		mustWrite(t, s, func(tx *store.Tx) error { return tx.CreateWorkload(created) })
		keptWorkload(t, s, created)
		for _, fields := range []models.WorkloadFields{empty, full} {
			changed := created
			changed.WorkloadFields, changed.Version, changed.UpdatedBy = fields, changed.Version+1, "Bob"
			elsewhere := changed
			elsewhere.WorkspaceID, elsewhere.CreatedAt = testID("wksp", 7), t0.Add(1) // what an update leaves alone
			mustWrite(t, s, func(tx *store.Tx) error { return tx.UpdateWorkload(elsewhere) })
			keptWorkload(t, s, changed)
		}
	})
}

func keptWorkload(t *testing.T, s *store.Store, want models.Workload) {
	t.Helper()
	mustRead(t, s, func(tx *store.Tx) error {
		got, err := tx.Workload(want.ID)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		return err
	})
}
