package web_test

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
	"plumbline/api/apitest"
	"plumbline/api/auth"
	"plumbline/models"
	"plumbline/models/urls"
)

// joinAddress is the address of a one-time link in a page; it leads to where the API's links lead too.
var joinAddress = regexp.MustCompile(regexp.QuoteMeta(urls.Join) + `#(pll_[A-Z0-9]+)"`)

func cookieOf(s *apitest.Server, r apitest.Reply) string {
	for _, c := range (&http.Response{Header: r.Header}).Cookies() {
		if c.Name == "plumbline_session" {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
				s.T.Errorf("the cookie is %v", c)
			}
			return c.Value
		}
	}
	return ""
}

func TestSignInPage(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		email := s.Users["owner"].Email
		r := s.PostForm("nobody", "/signin", apitest.FormFields("email", email, "password", "wrong", "return_to", "/audit"),
			401)
		s.PageHolds("a wrong password", r.Body, `value="`+email+`"`, "is wrong", `value="/audit"`)
		if cookieOf(s, r) != "" || bytes.Contains(r.Body, []byte(`value="wrong"`)) {
			t.Error("a wrong password leaves a cookie, or comes back")
		}
		for to, want := range map[string]string{"/members?text=a": "/members?text=a", "https://evil.example/": "/",
			"//evil.example": "/", `/\evil.example`: "/"} {
			r = s.PostForm("nobody", "/signin", apitest.FormFields("email", email, "password", apitest.Password, "return_to",
				to), 303)
			if got := r.Header.Get("Location"); got != want {
				t.Errorf("return_to %q leads to %q", to, got)
			}
			s.Sessions["just now"] = cookieOf(s, r)
			s.GetPage("just now", "/", 200)
			page := s.GetPage("nobody", "/signin?return_to="+url.QueryEscape(to), 200)
			if !strings.Contains(page, `name="return_to" value="`+want+`"`) || strings.Contains(page, "single sign-on") {
				t.Errorf("the page for return_to %q: %s", to, page)
			}
		}
		s.PostForm("just now", "/signout", nil, 303)
		if r := s.Visit(apitest.Visit{Method: "GET", Path: "/members?text=a",
			As: "just now"}); r.Header.Get("Location") != "/signin?return_to=%2Fmembers%3Ftext%3Da" {
			t.Errorf("after signing out: %d %s", r.Status, r.Header.Get("Location"))
		}
		for _, who := range []string{"just now", "nobody"} { // on a page that was open all the time
			r := s.PostForm(who, "/signout", nil, 303)
			if to := r.Header.Get("Location"); !strings.HasPrefix(to, "/signin") {
				t.Errorf("%s signs out once more: to %s", who, to)
			}
		}
	})
}

// One-time codes from switching on to signing in with a recovery code, in pages alone.
func TestOneTimeCodesInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		who, email := "viewer session", s.Users["viewer"].Email
		r := s.PostForm(who, "/account/codes", apitest.FormFields("password", apitest.Password), 200)
		s.PageHolds("the QR code", r.Body, "data:image/png;base64,")
		address := html.UnescapeString(string(regexp.MustCompile(`name="address" value="([^"]+)"`).FindSubmatch(r.Body)[1]))
		u, err := url.Parse(address)
		apitest.Must(t, err)
		r = s.PostForm(who, "/account/codes/confirm", apitest.FormFields("address", address, "code", "12"), 422)
		s.PageHolds("a wrong code", r.Body, "data:image/png;base64,", "is not the code of the moment",
			u.Query().Get("secret"))
		code, err := totp.GenerateCode(u.Query().Get("secret"), time.Now())
		apitest.Must(t, err)
		r = s.PostForm(who, "/account/codes/confirm", apitest.FormFields("address", address, "code", code), 200)
		recovery := regexp.MustCompile(`<code>([a-z0-9]{8}-[a-z0-9]{8})</code>`).FindAllSubmatch(r.Body, -1)
		if len(recovery) != 10 {
			t.Fatalf("%d recovery codes: %s", len(recovery), r.Body)
		}
		if again := s.GetPage(who, "/account", 200); strings.Contains(again, string(recovery[0][1])) ||
			!strings.Contains(again, "Enabled since") {
			t.Error("the account's page shows recovery codes again, or does not say that two-factor sign-in is enabled")
		}
		r = s.PostForm("nobody", "/signin", apitest.FormFields("email", email, "password", apitest.Password), 401)
		s.PageHolds("the step for the code", r.Body, "Enter your code", `name="code"`,
			`name="password" value="`+apitest.Password+`"`)
		if bytes.Contains(r.Body, []byte(`role="alert"`)) {
			t.Error("the step for the code starts with a complaint")
		}
		r = s.PostForm("nobody", "/signin", apitest.FormFields("email", email, "password", apitest.Password, "code",
			"000000x"), 401)
		s.PageHolds("a wrong code", r.Body, "is wrong or used already", `name="password" value="`+apitest.Password+`"`)
		s.Sessions["by recovery code"] = cookieOf(s, s.PostForm("nobody", "/signin",
			apitest.FormFields("email", email, "password", apitest.Password, "code", string(recovery[0][1])), 303))
		r = s.PostForm("by recovery code", "/account/codes/end", apitest.FormFields("password", "wrong"), 422)
		s.PageHolds("a wrong password", r.Body, "is wrong")
		s.PostForm("by recovery code", "/account/codes/end", apitest.FormFields("password", apitest.Password), 303)
	})
}

// An owner invites, somebody without an account joins, is changed and removed; the link works once, and each fault
// keeps what was typed.
func TestInvitationInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		email := "new." + s.WorkspaceID[:6] + "@example.com"
		r := s.PostForm("owner session", "/members", apitest.FormFields("email", "no address", "role", "contributor",
			"pillars", "security, cost"), 422)
		s.PageHolds("a bad address", r.Body, `value="no address"`, `<option value="contributor" selected>Contributor`,
			`value="security, cost"`,
			`aria-invalid="true"`)
		r = s.PostForm("owner session", "/members", apitest.FormFields("email", email, "role", "contributor", "workloads", id,
			"pillars", "reliability"), 200)
		link := joinAddress.FindSubmatch(r.Body)
		if link == nil {
			t.Fatalf("there is no link: %s", r.Body)
		}
		code := string(link[1])
		if page := s.GetPage("owner session", "/members", 200); strings.Contains(page, code) ||
			!strings.Contains(page, email) {
			t.Error("the list shows the link again, or not the invitation")
		}
		s.GetPage("nobody", "/join", 200)
		s.PostForm("nobody", "/join", apitest.FormFields("code", "pll_NOTTHERE"), 404)
		r = s.PostForm("nobody", "/join", apitest.FormFields("code", "https://review.example/join#"+code), 200)
		s.PageHolds("the invitation", r.Body, email, "contributor", `name="password"`)
		r = s.PostForm("nobody", "/join/use", apitest.FormFields("code", code, "name", "New Person", "password", "short"),
			422)
		s.PageHolds("a short password", r.Body, `value="New Person"`, "at least 12 characters", code)
		s.Sessions["new"] = cookieOf(s, s.PostForm("nobody", "/join/use",
			apitest.FormFields("code", code, "name", "New Person", "password", apitest.Password), 303))
		s.PageHolds("home", []byte(s.GetPage("new", "/", 200)), "Checkout", "New Person")
		s.PostForm("nobody", "/join/use", apitest.FormFields("code", code, "name", "Again", "password", apitest.Password),
			404)

		user, err := s.Service.Users.Get(s.Owner, email)
		apitest.Must(t, err)
		at := "/members/" + user.ID
		s.PageHolds("the member", []byte(s.GetPage("owner session", at, 200)), `value="`+id+`" checked`,
			`value="reliability"`)
		r = s.PostForm("owner session", at, apitest.FormFields("role", "viewer", "version", "99"), 412)
		s.PageHolds("a stale change", r.Body, `role="alert"`)
		r = s.PostForm("owner session", at, apitest.FormFields("role", "owner", "workloads", id), 422)
		s.PageHolds("a narrowed owner", r.Body, "narrows viewers and contributors only")
		s.PostForm("owner session", at, apitest.FormFields("role", "viewer"), 303)
		s.GetPage("new", "/audit", 403)
		r = s.PostForm("owner session", at+"/remove", apitest.FormFields("confirm", "somebody@example.com"), 422)
		s.PageHolds("a wrong confirmation", r.Body, "must be the e-mail address", `value="somebody@example.com"`)
		s.GetPage("new", "/members", 200)
		s.PostForm("owner session", at+"/remove", apitest.FormFields("confirm", email), 303)
		s.GetPage("new", "/members", 403)
		s.PageHolds("home of a member of none", []byte(s.GetPage("new", "/", 200)), "No workspace yet")
	})
}

// An invitation to somebody with an account wants that account: signing in on the invitation's page leads on, as
// anybody else does not.
func TestInvitationToAnAccountInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		stranger := s.Users["stranger"]
		r := s.PostForm("owner session", "/members", apitest.FormFields("email", stranger.Email, "role", "viewer"), 200)
		code := string(joinAddress.FindSubmatch(r.Body)[1])
		for _, who := range []string{"nobody", "viewer session"} {
			r = s.PostForm(who, "/join", apitest.FormFields("code", code), 200)
			s.PageHolds("the invitation", r.Body, "Sign in to that account", `action="/signin"`)
			s.PostForm(who, "/join/use", apitest.FormFields("code", code), 401)
		}
		r = s.PostForm("nobody", "/signin", apitest.FormFields("link", code, "email", stranger.Email, "password", "wrong"),
			401)
		s.PageHolds("a wrong password", r.Body, `name="link" value="`+code+`"`)
		r = s.PostForm("nobody", "/signin", apitest.FormFields("link", code, "email", stranger.Email, "password",
			apitest.Password), 200)
		s.PageHolds("after signing in", r.Body, "Accept invitation", `name="csrf_token"`)
		s.Sessions["back"] = cookieOf(s, r)
		s.Sessions["joined"] = cookieOf(s, s.PostForm("back", "/join/use", apitest.FormFields("code", code), 303))
		page := s.GetPage("joined", "/workspace", 200)
		s.PageHolds("both workspaces", []byte(page), "Here ", "There ")
		s.PostForm("joined", "/workspace/switch", apitest.FormFields("workspace", s.StrangersID), 303)
		s.PageHolds("the other one", []byte(s.GetPage("joined", "/workspace", 200)), "<h1>There ")
		s.PostForm("joined", "/workspace/switch", apitest.FormFields("workspace", models.NewID()), 422)
	})
}

func TestTokensInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		r := s.PostForm("owner session", "/tokens", apitest.FormFields("name", "x", "role", "viewer",
			"expires_at", "2020-01-01"), 422)
		s.PageHolds("a bad token", r.Body, `value="2020-01-01"`, `value="x"`)
		secret := regexp.MustCompile(`value="(plb_[A-Z0-9]+)"`)
		for path, who := range map[string]string{"/tokens": "owner session", "/account/tokens": "contributor session"} {
			r = s.PostForm(who, path, apitest.FormFields("name", "Nightly export", "role", "viewer"), 200)
			found := secret.FindSubmatch(r.Body)
			if found == nil {
				t.Fatalf("there is no token: %s", r.Body)
			}
			s.Tokens["fresh"] = string(found[1])
			if got := s.Do(apitest.Call{Method: "GET", Path: "/workloads", As: "fresh"}).Status; got != 200 {
				t.Errorf("the new token gets %d", got)
			}
			page := s.GetPage(who, path, 200)
			if strings.Contains(page, s.Tokens["fresh"]) {
				t.Error("the list shows the secret again")
			}
			id := regexp.MustCompile(regexp.QuoteMeta(path) + `/([0-9a-f]{32})/revoke`).FindStringSubmatch(page)
			s.PostForm(who, path+"/"+id[1]+"/revoke", nil, 303)
			if got := s.Do(apitest.Call{Method: "GET", Path: "/workloads", As: "fresh"}).Status; got != 401 {
				t.Errorf("a revoked token gets %d", got)
			}
			// Access keys are not offered, as nothing accepts them yet; those that there are can be ended.
			if strings.Contains(page, `value="key"`) {
				t.Error("access keys can be created on the page")
			}
			call := apitest.Call{Method: "POST", Path: strings.Replace(path[1:], "account/", "me/", 1), As: who,
				Body: map[string]any{"name": "Signed", "role": "viewer"}}
			call.Path = "/" + strings.Replace(call.Path, "tokens", "access-keys", 1)
			key := s.Do(call).Tree(t).At("id").String()
			s.PageHolds("a key that there is", []byte(s.GetPage(who, path, 200)), key, "Revoke access key")
			s.PostForm(who, strings.Replace(path, "tokens", "keys", 1)+"/"+key+"/revoke", nil, 303)
		}
		r = s.PostForm("viewer session", "/account/tokens", apitest.FormFields("name", "Too much", "role", "owner"), 422)
		s.PageHolds("a role above one's own", r.Body, "must not be above your own", `<option value="owner" selected>Owner`)
	})
}

func TestAdministrationInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		who, email := "administrator session", "made."+s.WorkspaceID[:6]+"@example.com"
		r := s.PostForm(who, "/admin/users", apitest.FormFields("email", "x", "name", "Kept"), 422)
		s.PageHolds("a bad account", r.Body, `value="Kept"`)
		at := strings.TrimSuffix(s.PostForm(who, "/admin/users", apitest.FormFields("email", email, "name", "Made"),
			303).Header.Get("Location"), "?done=created")
		code := string(joinAddress.FindSubmatch(s.PostForm(who, at+"/reset", nil, 200).Body)[1])
		s.PageHolds("the reset link", s.PostForm("nobody", "/join", apitest.FormFields("code", code), 200).Body, email,
			"Set password")
		s.Sessions["made"] = cookieOf(s, s.PostForm("nobody", "/join/use",
			apitest.FormFields("code", code, "password", apitest.Password), 303))
		s.GetPage("made", "/account", 200)
		s.PostForm(who, "/admin/workspaces/members", apitest.FormFields("workspace", s.StrangersID, "user", email, "role",
			"viewer"), 303)
		s.PageHolds("home", []byte(s.GetPage("made", "/", 200)), "Choose a workspace", `value="`+s.StrangersID+`"`)
		s.PostForm("made", "/workspace/switch", apitest.FormFields("workspace", s.StrangersID), 303)
		s.PageHolds("the workspace", []byte(s.GetPage("made", "/workspace", 200)), "There ")
		s.PostForm(who, at+"/disable", apitest.FormFields("confirm", "no"), 422)
		s.GetPage("made", "/account", 200)
		s.PostForm(who, at+"/disable", apitest.FormFields("confirm", email), 303)
		s.GetPage("made", "/account", 303)
		s.PostForm(who, at+"/enable", nil, 303)
		s.PostForm(who, "/admin/workspaces", apitest.FormFields("name", "Third "+s.WorkspaceID[:6]), 303)
		r = s.PostForm(who, "/admin/workspaces", apitest.FormFields("name", "third "+s.WorkspaceID[:6]), 409)
		s.PageHolds("a name twice", r.Body, "exists already")
		if r := s.PostForm(who, "/admin/users/"+s.Users["administrator"].ID,
			apitest.FormFields("name", "A", "email", s.Users["administrator"].Email), 409); !bytes.Contains(r.Body,
			[]byte("last administrator")) {
			t.Errorf("the last administrator: %s", r.Body)
		}
	})
}

func TestOwnAccountInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		who := "viewer session"
		s.PostForm(who, "/account/name", apitest.FormFields("name", `<b>"Renamed"`), 303)
		s.PageHolds("the name", []byte(s.GetPage(who, "/account", 200)), "&lt;b&gt;&#34;Renamed&#34;")
		s.SignBack(who)
		r := s.PostForm(who, "/account/password", apitest.FormFields("password", "wrong", "new_password",
			"another long password"), 422)
		s.PageHolds("a wrong password", r.Body, "is wrong")
		other := s.Sessions[who]
		s.SignBack(who)
		s.Sessions["other"] = other
		s.PostForm(who, "/account/password", apitest.FormFields("password", apitest.Password, "new_password",
			"another long password"), 303)
		s.GetPage("other", "/account", 303)
		s.GetPage(who, "/account", 200)
	})
}

func TestListsInPages(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		s.OK("POST", "/workloads", apitest.WorkloadBody(`<script>alert("x")</script>`))
		page := s.GetPage("viewer session", "/", 200)
		s.PageHolds("the list", []byte(page), "Checkout", "Unanswered", "/workloads/"+id+"/report.pdf", "&lt;script&gt;alert")
		if page := s.GetPage("viewer session", "/?name=check", 200); strings.Contains(page, "alert(") ||
			!strings.Contains(page, "Checkout") {
			t.Error("the filter does not filter")
		}
		s.PageHolds("nothing found", []byte(s.GetPage("viewer session", "/?name=%3Cb%3E", 200)), "&lt;b&gt;",
			"Show all workloads")
		if page := s.GetPage("stranger session", "/", 200); strings.Contains(page, "Checkout") {
			t.Error("a stranger sees a workload")
		}
		r := s.Visit(apitest.Visit{Method: "GET", Path: "/workloads/" + id + "/report.pdf", As: "viewer session"})
		if r.Status != 200 || r.Header.Get("Content-Type") != "application/pdf" || !bytes.HasPrefix(r.Body, []byte("%PDF-")) {
			t.Errorf("the report: %d %s", r.Status, r.Header.Get("Content-Type"))
		}
		for range 60 {
			s.PostForm("owner session", "/workspace", apitest.FormFields("name", "Here "+models.NewID()[:8]), 303)
		}
		page = s.GetPage("owner session", "/audit", 200)
		next := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(page)
		if next == nil || !strings.Contains(page, "<del>Here ") {
			t.Fatalf("the audit has no next page, or shows no change")
		}
		s.PageHolds("the next page", []byte(s.GetPage("owner session", html.UnescapeString(next[1]), 200)), "line 1<")
		if page := s.GetPage("owner session", "/audit?workload="+id, 200); strings.Contains(page, "<del>Here ") ||
			!strings.Contains(page, "Checkout") {
			t.Error("the audit's filter does not filter")
		}
		s.GetPage("owner session", "/audit?after=garbage", 422)
		s.GetPage("owner session", "/?name=%00", 422)
		s.GetPage("owner session", "/members/%ff", 404)
	})
}

// Where people look they get pages, under /api/ problems.
func TestUnknownPathsAndMethods(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		for path, want := range map[string]string{"/nothing": "text/html; charset=utf-8",
			"/api/nothing": "application/problem+json", "/api/v1/nothing": "application/problem+json"} {
			for _, who := range []string{"nobody", "owner session"} {
				if r := s.Visit(apitest.Visit{Method: "GET", Path: path, As: who}); r.Status != 404 ||
					r.Header.Get("Content-Type") != want {
					t.Errorf("%s as %s: %d %s", path, who, r.Status, r.Header.Get("Content-Type"))
				}
			}
		}
		if r := s.Visit(apitest.Visit{Method: "DELETE", Path: "/members", As: "owner session"}); r.Status != 405 ||
			!strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
			t.Errorf("a method that is not there: %d %s", r.Status, r.Header.Get("Content-Type"))
		}
		if r := s.PostForm("owner session", "/members", apitest.FormFields("email", strings.Repeat("x", 300<<10)),
			413); !bytes.Contains(r.Body, []byte("too large")) {
			t.Errorf("a large form: %s", r.Body)
		}
	})
}

func TestStaticFiles(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		page := s.GetPage("nobody", "/signin", 200)
		for _, path := range regexp.MustCompile(`/static/[^"]+`).FindAllString(page, -1) {
			r := s.Visit(apitest.Visit{Method: "GET", Path: path, Header: map[string]string{"Accept-Encoding": "gzip"}})
			if r.Status != 200 || r.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" ||
				r.Header.Get("Content-Encoding") != "gzip" {
				t.Errorf("%s: %d %v", path, r.Status, r.Header)
			}
			old := regexp.MustCompile(`/static/[0-9a-f]+/`).ReplaceAllString(path, "/static/000000000000/")
			if r := s.Visit(apitest.Visit{Method: "GET", Path: old}); r.Status != 200 ||
				r.Header.Get("Cache-Control") != "no-cache" {
				t.Errorf("%s: %d %v", old, r.Status, r.Header)
			}
		}
		if r := s.Visit(apitest.Visit{Method: "GET", Path: "/static/x/../../web.go"}); r.Status == 200 {
			t.Error("a file that is none of the static ones")
		}
	})
}

// Too many failures are told in words, with the time to wait, and the form stays; single sign-on is offered where there
// is some.
func TestSignInPageLimitsAndSSO(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		for range 20 {
			r := s.Visit(apitest.Visit{Method: "POST", Path: "/signin",
				Form: apitest.FormFields("email", "x@example.com", "password", "wrong")})
			if r.Status == http.StatusTooManyRequests {
				s.PageHolds("too many tries", r.Body, "Too many failed tries: try again in", `value="x@example.com"`)
				if r.Header.Get("Retry-After") == "" {
					t.Error("nobody says when to try again")
				}
				break
			} else if r.Status != http.StatusUnauthorized {
				t.Fatalf("a wrong password: %d", r.Status)
			}
		}
		sso := httptest.NewServer(api.New(s.Service, api.Options{OIDC: &auth.OIDCConfig{Issuer: "https://id.example.org"},
			URL: "https://review.example.org"}))
		defer sso.Close()
		s.URL = sso.URL
		s.PageHolds("sign-in", []byte(s.GetPage("nobody", "/signin?return_to=/audit", 200)),
			`href="/auth/oidc/login?return_to=%2faudit"`)
	})
}
