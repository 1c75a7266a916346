package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// openServed opens a database as a server does.
func openServed(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(testContext, path, store.Options{Server: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// openAndClose opens and closes a database and returns what went wrong.
func openAndClose(path string, opt store.Options) error {
	s, err := store.Open(testContext, path, opt)
	if err != nil {
		return err
	}
	return s.Close()
}

func checkRefused(t *testing.T, err error, want string) {
	t.Helper()
	if models.CodeOf(err) != models.CodeUnavailable || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want Unavailable with %q", err, want)
	}
}

// A copy of the file alone, taken while somebody has the database open, is noticed by whoever opens it, as
// often as it is looked at. A server goes on with it when it is told to, and then it is whole.
func TestACopyWithoutItsLogIsNoticed(t *testing.T) {
	for _, opt := range []store.Options{{Server: true}, {}} {
		path, copied := storetest.SQLite(t), filepath.Join(t.TempDir(), "copy.db")
		s, err := store.Open(testContext, path, opt)
		if err != nil {
			t.Fatal(err)
		}
		newWorld().create(t, s)
		copyFile(t, path, copied)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		for _, opt := range []store.Options{{}, {Server: true}, {}} {
			checkRefused(t, openAndClose(copied, opt), "without its write-ahead log")
		}
		look := store.Options{AcceptIncomplete: true}
		for range 2 {
			s, err := store.Open(testContext, copied, look)
			if err != nil || !s.Incomplete() {
				t.Fatalf("a look: %v", err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		checkRefused(t, openAndClose(copied, store.Options{Server: true}), "--accept-incomplete")
		if err := openAndClose(copied, store.Options{Server: true, AcceptIncomplete: true}); err != nil {
			t.Fatal(err)
		}
		if err := openAndClose(copied, store.Options{}); err != nil {
			t.Errorf("accepted and still refused: %v", err)
		}
	}
}

// What a crash leaves recovers by itself, with the mark of being open and all, for a server and for commands;
// whoever closes it last makes it whole.
func TestACrashIsNoCopy(t *testing.T) {
	path := storetest.SQLite(t)
	s := openServed(t, path)
	w := newWorld().create(t, s)
	for name, first := range map[string]store.Options{"server": {Server: true}, "command": {}} {
		crashed := filepath.Join(t.TempDir(), name)
		copyFile(t, path, crashed)
		copyFile(t, path+"-wal", crashed+"-wal")
		for _, opt := range []store.Options{first, {Server: true}} {
			if err := openAndClose(crashed, opt); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		alone := filepath.Join(t.TempDir(), "alone.db")
		copyFile(t, crashed, alone)
		mustRead(t, storetest.OpenAt(t, alone), func(tx *store.Tx) error {
			checkQuery(t, w.workload)(tx.Workload(w.workload.ID))
			return nil
		})
	}
}

// A command that is still at work when the server stops is the one that makes the file whole, and the other way round.
func TestTheLastToCloseMakesTheFileWhole(t *testing.T) {
	path := storetest.SQLite(t)
	server, err := store.Open(testContext, path, store.Options{Server: true})
	if err != nil {
		t.Fatal(err)
	}
	newWorld().create(t, server)
	var commands []*store.Store
	for range 2 {
		commands = append(commands, storetest.OpenAt(t, path))
	}
	for i, s := range []*store.Store{commands[0], server, commands[1]} {
		copied := filepath.Join(t.TempDir(), "copy.db")
		copyFile(t, path, copied)
		checkRefused(t, openAndClose(copied, store.Options{}), "without its write-ahead log")
		if err := s.Close(); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	if left := filesBeside(t, path); len(left) != 0 {
		t.Errorf("beside the database lie %v", left)
	}
	if err := openAndClose(path, store.Options{Server: true}); err != nil {
		t.Error(err)
	}
}

// Half a database is said to be one, wherever it is cut.
func TestHalfAFileIsNoticed(t *testing.T) {
	path := storetest.SQLite(t)
	s := storetest.OpenAt(t, path)
	newWorld().create(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int64{20, 99, 100, 3000, 4096, 4097, info.Size() / 2, info.Size() - 4096, info.Size() - 1} {
		half := filepath.Join(t.TempDir(), "half.db")
		copyFile(t, path, half)
		if err := os.Truncate(half, size); err != nil {
			t.Fatal(err)
		}
		checkRefused(t, openAndClose(half, store.Options{}), "only a part of a database")
	}
}

// One server at a time: a second one is told so, whichever way it names the file; commands work beside it,
// and the next one starts when it is gone.
func TestASecondServerIsRefused(t *testing.T) {
	path := storetest.SQLite(t)
	link := filepath.Join(t.TempDir(), "link.db")
	s, err := store.Open(testContext, path, store.Options{Server: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, link} {
		checkRefused(t, openAndClose(name, store.Options{Server: true}), "another server")
	}
	for range 3 {
		if err := openAndClose(link, store.Options{}); err != nil {
			t.Errorf("a command beside it: %v", err)
		}
	}
	newWorld().create(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := openAndClose(link, store.Options{Server: true}); err != nil {
		t.Error(err)
	}
}

// Commands that close at the same moment as a server starts, again and again, neither keep it from starting
// nor leave a file that looks incomplete.
func TestServerAndCommandsComeAndGo(t *testing.T) {
	path := storetest.SQLite(t)
	done := make(chan error, 3)
	for i := range 3 {
		go func() {
			var err error
			for n := 0; n < 15 && err == nil; n++ {
				err = openAndClose(path, store.Options{Server: i == 0})
			}
			done <- err
		}()
	}
	for range 3 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if left := filesBeside(t, path); len(left) != 0 {
		t.Errorf("beside the database lie %v", slices.Sorted(slices.Values(left)))
	}
}
