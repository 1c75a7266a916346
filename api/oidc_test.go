package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"plumbline/api"
	"plumbline/api/auth"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/models/urls"
)

// house is a server that people sign in to with an identity provider.
type house struct {
	*server
	idp *issuer
	web string // the server with the provider
	log *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func eachHouse(t *testing.T, test func(*house)) {
	t.Parallel()
	storetest.EachAtOnce(t, func(t *testing.T, dsn string) { test(newHouse(newServer(t, storetest.OpenAt(t, dsn)))) })
}

func newHouse(s *server) *house {
	h := &house{server: s, idp: newIssuer(s.t), log: &lockedBuffer{}}
	var handler http.Handler
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	s.t.Cleanup(web.Close)
	h.web = web.URL
	log := slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	opt := options()
	opt.Logger = log
	handler = api.New(service.New(s.store, opt), api.Options{Version: "test", Ready: s.store.Ping, Logger: log, OIDC: &auth.OIDCConfig{
		Issuer: h.idp.url, ClientID: clientID, ClientSecret: clientSecret, RedirectURL: web.URL + urls.OIDCCallback, Logger: log}})
	s.t.Cleanup(func() {
		for _, secret := range append(h.idp.seen, clientSecret) {
			if secret != "" && strings.Contains(h.log.String(), secret) {
				s.t.Errorf("the log holds %q", secret)
			}
		}
	})
	return h
}

// browser keeps cookies and follows redirects, up to the page that a sign-in ends at.
type browser struct {
	*house
	http *http.Client
	end  *url.URL // where the last sign-in ended
	trip []string // the addresses on the way
}

func (h *house) browser() *browser {
	jar, err := cookiejar.New(nil)
	must(h.t, err)
	b := &browser{house: h}
	b.http = &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		b.trip = append(b.trip, r.URL.String())
		if r.URL.Path != urls.OIDCCallback && !strings.HasPrefix(r.URL.String(), h.idp.url) {
			b.end = r.URL
			return http.ErrUseLastResponse
		}
		return nil
	}}
	return b
}

// open asks for a page of the server and gives where it led to in the end.
func (b *browser) open(path string) string {
	b.t.Helper()
	b.end, b.trip = nil, nil
	res, err := b.http.Get(b.web + path)
	must(b.t, err)
	must(b.t, res.Body.Close())
	if b.end == nil {
		return res.Status
	}
	if res.StatusCode != http.StatusFound || res.Header.Get("Cache-Control") != "no-store" {
		b.t.Errorf("%s: status %d, %v", path, res.StatusCode, res.Header)
	}
	return strings.TrimPrefix(b.end.String(), b.web)
}

// signIn goes through the provider as the person with the claims.
func (b *browser) signIn(person map[string]any) string {
	b.t.Helper()
	b.idp.set(func() { b.idp.person = person })
	return b.open(urls.OIDCLogin)
}

// as gives the claims of somebody, with more of them.
func claimsOf(subject, email string, verified bool, groups ...string) map[string]any {
	return map[string]any{"sub": subject, "email": email, "email_verified": verified, "name": "Ada " + subject, "groups": groups}
}

func (b *browser) cookie(name string) string {
	at, err := url.Parse(b.web)
	must(b.t, err)
	for _, c := range b.http.Jar.Cookies(at) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// session is what GET /session says to the browser.
func (b *browser) session() (int, tree) {
	b.t.Helper()
	res, err := b.http.Get(b.web + "/api/v1/session")
	must(b.t, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	must(b.t, err)
	return res.StatusCode, reply{body: data}.tree(b.t)
}

// roles is what the browser's user may do: "Here …: viewer" by workspace id.
func (b *browser) roles() map[string]string {
	b.t.Helper()
	status, session := b.session()
	if status != http.StatusOK {
		b.t.Fatalf("no session: %d %s", status, session)
	}
	roles := map[string]string{}
	list, _ := session.at("workspaces").v.([]any)
	for _, w := range list {
		roles[tree{w}.at("id").String()] = tree{w}.at("role").String()
	}
	if session.at("user/administrator").v == true {
		roles["server"] = "administrator"
	}
	return roles
}

func (h *house) mapped(value, workspace, role string) string {
	h.t.Helper()
	body := map[string]any{"claim": "groups", "value": value, "role": role}
	if workspace != "" {
		body["workspace_id"] = workspace
	}
	r := h.do(call{method: "POST", path: "/mappings", as: "administrator session", body: body})
	if r.status != http.StatusCreated {
		h.t.Fatalf("mapping: %d %s", r.status, r.body)
	}
	return r.tree(h.t).at("id").String()
}

// audit gives the lines of the instance and of the workspace under test.
func (h *house) audit() string {
	h.t.Helper()
	var all strings.Builder
	for _, workspace := range []string{"", h.here, h.there} {
		must(h.t, h.store.Read(h.t.Context(), func(tx *store.Tx) error {
			lines, err := tx.Audit(workspace, models.AuditQuery{Page: models.Page{Limit: 100}})
			if err == nil {
				err = json.NewEncoder(&all).Encode(lines)
			}
			return err
		}))
	}
	return all.String()
}

func same(a, b map[string]string) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

// Claims give roles in two workspaces, change them and take them away, at each sign-in.
func TestProviderRoles(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.mapped("readers", h.here, "viewer")
		h.mapped("writers", h.here, "architect")
		h.mapped("youngest", h.here, "viewer") // sorts last: the order of the table decides nothing
		h.mapped("writers", h.there, "contributor")
		h.mapped("root", "", "administrator")
		b := h.browser()
		email := "ada." + h.here[:6] + "@example.org"
		for _, step := range []struct {
			name   string
			groups []string
			want   map[string]string
		}{
			{"the strongest role of two mappings", []string{"readers", "writers", "youngest", "unknown"}, map[string]string{h.here: "architect", h.there: "contributor"}},
			{"again: nothing changes", []string{"readers", "writers"}, map[string]string{h.here: "architect", h.there: "contributor"}},
			{"one group less: weaker here, gone there", []string{"readers"}, map[string]string{h.here: "viewer"}},
			{"an administrator", []string{"readers", "root"}, map[string]string{h.here: "viewer", "server": "administrator"}},
			{"no administrator any more", []string{"readers"}, map[string]string{h.here: "viewer"}},
			{"no group at all: the account stays, and opens nothing", nil, map[string]string{}},
		} {
			before := h.audit()
			if end := b.signIn(claimsOf("s-1", email, true, step.groups...)); end != "/" {
				h.t.Fatalf("%s: ended at %s\n%s", step.name, end, h.log)
			}
			if got := b.roles(); !same(got, step.want) {
				h.t.Errorf("%s: %v, want %v", step.name, got, step.want)
			}
			grown := len(h.audit()) > len(before)
			if !grown {
				h.t.Errorf("%s: no audit line", step.name)
			}
		}
		_, session := b.session()
		if got := session.at("user/email").String(); got != email {
			h.t.Errorf("e-mail %s", got)
		}
		if lines := h.audit(); strings.Count(lines, "identity provider") < 8 || !strings.Contains(lines, h.idp.url+" s-1") {
			h.t.Errorf("the audit lacks lines: %s", lines)
		}
	})
}

// What people decided, claims don't undo; and somebody must stay.
func TestProviderLeavesWhatPeopleKeep(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.mapped("owners", h.here, "owner")
		h.mapped("owners", h.there, "viewer")
		viewer := h.users["viewer"]
		b := h.browser()
		if end := b.signIn(claimsOf("v", viewer.Email, true, "owners")); end != "/" {
			h.t.Fatal(end)
		}
		if got, want := b.roles(), (map[string]string{h.here: "viewer", h.there: "viewer"}); !same(got, want) {
			h.t.Errorf("a local membership must stay as it is: %v, want %v", got, want)
		}
		if got, want := func() map[string]string { b.signIn(claimsOf("v", viewer.Email, true)); return b.roles() }(), map[string]string{h.here: "viewer"}; !same(got, want) {
			h.t.Errorf("claims gone: %v, want %v", got, want)
		}
		// The last administrator and the last owner stay, and the log says so.
		h.mapped("root", "", "administrator")
		space := h.workspace("Lone")
		h.mapped("root", space, "owner")
		b = h.browser()
		if end := b.signIn(claimsOf("r", "root."+h.here[:6]+"@example.org", true, "root")); end != "/" {
			h.t.Fatal(end)
		}
		// An administrator that people made stays one without any mapping, though there is another one.
		a := h.browser()
		if end := a.signIn(claimsOf("a", h.users["administrator"].Email, true)); end != "/" || a.roles()["server"] != "administrator" {
			h.t.Errorf("%s: %v", end, a.roles())
		}
		_, err := h.svc.Users.Update(h.as("administrator session"), h.users["administrator"].ID, models.UserPatch{Admin: new(bool)}, nil)
		must(h.t, err)
		want := map[string]string{space: "owner", "server": "administrator"}
		if end := b.signIn(claimsOf("r", "", true)); end != "/" || !same(b.roles(), want) {
			h.t.Errorf("ended at %s with %v, want %v", end, b.roles(), want)
		}
		for _, text := range []string{"it stays", "last administrator", "last owner of workspace " + space} {
			if !strings.Contains(h.log.String(), text) {
				h.t.Errorf("the log lacks %q", text)
			}
		}
	})
}

// Who may come in, and as whom. A refusal leaves no account, no identity and no session.
func TestProviderWhoIsLetIn(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.mapped("staff", h.here, "viewer")
		known := h.users["contributor"].Email
		disabled := models.UserPatch{Disabled: new(bool)}
		*disabled.Disabled = true
		for _, row := range []struct {
			name   string
			person map[string]any
			end    string
		}{
			{"nobody here, no mapping", claimsOf("n-1", "n1@example.org", true, "others"), "/signin?error=no_access"},
			{"a group as a text", map[string]any{"sub": "n-2", "email": "n2." + h.here[:6] + "@example.org", "groups": "staff"}, "/"},
			{"a group that only begins so", claimsOf("n-3", "n3@example.org", true, "staff2", "Staff"), "/signin?error=no_access"},
			{"no e-mail address", claimsOf("n-4", "", true, "staff"), "/signin?error=no_access"},
			{"no e-mail address, but what could be one", claimsOf("n-5", "x\r\nBcc: y@example.org", true, "staff"), "/signin?error=no_access"},
			{"unverified address of an account", claimsOf("evil", known, false, "staff"), "/signin?error=conflict"},
			{"the same in capitals", claimsOf("evil", strings.ToUpper(known), false, "staff"), "/signin?error=conflict"},
			{"verified said as something else", map[string]any{"sub": "evil", "email": known, "email_verified": 1, "groups": "staff"}, "/signin?error=conflict"},
			{"verified address of an account", claimsOf("good", known, true), "/"},
			{"the address comes with another subject", claimsOf("evil", known, true, "staff"), "/signin?error=conflict"},
			{"the known subject, whatever its address says", claimsOf("good", "other@example.org", false), "/"},
			{"no subject", claimsOf("", known, true, "staff"), "/signin?error=invalid"},
		} {
			b, before := h.browser(), h.audit()
			if end := b.signIn(row.person); end != row.end {
				h.t.Errorf("%s: ended at %s, want %s\n%s", row.name, end, row.end, h.log)
			}
			status, _ := b.session()
			if (status == http.StatusOK) != (row.end == "/") {
				h.t.Errorf("%s: session %d", row.name, status)
			}
			if row.end != "/" && h.audit() != before {
				h.t.Errorf("%s: something changed", row.name)
			}
		}
		// userinfo is asked where the ID token has no address, and believed only about the same person.
		h.idp.set(func() {
			h.idp.info = map[string]any{"sub": "i-1", "email": "i1." + h.here[:6] + "@example.org", "email_verified": true}
		})
		if end := h.browser().signIn(claimsOf("i-2", "", false, "staff")); end != "/signin?error=invalid" {
			h.t.Errorf("userinfo of somebody else: %s", end)
		}
		if end := h.browser().signIn(claimsOf("i-1", "", false, "staff")); end != "/" {
			h.t.Errorf("userinfo: %s", end)
		}
		_, err := h.svc.Users.Update(h.as("administrator session"), known, disabled, nil)
		must(h.t, err)
		h.idp.set(func() { h.idp.info = nil })
		b := h.browser()
		if end := b.signIn(claimsOf("good", known, true, "staff")); end != "/signin?error=no_access" {
			h.t.Errorf("disabled: %s", end)
		}
		if status, _ := b.session(); status != http.StatusUnauthorized {
			h.t.Errorf("disabled: %d", status)
		}
	})
}
