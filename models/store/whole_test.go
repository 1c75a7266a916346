package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// After a clean stop everything is in the one file: nothing lies beside it, and a copy of it alone has everything.
func TestACleanStopLeavesOneFile(t *testing.T) {
	path := storetest.SQLite(t)
	s := storetest.OpenAt(t, path)
	w := newWorld().create(t, s)
	mustRead(t, s, func(tx *store.Tx) error { return notFoundNoun(tx.Workload(w.workload.ID)) })
	failed := s.Write(testContext, func(*store.Tx) error { return os.ErrInvalid })
	if failed == nil {
		t.Fatal("the write did not fail")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left := filesBeside(t, path); len(left) != 0 {
		t.Errorf("beside the database lie %v", left)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	copyFile(t, path, copied)
	mustRead(t, storetest.OpenAt(t, copied), func(tx *store.Tx) error {
		checkQuery(t, w.workload)(tx.Workload(w.workload.ID))
		return nil
	})
}

// A connection that was given up after a failure is closed: it holds no file open.
func TestFailedWritesHoldNoFiles(t *testing.T) {
	path := storetest.SQLite(t)
	s := storetest.OpenAt(t, path)
	w := newWorld().create(t, s)
	big := w.answer("sec_1")
	big.Notes = strings.Repeat("x", 1<<20)
	full := func() {
		err := s.Write(testContext, func(tx *store.Tx) error {
			if _, err := store.QueryRows(tx, "PRAGMA max_page_count = 1"); err != nil {
				return err
			}
			return tx.PutAnswer(big)
		})
		errorCode(t, err, models.CodeUnavailable)
	}
	full()
	before := openHandles(t, path)
	for range 50 {
		full()
	}
	if after := openHandles(t, path); after > before {
		t.Errorf("%d open files after one failed write, %d after 51", before, after)
	}
}

// filesBeside lists what lies in the directory of a file, without the file.
func filesBeside(t *testing.T, path string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(path) {
			names = append(names, e.Name())
		}
	}
	return names
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// openHandles counts the open files of this process that belong to a database.
func openHandles(t *testing.T, path string) (n int) {
	t.Helper()
	const list = "/proc/self/fd"
	entries, err := os.ReadDir(list)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("open files can be listed on Linux only: " + err.Error())
	}
	for _, e := range entries {
		if target, err := os.Readlink(filepath.Join(list, e.Name())); err == nil && strings.HasPrefix(target, path) {
			n++
		}
	}
	return n
}
