package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"plumbline/cmd/plumbline/files"
	"plumbline/models/store/storetest"
)

func (p *runningProgram) stop() {
	p.t.Helper()
	p.signal(syscall.SIGTERM)
	mustSucceed(p.t, p.wait())
}

// A copy of the one file of a running server is noticed by the server and by audit verify; told so, the server goes on
// with it.
func TestCopyWhileRunning(t *testing.T) {
	t.Parallel()
	data, _ := stoppedServer(t)
	p := startProgram(t, "serve", "--data", data)
	copied := filepath.Join(t.TempDir(), "x.db")
	mustSucceed(t, files.Copy(data, copied))
	p.stop()
	for range 2 {
		checkFails(t, exitFound, "NOT COMPLETE", "audit", "verify", "--data", copied)
	}
	for _, args := range [][]string{{"serve"}, {"export", "workload", "Checkout"}, {"backup", copied + ".backup"}} {
		checkFails(t, exitFailed, "without its write-ahead log", append(args, "--data", copied)...)
	}
	mustSucceed(t, files.Copy(data+".key", copied+".key"))
	on := startProgram(t, "serve", "--data", copied, "--accept-incomplete")
	if log := on.printed("err"); !strings.Contains(log, "newest changes are missing") {
		t.Errorf("the log does not say what is missing:\n%s", log)
	}
	on.stop()
	mustRun(t, "", "audit", "verify", "--data", copied)
	startProgram(t, "serve", "--data", copied).stop()
}

// After a kill everything is there, for the server as for a command that comes first, and nothing is taken for a copy.
func TestKilledIsNotCopied(t *testing.T) {
	t.Parallel()
	data, _ := stoppedServer(t)
	for range 3 {
		p := startProgram(t, "serve", "--data", data)
		p.signal(syscall.SIGKILL)
		_ = p.wait()
		checkHolds(t, data)
	}
	startProgram(t, "serve", "--data", data).stop()
}

// A second server on the same file is refused with a sentence; commands beside the first one work; a killed one is no
// hindrance.
func TestOneServerAFile(t *testing.T) {
	t.Parallel()
	data, _ := stoppedServer(t)
	p := startProgram(t, "serve", "--data", data)
	checkFails(t, exitFailed, "another server (process ", "serve", "--data", data, "--listen", "127.0.0.1:0")
	for _, args := range [][]string{{"token", "create"}, {"audit", "verify"}, {"backup", t.TempDir()}, {"audit", "export"},
		{"user", "list"}} {
		mustRun(t, "", append(args, "--data", data)...)
	}
	if status, _ := p.ask(t.Context(), "GET", "/readyz", nil, nil); status != 200 {
		t.Errorf("not ready: %d", status)
	}
	p.signal(syscall.SIGKILL)
	_ = p.wait()
	startProgram(t, "serve", "--data", data).stop()
}

// A database that is gone, or empty, where one has been is not quietly made again.
func TestNoNewDatabaseInAnOldPlace(t *testing.T) {
	t.Parallel()
	data, _ := stoppedServer(t)
	mustSucceed(t, os.Rename(data, data+".moved"))
	checkFails(t, exitFailed, "--new-database", "serve", "--data", data)
	if _, err := os.Stat(data); err == nil {
		t.Error("the refused start made a database")
	}
	writeFile(t, filepath.Dir(data), filepath.Base(data), "")
	checkFails(t, exitFailed, "--new-database", "serve", "--data", data)
	checkFails(t, exitFailed, "is empty", "token", "create", "--data", data)
	p := startProgram(t, "serve", "--data", data, "--new-database")
	if p.setup == "" {
		t.Error("no set-up link")
	}
	p.stop()
}

// The file moved away under a server: 503, not ready, an error in the log; back again all is well.
func TestFileMovedWhileServing(t *testing.T) {
	t.Parallel()
	data, workload := stoppedServer(t)
	p := startProgram(t, "serve", "--data", data)
	status := func(method, path string, body any) int {
		got, err := p.ask(t.Context(), method, path, body, nil)
		mustSucceed(t, err)
		return got
	}
	all := func(want int) {
		t.Helper()
		answer := "/api/v1/workloads/" + workload + "/lenses/service-basics/answers/backup"
		for _, got := range []int{status("GET", "/readyz", nil), status("GET", answer, nil),
			status("PUT", answer, map[string]any{"notes": "x"})} {
			if got != want {
				t.Errorf("status %d, want %d", got, want)
			}
		}
	}
	all(200)
	mustSucceed(t, os.Rename(data, data+".moved"))
	all(503)
	mustSucceed(t, files.Copy(data+".moved", data))
	all(503)
	if log := p.printed("err"); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, data) {
		t.Errorf("no error in the log:\n%s", log)
	}
	mustSucceed(t, os.Rename(data+".moved", data))
	all(200)
	p.stop()
	checkHolds(t, data)
}

// A mail that waits is sealed like other secrets: a server that would make a new key tells that it would be lost.
func TestStartWithoutTheKeyOfMails(t *testing.T) {
	t.Parallel()
	data := storetest.SQLite(t)
	startProgram(t, "serve", "--data", data).stop()
	storetest.ExecStatement(t, data, "INSERT INTO outbox VALUES ('m1', 'mail', 'mention', '', '', 'ada@example.com', "+
		"'k1.sealed', 1, 1, 0, 0, 0, '', 0, 'waiting', '', 0), ('m2', 'mail', 'mention', '', '', 'ada@example.com', "+
		"'', 1, 1, 0, 0, 1, '', 0, 'sent', '', 1)")
	mustSucceed(t, os.Rename(data+".key", data+".gone"))
	checkFails(t, exitFailed, "1 mails that wait can't be sent", "serve", "--data", data)
}

// Without the key that secrets are kept under the server does not start and make another one; told to, it tells people
// with one-time codes the truth, and lets them in with a recovery code.
func TestStartWithoutTheKey(t *testing.T) {
	t.Parallel()
	const password = "seven green bottles"
	data := storetest.SQLite(t)
	p := startProgram(t, "serve", "--data", data)
	mustRun(t, password+"\n", "user", "create", "ada@example.com", "--name", "Ada", "--admin", "--password-stdin",
		"--data", data)
	recovery := withCodes(t, p, "ada@example.com", password)
	p.stop()
	mustSucceed(t, os.Rename(data+".key", data+".gone"))
	checkFails(t, exitFailed, "1 accounts can't sign in with their one-time codes", "serve", "--data", data)
	if _, err := os.Stat(data + ".key"); err == nil {
		t.Error("the refused start created a key")
	}
	p = startProgram(t, "serve", "--data", data, "--accept-lost-secrets")
	if log := p.printed("err"); !strings.Contains(log, "level=ERROR") {
		t.Errorf("nothing in the log:\n%s", log)
	}
	in := map[string]string{"email": "ada@example.com", "password": password, "code": "123456"}
	if status, reply := p.browser().ask("POST", "/session", in); status != 503 || !strings.Contains(reply, "secret key") ||
		!strings.Contains(reply, "recovery code") {
		t.Errorf("a one-time code: %d %s", status, reply)
	}
	form := url.Values{"email": {in["email"]}, "password": {password}, "code": {"123456"}}
	res, err := http.PostForm(p.url+"/signin", form)
	mustSucceed(t, err)
	page := readAll(t, res)
	if res.StatusCode != 503 || !strings.Contains(page, "lacks the secret key") || !strings.Contains(page, `name="code"`) {
		t.Errorf("the page: %d %s", res.StatusCode, page)
	}
	in["code"] = recovery
	if status, reply := p.browser().ask("POST", "/session", in); status != 201 {
		t.Errorf("a recovery code: %d %s", status, reply)
	}
	p.stop()
	mustSucceed(t, os.Rename(data+".gone", data+".key"))
	startProgram(t, "serve", "--data", data).stop()
}

// withCodes puts one-time codes into force and gives a recovery code.
func withCodes(t *testing.T, p *runningProgram, email, password string) string {
	t.Helper()
	b := p.browser()
	if got := b.signIn(email, password); got != 201 {
		t.Fatalf("sign in: %d", got)
	}
	_, reply := b.ask("POST", "/me/totp", map[string]string{"password": password})
	var setup struct{ Secret string }
	mustSucceed(t, json.Unmarshal([]byte(reply), &setup))
	if setup.Secret == "" {
		_, reply = b.ask("POST", "/me/totp", nil)
		mustSucceed(t, json.Unmarshal([]byte(reply), &setup))
	}
	code, err := totp.GenerateCode(setup.Secret, time.Now())
	mustSucceed(t, err)
	status, reply := b.ask("PUT", "/me/totp", map[string]string{"code": code})
	recovery := regexp.MustCompile(`[a-z2-7]{8}-[a-z2-7]{8}`).FindString(reply)
	if status != 200 && status != 201 || recovery == "" {
		t.Fatalf("one-time codes: %d %s", status, reply)
	}
	return recovery
}

func readAll(t *testing.T, res *http.Response) string {
	t.Helper()
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	mustSucceed(t, err)
	return string(text)
}
