package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"plumbline/models/store/storetest"
)

// stopped makes a database with a review, an access key and its key file, and stops the server.
func stopped(t *testing.T) (data, workload string) {
	data = storetest.SQLite(t)
	workload, _ = reviewed(t, data)
	did(t, "", "key", "create", "--data", data)
	return data, workload
}

// holds wants the workload of reviewed in a database.
func holds(t *testing.T, data string) {
	t.Helper()
	if out := did(t, "", "export", "workload", "Checkout", "--data", data, "--workspace", "Default"); !strings.Contains(out, "Takes the money") {
		t.Errorf("%s does not have the workload: %.200s", data, out)
	}
}

// fails wants a status and a sentence.
func fails(t *testing.T, status int, want string, args ...string) {
	t.Helper()
	got, out, errOut := command(t, "", args...)
	if got != status || !strings.Contains(out+errOut, want) {
		t.Errorf("%v: status %d, want %d and %q:\n%s%s", args, got, status, want, out, errOut)
	}
}

// A backup beside a running server is one file with everything, for its owner only; restored elsewhere it is the same server again.
func TestBackupBesideAServer(t *testing.T) {
	t.Parallel()
	data, _ := stopped(t)
	p := start(t, "serve", "--data", data)
	p.must("POST", "/workloads", map[string]any{"name": "Made just before", "description": "Sells shoes", "environment": "PRODUCTION", "review_owner": "Ines",
		"aws_regions": []string{"eu-central-1"}, "lenses": []string{}}, nil)
	dir := t.TempDir()
	out := did(t, "", "backup", dir, "--data", data)
	made, err := filepath.Glob(filepath.Join(dir, "*"))
	must(t, err)
	if len(made) != 1 {
		t.Fatalf("the directory of the backup has %v", made)
	}
	if info, err := os.Stat(made[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup: %v, %v", info.Mode(), err)
	}
	for _, want := range []string{made[0], "whole", "workloads 2", data + ".key"} {
		if !strings.Contains(out, want) {
			t.Errorf("backup does not say %q:\n%s", want, out)
		}
	}
	if status, _ := p.ask(t.Context(), "GET", "/readyz", nil, nil); status != 200 {
		t.Errorf("after a backup the server is not ready: %d", status)
	}
	check := did(t, "", "restore", "--check", made[0], "--secret-key-file", data+".key")
	for _, want := range []string{"is whole", "the key opens all", "newest change: 20", "audit log, instance", "intact", "schema: "} {
		if !strings.Contains(check, want) {
			t.Errorf("the check does not say %q:\n%s", want, check)
		}
	}
	if left := matching(t, dir); len(left) != 1 {
		t.Errorf("the check left %v", left)
	}
	elsewhere := filepath.Join(t.TempDir(), "other.db")
	did(t, "", "restore", made[0], "--data", elsewhere, "--secret-key-file", data+".key")
	restored := start(t, "serve", "--data", elsewhere)
	if strings.Contains(restored.printed("out"), "set the server up") || strings.Contains(restored.printed("err"), "made a key") {
		t.Error("the restored server begins anew")
	}
	restored.signal(syscall.SIGTERM)
	must(t, restored.wait())
	did(t, "", "export", "workload", "Made just before", "--data", elsewhere, "--workspace", "Default")
	holds(t, elsewhere)
}

// What must not happen by mistake does not.
func TestBackupRefuses(t *testing.T) {
	t.Parallel()
	data, _ := stopped(t)
	taken := put(t, t.TempDir(), "taken", "x")
	for _, out := range []string{data, data + ".key", taken} {
		before, err := os.ReadFile(out)
		must(t, err)
		fails(t, exitFailed, out, "backup", out, "--data", data)
		if after, err := os.ReadFile(out); err != nil || string(after) != string(before) {
			t.Errorf("%s was written over", out)
		}
	}
	fails(t, exitFailed, "belongs to the database", "backup", data, "--data", data, "--force")
	fails(t, exitFailed, "no database", "backup", taken+".2", "--data", taken+".none")
	fails(t, exitFailed, "pg_dump", "backup", taken+".2", "--data", "postgres://u:secret@127.0.0.1/x")
	fails(t, exitFailed, "pg_restore", "restore", taken, "--data", "postgres://u:secret@127.0.0.1/x")
	did(t, "", "backup", taken, "--data", data, "--force", "--with-key")
	if keys, err := readKeys(taken + ".key"); err != nil || len(keys) != 1 {
		t.Errorf("--with-key: %d keys, %v", len(keys), err)
	}
	did(t, "", "restore", "--check", taken)
}

// A backup that is not what it should be is told apart, whatever is wrong with it, and is not put in place.
func TestRestoreProvesTheBackup(t *testing.T) {
	t.Parallel()
	data, _ := stopped(t)
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.db")
	did(t, "", "backup", whole, "--data", data)
	spoiled := func(name string, spoil func(path string)) string {
		path := filepath.Join(dir, name)
		must(t, copyFile(whole, path))
		spoil(path)
		return path
	}
	size := func() int64 {
		info, err := os.Stat(whole)
		must(t, err)
		return info.Size()
	}()
	p := start(t, "serve", "--data", data)
	bare := filepath.Join(dir, "bare.db")
	must(t, copyFile(data, bare))
	p.signal(syscall.SIGTERM)
	must(t, p.wait())
	place := filepath.Join(t.TempDir(), "place.db")
	for path, want := range map[string]string{
		spoiled("half.db", func(path string) { must(t, os.Truncate(path, size/2)) }):  "only a part",
		spoiled("short.db", func(path string) { must(t, os.Truncate(path, size-1)) }): "only a part",
		spoiled("edited.db", func(path string) {
			storetest.Exec(t, path, "UPDATE audit SET actor_name = 'Nobody' WHERE seq = (SELECT MAX(seq) FROM audit)")
		}): "NOT INTACT",
		spoiled("orphans.db", func(path string) {
			storetest.Exec(t, path, "DELETE FROM workspaces")
		}): "WRONG",
		spoiled("scrambled.db", func(path string) {
			file, err := os.OpenFile(path, os.O_RDWR, 0)
			must(t, err)
			for at := int64(8 * 4096); at < size; at += 4096 {
				_, err = file.WriteAt([]byte("scrambled by a broken disk"), at+2000)
				must(t, err)
			}
			must(t, file.Close())
		}): "WRONG",
		bare:                             "without its write-ahead log",
		put(t, dir, "text.db", "a text"): "is not a database",
	} {
		fails(t, exitFound, want, "restore", "--check", path)
		if status, _, errOut := command(t, "", "restore", path, "--data", place); status != exitFailed || there(place) {
			t.Errorf("%s: restored with status %d: %s", path, status, errOut)
		}
	}
	empty := put(t, dir, "empty.db", "")
	fails(t, exitFailed, "not a backup", "restore", "--check", empty)
	fails(t, exitFailed, "no such file", "restore", "--check", empty+".none")
	if left := matching(t, filepath.Dir(place)); len(left) != 0 {
		t.Errorf("refused restores left %v", left)
	}
	did(t, "", "restore", bare, "--data", place, "--accept-incomplete", "--secret-key-file", data+".key")
	did(t, "", "audit", "verify", "--data", place)
}

// Restore keeps what is there unless it is told otherwise, and keeps it even then; not while a server runs; and not without the key.
func TestRestoreInPlace(t *testing.T) {
	t.Parallel()
	data, _ := stopped(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	did(t, "", "backup", backup, "--data", data)
	did(t, "", "workspace", "create", "Later", "--data", data)
	fails(t, exitFailed, "--replace", "restore", backup, "--data", data)
	p := start(t, "serve", "--data", data)
	fails(t, exitFailed, "another server", "restore", backup, "--data", data, "--replace")
	p.signal(syscall.SIGKILL)
	_ = p.wait()
	must(t, os.Rename(data+".key", data+".gone"))
	fails(t, exitFailed, "1 access keys do not work", "restore", backup, "--data", data, "--replace")
	if out := did(t, "", "workspace", "list", "--data", data); !strings.Contains(out, "Later") {
		t.Errorf("a refused restore changed something:\n%s", out)
	}
	out := did(t, "", "restore", backup, "--data", data, "--replace", "--secret-key-file", data+".gone")
	_, kept, _ := strings.Cut(out, "kept as ")
	kept, _, _ = strings.Cut(kept, "\n")
	if out := did(t, "", "workspace", "list", "--data", data); strings.Contains(out, "Later") {
		t.Errorf("not restored:\n%s", out)
	}
	if out := did(t, "", "workspace", "list", "--data", kept); !strings.Contains(out, "Later") {
		t.Errorf("what was replaced is not kept:\n%s", out)
	}
	if _, err := readKeys(data + ".key"); err != nil {
		t.Errorf("the key was not brought: %v", err)
	}
	holds(t, data)
	fails(t, exitFailed, "database itself", "restore", data, "--data", data, "--replace")
}

func matching(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
