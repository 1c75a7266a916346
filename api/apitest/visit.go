package apitest

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"plumbline/api/auth"
)

// Cookie is the session cookie that a reply sets, "" if none.
func (r Reply) Cookie() *http.Cookie {
	for _, c := range (&http.Response{Header: r.Header}).Cookies() {
		if c.Name == "plumbline_session" {
			return c
		}
	}
	return nil
}

// KeepCookie keeps the session that a reply gives somebody.
func (s *Server) KeepCookie(who string, r Reply) {
	s.T.Helper()
	c := r.Cookie()
	if c == nil {
		s.T.Fatalf("no session cookie: %d %s", r.Status, r.Body)
	}
	s.Sessions[who] = c.Value
}

// Visit is what a browser without scripts sends: a page it asks for, or a form.
type Visit struct {
	Method, Path, As string
	Form             url.Values // posted urlencoded, with the session's CSRF token if there is a session
	Header           map[string]string
	NoToken          bool
}

// Visit asks for a page and follows no redirect.
func (s *Server) Visit(v Visit) Reply {
	s.T.Helper()
	form := url.Values{}
	for k, list := range v.Form {
		form[k] = list
	}
	secret, in := s.Sessions[v.As]
	if in && v.Method == "POST" && !v.NoToken {
		form.Set(auth.CSRFField, auth.CSRFToken(secret))
	}
	var body io.Reader
	if v.Method == "POST" {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(s.T.Context(), v.Method, s.URL+v.Path, body)
	Must(s.T, err)
	if v.Method == "POST" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if in {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
	}
	for k, value := range v.Header {
		req.Header.Set(k, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	Must(s.T, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	Must(s.T, err)
	s.CheckPage(v, res, string(data))
	return Reply{res.StatusCode, res.Header, data}
}

var (
	foreignSites = regexp.MustCompile(`(?i)<(?:link|script|img|form|iframe|object|embed|source|video|audio|use|image|base|` +
		`meta)\b[^>]*?["' =]((?:https?:)?//[a-z0-9.-]+[^"'\s<>]*)`)
	inlineStyle   = regexp.MustCompile(`style=`)
	inlineHandler = regexp.MustCompile(`on[a-z]+=`)
)

// inlineCode gives the first thing in a page that runs or styles without a file of its own; "" if there is none.
func inlineCode(page string) string {
	page = strings.ToLower(page) // and not (?i), which is slow
	for _, start := range []string{"<style", "<script>", `<script type="module">`} {
		if strings.Contains(page, start) {
			return start
		}
	}
	for _, attribute := range []*regexp.Regexp{inlineStyle, inlineHandler} {
		for _, at := range attribute.FindAllStringIndex(page, -1) {
			if at[0] > 0 && strings.ContainsRune(" \t\r\n\f", rune(page[at[0]-1])) {
				return page[at[0]-1 : at[1]]
			}
		}
	}
	return ""
}

// foreignAddresses are the addresses of other sites from which the tags of a page load.
func foreignAddresses(page string) (found []string) {
	for from := 0; ; {
		at := strings.Index(page[from:], "//")
		if at < 0 {
			return found
		}
		at += from
		start, end := strings.LastIndexByte(page[:at], '<'), strings.IndexByte(page[at:], '>')
		if end < 0 {
			end = len(page) - at
		}
		from = at + end
		for _, m := range foreignSites.FindAllStringSubmatch(page[max(start, 0):from], -1) {
			found = append(found, m[1])
		}
	}
}

// CheckPage holds for every page there is: its policy is strict, it keeps to it, and it names no other host.
func (s *Server) CheckPage(v Visit, res *http.Response, body string) {
	s.T.Helper()
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		return
	}
	csp := res.Header.Get("Content-Security-Policy")
	wanted := []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "form-action 'self'",
		"frame-ancestors 'none'", "base-uri 'none'"}
	shown := strings.HasPrefix(res.Header.Get("Content-Disposition"), "inline") // a file: it brings its styles, no script
	if shown {
		wanted = []string{"default-src 'none'", "form-action 'none'", "frame-ancestors 'none'", "base-uri 'none'", "sandbox"}
	}
	for _, part := range wanted {
		if !strings.Contains(csp, part) && res.StatusCode != http.StatusSeeOther {
			s.T.Errorf("%s %s: the policy lacks %s: %s", v.Method, v.Path, part, csp)
		}
	}
	if got := res.Header.Get("Cache-Control"); got != "no-store" {
		s.T.Errorf("%s %s: Cache-Control is %q", v.Method, v.Path, got)
	}
	if found := inlineCode(body); found != "" && !shown {
		s.T.Errorf("%s %s has %q in the page", v.Method, v.Path, found)
	}
	for _, address := range foreignAddresses(body) { // links and texts may: they load nothing
		if !strings.HasPrefix(address, s.URL) {
			s.T.Errorf("%s %s loads from another host: %s", v.Method, v.Path, address)
		}
	}
}

// GetPage asks for a page that must be answered with the status.
func (s *Server) GetPage(as, path string, status int) string {
	s.T.Helper()
	r := s.Visit(Visit{Method: "GET", Path: path, As: as})
	if r.Status != status {
		s.T.Fatalf("GET %s as %s: %d, want %d: %s", path, as, r.Status, status, r.Body)
	}
	return string(r.Body)
}

// PostForm posts a form that must be answered with the status.
func (s *Server) PostForm(as, path string, form url.Values, status int) Reply {
	s.T.Helper()
	r := s.Visit(Visit{Method: "POST", Path: path, As: as, Form: form})
	if r.Status != status {
		s.T.Fatalf("POST %s as %s: %d, want %d: %s", path, as, r.Status, status, r.Body)
	}
	return r
}

// FormFields makes a form of names and values in turn.
func FormFields(pairs ...string) url.Values {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

// PageHolds wants texts in a page; where names it.
func (s *Server) PageHolds(where string, body []byte, texts ...string) {
	s.T.Helper()
	for _, text := range texts {
		if !strings.Contains(string(body), text) {
			s.T.Errorf("%s: the page lacks %q:\n%s", where, text, body)
		}
	}
}

// SendScript sends what a page's script sends: JSON, with the session's CSRF token in the header.
func (s *Server) SendScript(as, method, path, body string) Reply {
	s.T.Helper()
	req, err := http.NewRequestWithContext(s.T.Context(), method, s.URL+path, strings.NewReader(body))
	Must(s.T, err)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	if secret, in := s.Sessions[as]; in {
		req.AddCookie(&http.Cookie{Name: "plumbline_session", Value: secret})
		req.Header.Set(auth.CSRFHeader, auth.CSRFToken(secret))
	}
	res, err := http.DefaultClient.Do(req)
	Must(s.T, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	Must(s.T, err)
	return Reply{res.StatusCode, res.Header, data}
}

// BackupPath is the path of the sample lens's first question, after a review's.
const BackupPath = "/questions/backup"

// ReviewOfBackup brings in a review with the sample lens, and gives the workload's id and the review's path.
func (s *Server) ReviewOfBackup() (id, base string) {
	id = s.Sample()
	return id, "/workloads/" + id + "/lenses/service-basics"
}
