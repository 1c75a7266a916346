package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"golang.org/x/net/html"

	"plumbline/api"
	"plumbline/api/auth"
	"plumbline/api/middleware"
	"plumbline/models/urls"
)

const root = "/plumbline"

// underRoot is the same server behind a proxy that serves it under a path of its own, and takes the path away or passes
// it on. Whatever comes to the proxy without the path is an address that a page has wrong.
func (s *server) underRoot(strips bool, opt api.Options) *server {
	s.t.Helper()
	var target *url.URL
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != root && !strings.HasPrefix(r.URL.Path, root+"/") {
			http.Error(w, "another program's", http.StatusTeapot)
			return
		}
		reverse := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			if strips {
				r.Out.URL.Path = strings.TrimPrefix(r.In.URL.Path, root)
				r.Out.URL.RawPath = strings.TrimPrefix(r.In.URL.RawPath, root)
			}
		}, FlushInterval: -1}
		reverse.ServeHTTP(w, r)
	}))
	s.t.Cleanup(proxy.Close)
	opt.URL = proxy.URL + root
	if opt.OIDC != nil {
		opt.OIDC.RedirectURL = opt.URL + urls.OIDCCallback
	}
	var err error
	target, err = url.Parse(s.behind(opt))
	must(s.t, err)
	other := *s
	other.url = opt.URL
	return &other
}

// eachProxy runs a test behind both kinds of proxies.
func eachProxy(t *testing.T, test func(inside, outside *server)) {
	for name, strips := range map[string]bool{"takes the path away": true, "passes the path on": false} {
		t.Run(name, func(t *testing.T) {
			onSQLite(t, func(s *server) { test(s, s.underRoot(strips, api.Options{Ready: s.store.Ping})) })
		})
	}
}

var leading = regexp.MustCompile(`^/([^/]|$)`)

// Every address that any page leads to, sends to or loads from has the path of the server.
func TestEveryAddressHasTheRoot(t *testing.T) {
	eachProxy(t, func(inside, outside *server) {
		walk := tourist{server: inside}
		paths := walk.paths(inside.furnished())
		seen := 0
		for _, who := range []string{"owner session", "administrator session", "viewer session", ""} {
			for _, path := range paths {
				r := outside.fetched(path, who)
				if to := r.header.Get("Location"); to != "" && leading.MatchString(to) && !strings.HasPrefix(to, root+"/") {
					outside.t.Errorf("%s leads to %s", path, to)
				}
				for _, line := range r.header.Values("Set-Cookie") {
					if !strings.Contains(line, "Path="+root+"/") {
						outside.t.Errorf("%s sets the cookie %s", path, line)
					}
				}
				if strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
					seen += outside.checkAddresses(path, r.body)
				}
			}
		}
		if seen < 1000 {
			outside.t.Errorf("only %d addresses were looked at", seen)
		}
	})
}

// checkAddresses looks at each attribute of a page that begins with a slash, and gives their number. Fields hold paths
// inside the server.
func (s *server) checkAddresses(path string, page []byte) (n int) {
	s.t.Helper()
	for tokens := html.NewTokenizer(bytes.NewReader(page)); tokens.Next() != html.ErrorToken; {
		token := tokens.Token()
		for _, a := range token.Attr {
			if !leading.MatchString(a.Val) || a.Key == "value" || a.Key == "title" || a.Key == "placeholder" || a.Key == "data-key" {
				continue
			}
			n++
			if !strings.HasPrefix(a.Val, root+"/") && (a.Key != "data-root" || a.Val != root) {
				s.t.Errorf("%s: <%s %s=%q>", path, token.Data, a.Key, a.Val)
			}
		}
	}
	return n
}

// Scripts make addresses in one place.
func TestScriptsKnowTheRoot(t *testing.T) {
	onSQLite(t, func(s *server) {
		page := s.get("", "/signin", http.StatusOK)
		static := regexp.MustCompile(`/static/[0-9a-f]+`).FindString(page)
		for _, name := range []string{"answer", "facilitate", "join", "keys", "lens", "plumbline", "present", "report", "review", "stream", "together"} {
			script := string(s.fetched(static+"/js/"+name+".js", "").body)
			for _, found := range regexp.MustCompile("(?:(?:fetch|EventSource|assign|replace|open)\\(|(?:href|location|action|src)\\s*[:=]\\s*)[\"'`]/[^\"'`]*").FindAllString(script, -1) {
				if !strings.Contains(found, "replace(/") {
					s.t.Errorf("%s.js has the address %s without the root: address() of root.js puts it before", name, found)
				}
			}
		}
	})
}

// The API, its description, redirects, cookies and checks work under a path, too.
func TestAPIUnderARoot(t *testing.T) {
	eachProxy(t, func(inside, outside *server) {
		t := outside.t
		if r := outside.fetched("", ""); !strings.HasPrefix(r.header.Get("Location"), root+"/") {
			t.Errorf("the root alone leads to %q, %d", r.header.Get("Location"), r.status)
		}
		if r := outside.fetched("/readyz", ""); r.status != http.StatusOK {
			t.Errorf("readyz: %d", r.status)
		}
		var doc struct{ Servers []struct{ URL string } }
		must(t, json.Unmarshal(outside.fetched("/api/v1/openapi.json", "").body, &doc))
		if doc.Servers[0].URL != root+"/api/v1" {
			t.Errorf("the description is of %q", doc.Servers[0].URL)
		}
		r := outside.do(call{method: "POST", path: "/workloads", as: "owner", body: workload("Under a root")})
		if to := r.header.Get("Location"); r.status != http.StatusCreated || !strings.HasPrefix(to, root+"/api/v1/workloads/") {
			t.Errorf("a new workload: %d at %q", r.status, to)
		}
		link := outside.do(call{method: "POST", path: "/invitations", as: "owner session", body: map[string]any{"role": "viewer", "email": "new@example.com"}})
		if address := link.tree(t).at("url").String(); !strings.HasPrefix(address, outside.url+"/join#") {
			t.Errorf("the invitation is at %s: %s", address, link.body)
		}
		res := outside.signInAt(outside.url, nil)
		cookies := res.Cookies()
		for _, c := range cookies {
			if c.Path != root+"/" {
				t.Errorf("the cookie %s has the path %s", c.Name, c.Path)
			}
		}
		if res.StatusCode != http.StatusCreated || len(cookies) == 0 {
			t.Errorf("sign-in: %d, %d cookies", res.StatusCode, len(cookies))
		}
		unsigned := outside.fetched("/workloads/new?x=1", "")
		if to := unsigned.header.Get("Location"); to != root+"/signin?return_to="+url.QueryEscape("/workloads/new?x=1") {
			t.Errorf("who is not signed in is led to %s", to)
		}
	})
}

// Under HTTPS every cookie travels by HTTPS only and belongs to the path of the server, those of sessions with the
// prefix that a path allows. The server may stand behind a proxy to which it speaks without TLS.
func TestSecureCookiesUnderARoot(t *testing.T) {
	onSQLite(t, func(s *server) {
		at := s.behind(api.Options{URL: "https://example.org/plumbline"})
		id := s.sample()
		res := s.signInAt(at, nil)
		signed := res.Cookies()
		for _, c := range signed {
			if !strings.HasPrefix(c.Name, "__Secure-plumbline") || !c.Secure || c.Path != root+"/" {
				s.t.Errorf("cookie %s, secure: %t, path %s", c.Name, c.Secure, c.Path)
			}
		}
		if len(signed) == 0 {
			s.t.Fatal("no cookie")
		}
		version := s.ok("GET", "/workloads/"+id+basics, nil).at("version").String()
		for path, form := range map[string]url.Values{
			"/workloads/" + id + "/tour":           {},
			"/workloads/" + id + basics + "/notes": {"draft": {strings.Repeat("0a", 12)}, "notes": {"Seen"}, "version": {version}},
		} {
			session := s.signed["contributor session"]
			form.Set("csrf_token", auth.CSRFToken(session))
			req, err := http.NewRequestWithContext(s.t.Context(), "POST", at+path, strings.NewReader(form.Encode()))
			must(s.t, err)
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.AddCookie(&http.Cookie{Name: "__Secure-plumbline", Value: session})
			res, err := http.DefaultTransport.RoundTrip(req)
			must(s.t, err)
			must(s.t, res.Body.Close())
			for _, c := range res.Cookies() {
				if !c.Secure || !c.HttpOnly || !strings.HasPrefix(c.Path, root+"/") {
					s.t.Errorf("%s: cookie %s, secure: %t, path %s", path, c.Name, c.Secure, c.Path)
				}
			}
			if len(res.Cookies()) == 0 {
				s.t.Errorf("%s: %d, no cookie", path, res.StatusCode)
			}
		}
		own := map[string]string{"Origin": "https://example.org"}
		if r := s.signInAt(at, own); r.StatusCode != http.StatusCreated {
			s.t.Errorf("a page of the server's own origin: %d", r.StatusCode)
		}
	})
}

// A path that the server has for itself can't be its root.
func TestServesNamesEveryPath(t *testing.T) {
	onSQLite(t, func(s *server) {
		engine := api.New(s.svc, api.Options{OIDC: &auth.OIDCConfig{Issuer: "https://id.example.org", ClientID: "x", RedirectURL: "https://a.example/x"}}).(*gin.Engine)
		first := []string{}
		for _, r := range engine.Routes() {
			if name := strings.Split(r.Path, "/")[1]; name != "" && !slices.Contains(first, name) {
				first = append(first, name)
			}
		}
		slices.Sort(first)
		for _, name := range first {
			if !middleware.IsOwnPath("/" + name) {
				s.t.Errorf("%s is one of the server's own paths: all are %q", name, first)
			}
		}
		if middleware.IsOwnPath(root) || middleware.IsOwnPath("") || len(first) < 10 {
			s.t.Errorf("own paths: %q", first)
		}
	})
}

// A review in the browser behind both proxies: sign in, answer, see a colleague, preview, go to, sign out. The watch
// over the browser notices each address that is wrong.
func TestBrowserUnderARoot(t *testing.T) {
	eachProxy(t, func(inside, outside *server) {
		_, base := inside.review()
		b, other := outside.browser(), outside.browser()
		origin := strings.TrimSuffix(outside.url, root)
		b.origin, other.origin = origin, origin
		b.open("/signin?return_to=" + url.QueryEscape(base+backup))
		b.fill("#signin-email", b.users["architect"].Email)
		b.fill("#signin-password", password)
		b.click("main form .btn.primary")
		b.until("the question", fmt.Sprintf("location.pathname === %q", root+base+backup))
		b.wait(big)
		other = other.as("contributor session")
		other.open(base + backup)
		b.sees("[data-people]", "TC")
		b.keys("1")
		other.until("the choice", `document.querySelector('[data-choice][data-key="1"] input').checked`)
		b.keys("e")
		b.write("behind a proxy")
		b.until("the notes to be saved", saved)
		b.click("[data-preview]")
		b.sees("[data-reads]", "behind a proxy")
		if links := value[int](b, fmt.Sprintf(`[...document.links].filter((a) => a.origin === location.origin && !a.pathname.startsWith(%q)).length`, root+"/")); links != 0 {
			b.t.Errorf("%d links leave the root", links)
		}
		if pdf := b.download(`a[data-report]`); !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			b.t.Errorf("the report is no PDF: %.40q", pdf)
		}
	})
}

// A sign-in at the provider comes back under the root, and goes on to where it was wanted.
func TestProviderUnderARoot(t *testing.T) {
	for name, strips := range map[string]bool{"takes the path away": true, "passes the path on": false} {
		t.Run(name, func(t *testing.T) {
			onSQLite(t, func(s *server) {
				idp := newIssuer(t)
				idp.set(func() { idp.person = claimsOf("42", s.users["viewer"].Email, true) })
				outside := s.underRoot(strips, api.Options{OIDC: &auth.OIDCConfig{Issuer: idp.url, ClientID: clientID,
					ClientSecret: clientSecret, Logger: slog.New(slog.DiscardHandler)}})
				jar, err := cookiejar.New(nil)
				must(t, err)
				res, err := (&http.Client{Jar: jar}).Get(outside.url + urls.OIDCLogin + "?return_to=/workloads/new")
				must(t, err)
				must(t, res.Body.Close())
				if at := res.Request.URL.String(); at != outside.url+"/workloads/new" {
					t.Errorf("the sign-in ends at %s with %d", at, res.StatusCode)
				}
				cookies := jar.Cookies(res.Request.URL)
				if len(cookies) == 0 || cookies[0].Name != "plumbline_session" {
					t.Errorf("cookies: %v, ended at %s", cookies, res.Request.URL)
				}
			})
		})
	}
}
