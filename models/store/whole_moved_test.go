package store_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// A server whose files are moved, deleted or replaced under it neither reads nor writes until they are back,
// says so in the log, and leaves what lies there now alone.
func TestFilesThatAreMovedOrReplaced(t *testing.T) {
	other := storetest.SQLite(t)
	if err := openAndClose(other, store.Options{}); err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		harm   func(t *testing.T, path string)
		remedy func(t *testing.T, path string) // nil: there is none
	}{
		"moved": {func(t *testing.T, path string) {
			moveFile(t, path, path+".away")
		}, func(t *testing.T, path string) { moveFile(t, path+".away", path) }},
		"log moved": {func(t *testing.T, path string) {
			moveFile(t, path+"-wal", path+".away")
		}, func(t *testing.T, path string) { moveFile(t, path+".away", path+"-wal") }},
		"index moved": {func(t *testing.T, path string) {
			moveFile(t, path+"-shm", path+".away")
		}, func(t *testing.T, path string) { moveFile(t, path+".away", path+"-shm") }},
		"deleted": {func(t *testing.T, path string) { moveFile(t, path, os.DevNull) }, nil},
		"replaced": {func(t *testing.T, path string) {
			moveFile(t, path, path+".away")
			copyFile(t, other, path)
		}, func(t *testing.T, path string) { moveFile(t, path+".away", path) }},
		"copied over": {func(t *testing.T, path string) { copyFile(t, other, path) }, nil},
		"made empty":  {func(t *testing.T, path string) { copyFile(t, os.DevNull, path) }, nil},
		"directory gone": {func(t *testing.T, path string) {
			moveFile(t, filepath.Dir(path), filepath.Dir(path)+".away")
		}, func(t *testing.T, path string) { moveFile(t, filepath.Dir(path)+".away", filepath.Dir(path)) }},
	} {
		t.Run(name, func(t *testing.T) {
			path := storetest.SQLite(t)
			var log bytes.Buffer
			s, err := store.Open(testContext, path, store.Options{Server: true, Logger: slog.New(slog.NewTextHandler(&log, nil))})
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld().create(t, s)
			row.harm(t, path)
			for range 2 {
				errorCode(t, s.Ping(testContext), models.CodeUnavailable)
				errorCode(t, s.Write(testContext, func(tx *store.Tx) error { return tx.PutAnswer(w.answer("sec_1")) }),
					models.CodeUnavailable)
			}
			if row.remedy == nil {
				if err := s.Close(); err == nil {
					t.Error("it closes as if nothing had happened")
				}
				return
			}
			row.remedy(t, path)
			mustWrite(t, s, func(tx *store.Tx) error { return tx.PutAnswer(w.answer("sec_1")) })
			mustRead(t, s, func(tx *store.Tx) error { return notFoundNoun(tx.Answer(w.review.ID, "sec_1")) })
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if n := strings.Count(log.String(), "level=ERROR"); n != 1 {
				t.Errorf("%d errors in the log:\n%s", n, &log)
			}
		})
	}
}

// What is committed to a file that was moved at the same moment is not acknowledged.
func TestAMoveDuringAWriteIsNoSuccess(t *testing.T) {
	path := storetest.SQLite(t)
	s := openServed(t, path)
	w := newWorld().create(t, s)
	err := s.Write(testContext, func(tx *store.Tx) error {
		moveFile(t, path, path+".away")
		return tx.PutAnswer(w.answer("sec_1"))
	})
	errorCode(t, err, models.CodeUnavailable)
	moveFile(t, path+".away", path)
}

// A server that stops while another database lies in the place of its own takes nothing away from that one.
func TestStoppingLeavesAnotherDatabaseAlone(t *testing.T) {
	path := storetest.SQLite(t)
	s, err := store.Open(testContext, path, store.Options{Server: true})
	if err != nil {
		t.Fatal(err)
	}
	newWorld().create(t, s)
	for _, ending := range []string{"", "-wal", "-shm"} {
		moveFile(t, path+ending, path+".away"+ending)
	}
	next := storetest.OpenAt(t, path)
	w := newWorld().create(t, next)
	if err := s.Close(); err == nil {
		t.Error("it closes as if nothing had happened")
	}
	for _, ending := range []string{"", "-wal"} {
		if _, err := os.Stat(path + ending); err != nil {
			t.Error(err)
		}
	}
	mustRead(t, next, func(tx *store.Tx) error { checkQuery(t, w.workload)(tx.Workload(w.workload.ID)); return nil })
	if err := openAndClose(path+".away", store.Options{Server: true}); err != nil {
		t.Errorf("what was moved away, with its log: %v", err)
	}
}

func moveFile(t *testing.T, from, to string) {
	t.Helper()
	var err error
	if to == os.DevNull {
		err = os.Remove(from)
	} else {
		err = os.Rename(from, to)
	}
	if err != nil {
		t.Fatal(err)
	}
}
