package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/models/store/storetest"
)

// A report is verified beside the database, by a server without a token, and with nobody but the public key.
func TestVerify(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		dir := t.TempDir()
		file := func(name string) string { return filepath.Join(dir, name) }
		_, secretKey, _ := runCommand(t, "", "secret-key")
		mustSucceed(t, os.WriteFile(file("server.key"), []byte(secretKey), 0o600))
		t.Setenv("PLUMBLINE_SECRET_KEY_FILE", file("server.key"))
		id, _ := reviewedDatabase(t, dsn)
		p := startProgram(t, "serve", "--data", dsn)
		_, secret, _ := runCommand(t, "", "token", "create", "--data", dsn)
		p.token = strings.TrimSpace(secret)
		run := func(args ...string) (int, string) {
			status, out, errOut := runCommand(t, "", args...)
			return status, out + errOut
		}
		expect := func(status int, holds string, args ...string) {
			t.Helper()
			if got, out := run(args...); got != status || !strings.Contains(out, holds) {
				t.Errorf("%s: status %d, want %d with %q\n%s", args, got, status, holds, out)
			}
		}
		t.Setenv("PLUMBLINE_TOKEN", p.token)
		expect(exitOK, "", "report", "--workload", id, "--out", file("a.pdf"), "--manifest", file("a.json"), "--data", dsn)
		expect(exitOK, "", "report", "--workload", id, "--format", "html", "--out", file("b.html"), "--manifest",
			file("b.json"), "--server", p.url)
		_, pem := run("signing-key", "list", "--pem", "--server", p.url)
		mustSucceed(t, os.WriteFile(file("keys.pem"), []byte(pem), 0o600))
		report, err := os.ReadFile(file("a.pdf"))
		mustSucceed(t, err)
		report[len(report)/2] ^= 4
		mustSucceed(t, os.WriteFile(file("bent.pdf"), report, 0o600))
		mustSucceed(t, os.WriteFile(file("empty"), nil, 0o600))

		beside, server := []string{"--data", dsn}, []string{"--server", p.url}
		offline := func(manifest string) []string {
			return []string{"--manifest", file(manifest), "--key", file("keys.pem")}
		}
		verify := func(status int, holds, name string, where []string, more ...string) {
			t.Helper()
			expect(status, holds, append(append([]string{"verify", file(name)}, where...), more...)...)
		}
		verify(exitOK, "on Checkout", "a.pdf", beside)
		verify(exitOK, "on Checkout", "a.pdf", server) // a token of the workspace
		t.Setenv("PLUMBLINE_TOKEN", "")
		for _, name := range []string{"a.pdf", "b.html"} {
			verify(exitOK, "Genuine and still the newest", name, beside)
			verify(exitOK, "Genuine and still the newest", name, server)
			verify(exitOK, `"finding": "genuine"`, name, server, "--format", "json")
		}
		if _, out := run("verify", file("a.pdf"), "--server", p.url); strings.Contains(out, "Checkout") {
			t.Errorf("a stranger is told the name: %s", out)
		}
		verify(exitOK, "Genuine: the server of the key", "a.pdf", offline("a.json"))
		verify(exitOK, "Genuine and still", "a.pdf", server, "--manifest", file("a.json"))
		for name, holds := range map[string]string{"bent.pdf": "Not known here", "empty": "Not known here"} {
			verify(exitFound, holds, name, beside)
			verify(exitFound, holds, name, server)
			verify(exitFound, "belongs to another file", name, offline("a.json"))
		}
		verify(exitFound, "belongs to another file", "a.pdf", offline("b.json")) // swapped
		verify(exitFound, "belongs to another file", "a.pdf", beside, "--manifest", file("b.json"))

		manifest, err := os.ReadFile(file("a.json"))
		mustSucceed(t, err)
		forged := strings.Replace(string(manifest), "Checkout", "Checkin", 1)
		mustSucceed(t, os.WriteFile(file("forged.json"), []byte(forged), 0o600))
		verify(exitFound, "has signed the manifest", "a.pdf", offline("forged.json"))
		verify(exitFound, "has signed the manifest", "a.pdf", server, "--manifest", file("forged.json"))

		verify(exitFailed, "no such file", "nothing.pdf", beside)
		verify(exitFailed, "no manifest of a report", "a.pdf", offline("keys.pem"))
		verify(exitFailed, "no public key", "a.pdf", []string{"--manifest", file("a.json"), "--key", file("a.json")})
		verify(exitFailed, "--key checks", "a.pdf", []string{"--key", file("keys.pem")})
		verify(exitFailed, "no answer", "a.pdf", []string{"--server", "http://127.0.0.1:1"})

		// The old key still verifies; then something newer comes.
		expect(exitOK, "", "signing-key", "rotate", "--data", dsn)
		if _, out := run("signing-key", "list", "--data", dsn); strings.Count(out, "\n") != 3 {
			t.Errorf("the keys are\n%s", out)
		}
		verify(exitOK, "Genuine and still", "a.pdf", beside)
		verify(exitOK, "Genuine and still", "a.pdf", server, "--manifest", file("a.json"))
		p.must("PATCH", "/workloads/"+id+"/lenses/service-basics/answers/backup", map[string]any{"notes": "New"}, nil)
		verify(exitOutdated, "Genuine, but superseded", "a.pdf", beside)
		verify(exitOutdated, "Genuine, but superseded", "a.pdf", server)
	})
}

// Without the server's secret key a report is written all the same, and it is told that it can't be verified.
func TestReportWithoutASecretKey(t *testing.T) {
	dsn := storetest.SQLite(t)
	id, _ := reviewedDatabase(t, dsn)
	if err := os.Remove(dsn + ".key"); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "a.pdf")
	status, _, errOut := runCommand(t, "", "report", "--workload", id, "--out", out, "--data", dsn)
	if status != exitOK || !strings.Contains(errOut, "can't be verified") {
		t.Errorf("%d %s", status, errOut)
	}
	status, _, errOut = runCommand(t, "", "report", "--workload", id, "--out", out, "--data", dsn,
		"--manifest", out+".json")
	if status != exitFailed || !strings.Contains(errOut, "there is no manifest") {
		t.Errorf("%d %s", status, errOut)
	}
}

// A backup holds the keys that sign reports and what they signed: the restored server knows the report, and signs with
// the same key. The check says whether the key file fits.
func TestBackupsKeepTheSigningKey(t *testing.T) {
	t.Parallel()
	data, id := stoppedServer(t)
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	mustRun(t, "", "report", "--workload", id, "--out", file("a.pdf"), "--data", data)
	mustRun(t, "", "backup", file("backup.db"), "--data", data)
	checkFails(t, exitOK, "the key that signs reports: the key opens all of them", "restore", "--check",
		file("backup.db"), "--secret-key-file", data+".key")
	_, other, _ := runCommand(t, "", "secret-key")
	mustSucceed(t, os.WriteFile(file("other.key"), []byte(other), 0o600))
	checkFails(t, exitFound, "the key does NOT open", "restore", "--check", file("backup.db"), "--secret-key-file",
		file("other.key"))
	checkFails(t, exitFailed, "reports are not signed before", "restore", file("backup.db"), "--data", file("new.db"),
		"--secret-key-file", file("other.key"))
	mustRun(t, "", "restore", file("backup.db"), "--data", file("new.db"), "--secret-key-file", data+".key")
	checkFails(t, exitOK, "Genuine and still the newest", "verify", file("a.pdf"), "--data", file("new.db"))
	mustRun(t, "", "report", "--workload", id, "--format", "html", "--out", file("b.html"), "--data", file("new.db"))
	checkFails(t, exitOK, "Genuine and still the newest", "verify", file("b.html"), "--data", file("new.db"))
	keys := mustRun(t, "", "signing-key", "list", "--data", file("new.db"))
	if strings.Count(strings.TrimSpace(keys), "\n") != 1 {
		t.Errorf("the restored server has other keys:\n%s", keys)
	}
}
