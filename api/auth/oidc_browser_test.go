package auth_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models/store/storetest"
	"plumbline/models/urls"
)

// pause makes the browser stop before the callback, and gives its address with state and code.
func (b *cookieBrowser) pause(person map[string]any) string {
	b.T.Helper()
	follow := b.http.CheckRedirect
	defer func() { b.http.CheckRedirect = follow }()
	var callback string
	b.http.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == urls.OIDCCallback {
			callback = r.URL.RequestURI()
			return http.ErrUseLastResponse
		}
		return nil
	}
	b.idp.Set(func() { b.idp.Person = person })
	res, err := b.http.Get(b.web + urls.OIDCLogin)
	apitest.Must(b.T, err)
	apitest.Must(b.T, res.Body.Close())
	return callback
}

func (b *cookieBrowser) put(name, value string) {
	at, err := url.Parse(b.web)
	apitest.Must(b.T, err)
	b.http.Jar.SetCookies(at, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

// A reply of the provider is good once, in the browser that the sign-in began in.
func TestProviderState(t *testing.T) {
	eachHouse(t, func(h *oidcServer) {
		h.mapped("staff", h.WorkspaceID, "viewer")
		person := apitest.ClaimsOf("s-1", "s1."+h.WorkspaceID[:6]+"@example.org", true, "staff")
		expect := func(name, got, want string) {
			h.T.Helper()
			if got != want {
				h.T.Errorf("%s: ended at %s, want %s", name, got, want)
			}
		}
		const expired, invalid = "/signin?error=expired", "/signin?error=invalid"
		victim, attacker := h.browser(), h.browser()
		foreign := attacker.pause(person)
		expect("no sign-in was begun here", victim.open(foreign), expired)
		victim.pause(person)
		expect("the reply to another browser's sign-in", victim.open(foreign), expired)

		b := h.browser()
		callback := b.pause(person)
		expect("state missing", b.open(strings.Replace(callback, "state=", "other=", 1)), expired)
		expect("a second try, the ticket is gone", b.open(callback), expired)

		callback = b.pause(person)
		ticket := b.cookie("plumbline_oidc")
		if ticket == "" {
			h.T.Fatal("no ticket")
		}
		expect("as it should be", b.open(callback), "/")
		if b.cookie("plumbline_oidc") != "" {
			h.T.Error("the ticket is still there")
		}
		b.put("plumbline_oidc", ticket)
		expect("the same reply again, with the ticket kept back: the code is spent", b.open(callback), invalid)
		b.put("plumbline_oidc", ticket[:len(ticket)-3]+"AAA")
		expect("a ticket that was changed", b.open(callback), expired)

		// The code of one sign-in under the state of another: PKCE and nonce bind it.
		first, second := h.browser(), h.browser()
		stolen, err := url.Parse(first.pause(person))
		apitest.Must(h.T, err)
		own, err := url.Parse(second.pause(person))
		apitest.Must(h.T, err)
		q := own.Query()
		q.Set("code", stolen.Query().Get("code"))
		expect("a stolen code", second.open(own.Path+"?"+q.Encode()), invalid)

		callback = b.pause(person)
		expect("another provider's reply", b.open(callback+"&iss=https%3A%2F%2Fevil.example.org"), invalid)
		callback = b.pause(person)
		expect("no code", b.open(strings.Replace(callback, "code=", "kode=", 1)), invalid)

		h.idp.Set(func() { h.idp.Deny = "access_denied" })
		expect("the provider refuses", b.open(urls.OIDCLogin), "/signin?error=denied")
		if strings.Contains(h.log.String(), "provider words") || !strings.Contains(h.log.String(), "access_denied") {
			h.T.Errorf("log: %s", h.log)
		}
	})
}

// The session after sign-in has another secret than the one before, which is dead.
func TestProviderSessionFixation(t *testing.T) {
	eachHouse(t, func(h *oidcServer) {
		h.mapped("staff", h.WorkspaceID, "viewer")
		b := h.browser()
		b.put("plumbline_session", h.Sessions["viewer session"])
		if status, s := b.session(); status != http.StatusOK || s.At("name").String() != "The viewer" {
			h.T.Fatalf("before: %d %s", status, s)
		}
		if end := b.signIn(apitest.ClaimsOf("s-1", "s1."+h.WorkspaceID[:6]+"@example.org", true, "staff")); end != "/" {
			h.T.Fatal(end)
		}
		after := b.cookie("plumbline_session")
		if after == "" || after == h.Sessions["viewer session"] {
			h.T.Errorf("the session cookie did not change")
		}
		if status, s := b.session(); status != http.StatusOK || s.At("name").String() != "Ada s-1" {
			h.T.Errorf("after: %d %s", status, s)
		}
		if r := h.Do(apitest.Call{Method: "GET", Path: "/session",
			As: "viewer session"}); r.Status != http.StatusUnauthorized {
			h.T.Errorf("the session from before is alive: %d", r.Status)
		}
		b.put("plumbline_session", "pls_planted")
		if b.signIn(apitest.ClaimsOf("s-1", "", true, "staff")); b.cookie("plumbline_session") == "pls_planted" {
			h.T.Error("a planted secret is still there")
		}
	})
}

// After sign-in the browser goes to a path of this server, and nowhere else.
func TestProviderReturnsHere(t *testing.T) {
	s := apitest.NewServer(t, storetest.OpenStore(t))
	h := newHouse(s)
	h.mapped("staff", h.WorkspaceID, "viewer")
	h.idp.Set(func() { h.idp.Person = apitest.ClaimsOf("s-1", "s1@example.org", true, "staff") })
	for wanted, end := range map[string]string{
		"":                               "/",
		"/":                              "/",
		"/workloads/1?tab=plan#top":      "/workloads/1?tab=plan#top",
		"/%E2%82%AC":                     "/%E2%82%AC",
		"https://evil.example.org":       "/",
		"//evil.example.org":             "/",
		"///evil.example.org":            "/",
		`/\evil.example.org`:             "/",
		`\/evil.example.org`:             "/",
		`\\evil.example.org`:             "/",
		"/%5Cevil.example.org":           "/",
		"/%2f/evil.example.org":          "/",
		"/%2F%2Fevil.example.org":        "/",
		"javascript:alert(1)":            "/",
		"\t//evil.example.org":           "/",
		"/\t/evil.example.org":           "/",
		"/\n/evil.example.org":           "/",
		"/%09/evil.example.org":          "/",
		"/x\r\nSet-Cookie: a=b":          "/",
		"evil.example.org":               "/",
		"http:evil.example.org":          "/",
		"@evil.example.org":              "/",
		"/" + strings.Repeat("x", 1000):  "/",
		"/\x00":                          "/",
		" //evil.example.org":            "/",
		"/x?to=https://evil.example.org": "/x?to=https://evil.example.org",
		"/..//evil.example.org":          "/",
		"/.//evil.example.org":           "/",
		"/x/../..//evil.example.org":     "/",
		"/%2e%2e//evil.example.org/":     "/",
	} {
		b := h.browser()
		got := b.open(urls.OIDCLogin + "?return_to=" + url.QueryEscape(wanted))
		if got != end {
			t.Errorf("%q: ended at %q, want %q", wanted, got, end)
		}
	}
}

// A provider that is down takes nothing down with it, and is found again.
func TestProviderDown(t *testing.T) {
	s := apitest.NewServer(t, storetest.OpenStore(t))
	h := newHouse(s)
	h.mapped("staff", h.WorkspaceID, "viewer")
	person := apitest.ClaimsOf("s-1", "s1@example.org", true, "staff")
	b := h.browser()
	h.idp.Set(func() { h.idp.Down = true })
	if end := b.signIn(person); end != "/signin?error=unavailable" {
		t.Errorf("down: %s", end)
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		res, err := http.Get(h.web + path)
		apitest.Must(t, err)
		apitest.Must(t, res.Body.Close())
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	if r := s.Do(apitest.Call{Method: "POST", Path: "/session",
		Body: map[string]any{"email": s.Users["viewer"].Email,
			"password": apitest.Password}}); r.Status != http.StatusCreated {
		t.Errorf("sign-in by password: %d %s", r.Status, r.Body)
	}
	h.idp.Set(func() { h.idp.Down = false })
	if end := b.signIn(person); end != "/signin?error=unavailable" {
		t.Errorf("it must not be asked again at once: %s", end)
	}
	// Known once, it goes down between login and callback.
	other := newHouse(s)
	other.mapped("staff2", s.WorkspaceID, "viewer")
	b = other.browser()
	callback := b.pause(apitest.ClaimsOf("s-2", "s2@example.org", true, "staff2"))
	other.idp.Set(func() { other.idp.Down = true })
	if end := b.open(callback); end != "/signin?error=invalid" && end != "/signin?error=unavailable" {
		t.Errorf("down before the callback: %s", end)
	}
	other.idp.Set(func() { other.idp.Down = false })
	if end := b.signIn(apitest.ClaimsOf("s-2", "s2@example.org", true, "staff2")); end != "/" {
		t.Errorf("up again: %s", end)
	}
}

// Without a provider its addresses are not there.
func TestNoProvider(t *testing.T) {
	s := apitest.NewServer(t, storetest.OpenStore(t))
	for _, path := range []string{urls.OIDCLogin, urls.OIDCCallback} {
		res, err := http.Get(s.URL + path)
		apitest.Must(t, err)
		apitest.Must(t, res.Body.Close())
		if res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}
