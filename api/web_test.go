package api_test

import (
	"bytes"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"plumbline/api"
	"plumbline/api/auth"
	"plumbline/models"
	"plumbline/models/urls"
)

// join is the address of a one-time link in a page; it leads to where the API's links lead too.
var join = regexp.MustCompile(regexp.QuoteMeta(urls.Join) + `#(pll_[A-Z0-9]+)"`)

func (s *server) cookieOf(r reply) string {
	for _, c := range (&http.Response{Header: r.header}).Cookies() {
		if c.Name == "plumbline_session" {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
				s.t.Errorf("the cookie is %v", c)
			}
			return c.Value
		}
	}
	return ""
}

func TestSignInPage(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		email := s.users["owner"].Email
		r := s.post("nobody", "/signin", fields("email", email, "password", "wrong", "return_to", "/audit"), 401)
		s.holds("a wrong password", r.body, `value="`+email+`"`, "is wrong", `value="/audit"`)
		if s.cookieOf(r) != "" || bytes.Contains(r.body, []byte(`value="wrong"`)) {
			t.Error("a wrong password leaves a cookie, or comes back")
		}
		for to, want := range map[string]string{"/members?text=a": "/members?text=a", "https://evil.example/": "/", "//evil.example": "/", `/\evil.example`: "/"} {
			r = s.post("nobody", "/signin", fields("email", email, "password", password, "return_to", to), 303)
			if got := r.header.Get("Location"); got != want {
				t.Errorf("return_to %q leads to %q", to, got)
			}
			s.signed["just now"] = s.cookieOf(r)
			s.get("just now", "/", 200)
			page := s.get("nobody", "/signin?return_to="+url.QueryEscape(to), 200)
			if !strings.Contains(page, `name="return_to" value="`+want+`"`) || strings.Contains(page, "single sign-on") {
				t.Errorf("the page for return_to %q: %s", to, page)
			}
		}
		s.post("just now", "/signout", nil, 303)
		if r := s.visit(visit{method: "GET", path: "/members?text=a", as: "just now"}); r.header.Get("Location") != "/signin?return_to=%2Fmembers%3Ftext%3Da" {
			t.Errorf("after signing out: %d %s", r.status, r.header.Get("Location"))
		}
	})
}

// One-time codes from switching on to signing in with a recovery code, in pages alone.
func TestOneTimeCodesInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		who, email := "viewer session", s.users["viewer"].Email
		r := s.post(who, "/account/codes", fields("password", password), 200)
		s.holds("the QR code", r.body, "data:image/png;base64,")
		address := html.UnescapeString(string(regexp.MustCompile(`name="address" value="([^"]+)"`).FindSubmatch(r.body)[1]))
		u, err := url.Parse(address)
		must(t, err)
		r = s.post(who, "/account/codes/confirm", fields("address", address, "code", "12"), 422)
		s.holds("a wrong code", r.body, "data:image/png;base64,", "is not the code of the moment", u.Query().Get("secret"))
		code, err := totp.GenerateCode(u.Query().Get("secret"), time.Now())
		must(t, err)
		r = s.post(who, "/account/codes/confirm", fields("address", address, "code", code), 200)
		recovery := regexp.MustCompile(`<code>([a-z0-9]{8}-[a-z0-9]{8})</code>`).FindAllSubmatch(r.body, -1)
		if len(recovery) != 10 {
			t.Fatalf("%d recovery codes: %s", len(recovery), r.body)
		}
		if again := s.get(who, "/account", 200); strings.Contains(again, string(recovery[0][1])) || !strings.Contains(again, "In force since") {
			t.Error("the account's page shows recovery codes again, or does not say that one-time codes are in force")
		}
		r = s.post("nobody", "/signin", fields("email", email, "password", password), 401)
		s.holds("the step for the code", r.body, "One-time code", `name="code"`, `name="password" value="`+password+`"`)
		if bytes.Contains(r.body, []byte(`role="alert"`)) {
			t.Error("the step for the code starts with a complaint")
		}
		r = s.post("nobody", "/signin", fields("email", email, "password", password, "code", "000000x"), 401)
		s.holds("a wrong code", r.body, "is wrong or used already", `name="password" value="`+password+`"`)
		s.signed["by recovery code"] = s.cookieOf(s.post("nobody", "/signin", fields("email", email, "password", password, "code", string(recovery[0][1])), 303))
		r = s.post("by recovery code", "/account/codes/end", fields("password", "wrong"), 422)
		s.holds("a wrong password", r.body, "is wrong")
		s.post("by recovery code", "/account/codes/end", fields("password", password), 303)
	})
}

// An owner invites, somebody without an account joins, is changed and removed; the link works once, and each fault keeps what was typed.
func TestInvitationInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		email := "new." + s.here[:6] + "@example.com"
		r := s.post("owner session", "/members", fields("email", "no address", "role", "contributor", "pillars", "security, cost"), 422)
		s.holds("a bad address", r.body, `value="no address"`, `<option selected>contributor`, `value="security, cost"`, `aria-invalid="true"`)
		r = s.post("owner session", "/members", fields("email", email, "role", "contributor", "workloads", id, "pillars", "reliability"), 200)
		link := join.FindSubmatch(r.body)
		if link == nil {
			t.Fatalf("there is no link: %s", r.body)
		}
		code := string(link[1])
		if page := s.get("owner session", "/members", 200); strings.Contains(page, code) || !strings.Contains(page, email) {
			t.Error("the list shows the link again, or not the invitation")
		}
		s.get("nobody", "/join", 200)
		s.post("nobody", "/join", fields("code", "pll_NOTTHERE"), 404)
		r = s.post("nobody", "/join", fields("code", "https://review.example/join#"+code), 200)
		s.holds("the invitation", r.body, email, "contributor", `name="password"`)
		r = s.post("nobody", "/join/use", fields("code", code, "name", "New Person", "password", "short"), 422)
		s.holds("a short password", r.body, `value="New Person"`, "at least 12 characters", code)
		s.signed["new"] = s.cookieOf(s.post("nobody", "/join/use", fields("code", code, "name", "New Person", "password", password), 303))
		s.holds("home", []byte(s.get("new", "/", 200)), "Checkout", "New Person")
		s.post("nobody", "/join/use", fields("code", code, "name", "Again", "password", password), 404)

		user, err := s.svc.Users.Get(s.owner, email)
		must(t, err)
		at := "/members/" + user.ID
		s.holds("the member", []byte(s.get("owner session", at, 200)), `value="`+id+`" checked`, `value="reliability"`)
		r = s.post("owner session", at, fields("role", "viewer", "version", "99"), 412)
		s.holds("a stale change", r.body, `role="alert"`)
		r = s.post("owner session", at, fields("role", "owner", "workloads", id), 422)
		s.holds("a narrowed owner", r.body, "narrows viewers and contributors only")
		s.post("owner session", at, fields("role", "viewer"), 303)
		s.get("new", "/audit", 403)
		r = s.post("owner session", at+"/remove", fields("confirm", "somebody@example.com"), 422)
		s.holds("a wrong confirmation", r.body, "must be the e-mail address", `value="somebody@example.com"`)
		s.get("new", "/members", 200)
		s.post("owner session", at+"/remove", fields("confirm", email), 303)
		s.get("new", "/members", 403)
		s.holds("home of a member of none", []byte(s.get("new", "/", 200)), "No workspace yet")
	})
}

// An invitation to somebody with an account wants that account: signing in on the invitation's page leads on, as anybody else does not.
func TestInvitationToAnAccountInPages(t *testing.T) {
	each(t, func(s *server) {
		stranger := s.users["stranger"]
		r := s.post("owner session", "/members", fields("email", stranger.Email, "role", "viewer"), 200)
		code := string(join.FindSubmatch(r.body)[1])
		for _, who := range []string{"nobody", "viewer session"} {
			r = s.post(who, "/join", fields("code", code), 200)
			s.holds("the invitation", r.body, "Sign in to that account", `action="/signin"`)
			s.post(who, "/join/use", fields("code", code), 401)
		}
		r = s.post("nobody", "/signin", fields("link", code, "email", stranger.Email, "password", "wrong"), 401)
		s.holds("a wrong password", r.body, `name="link" value="`+code+`"`)
		r = s.post("nobody", "/signin", fields("link", code, "email", stranger.Email, "password", password), 200)
		s.holds("after signing in", r.body, "Accept the invitation", `name="csrf_token"`)
		s.signed["back"] = s.cookieOf(r)
		s.signed["joined"] = s.cookieOf(s.post("back", "/join/use", fields("code", code), 303))
		page := s.get("joined", "/workspace", 200)
		s.holds("both workspaces", []byte(page), "Here ", "There ")
		s.post("joined", "/workspace/switch", fields("workspace", s.there), 303)
		s.holds("the other one", []byte(s.get("joined", "/workspace", 200)), "<h1>There ")
		s.post("joined", "/workspace/switch", fields("workspace", models.NewID()), 422)
	})
}

func TestTokensInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		r := s.post("owner session", "/tokens", fields("name", "x", "role", "viewer", "kind", "key", "expires_at", "2020-01-01"), 422)
		s.holds("a bad token", r.body, `value="2020-01-01"`, `value="key" checked`, `value="x"`)
		secret := regexp.MustCompile(`value="(plb_[A-Z0-9]+)"`)
		for path, who := range map[string]string{"/tokens": "owner session", "/account/tokens": "contributor session"} {
			r = s.post(who, path, fields("name", "Nightly export", "role", "viewer", "kind", "token"), 200)
			found := secret.FindSubmatch(r.body)
			if found == nil {
				t.Fatalf("there is no token: %s", r.body)
			}
			s.tokens["fresh"] = string(found[1])
			if got := s.do(call{method: "GET", path: "/workloads", as: "fresh"}).status; got != 200 {
				t.Errorf("the new token gets %d", got)
			}
			page := s.get(who, path, 200)
			if strings.Contains(page, s.tokens["fresh"]) {
				t.Error("the list shows the secret again")
			}
			id := regexp.MustCompile(regexp.QuoteMeta(path) + `/([0-9a-f]{32})/revoke`).FindStringSubmatch(page)
			s.post(who, path+"/"+id[1]+"/revoke", nil, 303)
			if got := s.do(call{method: "GET", path: "/workloads", as: "fresh"}).status; got != 401 {
				t.Errorf("a revoked token gets %d", got)
			}
			r = s.post(who, path, fields("name", "Signed", "role", "viewer", "kind", "key"), 200)
			key := regexp.MustCompile(`PLAK[A-Z2-7]{16}`).FindString(string(r.body))
			s.post(who, strings.Replace(path, "tokens", "keys", 1)+"/"+key+"/revoke", nil, 303)
		}
		r = s.post("viewer session", "/account/tokens", fields("name", "Too much", "role", "owner", "kind", "token"), 422)
		s.holds("a role above one's own", r.body, "must not be above your own", `<option selected>owner`)
	})
}

func TestAdministrationInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		who, email := "administrator session", "made."+s.here[:6]+"@example.com"
		r := s.post(who, "/admin/users", fields("email", "x", "name", "Kept"), 422)
		s.holds("a bad account", r.body, `value="Kept"`)
		at := strings.TrimSuffix(s.post(who, "/admin/users", fields("email", email, "name", "Made"), 303).header.Get("Location"), "?done=created")
		code := string(join.FindSubmatch(s.post(who, at+"/reset", nil, 200).body)[1])
		s.holds("the reset link", s.post("nobody", "/join", fields("code", code), 200).body, email, "Set the password")
		s.signed["made"] = s.cookieOf(s.post("nobody", "/join/use", fields("code", code, "password", password), 303))
		s.get("made", "/account", 200)
		s.post(who, "/admin/workspaces/members", fields("workspace", s.there, "user", email, "role", "viewer"), 303)
		s.holds("home", []byte(s.get("made", "/", 200)), "Choose a workspace", `value="`+s.there+`"`)
		s.post("made", "/workspace/switch", fields("workspace", s.there), 303)
		s.holds("the workspace", []byte(s.get("made", "/workspace", 200)), "There ")
		s.post(who, at+"/disable", fields("confirm", "no"), 422)
		s.get("made", "/account", 200)
		s.post(who, at+"/disable", fields("confirm", email), 303)
		s.get("made", "/account", 303)
		s.post(who, at+"/enable", nil, 303)
		s.post(who, "/admin/workspaces", fields("name", "Third "+s.here[:6]), 303)
		r = s.post(who, "/admin/workspaces", fields("name", "third "+s.here[:6]), 409)
		s.holds("a name twice", r.body, "exists already")
		if r := s.post(who, "/admin/users/"+s.users["administrator"].ID, fields("name", "A", "email", s.users["administrator"].Email), 409); !bytes.Contains(r.body, []byte("last administrator")) {
			t.Errorf("the last administrator: %s", r.body)
		}
	})
}

func TestOwnAccountInPages(t *testing.T) {
	each(t, func(s *server) {
		who := "viewer session"
		s.post(who, "/account/name", fields("name", `<b>"Renamed"`), 303)
		s.holds("the name", []byte(s.get(who, "/account", 200)), "&lt;b&gt;&#34;Renamed&#34;")
		s.signBack(who)
		r := s.post(who, "/account/password", fields("password", "wrong", "new_password", "another long password"), 422)
		s.holds("a wrong password", r.body, "is wrong")
		other := s.signed[who]
		s.signBack(who)
		s.signed["other"] = other
		s.post(who, "/account/password", fields("password", password, "new_password", "another long password"), 303)
		s.get("other", "/account", 303)
		s.get(who, "/account", 200)
	})
}

func TestListsInPages(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		s.ok("POST", "/workloads", workload(`<script>alert("x")</script>`))
		page := s.get("viewer session", "/", 200)
		s.holds("the list", []byte(page), "Checkout", "Unanswered", "/workloads/"+id+"/report.pdf", "&lt;script&gt;alert")
		if page := s.get("viewer session", "/?name=check", 200); strings.Contains(page, "alert(") || !strings.Contains(page, "Checkout") {
			t.Error("the filter does not filter")
		}
		s.holds("nothing found", []byte(s.get("viewer session", "/?name=%3Cb%3E", 200)), "&lt;b&gt;", "Show all workloads")
		if page := s.get("stranger session", "/", 200); strings.Contains(page, "Checkout") {
			t.Error("a stranger sees a workload")
		}
		r := s.visit(visit{method: "GET", path: "/workloads/" + id + "/report.pdf", as: "viewer session"})
		if r.status != 200 || r.header.Get("Content-Type") != "application/pdf" || !bytes.HasPrefix(r.body, []byte("%PDF-")) {
			t.Errorf("the report: %d %s", r.status, r.header.Get("Content-Type"))
		}
		for range 60 {
			s.post("owner session", "/workspace", fields("name", "Here "+models.NewID()[:8]), 303)
		}
		page = s.get("owner session", "/audit", 200)
		next := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(page)
		if next == nil || !strings.Contains(page, "<del>Here ") {
			t.Fatalf("the audit has no next page, or shows no change")
		}
		s.holds("the next page", []byte(s.get("owner session", html.UnescapeString(next[1]), 200)), "line 1<")
		if page := s.get("owner session", "/audit?workload="+id, 200); strings.Contains(page, "<del>Here ") || !strings.Contains(page, "Checkout") {
			t.Error("the audit's filter does not filter")
		}
		s.get("owner session", "/audit?after=garbage", 422)
		s.get("owner session", "/?name=%00", 422)
		s.get("owner session", "/members/%ff", 404)
	})
}

// Where people look they get pages, under /api/ problems.
func TestUnknownPathsAndMethods(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		for path, want := range map[string]string{"/nothing": "text/html; charset=utf-8", "/api/nothing": "application/problem+json", "/api/v1/nothing": "application/problem+json"} {
			for _, who := range []string{"nobody", "owner session"} {
				if r := s.visit(visit{method: "GET", path: path, as: who}); r.status != 404 || r.header.Get("Content-Type") != want {
					t.Errorf("%s as %s: %d %s", path, who, r.status, r.header.Get("Content-Type"))
				}
			}
		}
		if r := s.visit(visit{method: "DELETE", path: "/members", as: "owner session"}); r.status != 405 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
			t.Errorf("a method that is not there: %d %s", r.status, r.header.Get("Content-Type"))
		}
		if r := s.post("owner session", "/members", fields("email", strings.Repeat("x", 300<<10)), 413); !bytes.Contains(r.body, []byte("too large")) {
			t.Errorf("a large form: %s", r.body)
		}
	})
}

func TestStaticFiles(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		page := s.get("nobody", "/signin", 200)
		for _, path := range regexp.MustCompile(`/static/[^"]+`).FindAllString(page, -1) {
			r := s.visit(visit{method: "GET", path: path, header: map[string]string{"Accept-Encoding": "gzip"}})
			if r.status != 200 || r.header.Get("Cache-Control") != "public, max-age=31536000, immutable" || r.header.Get("Content-Encoding") != "gzip" {
				t.Errorf("%s: %d %v", path, r.status, r.header)
			}
			old := regexp.MustCompile(`/static/[0-9a-f]+/`).ReplaceAllString(path, "/static/000000000000/")
			if r := s.visit(visit{method: "GET", path: old}); r.status != 200 || r.header.Get("Cache-Control") != "no-cache" {
				t.Errorf("%s: %d %v", old, r.status, r.header)
			}
		}
		if r := s.visit(visit{method: "GET", path: "/static/x/../../web.go"}); r.status == 200 {
			t.Error("a file that is none of the static ones")
		}
	})
}

// Too many failures are told in words, with the time to wait, and the form stays; single sign-on is offered where there is some.
func TestSignInPageLimitsAndSSO(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		for range 20 {
			r := s.visit(visit{method: "POST", path: "/signin", form: fields("email", "x@example.com", "password", "wrong")})
			if r.status == http.StatusTooManyRequests {
				s.holds("too many tries", r.body, "Too many failed tries: try again in", `value="x@example.com"`)
				if r.header.Get("Retry-After") == "" {
					t.Error("nobody says when to try again")
				}
				break
			} else if r.status != http.StatusUnauthorized {
				t.Fatalf("a wrong password: %d", r.status)
			}
		}
		sso := httptest.NewServer(api.New(s.svc, api.Options{OIDC: &auth.OIDCConfig{Issuer: "https://id.example.org"}, URL: "https://review.example.org"}))
		defer sso.Close()
		s.url = sso.URL
		s.holds("sign-in", []byte(s.get("nobody", "/signin?return_to=/audit", 200)), `href="/auth/oidc/login?return_to=%2faudit"`)
	})
}
