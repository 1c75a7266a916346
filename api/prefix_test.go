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
	"plumbline/api/apitest"
	"plumbline/api/auth"
	"plumbline/api/middleware"
	"plumbline/models/urls"
)

const rootPath = "/plumbline"

// serverUnderRoot is the same server behind a proxy that serves it under a path of its own, and takes the path away or
// passes it on. Whatever comes to the proxy without the path is an address that a page has wrong.
func serverUnderRoot(s *apitest.Server, strips bool, opt api.Options) *apitest.Server {
	s.T.Helper()
	var target *url.URL
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != rootPath && !strings.HasPrefix(r.URL.Path, rootPath+"/") {
			http.Error(w, "another program's", http.StatusTeapot)
			return
		}
		reverse := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			if strips {
				r.Out.URL.Path = strings.TrimPrefix(r.In.URL.Path, rootPath)
				r.Out.URL.RawPath = strings.TrimPrefix(r.In.URL.RawPath, rootPath)
			}
		}, FlushInterval: -1}
		reverse.ServeHTTP(w, r)
	}))
	s.T.Cleanup(proxy.Close)
	opt.URL = proxy.URL + rootPath
	if opt.OIDC != nil {
		opt.OIDC.RedirectURL = opt.URL + urls.OIDCCallback
	}
	var err error
	target, err = url.Parse(serverBehind(s, opt))
	apitest.Must(s.T, err)
	other := *s
	other.URL = opt.URL
	return &other
}

// eachProxy runs a test behind both kinds of proxies.
func eachProxy(t *testing.T, test func(inside, outside *apitest.Server)) {
	for name, strips := range map[string]bool{"takes the path away": true, "passes the path on": false} {
		t.Run(name, func(t *testing.T) {
			apitest.OnSQLite(t, func(s *apitest.Server) {
				test(s, serverUnderRoot(s, strips,
					api.Options{Ready: s.Store.Ping}))
			})
		})
	}
}

var leadingPaths = regexp.MustCompile(`^/([^/]|$)`)

// Every address that any page leads to, sends to or loads from has the path of the server.
func TestEveryAddressHasTheRoot(t *testing.T) {
	eachProxy(t, func(inside, outside *apitest.Server) {
		walk := pageTourist{Server: inside}
		paths := walk.paths(furnishServer(inside))
		seen := 0
		for _, who := range []string{"owner session", "administrator session", "viewer session", ""} {
			for _, path := range paths {
				r := fetchPath(outside, path, who)
				if to := r.Header.Get("Location"); to != "" && leadingPaths.MatchString(to) &&
					!strings.HasPrefix(to, rootPath+"/") {
					outside.T.Errorf("%s leads to %s", path, to)
				}
				for _, line := range r.Header.Values("Set-Cookie") {
					if !strings.Contains(line, "Path="+rootPath+"/") {
						outside.T.Errorf("%s sets the cookie %s", path, line)
					}
				}
				if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
					seen += checkAddresses(outside, path, r.Body)
				}
			}
		}
		if seen < 1000 {
			outside.T.Errorf("only %d addresses were looked at", seen)
		}
	})
}

// checkAddresses looks at each attribute of a page that begins with a slash, and gives their number. Fields hold paths
// inside the server.
func checkAddresses(s *apitest.Server, path string, page []byte) (n int) {
	s.T.Helper()
	for tokens := html.NewTokenizer(bytes.NewReader(page)); tokens.Next() != html.ErrorToken; {
		token := tokens.Token()
		for _, a := range token.Attr {
			if !leadingPaths.MatchString(a.Val) || a.Key == "value" || a.Key == "title" || a.Key == "placeholder" ||
				a.Key == "data-key" {
				continue
			}
			n++
			if !strings.HasPrefix(a.Val, rootPath+"/") && (a.Key != "data-root" || a.Val != rootPath) {
				s.T.Errorf("%s: <%s %s=%q>", path, token.Data, a.Key, a.Val)
			}
		}
	}
	return n
}

// Scripts make addresses in one place.
func TestScriptsKnowTheRoot(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		page := s.GetPage("", "/signin", http.StatusOK)
		static := regexp.MustCompile(`/static/[0-9a-f]+`).FindString(page)
		for _, name := range []string{"answer", "facilitate", "join", "keys", "lens", "plumbline", "present", "report",
			"review", "stream", "together"} {
			script := string(fetchPath(s, static+"/js/"+name+".js", "").Body)
			address := regexp.MustCompile("(?:(?:fetch|EventSource|assign|replace|open)\\(|" +
				"(?:href|location|action|src)\\s*[:=]\\s*)[\"'`]/[^\"'`]*")
			for _, found := range address.FindAllString(script, -1) {
				if !strings.Contains(found, "replace(/") {
					s.T.Errorf("%s.js has the address %s without the root: address() of root.js puts it before", name, found)
				}
			}
		}
	})
}

// The API, its description, redirects, cookies and checks work under a path, too.
func TestAPIUnderARoot(t *testing.T) {
	eachProxy(t, func(inside, outside *apitest.Server) {
		t := outside.T
		if r := fetchPath(outside, "", ""); !strings.HasPrefix(r.Header.Get("Location"), rootPath+"/") {
			t.Errorf("the root alone leads to %q, %d", r.Header.Get("Location"), r.Status)
		}
		if r := fetchPath(outside, "/readyz", ""); r.Status != http.StatusOK {
			t.Errorf("readyz: %d", r.Status)
		}
		var doc struct{ Servers []struct{ URL string } }
		apitest.Must(t, json.Unmarshal(fetchPath(outside, "/api/v1/openapi.json", "").Body, &doc))
		if doc.Servers[0].URL != rootPath+"/api/v1" {
			t.Errorf("the description is of %q", doc.Servers[0].URL)
		}
		r := outside.Do(apitest.Call{Method: "POST", Path: "/workloads", As: "owner",
			Body: apitest.WorkloadBody("Under a root")})
		if to := r.Header.Get("Location"); r.Status != http.StatusCreated ||
			!strings.HasPrefix(to, rootPath+"/api/v1/workloads/") {
			t.Errorf("a new workload: %d at %q", r.Status, to)
		}
		link := outside.Do(apitest.Call{Method: "POST", Path: "/invitations", As: "owner session",
			Body: map[string]any{"role": "viewer", "email": "new@example.com"}})
		if address := link.Tree(t).At("url").String(); !strings.HasPrefix(address, outside.URL+"/join#") {
			t.Errorf("the invitation is at %s: %s", address, link.Body)
		}
		res := signInAt(outside, outside.URL, nil)
		cookies := res.Cookies()
		for _, c := range cookies {
			if c.Path != rootPath+"/" {
				t.Errorf("the cookie %s has the path %s", c.Name, c.Path)
			}
		}
		if res.StatusCode != http.StatusCreated || len(cookies) == 0 {
			t.Errorf("sign-in: %d, %d cookies", res.StatusCode, len(cookies))
		}
		unsigned := fetchPath(outside, "/workloads/new?x=1", "")
		if to := unsigned.Header.Get("Location"); to != rootPath+"/signin?return_to="+url.QueryEscape("/workloads/new?x=1") {
			t.Errorf("who is not signed in is led to %s", to)
		}
	})
}

// Under HTTPS every cookie travels by HTTPS only and belongs to the path of the server, those of sessions with the
// prefix that a path allows. The server may stand behind a proxy to which it speaks without TLS.
func TestSecureCookiesUnderARoot(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		at := serverBehind(s, api.Options{URL: "https://example.org/plumbline"})
		id := s.Sample()
		res := signInAt(s, at, nil)
		signed := res.Cookies()
		for _, c := range signed {
			if !strings.HasPrefix(c.Name, "__Secure-plumbline") || !c.Secure || c.Path != rootPath+"/" {
				s.T.Errorf("cookie %s, secure: %t, path %s", c.Name, c.Secure, c.Path)
			}
		}
		if len(signed) == 0 {
			s.T.Fatal("no cookie")
		}
		version := s.OK("GET", "/workloads/"+id+apitest.BasicsPath, nil).At("version").String()
		for path, form := range map[string]url.Values{
			"/workloads/" + id + "/tour": {},
			"/workloads/" + id + apitest.BasicsPath + "/notes": {"draft": {strings.Repeat("0a", 12)}, "notes": {"Seen"},
				"version": {version}},
		} {
			session := s.Sessions["contributor session"]
			form.Set("csrf_token", auth.CSRFToken(session))
			req, err := http.NewRequestWithContext(s.T.Context(), "POST", at+path, strings.NewReader(form.Encode()))
			apitest.Must(s.T, err)
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.AddCookie(&http.Cookie{Name: "__Secure-plumbline", Value: session})
			res, err := http.DefaultTransport.RoundTrip(req)
			apitest.Must(s.T, err)
			apitest.Must(s.T, res.Body.Close())
			for _, c := range res.Cookies() {
				if !c.Secure || !c.HttpOnly || !strings.HasPrefix(c.Path, rootPath+"/") {
					s.T.Errorf("%s: cookie %s, secure: %t, path %s", path, c.Name, c.Secure, c.Path)
				}
			}
			if len(res.Cookies()) == 0 {
				s.T.Errorf("%s: %d, no cookie", path, res.StatusCode)
			}
		}
		own := map[string]string{"Origin": "https://example.org"}
		if r := signInAt(s, at, own); r.StatusCode != http.StatusCreated {
			s.T.Errorf("a page of the server's own origin: %d", r.StatusCode)
		}
	})
}

// A path that the server has for itself can't be its root.
func TestServesNamesEveryPath(t *testing.T) {
	apitest.OnSQLite(t, func(s *apitest.Server) {
		engine := api.New(s.Service, api.Options{OIDC: &auth.OIDCConfig{Issuer: "https://id.example.org", ClientID: "x",
			RedirectURL: "https://a.example/x"}}).(*gin.Engine)
		first := []string{}
		for _, r := range engine.Routes() {
			if name := strings.Split(r.Path, "/")[1]; name != "" && !slices.Contains(first, name) {
				first = append(first, name)
			}
		}
		slices.Sort(first)
		for _, name := range first {
			if !middleware.IsOwnPath("/" + name) {
				s.T.Errorf("%s is one of the server's own paths: all are %q", name, first)
			}
		}
		if middleware.IsOwnPath(rootPath) || middleware.IsOwnPath("") || len(first) < 10 {
			s.T.Errorf("own paths: %q", first)
		}
	})
}

// A review in the browser behind both proxies: sign in, answer, see a colleague, preview, go to, sign out. The watch
// over the browser notices each address that is wrong.
func TestBrowserUnderARoot(t *testing.T) {
	eachProxy(t, func(inside, outside *apitest.Server) {
		_, base := inside.ReviewOfBackup()
		b, other := outside.Browser(), outside.Browser()
		origin := strings.TrimSuffix(outside.URL, rootPath)
		b.Origin, other.Origin = origin, origin
		b.Open("/signin?return_to=" + url.QueryEscape(base+apitest.BackupPath))
		b.Fill("#signin-email", b.Users["architect"].Email)
		b.Fill("#signin-password", apitest.Password)
		b.Click("main form .btn.primary")
		b.Until("the question", fmt.Sprintf("location.pathname === %q", rootPath+base+apitest.BackupPath))
		b.Wait(apitest.BigRisk)
		other = other.As("contributor session")
		other.Open(base + apitest.BackupPath)
		b.Sees("[data-people]", "TC")
		b.Keys("1")
		other.Until("the choice", `document.querySelector('[data-choice][data-key="1"] input').checked`)
		b.Keys("e")
		b.Write("behind a proxy")
		b.Until("the notes to be saved", apitest.SavedJS)
		b.Click("[data-preview]")
		b.Sees("[data-reads]", "behind a proxy")
		if links := apitest.ValueOf[int](b,
			fmt.Sprintf(`[...document.links].filter((a) => a.origin === location.origin && !a.pathname.startsWith(%q)).length`,
				rootPath+"/")); links != 0 {
			b.T.Errorf("%d links leave the root", links)
		}
		if pdf := b.Download(`a[data-report]`); !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			b.T.Errorf("the report is no PDF: %.40q", pdf)
		}
	})
}

// A sign-in at the provider comes back under the root, and goes on to where it was wanted.
func TestProviderUnderARoot(t *testing.T) {
	for name, strips := range map[string]bool{"takes the path away": true, "passes the path on": false} {
		t.Run(name, func(t *testing.T) {
			apitest.OnSQLite(t, func(s *apitest.Server) {
				idp := apitest.NewIssuer(t)
				idp.Set(func() { idp.Person = apitest.ClaimsOf("42", s.Users["viewer"].Email, true) })
				outside := serverUnderRoot(s, strips, api.Options{OIDC: &auth.OIDCConfig{Issuer: idp.URL,
					ClientID:     apitest.ClientID,
					ClientSecret: apitest.ClientSecret, Logger: slog.New(slog.DiscardHandler)}})
				jar, err := cookiejar.New(nil)
				apitest.Must(t, err)
				res, err := (&http.Client{Jar: jar}).Get(outside.URL + urls.OIDCLogin + "?return_to=/workloads/new")
				apitest.Must(t, err)
				apitest.Must(t, res.Body.Close())
				if at := res.Request.URL.String(); at != outside.URL+"/workloads/new" {
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
