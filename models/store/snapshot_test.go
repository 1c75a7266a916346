package store_test

import (
	"bytes"
	"math/rand"
	"reflect"
	"testing"
	"testing/quick"
	"time"
	"unicode/utf8"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// fill gives v a random value of the kind that models allow: text is valid UTF-8, times are whole microseconds in UTC.
func fill(v reflect.Value, r *rand.Rand) {
	switch v.Interface().(type) {
	case time.Time:
		if r.Intn(4) > 0 {
			v.Set(reflect.ValueOf(time.UnixMicro(1 + r.Int63n(4e15)).UTC()))
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text(r))
	case reflect.Int, reflect.Int64:
		v.SetInt(r.Int63n(1000))
	case reflect.Bool:
		v.SetBool(r.Intn(2) == 0)
	case reflect.Slice:
		if n := r.Intn(4); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n-1, n))
		}
		for i := range v.Len() {
			fill(v.Index(i), r)
		}
	case reflect.Map:
		if n := r.Intn(4); n > 0 {
			v.Set(reflect.ValueOf(map[string]string{}))
			for range n - 1 {
				v.SetMapIndex(reflect.ValueOf(text(r)), reflect.ValueOf(text(r)))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), r)
		}
	}
}

func text(r *rand.Rand) string {
	pieces := []string{"", "a", "\"\\/<>&", "\u2028\u2029", "日本", "🧵", "\x01\x1f\x7f", "é\u0301", "\r\n\t", "\ufffd", "null"}
	s := pieces[r.Intn(len(pieces))] + pieces[r.Intn(len(pieces))]
	if c := rune(1 + r.Intn(0x10ffff)); utf8.ValidRune(c) {
		s += string(c)
	}
	return s
}

func TestASnapshotComesBackExactly(t *testing.T) {
	property := func(seed int64) bool {
		var s models.Snapshot
		fill(reflect.ValueOf(&s).Elem(), rand.New(rand.NewSource(seed)))
		s.Milestone = nil
		for i := range s.Reviews { // these come from the rows of the lens versions
			s.Reviews[i].Version = models.LensVersion{ID: s.Reviews[i].Version.ID}
			s.Reviews[i].Doc = nil
			r, l := &s.Reviews[i].Review, &s.Reviews[i].Lens // these are of the live review and lens alone
			r.Former, r.VersionBase, l.DocumentName = models.Renames{}, 0, ""
		}
		back, packed, err := store.RoundTrip(s)
		_, again, _ := store.RoundTrip(s)
		if err != nil || !reflect.DeepEqual(back, s) || !bytes.Equal(packed, again) {
			t.Logf("seed %d: %v\n got %#v\nwant %#v", seed, err, back, s)
			return false
		}
		return true
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 1000}); err != nil {
		t.Error(err)
	}
}

func TestAMilestoneStaysWhatItWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld().create(t, s)
		m := models.Milestone{ID: id("mile", 1), WorkloadID: w.workload.ID, Number: 1, Name: "M", CreatedAt: t0}
		write(t, s, func(tx *store.Tx) error { return tx.CreateMilestone(m, w.snapshot()) })
		write(t, s, func(tx *store.Tx) error {
			renamed, upgraded, deleted := w.workload, w.review, w.lens
			renamed.Name, upgraded.LensVersionID, deleted.DeletedAt, deleted.Description = "Other", w.v2.ID, t0, "x"
			return first(tx.UpdateWorkload(renamed), tx.UpdateReview(upgraded), tx.UpdateLens(deleted), tx.PutAnswer(w.answer("sec_1")))
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
