package store_test

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

func TestAddressesThatCanNotBeUsed(t *testing.T) {
	dir := t.TempDir()
	text, short, locked := filepath.Join(dir, "notes.txt"), filepath.Join(dir, "short"), filepath.Join(dir, "locked")
	broken := filepath.Join(dir, "broken.db")
	for path, content := range map[string]string{text: strings.Repeat("not a database ", 9), short: "x", locked: "",
		broken: "SQLite format 3\x00" + strings.Repeat("garbage", 999)} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(locked, 0o400); err != nil {
		t.Fatal(err)
	}
	for dsn, want := range map[string]string{
		"":                                     "must name a file",
		":memory:":                             "must name a file",
		"file:":                                "must name a file",
		"file:x.db?mode=memory":                "takes no options",
		"file:%zz":                             "not a valid file address",
		dir:                                    "is a directory",
		filepath.Join(dir, "no", "such", "db"): "does not exist",
		filepath.Join(text, "below"):           "can't be used",
		text:                                   "is not a database",
		short:                                  "is not a database",
		broken:                                 "", // whatever SQLite finds wrong with it
		os.DevNull:                             "is not a file",
		"postgres://u:secret@host:port/x":      "not a valid PostgreSQL address",
		"postgres://u:secret@127.0.0.1:1/x?connect_timeout=2": "can't be reached",
	} {
		s, err := store.Open(testContext, dsn, store.Options{})
		if err == nil {
			t.Errorf("%q opens", dsn)
			_ = s.Close()
			continue
		}
		e, ok := errors.AsType[*models.Error](err)
		if !ok || (e.Code != models.CodeInvalid && e.Code != models.CodeUnavailable) || !strings.Contains(e.Message, want) {
			t.Errorf("%q: %v, want a sentence with %q", dsn, err, want)
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error tells the password: %v", dsn, err)
		}
	}
	if os.Getuid() == 0 {
		return // root may write everywhere
	}
	if _, err := store.Open(testContext, locked, store.Options{}); models.CodeOf(err) != models.CodeUnavailable {
		t.Errorf("read-only file: %v", err)
	}
}

func TestANewFileIsForItsOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a dir with spaces, 100% ? # & ü")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "db")
	newWorld().create(t, storetest.OpenAt(t, path))
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", filepath.Base(name), info.Mode(), err)
		}
	}
	mustRead(t, storetest.OpenAt(t, "file:"+(&url.URL{Path: path}).EscapedPath()), func(tx *store.Tx) error {
		return notFoundNoun(tx.Workload(newWorld().workload.ID))
	})
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 3 {
		t.Errorf("the directory holds %v, %v", entries, err)
	}
}

func TestARelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, dsn := range []string{"plain.db", "./dot.db", "file:uri.db"} {
		newWorld().create(t, storetest.OpenAt(t, dsn))
	}
	for _, name := range []string{"plain.db", "dot.db", "uri.db"} {
		if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is not there", name)
		}
	}
}

func TestOpeningAgainChangesNothing(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		s := storetest.OpenAt(t, dsn)
		w := newWorld().create(t, s)
		before := schemaText(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = storetest.OpenAt(t, dsn)
		if after := schemaText(t, s); after != before {
			t.Errorf("schema before:\n%s\nafter:\n%s", before, after)
		}
		mustRead(t, s, func(tx *store.Tx) error { checkQuery(t, w.workload)(tx.Workload(w.workload.ID)); return nil })
	})
}

func TestServersThatStartAtOnceOnAnEmptyDatabase(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		var wait sync.WaitGroup
		start := make(chan struct{})
		for range 8 {
			wait.Go(func() {
				<-start
				s, err := store.Open(testContext, dsn, store.Options{BusyTimeout: 30 * time.Second})
				if err != nil {
					t.Errorf("open: %v", err)
					return
				}
				if err := firstError(s.Ping(testContext), s.Close()); err != nil {
					t.Error(err)
				}
			})
		}
		close(start)
		wait.Wait()
	})
}

func TestADatabaseOfANewerVersionIsRefused(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		s := storetest.OpenAt(t, dsn)
		mustWrite(t, s, func(tx *store.Tx) error {
			return store.ExecStatement(tx, "INSERT INTO schema_migrations (id) VALUES ('299901010001')")
		})
		before := schemaText(t, s)
		_, err := store.Open(testContext, dsn, store.Options{})
		e, ok := errors.AsType[*models.Error](err)
		if !ok || !strings.Contains(e.Message, "newer version") || !strings.Contains(e.Message, "299901010001") {
			t.Errorf("open: %v", err)
		}
		if after := schemaText(t, s); after != before {
			t.Error("the refused open changed the schema")
		}
	})
}

func TestEveryConnectionHasThePragmas(t *testing.T) {
	s, err := store.Open(testContext, storetest.SQLite(t), store.Options{Readers: 3, BusyTimeout: 1234 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	pragmas := func(tx *store.Tx) string {
		var all []string
		for _, name := range []string{"journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only"} {
			values, err := store.QueryRows(tx, "PRAGMA "+name)
			if err != nil {
				t.Error(err)
			}
			all = append(all, strings.Join(values, ""))
		}
		return strings.Join(all, " ")
	}
	var nested func(depth int)
	nested = func(depth int) {
		mustRead(t, s, func(tx *store.Tx) error {
			if got := pragmas(tx); got != "wal 2 1 1234 1" {
				t.Errorf("reader %d: %s", depth, got)
			}
			if depth < 3 {
				nested(depth + 1)
			}
			return nil
		})
	}
	nested(1)
	mustWrite(t, s, func(tx *store.Tx) error {
		if got := pragmas(tx); got != "wal 2 1 1234 0" {
			t.Errorf("writer: %s", got)
		}
		return nil
	})
	short, cancel := context.WithTimeout(testContext, 10*time.Millisecond)
	defer cancel()
	mustRead(t, s, func(*store.Tx) error {
		mustRead(t, s, func(*store.Tx) error {
			mustRead(t, s, func(*store.Tx) error {
				if err := s.Read(short, func(*store.Tx) error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("a fourth reader of three: %v", err)
				}
				return nil
			})
			return nil
		})
		return nil
	})
}

func TestAnotherProcessThatWritesIsWaitedForAndThenReported(t *testing.T) {
	dsn := storetest.SQLite(t)
	s := storetest.OpenAt(t, dsn)
	w := newWorld().create(t, s)
	other, err := store.Open(testContext, dsn, store.Options{BusyTimeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	mustWrite(t, s, func(*store.Tx) error {
		err := other.Write(testContext, func(tx *store.Tx) error { return tx.PutAnswer(w.answer("sec_1")) })
		errorCode(t, err, models.CodeUnavailable)
		return nil
	})
	mustWrite(t, other, func(tx *store.Tx) error { return tx.PutAnswer(w.answer("sec_1")) })
	mustRead(t, s, func(tx *store.Tx) error { return notFoundNoun(tx.Answer(w.review.ID, "sec_1")) })
}

func TestAFullDiskIsAnOutageAndLosesNothing(t *testing.T) {
	s := storetest.OpenAt(t, storetest.SQLite(t))
	w := newWorld().create(t, s)
	mustWrite(t, s, func(tx *store.Tx) error { return notFoundNoun(store.QueryRows(tx, "PRAGMA max_page_count = 1")) })
	big := w.answer("sec_1")
	big.Notes = strings.Repeat("x", 4<<20)
	errorCode(t, s.Write(testContext, func(tx *store.Tx) error { return tx.PutAnswer(big) }), models.CodeUnavailable)
	mustWrite(t, s,
		func(tx *store.Tx) error { return notFoundNoun(store.QueryRows(tx, "PRAGMA max_page_count = 100000")) })
	mustWrite(t, s, func(tx *store.Tx) error { return tx.PutAnswer(big) })
	mustRead(t, s, func(tx *store.Tx) error { checkQuery(t, big)(tx.Answer(w.review.ID, "sec_1")); return nil })
}

// Whoever waits for a transaction while the store closes is told so.
func TestTransactionsThatTheCloseOvertakes(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		s, err := store.Open(testContext, dsn, store.Options{})
		if err := firstError(err, store.CloseEngine(s)); err != nil {
			t.Fatal(err)
		}
		errorCode(t, s.Write(testContext, func(*store.Tx) error { return nil }), models.CodeUnavailable)
		err = s.Read(testContext, func(*store.Tx) error { return nil })
		errorCode(t, err, models.CodeUnavailable)
		if !strings.Contains(err.Error(), "the database is closed") {
			t.Errorf("it says: %v", err)
		}
	})
}
