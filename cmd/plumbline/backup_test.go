package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"plumbline/cmd/plumbline/files"
	"plumbline/cmd/plumbline/keyfile"
	"plumbline/models/store/storetest"
)

// stoppedServer makes a database with a review, an access key and its key file, and stops the server.
func stoppedServer(t *testing.T) (data, workload string) {
	data = storetest.SQLite(t)
	workload, _ = reviewedDatabase(t, data)
	mustRun(t, "", "key", "create", "--data", data)
	return data, workload
}

// checkHolds wants the workload of reviewed in a database.
func checkHolds(t *testing.T, data string) {
	t.Helper()
	if out := mustRun(t, "", "export", "workload", "Checkout", "--data", data, "--workspace",
		"Default"); !strings.Contains(out, "Takes the money") {
		t.Errorf("%s does not have the workload: %.200s", data, out)
	}
}

// checkFails wants a status and a sentence.
func checkFails(t *testing.T, status int, want string, args ...string) {
	t.Helper()
	got, out, errOut := runCommand(t, "", args...)
	if got != status || !strings.Contains(out+errOut, want) {
		t.Errorf("%v: status %d, want %d and %q:\n%s%s", args, got, status, want, out, errOut)
	}
}

// A backup beside a running server is one file with everything, for its owner only; restored elsewhere it is the same
// server again.
func TestBackupBesideAServer(t *testing.T) {
	t.Parallel()
	data, _ := stoppedServer(t)
	p := startProgram(t, "serve", "--data", data)
	p.must("POST", "/workloads",
		map[string]any{"name": "Made just before", "description": "Sells shoes", "environment": "PRODUCTION",
			"review_owner": "Ines",
			"aws_regions":  []string{"eu-central-1"}, "lenses": []string{}}, nil)
	dir := t.TempDir()
	out := mustRun(t, "", "backup", dir, "--data", data)
	made, err := filepath.Glob(filepath.Join(dir, "*"))
	mustSucceed(t, err)
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
	check := mustRun(t, "", "restore", "--check", made[0], "--secret-key-file", data+".key")
	for _, want := range []string{"is whole", "the key opens all", "newest change: 20", "audit log, instance", "intact",
		"schema: "} {
		if !strings.Contains(check, want) {
			t.Errorf("the check does not say %q:\n%s", want, check)
		}
	}
	if left := matchingFiles(t, dir); len(left) != 1 {
		t.Errorf("the check left %v", left)
	}
	elsewhere := filepath.Join(t.TempDir(), "other.db")
	mustRun(t, "", "restore", made[0], "--data", elsewhere, "--secret-key-file", data+".key")
	restored := startProgram(t, "serve", "--data", elsewhere)
	if strings.Contains(restored.printed("out"), "set the server up") ||
		strings.Contains(restored.printed("err"), "created a key") {
		t.Error("the restored server begins anew")
	}
	restored.signal(syscall.SIGTERM)
	mustSucceed(t, restored.wait())
	mustRun(t, "", "export", "workload", "Made just before", "--data", elsewhere, "--workspace", "Default")
	checkHolds(t, elsewhere)
}

// What must not happen by mistake does not.
func TestBackupRefuses(t *testing.T) {
	t.Parallel()
	data, _ := stoppedServer(t)
	taken := writeFile(t, t.TempDir(), "taken", "x")
	for _, out := range []string{data, data + ".key", taken} {
		before, err := os.ReadFile(out)
		mustSucceed(t, err)
		checkFails(t, exitFailed, out, "backup", out, "--data", data)
		if after, err := os.ReadFile(out); err != nil || string(after) != string(before) {
			t.Errorf("%s was written over", out)
		}
	}
	checkFails(t, exitFailed, "belongs to the database", "backup", data, "--data", data, "--force")
	checkFails(t, exitFailed, "no database", "backup", taken+".2", "--data", taken+".none")
	checkFails(t, exitFailed, "pg_dump", "backup", taken+".2", "--data", "postgres://u:secret@127.0.0.1/x")
	checkFails(t, exitFailed, "pg_restore", "restore", taken, "--data", "postgres://u:secret@127.0.0.1/x")
	mustRun(t, "", "backup", taken, "--data", data, "--force", "--with-key")
	if keys, err := keyfile.Read(taken + ".key"); err != nil || len(keys) != 1 {
		t.Errorf("--with-key: %d keys, %v", len(keys), err)
	}
	mustRun(t, "", "restore", "--check", taken)
}

// A backup that is not what it should be is told apart, whatever is wrong with it, and is not put in place.
func TestRestoreProvesTheBackup(t *testing.T) {
	t.Parallel()
	data, _ := stoppedServer(t)
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.db")
	mustRun(t, "", "backup", whole, "--data", data)
	spoiled := func(name string, spoil func(path string)) string {
		path := filepath.Join(dir, name)
		mustSucceed(t, files.Copy(whole, path))
		spoil(path)
		return path
	}
	size := func() int64 {
		info, err := os.Stat(whole)
		mustSucceed(t, err)
		return info.Size()
	}()
	p := startProgram(t, "serve", "--data", data)
	bare := filepath.Join(dir, "bare.db")
	mustSucceed(t, files.Copy(data, bare))
	p.signal(syscall.SIGTERM)
	mustSucceed(t, p.wait())
	place := filepath.Join(t.TempDir(), "place.db")
	for path, want := range map[string]string{
		spoiled("half.db", func(path string) { mustSucceed(t, os.Truncate(path, size/2)) }):  "only a part",
		spoiled("short.db", func(path string) { mustSucceed(t, os.Truncate(path, size-1)) }): "only a part",
		spoiled("edited.db", func(path string) {
			storetest.ExecStatement(t, path, "UPDATE audit SET actor_name = 'Nobody' WHERE seq = (SELECT MAX(seq) FROM audit)")
		}): "NOT INTACT",
		spoiled("orphans.db", func(path string) {
			storetest.ExecStatement(t, path, "DELETE FROM workspaces")
		}): "WRONG",
		spoiled("scrambled.db", func(path string) {
			file, err := os.OpenFile(path, os.O_RDWR, 0)
			mustSucceed(t, err)
			for at := int64(8 * 4096); at < size; at += 4096 {
				_, err = file.WriteAt([]byte("scrambled by a broken disk"), at+2000)
				mustSucceed(t, err)
			}
			mustSucceed(t, file.Close())
		}): "WRONG",
		bare:                                   "without its write-ahead log",
		writeFile(t, dir, "text.db", "a text"): "is not a database",
	} {
		checkFails(t, exitFound, want, "restore", "--check", path)
		if status, _, errOut := runCommand(t, "", "restore", path, "--data", place); status != exitFailed ||
			databaseExists(place) {
			t.Errorf("%s: restored with status %d: %s", path, status, errOut)
		}
	}
	empty := writeFile(t, dir, "empty.db", "")
	checkFails(t, exitFailed, "not a backup", "restore", "--check", empty)
	checkFails(t, exitFailed, "no such file", "restore", "--check", empty+".none")
	if left := matchingFiles(t, filepath.Dir(place)); len(left) != 0 {
		t.Errorf("refused restores left %v", left)
	}
	mustRun(t, "", "restore", bare, "--data", place, "--accept-incomplete", "--secret-key-file", data+".key")
	mustRun(t, "", "audit", "verify", "--data", place)
}

// Restore keeps what is there unless it is told otherwise, and keeps it even then; not while a server runs; and not
// without the key.
func TestRestoreInPlace(t *testing.T) {
	t.Parallel()
	data, _ := stoppedServer(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	mustRun(t, "", "backup", backup, "--data", data)
	mustRun(t, "", "workspace", "create", "Later", "--data", data)
	checkFails(t, exitFailed, "--replace", "restore", backup, "--data", data)
	p := startProgram(t, "serve", "--data", data)
	checkFails(t, exitFailed, "another server", "restore", backup, "--data", data, "--replace")
	p.signal(syscall.SIGKILL)
	_ = p.wait()
	mustSucceed(t, os.Rename(data+".key", data+".gone"))
	checkFails(t, exitFailed, "1 access keys do not work", "restore", backup, "--data", data, "--replace")
	if out := mustRun(t, "", "workspace", "list", "--data", data); !strings.Contains(out, "Later") {
		t.Errorf("a refused restore changed something:\n%s", out)
	}
	out := mustRun(t, "", "restore", backup, "--data", data, "--replace", "--secret-key-file", data+".gone")
	_, kept, _ := strings.Cut(out, "kept as ")
	kept, _, _ = strings.Cut(kept, "\n")
	if out := mustRun(t, "", "workspace", "list", "--data", data); strings.Contains(out, "Later") {
		t.Errorf("not restored:\n%s", out)
	}
	if out := mustRun(t, "", "workspace", "list", "--data", kept); !strings.Contains(out, "Later") {
		t.Errorf("what was replaced is not kept:\n%s", out)
	}
	if _, err := keyfile.Read(data + ".key"); err != nil {
		t.Errorf("the key was not brought: %v", err)
	}
	checkHolds(t, data)
	checkFails(t, exitFailed, "database itself", "restore", data, "--data", data, "--replace")
}

func matchingFiles(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	mustSucceed(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
