package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
)

// The watch notices each kind of fault, and lets pass what a test announced.
func TestTheWatchOverTheBrowserNotices(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer other.Close()
	scripts := map[string]string{
		"console error":   `console.error("spoiled")`,
		"console warning": `console.warn("careful")`,
		"exception":       `throw new Error("thrown")`,
		"rejection":       `Promise.reject(new Error("rejected"))`,
		"other host":      `fetch("` + other.URL + `", {mode: "no-cors"})`,
		"server error":    `fetch("/500")`,
		"not found":       `fetch("/404")`,
		"cut off":         `fetch("/cut").catch(() => {})`,
		"policy":          `document.body.setAttribute("style", "color: red")`,
		"inline handler":  `document.body.innerHTML = "<img src=x onerror=alert(1)>"`,
		"dialog":          `setTimeout(() => alert("hello"))`,
		"no fault":        `console.log("fine"); fetch("/fine")`,
	}
	bad := httptest.NewServer(badPages(scripts))
	defer bad.Close()
	b := apitest.OpenTab(&quietTest{TB: t}, bad.URL)
	defer b.T.(*quietTest).end()
	for name, want := range map[string]string{"console error": "spoiled", "console warning": "careful",
		"exception": "thrown", "rejection": "rejected",
		"other host": "request to another host: " + other.URL, "server error": "status 500: GET",
		"not found": "status of 404", "cut off": "failed: net::",
		"policy": "ContentSecurityPolicyIssue", "inline handler": "ContentSecurityPolicyIssue",
		"dialog": "a dialog: alert hello"} {
		if !noticesFault(b, "/"+strings.ReplaceAll(name, " ", "-"), want) {
			t.Errorf("%s: no fault has %q: %q", name, want, b.Faults())
		}
	}
	noticesFault(b, "/no-fault", "") // what the page before it still has to say comes here
	if noticesFault(b, "/no-fault", "") {
		t.Errorf("a page without a fault has one: %q", b.Faults())
	}
	if b.Announce("spoiled"); noticesFault(b, "/console-error", "") {
		t.Errorf("an announced fault is one: %q", b.Faults())
	}
}

func badPages(scripts map[string]string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/favicon.ico", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/fine", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	mux.HandleFunc("/cut", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	for name, script := range scripts {
		path := "/" + strings.ReplaceAll(name, " ", "-")
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Security-Policy", "default-src 'self'; connect-src *")
			fmt.Fprintf(w,
				`<!doctype html><html lang="en"><title>t</title><body><p>words</p><script src="%s.js"></script></body></html>`,
				path)
		})
		mux.HandleFunc(path+".js", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, script)
		})
	}
	return mux
}

// noticesFault opens a page and tells whether a fault comes that holds the text; of "", whether any comes.
func noticesFault(b *apitest.Tab, path, text string) bool {
	b.T.Helper()
	b.Take()
	b.Open(path)
	for end := time.Now().Add(waitFor(text)); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		for _, fault := range b.Faults() {
			if strings.Contains(fault, text) {
				return true
			}
		}
	}
	return false
}

// waitFor is how long a fault is waited for; that none comes is known after a moment.
func waitFor(text string) time.Duration {
	if text == "" {
		return 300 * time.Millisecond
	}
	return apitest.Patience
}

// quietTest is a test that keeps its errors to itself and ends early.
type quietTest struct {
	testing.TB
	ends []func()
}

func (q *quietTest) Error(...any) {}

func (q *quietTest) Cleanup(f func()) { q.ends = append(q.ends, f) }

func (q *quietTest) end() {
	for _, f := range q.ends {
		f()
	}
}
