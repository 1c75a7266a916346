package snapshots

import (
	"bytes"
	"math/rand"
	"reflect"
	"testing"
	"testing/quick"
	"time"
	"unicode/utf8"

	"plumbline/models"
)

// fillRandom sets v to a random value of the kind that models allow: text is valid UTF-8, times are whole microseconds
// in UTC.
func fillRandom(v reflect.Value, r *rand.Rand) {
	switch v.Interface().(type) {
	case time.Time:
		if r.Intn(4) > 0 {
			v.Set(reflect.ValueOf(time.UnixMicro(1 + r.Int63n(4e15)).UTC()))
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(randomText(r))
	case reflect.Int, reflect.Int64:
		v.SetInt(r.Int63n(1000))
	case reflect.Bool:
		v.SetBool(r.Intn(2) == 0)
	case reflect.Slice:
		if n := r.Intn(4); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n-1, n))
		}
		for i := range v.Len() {
			fillRandom(v.Index(i), r)
		}
	case reflect.Map:
		if n := r.Intn(4); n > 0 {
			v.Set(reflect.ValueOf(map[string]string{}))
			for range n - 1 {
				v.SetMapIndex(reflect.ValueOf(randomText(r)), reflect.ValueOf(randomText(r)))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fillRandom(v.Field(i), r)
		}
	}
}

func randomText(r *rand.Rand) string {
	pieces := []string{"", "a", "\"\\/<>&", "\u2028\u2029", "日本", "🧵", "\x01\x1f\x7f", "é\u0301", "\r\n\t",
		"\ufffd", "null"}
	s := pieces[r.Intn(len(pieces))] + pieces[r.Intn(len(pieces))]
	if c := rune(1 + r.Intn(0x10ffff)); utf8.ValidRune(c) {
		s += string(c)
	}
	return s
}

func TestASnapshotComesBackExactly(t *testing.T) {
	property := func(seed int64) bool {
		var s models.Snapshot
		fillRandom(reflect.ValueOf(&s).Elem(), rand.New(rand.NewSource(seed)))
		s.Milestone, s.TimeZone = nil, "" // that of the workspace as it is now
		s.Workload.NextReviewOn = ""      // it follows from the workload that lives
		if len(s.WontDo) == 0 {           // left out, so that snapshots without any have the bytes they had before
			s.WontDo = nil
		}
		for i := range s.Reviews { // these come from the rows of the lens versions
			s.Reviews[i].Version = models.LensVersion{ID: s.Reviews[i].Version.ID}
			s.Reviews[i].Doc = nil
			r, l := &s.Reviews[i].Review, &s.Reviews[i].Lens // these are of the live review and lens alone
			r.Former, r.VersionBase, r.Followed, l.DocumentName = models.IDRenames{}, 0, false, ""
			if len(s.Reviews[i].Accepted) == 0 { // left out, so that snapshots without any have the bytes they had before
				s.Reviews[i].Accepted = nil
			}
		}
		frozen, err := Freeze(s)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Thaw(frozen)
		again, _ := Freeze(s)
		if err != nil || !reflect.DeepEqual(back, s) || !bytes.Equal(frozen.Bytes, again.Bytes) {
			t.Logf("seed %d: %v\n got %#v\nwant %#v", seed, err, back, s)
			return false
		}
		return true
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 1000}); err != nil {
		t.Error(err)
	}
}

func TestADamagedOrUnknownSnapshotIsNotRead(t *testing.T) {
	whole, err := Freeze(models.Snapshot{WorkspaceName: "Ours"})
	if err != nil {
		t.Fatal(err)
	}
	other, _ := Freeze(models.Snapshot{WorkspaceName: "Theirs"})
	for name, damage := range map[string]func(*StoredSnapshot){
		"another format":   func(f *StoredSnapshot) { f.Format = 99 },
		"another digest":   func(f *StoredSnapshot) { f.Digest = "x" },
		"other bytes":      func(f *StoredSnapshot) { f.Bytes = other.Bytes },
		"no gzip":          func(f *StoredSnapshot) { f.Bytes = []byte{0} },
		"half of the gzip": func(f *StoredSnapshot) { f.Bytes = f.Bytes[:len(f.Bytes)/2] },
	} {
		f := whole
		damage(&f)
		if _, err := Thaw(f); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	if s, err := Thaw(whole); err != nil || s.WorkspaceName != "Ours" {
		t.Errorf("the whole one: %v, %v", s, err)
	}
}
