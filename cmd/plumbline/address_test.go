package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"plumbline/models/store/storetest"
)

func TestBaseAndWarning(t *testing.T) {
	for _, row := range []struct {
		flags addressFlags
		want  string
		warns bool
	}{
		{addressFlags{Listen: "127.0.0.1:8080"}, "http://127.0.0.1:8080", false},
		{addressFlags{Listen: "localhost:8080"}, "http://localhost:8080", false},
		{addressFlags{Listen: "[::1]:8080"}, "http://[::1]:8080", false},
		{addressFlags{Listen: ":8080"}, "http://localhost:8080", true},
		{addressFlags{Listen: "0.0.0.0:8080"}, "http://localhost:8080", true},
		{addressFlags{Listen: "10.0.0.7:8080"}, "http://10.0.0.7:8080", true},
		{addressFlags{Listen: "10.0.0.7:8443", TLSCert: "x"}, "https://10.0.0.7:8443", false},
		{addressFlags{Listen: "0.0.0.0:8080", URL: "https://a.example"}, "https://a.example", false},
		{addressFlags{Listen: "127.0.0.1:8080", URL: "http://a.example"}, "http://a.example", true},
		{addressFlags{Listen: "0.0.0.0:8080", URL: "http://localhost:9000"}, "http://localhost:9000", false},
		{addressFlags{Listen: "127.0.0.1:8080", URL: "http://[::1]"}, "http://[::1]", false},
		{addressFlags{Listen: "127.0.0.1:8080", URL: "http://[::1]:80/x/"}, "http://[::1]/x", false},
		{addressFlags{Listen: "127.0.0.1:8080", URL: "http://a.example/x"}, "http://a.example/x", true},
	} {
		var log bytes.Buffer
		row.flags.warn(slog.New(slog.NewTextHandler(&log, nil)))
		if got := row.flags.base(row.flags.Listen); got != row.want || (log.Len() > 0) != row.warns {
			t.Errorf("%+v: %s and %q, want %s and a warning %v", row.flags, got, log.String(), row.want, row.warns)
		}
	}
}

// Settings that don't go together are refused before anything is opened; the database is not even made.
func TestServerFlagsAreChecked(t *testing.T) {
	data := storetest.SQLite(t)
	for complaint, args := range map[string][]string{
		"--url must":          {"--url", "https://a.example/path?query"},
		`"proxy" is neither`:  {"--trusted-proxies", "10.0.0.1,proxy"},
		"10.0.0.0/33":         {"--trusted-proxies", "10.0.0.0/33"},
		"at least 5m":         {"--session-idle", "0s"},
		"at least as long":    {"--session-idle", "2h", "--session-max", "1h"},
		"at most 8760h":       {"--session-max", "9000h"},
		"--session-max":       {"--session-max", "long"},
		"unknown flag":        {"--secret-key", "x"},
		"but with --tls-cert": {"--url", "http://a.example", "--tls-cert", "c.pem", "--tls-key", "k.pem"},
	} {
		status, out, errOut := runCommand(t, "", append([]string{"serve", "--data", data}, args...)...)
		if status != exitFailed || !strings.Contains(errOut, complaint) {
			t.Errorf("%v: %d, want a complaint about %q: %s%s", args, status, complaint, out, errOut)
		}
	}
	if status, _, errOut := runCommand(t, "", "user", "list", "--data", data); status != exitFailed ||
		!strings.Contains(errOut, "no database") {
		t.Errorf("a refused start made a database: %s", errOut)
	}
}

// With an https address the set-up link and the cookie follow it, and only trusted proxies say where a request came
// from.
func TestBehindAProxy(t *testing.T) {
	t.Parallel()
	data := storetest.SQLite(t)
	config := writeFile(t, t.TempDir(), "plumbline.yaml",
		"url: https://review.example.org/\ntrusted_proxies: [127.0.0.1, 10.1.0.0/16]\nsession_idle: 30m\nsession_max: 2h\n")
	p := startProgram(t, "serve", "--data", data, "--config", config)
	if !strings.HasPrefix(p.setup, "https://review.example.org/join#") {
		t.Errorf("the set-up link is %s", p.setup)
	}
	mustRun(t, "seven green bottles", "user", "create", "ada@example.com", "--name", "Ada", "--admin", "--password-stdin",
		"--data", data)
	req, err := http.NewRequestWithContext(t.Context(), "POST", p.url+"/api/v1/session",
		strings.NewReader(`{"email": "ada@example.com", "password": "seven green bottles"}`))
	mustSucceed(t, err)
	req.Header.Set("X-Forwarded-For", "203.0.113.9")
	req.Header.Set("Origin", "https://review.example.org")
	res, err := http.DefaultClient.Do(req)
	mustSucceed(t, err)
	mustSucceed(t, res.Body.Close())
	cookies := res.Cookies() // of the session, and of the device
	if res.StatusCode != 201 || len(cookies) != 2 || cookies[0].Name != "__Host-plumbline" ||
		cookies[1].Name != "__Host-plumbline-device" {
		t.Fatalf("%d %+v", res.StatusCode, cookies)
	}
	for _, c := range cookies {
		if !c.Secure || !c.HttpOnly || c.Path != "/" {
			t.Errorf("the cookie %s is for others too: %+v", c.Name, c)
		}
	}
	req, err = http.NewRequestWithContext(t.Context(), "GET", p.url+"/api/v1/sessions", nil)
	mustSucceed(t, err)
	req.AddCookie(&http.Cookie{Name: "__Host-plumbline", Value: cookies[0].Value})
	res, err = http.DefaultClient.Do(req)
	mustSucceed(t, err)
	defer res.Body.Close()
	var body bytes.Buffer
	_, err = body.ReadFrom(res.Body)
	mustSucceed(t, err)
	if !strings.Contains(body.String(), `"203.0.113.9"`) {
		t.Errorf("the session came from %s", body.String())
	}
	p.signal(syscall.SIGTERM)
	mustSucceed(t, p.wait())
}
