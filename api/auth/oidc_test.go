package auth_test

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
	"testing"

	"plumbline/api"
	"plumbline/api/apitest"
	"plumbline/api/auth"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/models/urls"
)

// oidcServer is a server that people sign in to with an identity provider.
type oidcServer struct {
	*apitest.Server
	idp *apitest.Issuer
	web string // the server with the provider
	log *apitest.LockedBuffer
}

func eachHouse(t *testing.T, test func(*oidcServer)) {
	apitest.EachAddress(t, func(t *testing.T, dsn string) {
		test(newHouse(apitest.ServerAt(t, dsn, storetest.OpenAt(t, dsn))))
	})
}

func newHouse(s *apitest.Server) *oidcServer {
	h := &oidcServer{Server: s, idp: apitest.NewIssuer(s.T), log: &apitest.LockedBuffer{}}
	var handler http.Handler
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	s.T.Cleanup(web.Close)
	h.web = web.URL
	log := slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	opt := apitest.ServiceOptions()
	opt.Logger = log
	handler = api.New(service.New(s.Store, opt), api.Options{Version: "test", Ready: s.Store.Ping, Logger: log,
		OIDC: &auth.OIDCConfig{
			Issuer: h.idp.URL, ClientID: apitest.ClientID, ClientSecret: apitest.ClientSecret,
			RedirectURL: web.URL + urls.OIDCCallback, Logger: log}})
	s.T.Cleanup(func() {
		for _, secret := range append(h.idp.Seen, apitest.ClientSecret) {
			if secret != "" && strings.Contains(h.log.String(), secret) {
				s.T.Errorf("the log holds %q", secret)
			}
		}
	})
	return h
}

// cookieBrowser keeps cookies and follows redirects, up to the page that a sign-in ends at.
type cookieBrowser struct {
	*oidcServer
	http *http.Client
	end  *url.URL // where the last sign-in ended
	trip []string // the addresses on the way
}

func (h *oidcServer) browser() *cookieBrowser {
	jar, err := cookiejar.New(nil)
	apitest.Must(h.T, err)
	b := &cookieBrowser{oidcServer: h}
	b.http = &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		b.trip = append(b.trip, r.URL.String())
		if r.URL.Path != urls.OIDCCallback && !strings.HasPrefix(r.URL.String(), h.idp.URL) {
			b.end = r.URL
			return http.ErrUseLastResponse
		}
		return nil
	}}
	return b
}

// open asks for a page of the server and gives where it led to in the end.
func (b *cookieBrowser) open(path string) string {
	b.T.Helper()
	b.end, b.trip = nil, nil
	res, err := b.http.Get(b.web + path)
	apitest.Must(b.T, err)
	apitest.Must(b.T, res.Body.Close())
	if b.end == nil {
		return res.Status
	}
	if res.StatusCode != http.StatusFound || res.Header.Get("Cache-Control") != "no-store" {
		b.T.Errorf("%s: status %d, %v", path, res.StatusCode, res.Header)
	}
	return strings.TrimPrefix(b.end.String(), b.web)
}

// signIn goes through the provider as the person with the claims.
func (b *cookieBrowser) signIn(person map[string]any) string {
	b.T.Helper()
	b.idp.Set(func() { b.idp.Person = person })
	return b.open(urls.OIDCLogin)
}

func (b *cookieBrowser) cookie(name string) string {
	at, err := url.Parse(b.web)
	apitest.Must(b.T, err)
	for _, c := range b.http.Jar.Cookies(at) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// session is what GET /session says to the browser.
func (b *cookieBrowser) session() (int, apitest.Tree) {
	b.T.Helper()
	res, err := b.http.Get(b.web + "/api/v1/session")
	apitest.Must(b.T, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	apitest.Must(b.T, err)
	return res.StatusCode, apitest.Reply{Body: data}.Tree(b.T)
}

// roles is what the browser's user may do: "Here …: viewer" by workspace id.
func (b *cookieBrowser) roles() map[string]string {
	b.T.Helper()
	status, session := b.session()
	if status != http.StatusOK {
		b.T.Fatalf("no session: %d %s", status, session)
	}
	roles := map[string]string{}
	list, _ := session.At("workspaces").Value.([]any)
	for _, w := range list {
		roles[apitest.Tree{Value: w}.At("id").String()] = apitest.Tree{Value: w}.At("role").String()
	}
	if session.At("user/administrator").Value == true {
		roles["server"] = "administrator"
	}
	return roles
}

func (h *oidcServer) mapped(value, workspace, role string) string {
	h.T.Helper()
	body := map[string]any{"claim": "groups", "value": value, "role": role}
	if workspace != "" {
		body["workspace_id"] = workspace
	}
	r := h.Do(apitest.Call{Method: "POST", Path: "/mappings", As: "administrator session", Body: body})
	if r.Status != http.StatusCreated {
		h.T.Fatalf("mapping: %d %s", r.Status, r.Body)
	}
	return r.Tree(h.T).At("id").String()
}

// audit gives the lines of the instance and of the workspace under test.
func (h *oidcServer) audit() string {
	h.T.Helper()
	apitest.Must(h.T, h.Store.SealAudit(h.T.Context())) // or it would look like a change
	var all strings.Builder
	for _, workspace := range []string{"", h.WorkspaceID, h.StrangersID} {
		apitest.Must(h.T, h.Store.Read(h.T.Context(), func(tx *store.Tx) error {
			lines, err := tx.Audit(workspace, models.AuditQuery{PageRequest: models.PageRequest{Limit: 100}})
			if err == nil {
				err = json.NewEncoder(&all).Encode(lines)
			}
			return err
		}))
	}
	return all.String()
}

func sameSet(a, b map[string]string) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

// Claims give roles in two workspaces, change them and take them away, at each sign-in.
func TestProviderRoles(t *testing.T) {
	eachHouse(t, func(h *oidcServer) {
		h.mapped("readers", h.WorkspaceID, "viewer")
		h.mapped("writers", h.WorkspaceID, "architect")
		h.mapped("youngest", h.WorkspaceID, "viewer") // sorts last: the order of the table decides nothing
		h.mapped("writers", h.StrangersID, "contributor")
		h.mapped("root", "", "administrator")
		b := h.browser()
		email := "ada." + h.WorkspaceID[:6] + "@example.org"
		for _, step := range []struct {
			name   string
			groups []string
			want   map[string]string
		}{
			{"the strongest role of two mappings", []string{"readers", "writers", "youngest", "unknown"},
				map[string]string{h.WorkspaceID: "architect", h.StrangersID: "contributor"}},
			{"again: nothing changes", []string{"readers", "writers"},
				map[string]string{h.WorkspaceID: "architect", h.StrangersID: "contributor"}},
			{"one group less: weaker here, gone there", []string{"readers"}, map[string]string{h.WorkspaceID: "viewer"}},
			{"an administrator", []string{"readers", "root"}, map[string]string{h.WorkspaceID: "viewer",
				"server": "administrator"}},
			{"no administrator any more", []string{"readers"}, map[string]string{h.WorkspaceID: "viewer"}},
			{"no group at all: the account stays, and opens nothing", nil, map[string]string{}},
		} {
			before := h.audit()
			if end := b.signIn(apitest.ClaimsOf("s-1", email, true, step.groups...)); end != "/" {
				h.T.Fatalf("%s: ended at %s\n%s", step.name, end, h.log)
			}
			if got := b.roles(); !sameSet(got, step.want) {
				h.T.Errorf("%s: %v, want %v", step.name, got, step.want)
			}
			grown := len(h.audit()) > len(before)
			if !grown {
				h.T.Errorf("%s: no audit line", step.name)
			}
		}
		_, session := b.session()
		if got := session.At("user/email").String(); got != email {
			h.T.Errorf("e-mail %s", got)
		}
		if lines := h.audit(); strings.Count(lines, "identity provider") < 8 || !strings.Contains(lines, h.idp.URL+" s-1") {
			h.T.Errorf("the audit lacks lines: %s", lines)
		}
	})
}

// What people decided, claims don't undo; and somebody must stay.
func TestProviderLeavesWhatPeopleKeep(t *testing.T) {
	eachHouse(t, func(h *oidcServer) {
		h.mapped("owners", h.WorkspaceID, "owner")
		h.mapped("owners", h.StrangersID, "viewer")
		viewer := h.Users["viewer"]
		b := h.browser()
		if end := b.signIn(apitest.ClaimsOf("v", viewer.Email, true, "owners")); end != "/" {
			h.T.Fatal(end)
		}
		if got, want := b.roles(),
			(map[string]string{h.WorkspaceID: "viewer", h.StrangersID: "viewer"}); !sameSet(got, want) {
			h.T.Errorf("a local membership must stay as it is: %v, want %v", got, want)
		}
		if got, want := func() map[string]string {
			b.signIn(apitest.ClaimsOf("v", viewer.Email,
				true))
			return b.roles()
		}(), map[string]string{h.WorkspaceID: "viewer"}; !sameSet(got, want) {
			h.T.Errorf("claims gone: %v, want %v", got, want)
		}
		// The last administrator and the last owner stay, and the log says so.
		h.mapped("root", "", "administrator")
		space := h.Workspace("Lone")
		h.mapped("root", space, "owner")
		b = h.browser()
		if end := b.signIn(apitest.ClaimsOf("r", "root."+h.WorkspaceID[:6]+"@example.org", true, "root")); end != "/" {
			h.T.Fatal(end)
		}
		// An administrator that people made stays one without any mapping, though there is another one.
		a := h.browser()
		if end := a.signIn(apitest.ClaimsOf("a", h.Users["administrator"].Email, true)); end != "/" ||
			a.roles()["server"] != "administrator" {
			h.T.Errorf("%s: %v", end, a.roles())
		}
		_, err := h.Service.Users.Update(h.As("administrator session"), h.Users["administrator"].ID,
			models.UserPatch{Admin: new(bool)}, nil)
		apitest.Must(h.T, err)
		want := map[string]string{space: "owner", "server": "administrator"}
		if end := b.signIn(apitest.ClaimsOf("r", "", true)); end != "/" || !sameSet(b.roles(), want) {
			h.T.Errorf("ended at %s with %v, want %v", end, b.roles(), want)
		}
		for _, text := range []string{"it stays", "last administrator", "last owner of workspace " + space} {
			if !strings.Contains(h.log.String(), text) {
				h.T.Errorf("the log lacks %q", text)
			}
		}
	})
}

// Who may come in, and as whom. A refusal leaves no account, no identity and no session.
func TestProviderWhoIsLetIn(t *testing.T) {
	eachHouse(t, func(h *oidcServer) {
		h.mapped("staff", h.WorkspaceID, "viewer")
		known := h.Users["contributor"].Email
		disabled := models.UserPatch{Disabled: new(bool)}
		*disabled.Disabled = true
		for _, row := range []struct {
			name   string
			person map[string]any
			end    string
		}{
			{"nobody here, no mapping", apitest.ClaimsOf("n-1", "n1@example.org", true, "others"), "/signin?error=no_access"},
			{"a group as a text", map[string]any{"sub": "n-2", "email": "n2." + h.WorkspaceID[:6] + "@example.org",
				"groups": "staff"}, "/"},
			{"a group that only begins so", apitest.ClaimsOf("n-3", "n3@example.org", true, "staff2", "Staff"),
				"/signin?error=no_access"},
			{"no e-mail address", apitest.ClaimsOf("n-4", "", true, "staff"), "/signin?error=no_access"},
			{"no e-mail address, but what could be one", apitest.ClaimsOf("n-5", "x\r\nBcc: y@example.org", true, "staff"),
				"/signin?error=no_access"},
			{"unverified address of an account", apitest.ClaimsOf("evil", known, false, "staff"), "/signin?error=conflict"},
			{"the same in capitals", apitest.ClaimsOf("evil", strings.ToUpper(known), false, "staff"), "/signin?error=conflict"},
			{"verified said as something else", map[string]any{"sub": "evil", "email": known, "email_verified": 1,
				"groups": "staff"}, "/signin?error=conflict"},
			{"verified address of an account", apitest.ClaimsOf("good", known, true), "/"},
			{"the address comes with another subject", apitest.ClaimsOf("evil", known, true, "staff"), "/signin?error=conflict"},
			{"the known subject, whatever its address says", apitest.ClaimsOf("good", "other@example.org", false), "/"},
			{"no subject", apitest.ClaimsOf("", known, true, "staff"), "/signin?error=invalid"},
		} {
			b, before := h.browser(), h.audit()
			if end := b.signIn(row.person); end != row.end {
				h.T.Errorf("%s: ended at %s, want %s\n%s", row.name, end, row.end, h.log)
			}
			status, _ := b.session()
			if (status == http.StatusOK) != (row.end == "/") {
				h.T.Errorf("%s: session %d", row.name, status)
			}
			if row.end != "/" && h.audit() != before {
				h.T.Errorf("%s: something changed", row.name)
			}
		}
		// userinfo is asked where the ID token has no address, and believed only about the same person.
		h.idp.Set(func() {
			h.idp.Info = map[string]any{"sub": "i-1", "email": "i1." + h.WorkspaceID[:6] + "@example.org",
				"email_verified": true}
		})
		if end := h.browser().signIn(apitest.ClaimsOf("i-2", "", false, "staff")); end != "/signin?error=invalid" {
			h.T.Errorf("userinfo of somebody else: %s", end)
		}
		if end := h.browser().signIn(apitest.ClaimsOf("i-1", "", false, "staff")); end != "/" {
			h.T.Errorf("userinfo: %s", end)
		}
		_, err := h.Service.Users.Update(h.As("administrator session"), known, disabled, nil)
		apitest.Must(h.T, err)
		h.idp.Set(func() { h.idp.Info = nil })
		b := h.browser()
		if end := b.signIn(apitest.ClaimsOf("good", known, true, "staff")); end != "/signin?error=no_access" {
			h.T.Errorf("disabled: %s", end)
		}
		if status, _ := b.session(); status != http.StatusUnauthorized {
			h.T.Errorf("disabled: %d", status)
		}
	})
}
