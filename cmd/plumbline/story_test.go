package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"plumbline/cmd/plumbline/keyfile"
	"plumbline/models/store/storetest"
)

// testBrowser keeps cookies, and sends the CSRF token of its session.
type testBrowser struct {
	http.Client
	p    *runningProgram
	csrf string
}

func (p *runningProgram) browser() *testBrowser {
	jar, err := cookiejar.New(nil)
	mustSucceed(p.t, err)
	return &testBrowser{Client: http.Client{Jar: jar}, p: p}
}

// ask returns the status, and the reply as text.
func (b *testBrowser) ask(method, path string, body any) (int, string) {
	b.p.t.Helper()
	data, err := json.Marshal(body)
	mustSucceed(b.p.t, err)
	req, err := http.NewRequestWithContext(b.p.t.Context(), method, b.p.url+"/api/v1"+path, strings.NewReader(string(data)))
	mustSucceed(b.p.t, err)
	req.Header.Set("X-CSRF-Token", b.csrf)
	res, err := b.Do(req)
	mustSucceed(b.p.t, err)
	defer res.Body.Close()
	reply, err := io.ReadAll(res.Body)
	mustSucceed(b.p.t, err)
	return res.StatusCode, string(reply)
}

// signIn keeps the CSRF token of the session that begins.
func (b *testBrowser) signIn(email, password string) int {
	b.p.t.Helper()
	status, reply := b.ask("POST", "/session", map[string]string{"email": email, "password": password})
	var session struct {
		CSRFToken string `json:"csrf_token"`
	}
	mustSucceed(b.p.t, json.Unmarshal([]byte(reply), &session))
	b.csrf = session.CSRFToken
	return status
}

// mustRun runs a command that must succeed and returns what it printed, without the line end.
func mustRun(t testing.TB, stdin string, args ...string) string {
	t.Helper()
	status, out, errOut := runCommand(t, stdin, args...)
	if status != exitOK || errOut != "" {
		t.Fatalf("%v: status %d: %s", args, status, errOut)
	}
	return strings.TrimSpace(out)
}

// linkSecret is the secret of a link.
func linkSecret(link string) string {
	_, code, _ := strings.Cut(link, "#")
	return code
}

// A server is set up and used without a browser, by commands beside it while it runs; none of the secrets gets into its
// log.
func TestSetUpWithoutABrowser(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		const password = "seven green bottles"
		keyFile := writeFile(t, t.TempDir(), "keys", keyfile.NewKey()+"\n")
		p := startProgram(t, "serve", "--data", dsn, "--secret-key-file", keyFile, "--log-level", "debug")
		at := []string{"--data", dsn}
		space := append(at, "--workspace", "team a")
		with := func(flags []string, args ...string) []string { return append(args, flags...) }

		mustRun(t, "", with(at, "workspace", "create", "Team A")...)
		mustRun(t, password+"\n",
			with(at, "user", "create", "Ada@example.com", "--name", "Ada", "--admin", "--password-stdin")...)
		b := p.browser()
		if got := b.signIn("ada@example.com", password); got != 201 {
			t.Fatalf("sign in: %d", got)
		}
		if got, _ := b.ask("PATCH", "/workspace", map[string]string{"name": "Mine"}); got != 403 {
			t.Errorf("an administrator who is no member renames a workspace: %d", got)
		}
		mustRun(t, "", with(space, "member", "add", "ada@example.com", "--role", "owner")...)
		if got := b.signIn("ada@example.com", password); got != 201 {
			t.Fatalf("sign in as a member: %d", got)
		}
		csrf := b.csrf
		b.csrf = ""
		if got, _ := b.ask("PATCH", "/workspace", map[string]string{"name": "Mine"}); got != 403 {
			t.Errorf("without the CSRF token: %d", got)
		}
		b.csrf = csrf
		if got, reply := b.ask("PATCH", "/workspace", map[string]string{"name": "Team B"}); got != 200 {
			t.Errorf("rename the workspace: %d %s", got, reply)
		}
		if out := mustRun(t, "", with(at, "workspace", "list")...); !strings.Contains(out, "Team B") ||
			strings.Contains(out, "Team A") {
			t.Errorf("the command line sees\n%s", out)
		}
		space = append(at, "--workspace", "Team B")

		token := mustRun(t, "", with(space, "token", "create", "--expires", "90d", "--role", "viewer")...)
		var session struct{ Workspace struct{ Name, Role string } }
		p.token = token
		p.must("GET", "/session", nil, &session)
		if session.Workspace.Name != "Team B" || session.Workspace.Role != "viewer" {
			t.Errorf("the token works in %+v", session.Workspace)
		}
		key := mustRun(t, "", with(space, "key", "create", "--secret-key-file", keyFile)...)
		id, keySecret, two := strings.Cut(key, " ")
		if !two || !strings.HasPrefix(id, "PLAK") || len(keySecret) != 40 {
			t.Errorf("key create printed %q", key)
		}
		invitation := mustRun(t, "",
			with(space, "member", "invite", "bob@example.com", "--role", "viewer", "--url", p.url)...)
		guest := p.browser()
		if got,
			reply := guest.ask("POST", "/links/use",
			map[string]string{"code": linkSecret(invitation), "name": "Bob", "password": "another long one"}); got >= 300 {
			t.Errorf("accept the invitation: %d %s", got, reply)
		}
		reset := mustRun(t, "", with(at, "user", "reset", "bob@example.com")...)
		if got,
			reply := guest.ask("POST", "/links/use",
			map[string]string{"code": linkSecret(reset), "password": "yet another long one"}); got >= 300 {
			t.Errorf("use the reset link: %d %s", got, reply)
		}

		ids := mustRun(t, "", with(space, "token", "list", "--json")...)
		var tokens []credentialRow
		mustSucceed(t, json.Unmarshal([]byte(ids), &tokens))
		if len(tokens) != 1 || tokens[0].ExpiresAt == nil ||
			time.Until(*tokens[0].ExpiresAt).Round(time.Hour) != 90*24*time.Hour {
			t.Fatalf("token list: %s", ids)
		}
		mustRun(t, "", with(space, "token", "revoke", tokens[0].ID)...)
		if got, err := p.ask(t.Context(), "GET", "/api/v1/session", nil, nil); err != nil || got != 401 {
			t.Errorf("a revoked token: %d %v", got, err)
		}
		mustRun(t, "", with(at, "user", "update", "ada@example.com", "--email", "ada@example.org")...)
		mustRun(t, "", with(at, "user", "create", "eve@example.com", "--name", "Eve", "--admin")...)
		mustRun(t, "", with(at, "user", "update", "ada@example.org", "--disable")...)
		if got, _ := b.ask("GET", "/session", nil); got != 401 {
			t.Errorf("the session of an account that was shut: %d", got)
		}

		p.signal(syscall.SIGTERM)
		mustSucceed(t, p.wait())
		log := p.printed("err")
		if !strings.Contains(log, "/api/v1/links/use") {
			t.Errorf("the log lacks the requests:\n%s", log)
		}
		for name, text := range map[string]string{
			"password": password, "another password": "long one", "token": token[4:], "key": keySecret,
			"set-up link": linkSecret(p.setup)[4:],
			"invitation":  linkSecret(invitation)[4:], "reset link": linkSecret(reset)[4:], "CSRF token": csrf, "session": "pls_",
			"hash": "argon2",
		} {
			if text == "" || strings.Contains(log, text) {
				t.Errorf("the log has the %s, or it is empty: %q", name, text)
			}
		}
	})
}

// The set-up link works over HTTP exactly once. A restart prints another, which ends the one before, until there is an
// administrator.
func TestSetUpLink(t *testing.T) {
	t.Parallel()
	data := storetest.SQLite(t)
	restart := func() *runningProgram {
		ageLinks(t, data)
		return startProgram(t, "serve", "--data", data)
	}
	first := startProgram(t, "serve", "--data", data)
	if !strings.HasPrefix(first.setup, first.url+"/join#") {
		t.Errorf("the link %s is not under %s", first.setup, first.url)
	}
	first.signal(syscall.SIGTERM)
	mustSucceed(t, first.wait())
	second := restart()
	asked := mustRun(t, "", "setup-link", "--data", data, "--url", second.url)
	body := map[string]string{"email": "ada@example.com", "name": "Ada", "password": "seven green bottles"}
	for _, row := range []struct {
		link   string
		status int
	}{{first.setup, 404}, {second.setup, 404}, {asked, 200}, {asked, 404}} {
		body["code"] = linkSecret(row.link)
		if got, reply := second.browser().ask("POST", "/links/use", body); got != row.status || row.link == "" {
			t.Errorf("%s: %d, want %d: %s", row.link, got, row.status, reply)
		}
	}
	if got := second.browser().signIn("ada@example.com", "seven green bottles"); got >= 300 {
		t.Errorf("the administrator signs in: %d", got)
	}
	second.signal(syscall.SIGTERM)
	mustSucceed(t, second.wait())
	third := restart()
	if third.setup != "" {
		t.Error("a server with an administrator prints a set-up link")
	}
	if status, out, errOut := runCommand(t, "", "setup-link", "--data", data); status != exitFailed || out != "" ||
		!strings.Contains(errOut, "administrator already") {
		t.Errorf("setup-link: %d %s%s", status, out, errOut)
	}
}

// ageLinks makes links older than the pause in which servers that start at once leave each other's alone.
func ageLinks(t *testing.T, data string) {
	alterDatabase(t, data, "UPDATE links SET created_at = created_at - 60000000")
}

func alterDatabase(t *testing.T, data, statement string) {
	t.Helper()
	db, err := sql.Open(sqliteDriver(), "file:"+filepath.ToSlash(data))
	mustSucceed(t, err)
	defer db.Close()
	_, err = db.Exec(statement)
	mustSucceed(t, err)
}

// Sessions end as they were told to: unused for a while, and at the latest.
func TestSessionTimes(t *testing.T) {
	t.Parallel()
	data := storetest.SQLite(t)
	p := startProgram(t, "serve", "--data", data, "--session-idle", "10m", "--session-max", "20m")
	mustRun(t, "seven green bottles", "user", "create", "ada@example.com", "--name", "Ada", "--admin", "--password-stdin",
		"--data", data)
	b := p.browser()
	if got := b.signIn("ada@example.com", "seven green bottles"); got != 201 {
		t.Fatalf("sign in: %d", got)
	}
	_, reply := b.ask("GET", "/session", nil)
	var session struct {
		ExpiresAt time.Time `json:"expires_at"`
	}
	mustSucceed(t, json.Unmarshal([]byte(reply), &session))
	if left := time.Until(session.ExpiresAt); left < 18*time.Minute || left > 20*time.Minute {
		t.Errorf("it ends in %v", left)
	}
	for _, row := range []struct {
		minutes, status int
	}{{5, 200}, {15, 401}} {
		alterDatabase(t, data,
			fmt.Sprintf("UPDATE sessions SET seen_at = %d", time.Now().Add(-time.Duration(row.minutes)*time.Minute).UnixMicro()))
		if got, reply := b.ask("GET", "/session", nil); got != row.status {
			t.Errorf("unused for %d minutes: %d, want %d: %s", row.minutes, got, row.status, reply)
		}
		if row.status == 200 { // that it was used is noted in the background, and would undo the next step
			awaitUse(t, data)
		}
	}
}

// awaitUse waits until the only session was used within the last minute.
func awaitUse(t *testing.T, data string) {
	t.Helper()
	db, err := sql.Open(sqliteDriver(), "file:"+filepath.ToSlash(data))
	mustSucceed(t, err)
	defer db.Close()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		var seen int64
		mustSucceed(t, db.QueryRow("SELECT max(seen_at) FROM sessions").Scan(&seen))
		if time.Since(time.UnixMicro(seen)) < time.Minute {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the use of a session is not noted")
		}
	}
}

func TestDemoHasAnAdministrator(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "demo")
	_, rest, _ := strings.Cut(p.printed("out"), "demo@example.com, password ")
	password, _, _ := strings.Cut(rest, "\n")
	b := p.browser()
	if got := b.signIn("demo@example.com", password); got >= 300 {
		t.Fatalf("sign in with %q: %d", password, got)
	}
	if got, reply := b.ask("GET", "/workloads", nil); got != 200 || !strings.Contains(reply, `"name"`) {
		t.Errorf("the sample: %d %s", got, reply)
	}
	for _, path := range []string{"/users", "/members", "/audit"} {
		if got, reply := b.ask("GET", path, nil); got != 200 {
			t.Errorf("%s: %d %s", path, got, reply)
		}
	}
	if got,
		reply := b.ask("POST", "/access-keys", map[string]string{"name": "For signing", "role": "viewer"}); got != 201 {
		t.Errorf("an access key: %d %s", got, reply)
	}
	if strings.Contains(p.printed("err"), password) {
		t.Error("the log has the password")
	}
}
