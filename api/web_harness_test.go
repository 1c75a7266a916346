package api_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"plumbline/api/auth"
)

// visit is what a browser without scripts sends: a page it asks for, or a form.
type visit struct {
	method, path, as string
	form             url.Values // posted urlencoded, with the session's CSRF token if there is a session
	header           map[string]string
	noToken          bool
}

// visit asks for a page and follows no redirect.
func (s *server) visit(v visit) reply {
	s.t.Helper()
	form := url.Values{}
	for k, list := range v.form {
		form[k] = list
	}
	secret, in := s.signed[v.as]
	if in && v.method == "POST" && !v.noToken {
		form.Set(auth.CSRFField, auth.CSRFToken(secret))
	}
	var body io.Reader
	if v.method == "POST" {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(s.t.Context(), v.method, s.url+v.path, body)
	must(s.t, err)
	if v.method == "POST" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if in {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
	}
	for k, value := range v.header {
		req.Header.Set(k, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	must(s.t, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	must(s.t, err)
	s.checkPage(v, res, string(data))
	return reply{res.StatusCode, res.Header, data}
}

var (
	foreign = regexp.MustCompile(`(?i)<(?:link|script|img|form|iframe|object|embed|source|video|audio|use|image|base|meta)\b[^>]*?["' =]((?:https?:)?//[a-z0-9.-]+[^"'\s<>]*)`)
	inline  = regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|<script(?: type="module")?>`)
)

// checkPage holds for every page there is: its policy is strict, it keeps to it, and it names no other host.
func (s *server) checkPage(v visit, res *http.Response, body string) {
	s.t.Helper()
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		return
	}
	csp := res.Header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
		if !strings.Contains(csp, part) && res.StatusCode != http.StatusSeeOther {
			s.t.Errorf("%s %s: the policy lacks %s: %s", v.method, v.path, part, csp)
		}
	}
	if got := res.Header.Get("Cache-Control"); got != "no-store" {
		s.t.Errorf("%s %s: Cache-Control is %q", v.method, v.path, got)
	}
	if found := inline.FindString(body); found != "" {
		s.t.Errorf("%s %s has %q in the page", v.method, v.path, found)
	}
	for _, found := range foreign.FindAllStringSubmatch(body, -1) { // links and texts may: they load nothing
		if !strings.HasPrefix(found[1], s.url) {
			s.t.Errorf("%s %s loads from another host: %s", v.method, v.path, found[0])
		}
	}
}

// get and post are visits that must answer with the status; they give the page.
func (s *server) get(as, path string, status int) string {
	s.t.Helper()
	r := s.visit(visit{method: "GET", path: path, as: as})
	if r.status != status {
		s.t.Fatalf("GET %s as %s: %d, want %d: %s", path, as, r.status, status, r.body)
	}
	return string(r.body)
}

func (s *server) post(as, path string, form url.Values, status int) reply {
	s.t.Helper()
	r := s.visit(visit{method: "POST", path: path, as: as, form: form})
	if r.status != status {
		s.t.Fatalf("POST %s as %s: %d, want %d: %s", path, as, r.status, status, r.body)
	}
	return r
}

// fields makes a form of names and values in turn.
func fields(pairs ...string) url.Values {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

func (s *server) holds(where string, body []byte, texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if !strings.Contains(string(body), text) {
			s.t.Errorf("%s: the page lacks %q:\n%s", where, text, body)
		}
	}
}

// script sends what a page's script sends: JSON, with the session's CSRF token in the header.
func (s *server) script(as, method, path, body string) reply {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	must(s.t, err)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	if secret, in := s.signed[as]; in {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
		req.Header.Set(auth.CSRFHeader, auth.CSRFToken(secret))
	}
	res, err := http.DefaultClient.Do(req)
	must(s.t, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	must(s.t, err)
	return reply{res.StatusCode, res.Header, data}
}
