//go:build linux

package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"plumbline/models/store/storetest"
)

// limit bounds what a running program may use.
func (p *runningProgram) limit(resource int, n uint64) {
	p.t.Helper()
	var now unix.Rlimit
	mustSucceed(p.t, unix.Prlimit(p.cmd.Process.Pid, resource, nil, &now))
	now.Cur = min(n, now.Max)
	mustSucceed(p.t, unix.Prlimit(p.cmd.Process.Pid, resource, &now, nil))
}

// fullDisks are how many writes fail before there is room again.
const fullDisks = 2000

// A disk that is full for 2,000 writes, with 256 file handles: each is refused as an outage, reading and signing out
// work meanwhile, and when there is room again all is well, also after the next start. The disk is made full by a bound
// on the size of files.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	const password = "seven green bottles"
	data := storetest.SQLite(t)
	workload, _ := reviewedDatabase(t, data)
	mustRun(t, password+"\n", "user", "create", "ada@example.com", "--name", "Ada", "--admin", "--password-stdin",
		"--data", data)
	p := startProgram(t, "serve", "--data", data)
	p.limit(unix.RLIMIT_NOFILE, 256)
	ada := p.browser()
	if got := ada.signIn("ada@example.com", password); got != 201 {
		t.Fatalf("sign in: %d", got)
	}
	w := &answerWriter{question: "backup"}
	put := func(notes string) int {
		status, err := p.ask(t.Context(), "PUT", w.path(workload), map[string]any{"notes": notes}, nil)
		mustSucceed(t, err)
		return status
	}
	if got := put("before"); got != 200 {
		t.Fatalf("a write before: %d", got)
	}
	p.limit(unix.RLIMIT_FSIZE, 4096)
	before := handlesOf(t, p)
	for n := range fullDisks {
		if got := put("in vain"); got != 503 {
			t.Fatalf("write %d on a full disk: %d", n, got)
		}
	}
	if after := handlesOf(t, p); after > before+20 {
		t.Errorf("%d open files after %d failed writes, %d before", after, fullDisks, before)
	}
	for _, path := range []string{"/readyz", w.path(workload)} {
		if status, err := p.ask(t.Context(), "GET", path, nil, nil); err != nil || status != 200 {
			t.Errorf("%s on a full disk: %d %v", path, status, err)
		}
	}
	ended := signedOut(t, ada)
	p.limit(unix.RLIMIT_FSIZE, unix.RLIM_INFINITY)
	if got := put("after"); got != 200 {
		t.Errorf("a write when there is room again: %d", got)
	}
	p.signal(syscall.SIGTERM)
	mustSucceed(t, p.wait())
	p = startProgram(t, "serve", "--data", data)
	if status := p.withCookie(ended); status != 401 {
		t.Errorf("signed out on a full disk, and in again after the next start: %d", status)
	}
	checkNote(t, p, workload, &answerWriter{question: "observe"})
	var answer struct{ Notes string }
	if _, err := p.ask(t.Context(), "GET", w.path(workload), nil, &answer); err != nil || answer.Notes != "after" {
		t.Errorf("the note is %q, %v", answer.Notes, err)
	}
}

// signedOut signs out, wants the cookie to be gone and the session to be over, and returns what the cookie was.
func signedOut(t *testing.T, b *testBrowser) *http.Cookie {
	t.Helper()
	old := b.session()
	if old == nil {
		t.Fatal("there is no session to end")
	}
	if status, reply := b.ask("DELETE", "/session", nil); status != 204 || b.session() != nil {
		t.Errorf("signing out on a full disk: %d %s", status, reply)
	}
	if status := b.p.withCookie(old); status != 401 {
		t.Errorf("signed out, and still in: %d", status)
	}
	return old
}

// session returns the cookie of the session, nil if there is none.
func (b *testBrowser) session() *http.Cookie {
	b.p.t.Helper()
	at, err := url.Parse(b.p.url)
	mustSucceed(b.p.t, err)
	for _, c := range b.Jar.Cookies(at) {
		if c.Name == "plumbline_session" {
			return c
		}
	}
	return nil
}

// withCookie asks who one is with a session cookie.
func (p *runningProgram) withCookie(cookie *http.Cookie) int {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), "GET", p.url+"/api/v1/session", nil)
	mustSucceed(p.t, err)
	req.AddCookie(cookie)
	res, err := http.DefaultClient.Do(req)
	mustSucceed(p.t, err)
	mustSucceed(p.t, res.Body.Close())
	return res.StatusCode
}

func handlesOf(t *testing.T, p *runningProgram) (n int) {
	t.Helper()
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.cmd.Process.Pid))
	mustSucceed(t, err)
	return len(entries)
}
