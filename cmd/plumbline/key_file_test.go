package main

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"plumbline/cmd/plumbline/keyfile"
	"plumbline/models/store/storetest"
)

// On SQLite the first start makes a key that later ones use; with another before it both open what was sealed; without
// it what needs it says so.
func TestKeyFile(t *testing.T) {
	data := storetest.SQLite(t)
	path := data + ".key"
	restart := func(args ...string) string {
		p := startProgram(t, append([]string{"serve", "--data", data}, args...)...)
		p.signal(syscall.SIGTERM)
		mustSucceed(t, p.wait())
		return p.printed("err")
	}
	if log := restart(); !strings.Contains(log, "created a key") || !strings.Contains(log, path) {
		t.Errorf("the log does not say that a key was made:\n%s", log)
	}
	info, err := os.Stat(path)
	mustSucceed(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the key file is %v", info.Mode())
	}
	first, err := os.ReadFile(path)
	mustSucceed(t, err)
	log := restart()
	if again, err := os.ReadFile(path); err != nil || string(again) != string(first) ||
		strings.Contains(log, "created a key") {
		t.Errorf("the second start made another key: %v\n%s", err, log)
	}
	if strings.Contains(log, strings.TrimSpace(string(first))) {
		t.Error("the log has the key")
	}
	mustRun(t, "", "key", "create", "--data", data)

	mustSucceed(t, os.WriteFile(path, []byte("# rotated\n"+keyfile.NewKey()+"\n\n"+string(first)), 0o600))
	keys, err := keyFlags{}.secretKeys(data)
	if err != nil || len(keys) != 2 {
		t.Fatalf("%d keys: %v", len(keys), err)
	}
	mustRun(t, "", "key", "create", "--data", data)
	restart()

	mustSucceed(t, os.Remove(path))
	if status, _, errOut := runCommand(t, "", "key", "create", "--data", data); status != exitFailed ||
		!strings.Contains(errOut, "no secret key") {
		t.Errorf("without the key: %d %s", status, errOut)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a command beside the database created a key file")
	}
	mustRun(t, "", "key", "list", "--data", data)
	t.Setenv(keyVariable, keyfile.NewKey()+", "+strings.TrimSpace(string(first)))
	mustRun(t, "", "key", "create", "--data", data)
	if log := restart(); strings.Contains(log, "created a key") {
		t.Errorf("with keys in the environment:\n%s", log)
	}
	if status, _, errOut := runCommand(t, "", "serve", "--data", data, "--secret-key-file", path); status != exitFailed ||
		!strings.Contains(errOut, "give one of them") {
		t.Errorf("file and environment: %d %s", status, errOut)
	}
}

// Servers that start at once on one database have one key.
func TestOneKeyForAll(t *testing.T) {
	data := storetest.SQLite(t)
	found := make([][][]byte, 16)
	var all sync.WaitGroup
	for i := range found {
		all.Go(func() {
			var err error
			if found[i], err = (keyFlags{}).serverKeys(data, slog.New(slog.DiscardHandler)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, keys := range found {
		if len(keys) != 1 || !bytes.Equal(keys[0], found[0][0]) {
			t.Errorf("%d keys, or another one", len(keys))
		}
	}
}

// On PostgreSQL there is no place for a key: the log says what is off.
func TestNoKeyOnPostgres(t *testing.T) {
	if os.Getenv(storetest.PostgresVariable) == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("no PostgreSQL server to test on")
		}
		t.Skip("no PostgreSQL server to test on")
	}
	dsn := storetest.NewPostgresDatabase(t)
	p := startProgram(t, "serve", "--data", dsn)
	if log := p.printed("err"); !strings.Contains(log, "level=WARN") ||
		!strings.Contains(log, "one-time codes and access keys are off") {
		t.Errorf("no warning:\n%s", log)
	}
	if status, _, errOut := runCommand(t, "", "key", "create", "--data", dsn); status != exitFailed ||
		!strings.Contains(errOut, "no secret key") {
		t.Errorf("key create: %d %s", status, errOut)
	}
	p.signal(syscall.SIGTERM)
	mustSucceed(t, p.wait())
}

// A key file that can't be used stops the program with a reason that says nothing of what is in it.
func TestWrongKeyFiles(t *testing.T) {
	t.Parallel()
	good := keyfile.NewKey()
	for name, text := range map[string]string{
		"empty": "", "comments": "# nothing\n\n", "short": good[:40] + "\n", "second line": good + "\n" + good[1:] + "\n",
		"words": "hunter2hunter2\n",
		"huge":  strings.Repeat("#\n", keyfile.MaxBytes), "two on a line": good + " " + good,
	} {
		path := writeFile(t, t.TempDir(), "keys", text)
		status, _, errOut := runCommand(t, "", "serve", "--data", storetest.SQLite(t), "--secret-key-file", path)
		if status != exitFailed || !strings.Contains(errOut, path) || strings.Contains(errOut, "hunter2") ||
			strings.Contains(errOut, good[1:20]) {
			t.Errorf("%s: %d %s", name, status, errOut)
		}
	}
	path := writeFile(t, t.TempDir(), "keys", good)
	for mode, fine := range map[os.FileMode]bool{0o600: true, 0o400: true, 0o440: true, 0o644: false, 0o602: false, 0o604: false} {
		mustSucceed(t, os.Chmod(path, mode))
		if _, err := keyfile.Read(path); (err == nil) != fine {
			t.Errorf("%v: %v", mode, err)
		}
	}
	for _, missing := range []string{filepath.Join(t.TempDir(), "none"), t.TempDir()} {
		if status, _,
			errOut := runCommand(t, "", "serve", "--data", storetest.SQLite(t), "--secret-key-file",
			missing); status != exitFailed || !strings.Contains(errOut, missing) {
			t.Errorf("%s: %d %s", missing, status, errOut)
		}
	}
	if _, err := keyfile.Parse("x", "\r\n"+good+"\r\n"+mustRun(t, "", "secret-key")); err != nil {
		t.Errorf("lines of Windows: %v", err)
	}
	if printed := mustRun(t, "", "secret-key"); printed == mustRun(t, "", "secret-key") {
		t.Error("two keys are the same")
	}
	if err := keyfile.Create(path); err == nil {
		t.Error("a key file was written over another")
	}
}
