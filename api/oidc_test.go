package api_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"plumbline/api"
	"plumbline/api/auth"
	"plumbline/models"
	"plumbline/models/service"
)

// browser is a browser at a server with sign-in by provider. It follows redirects by hand.
type browser struct {
	*server
	issuer *issuer
	url    string
	log    *bytes.Buffer
	client *http.Client
}

func (s *server) browser(i *issuer) *browser {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	must(s.t, err)
	b := &browser{server: s, issuer: i, log: &bytes.Buffer{}, client: &http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	var handler http.Handler
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	s.t.Cleanup(web.Close)
	b.url = web.URL
	handler = api.New(s.svc, api.Options{URL: b.url, Logger: slog.New(slog.NewTextHandler(b.log, nil)),
		OIDC: &auth.OIDCConfig{Issuer: i.url, ClientID: clientID, ClientSecret: clientSecret, URL: b.url}})
	return b
}

// get goes to an address and gives where it leads.
func (b *browser) get(address string) string {
	b.t.Helper()
	res, err := b.client.Get(address)
	must(b.t, err)
	must(b.t, res.Body.Close())
	return res.Header.Get("Location")
}

// signIn walks the whole way and gives where it ends.
func (b *browser) signInBy(returnTo string) string {
	b.t.Helper()
	there := b.get(b.url + auth.LoginPath + "?return_to=" + url.QueryEscape(returnTo))
	if !strings.HasPrefix(there, b.issuer.url) {
		return there
	}
	back := b.get(there)
	if !strings.HasPrefix(back, b.url+auth.CallbackPath) {
		b.t.Fatalf("the provider sends to %s", back)
	}
	return b.get(back)
}

// session is what the browser's cookie opens.
func (b *browser) session() tree {
	b.t.Helper()
	at, err := url.Parse(b.url)
	must(b.t, err)
	b.signed["browser"] = ""
	for _, c := range b.client.Jar.Cookies(at) {
		if c.Name == "plumbline_session" {
			b.signed["browser"] = c.Value
		}
	}
	return b.do(call{method: "GET", path: "/session", as: "browser"}).tree(b.t)
}

func (s *server) mapTo(value, workspace string, role models.Role) string {
	s.t.Helper()
	m, err := s.svc.Mappings.Create(s.owner, models.MappingInput{Claim: "groups", Value: value, WorkspaceID: workspace, Role: role})
	must(s.t, err)
	return m.ID
}

func someone(groups ...any) map[string]any {
	return map[string]any{"sub": "42", "email": "grace@example.org", "email_verified": true, "name": "Grace", "groups": groups}
}

// Claims give memberships at each sign-in, and take them; what people gave stays.
func TestProviderGivesRoles(t *testing.T) {
	each(t, func(s *server) {
		i := newIssuer(t)
		b := s.browser(i)
		s.mapTo("cloud", s.here, models.Contributor)
		s.mapTo("leads", s.here, models.Owner)
		s.mapTo("dev", s.there, models.Viewer)
		s.mapTo("root", "", models.Administrator)
		roles := func(groups ...any) string {
			i.claims = someone(groups...)
			if end := b.signInBy("/workloads?x=1"); end != "/workloads?x=1" {
				return end
			}
			session := b.session()
			got := []string{session.at("user/administrator").String()}
			for n := range session.at("workspaces").len() {
				w := session.at("workspaces/" + string(rune('0'+n)))
				name := "there"
				if w.at("id").String() == s.here {
					name = "here"
				}
				got = append(got, name+"="+w.at("role").String())
			}
			slices.Sort(got)
			return strings.Join(got, " ")
		}
		for _, row := range []struct {
			groups []any
			want   string
		}{
			{[]any{"nothing"}, auth.SignInPath + "?error=forbidden"},
			{[]any{"cloud", "dev"}, "false here=contributor there=viewer"},
			{[]any{"cloud", "leads", 7}, "false here=owner"},
			{[]any{"dev", "root"}, "true there=viewer"},
			{[]any{}, "false"},
			{[]any{"leads"}, "false here=owner"},
		} {
			if got := roles(row.groups...); got != row.want {
				t.Errorf("%v: %s, want %s", row.groups, got, row.want)
			}
		}
		user, err := s.svc.Users.Get(s.owner, "grace@example.org")
		must(t, err)
		_, err = s.svc.Members.Update(s.owner, user.ID, models.Grant{Role: models.Viewer}, nil) // a person decides
		must(t, err)
		if got := roles("nothing"); got != "false here=viewer" {
			t.Errorf("what a person gave: %s", got)
		}
		if u := b.session(); u.at("user/has_password").String() != "false" {
			t.Errorf("the account: %v", u)
		}
		if r := s.signIn("grace@example.org", ""); r.status != 401 {
			t.Errorf("an account without a password takes an empty one: %d", r.status)
		}
		if strings.Contains(b.log.String(), "code=") || strings.Contains(b.log.String(), "eyJ") {
			t.Errorf("the log holds secrets:\n%s", b.log)
		}
		if r := s.do(call{method: "GET", path: "/audit/verify", as: "owner session"}).tree(t); r.at("intact").String() != "true" {
			t.Errorf("the chain: %v", r)
		}
	})
}

// An account with the provider's verified address is the same person; an address that it has not verified opens nothing.
func TestProviderMeetsAccount(t *testing.T) {
	each(t, func(s *server) {
		i := newIssuer(t)
		i.claims = map[string]any{"sub": "7", "email": strings.ToUpper(s.email("architect")), "email_verified": false, "name": "Mallory"}
		if end := s.browser(i).signInBy("/"); end != auth.SignInPath+"?error=conflict" {
			t.Errorf("unverified: %s", end)
		}
		i.claims["email_verified"] = "true"
		b := s.browser(i)
		if end := b.signInBy("/"); end != "/" || b.session().at("user/name").String() != "The architect" {
			t.Errorf("verified: %s, %v", end, b.session())
		}
		i.claims["email"] = "changed@example.org" // the subject counts from now on
		if end := b.signInBy("/"); end != "/" || b.session().at("user/name").String() != "The architect" {
			t.Errorf("with another address: %s", end)
		}
		yes := true
		_, err := s.svc.Users.Update(s.owner, s.users["architect"].ID, models.UserPatch{Disabled: &yes}, nil)
		must(t, err)
		if end := b.signInBy("/"); end != auth.SignInPath+"?error=forbidden" {
			t.Errorf("an account that is shut: %s", end)
		}
	})
}

// Tokens that the provider did not sign for this sign-in open nothing.
func TestForgedIDTokens(t *testing.T) {
	each(t, func(s *server) {
		i := newIssuer(t)
		s.mapTo("cloud", s.here, models.Owner)
		foreign, err := rsa.GenerateKey(rand.Reader, 2048)
		must(t, err)
		with := func(name string, value any) func(string, map[string]any) string {
			return func(_ string, c map[string]any) string {
				c[name] = value
				return i.sign("RS256", i.keyID, i.key, c)
			}
		}
		for name, row := range map[string]struct {
			spoil func(string, map[string]any) string
			good  bool
		}{
			"as it should be":           {nil, true},
			"signed with the other key": {func(_ string, c map[string]any) string { return i.sign("ES256", "ec", i.ec, c) }, true},
			"algorithm none":            {func(_ string, c map[string]any) string { return unsigned(c) }, false},
			"HMAC with the public key":  {func(_ string, c map[string]any) string { return i.sign("HS256", i.keyID, publicPEM(i.key.Public()), c) }, false},
			"HMAC with the secret": {func(_ string, c map[string]any) string {
				return i.sign("HS256", i.keyID, []byte(strings.Repeat(clientSecret, 2)), c)
			}, false},
			"a foreign key":         {func(_ string, c map[string]any) string { return i.sign("RS256", i.keyID, foreign, c) }, false},
			"changed after signing": {tampered, false},
			"another audience":      {with("aud", "another-client"), false},
			"another issuer":        {with("iss", "https://evil.example"), false},
			"another nonce":         {with("nonce", "x"), false},
			"no nonce":              {with("nonce", nil), false},
			"over":                  {with("exp", 1), false},
			"no subject":            {with("sub", ""), false},
			"no token":              {func(string, map[string]any) string { return "" }, false},
			"garbage":               {func(string, map[string]any) string { return "a.b.c" }, false},
		} {
			i.claims, i.spoil = someone("cloud"), row.spoil
			b := s.browser(i)
			end := b.signInBy("/")
			if (end == "/") != row.good || (!row.good && !strings.HasPrefix(end, auth.SignInPath+"?error=")) {
				t.Errorf("%s: it ends at %s\n%s", name, end, b.log)
			}
			if signedIn := b.session().at("user/email").v != nil; signedIn != row.good {
				t.Errorf("%s: signed in: %v", name, signedIn)
			}
		}
		i.spoil = nil
		i.key, i.keyID = foreign, "two" // the provider changes its key
		if end := s.browser(i).signInBy("/"); end != "/" {
			t.Errorf("after a change of keys: %s", end)
		}
	})
}

// The answer must belong to what this browser began, and counts once.
func TestProviderFlowIsBound(t *testing.T) {
	each(t, func(s *server) {
		i := newIssuer(t)
		s.mapTo("cloud", s.here, models.Viewer)
		i.claims = someone("cloud")
		refused := auth.SignInPath + "?error=unauthenticated"
		attacker, victim := s.browser(i), s.browser(i)
		begin := func(b *browser) string { return b.get(b.get(b.url + auth.LoginPath)) }
		stolen := strings.Replace(begin(attacker), attacker.url, victim.url, 1)
		if end := victim.get(stolen); end != refused {
			t.Errorf("the attacker's answer in a browser that began nothing: %s", end)
		}
		begin(victim)
		if end := victim.get(stolen); end != refused {
			t.Errorf("the attacker's answer in a browser that began another sign-in: %s", end)
		}
		back := begin(victim)
		if end := victim.get(strings.Replace(back, "state=", "state=x", 1)); end != refused {
			t.Errorf("another state: %s", end)
		}
		if end := victim.get(back); end != refused {
			t.Errorf("a flow goes on after a failure: %s", end)
		}
		back = begin(victim)
		if end := victim.get(back + "&iss=https%3A%2F%2Fevil.example"); end != refused {
			t.Errorf("another provider's answer: %s", end)
		}
		back = begin(victim)
		if end := victim.get(back); end != "/" {
			t.Fatalf("the way it should be: %s", end)
		}
		first := victim.session()
		if end := victim.get(back); end != refused {
			t.Errorf("the same answer again: %s", end)
		}
		planted := victim.signed["browser"]
		if end := victim.signInBy("/"); end != "/" || victim.session().at("id").String() == first.at("id").String() {
			t.Errorf("signing in again keeps the session: %s", end)
		}
		victim.signed["planted"] = planted
		if r := s.do(call{method: "GET", path: "/session", as: "planted"}); r.status != 401 {
			t.Errorf("the session before lives on: %d", r.status)
		}
		if end := victim.get(victim.url + auth.CallbackPath + "?error=access_denied&state=x"); end != refused {
			t.Errorf("a refusal: %s", end)
		}
	})
}

// Signing in leads to a path of this server and nowhere else.
func TestRedirectsStayHere(t *testing.T) {
	i := newIssuer(t)
	each(t, func(s *server) {
		s.mapTo("cloud", s.here, models.Viewer)
		i.claims = someone("cloud")
		for to, want := range map[string]string{
			"/workloads/1?a=b#c": "/workloads/1?a=b#c", "": "/", "workloads": "/", "https://evil.example": "/", "//evil.example": "/", `/\evil.example`: "/",
			`\\evil.example`: "/", "/\t/evil.example": "/", "/\n/evil.example": "/", "javascript:alert(1)": "/", "http:evil.example": "/",
			"/" + strings.Repeat("x", 3000): "/",
		} {
			if end := s.browser(i).signInBy(to); end != want {
				t.Errorf("%q leads to %q, want %q", to, end, want)
			}
		}
	})
}

// A provider that is down keeps nobody out who has a password, and is asked again later.
func TestProviderIsDown(t *testing.T) {
	each(t, func(s *server) {
		i := newIssuer(t)
		s.mapTo("cloud", s.here, models.Viewer)
		i.claims, i.down = someone("cloud"), true
		b := s.browser(i)
		if end := b.signInBy("/"); end != auth.SignInPath+"?error=unavailable" {
			t.Errorf("down: %s", end)
		}
		if res := s.signInAt(b.url, nil); res.StatusCode != 201 {
			t.Errorf("by password: %d", res.StatusCode)
		}
		i.down = false
		if end := b.signInBy("/"); end != "/" {
			t.Errorf("up again: %s", end)
		}
	})
}

func TestMappings(t *testing.T) {
	each(t, func(s *server) {
		make := func(as string, body map[string]any) call {
			return call{method: "POST", path: "/mappings", as: as, body: body}
		}
		good := map[string]any{"claim": "groups", "value": "cloud", "workspace": s.here, "role": "viewer"}
		for _, row := range []struct {
			name   string
			call   call
			status int
		}{
			{"nobody", make("nobody", good), 401},
			{"an owner", make("owner session", good), 403},
			{"no workspace", make("administrator session", map[string]any{"claim": "groups", "value": "cloud", "role": "viewer"}), 422},
			{"an unknown workspace", make("administrator session", map[string]any{"claim": "groups", "value": "cloud", "workspace": models.NewID(), "role": "viewer"}), 422},
			{"an administrator of a workspace", make("administrator session", map[string]any{"claim": "groups", "value": "cloud", "workspace": s.here, "role": "administrator"}), 422},
			{"good", make("administrator session", good), 201},
			{"twice", make("administrator session", good), 409},
			{"one that is none", call{method: "DELETE", path: "/mappings/" + models.NewID(), as: "administrator session"}, 404},
		} {
			if r := s.do(row.call); r.status != row.status {
				t.Errorf("%s: %d, want %d: %s", row.name, r.status, row.status, r.body)
			}
		}
		list := s.do(call{method: "GET", path: "/mappings", as: "administrator session"}).tree(t)
		if list.at("items").len() != 1 {
			t.Errorf("the list: %v", list)
		}
		if r := s.do(call{method: "DELETE", path: "/mappings/" + list.at("items/0/id").String(), as: "administrator session"}); r.status != 204 {
			t.Errorf("delete: %d", r.status)
		}
	})
}

// What is kept with the browser is opened by this server only.
func TestSealedCookies(t *testing.T) {
	each(t, func(s *server) {
		plain := options()
		plain.SecretKeys = nil
		one, two := service.New(s.store, plain), service.New(s.store, plain)
		sealed, err := one.Sessions.Sealed([]byte("x"), "oidc flow")
		must(t, err)
		if _, err := two.Sessions.Unsealed(sealed, "oidc flow"); err == nil {
			t.Error("another process opens it without a common key")
		}
		if _, err := one.Sessions.Unsealed(sealed, "something else"); err == nil {
			t.Error("it opens as something else")
		}
		a, b := service.New(s.store, options()), service.New(s.store, options())
		sealed, err = a.Sessions.Sealed([]byte("x"), "oidc flow")
		must(t, err)
		if got, err := b.Sessions.Unsealed(sealed, "oidc flow"); err != nil || string(got) != "x" {
			t.Errorf("another server with the key: %q, %v", got, err)
		}
	})
}
