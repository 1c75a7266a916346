package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"plumbline/api"
	"plumbline/models"
	"plumbline/models/mail"
	"plumbline/models/service"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// mailbox takes the mails of a server.
type mailbox struct {
	mu   sync.Mutex
	got  []models.Message
	fail error
}

func (m *mailbox) send(_ context.Context, msg models.Message) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.got = append(m.got, msg)
	return m.fail
}

func (m *mailbox) take() []models.Message {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.got
	m.got = nil
	return all
}

// mailing is a server that sends mail, over the same data as s.
func mailing(s *server) (*server, *mailbox) {
	box := &mailbox{}
	opt := options()
	opt.Notify = mail.Notifier("https://review.example.org", box.send)
	with := *s
	with.svc = service.New(s.store, opt)
	web := httptest.NewServer(api.New(with.svc, api.Options{Version: "test", Ready: s.store.Ping}))
	s.t.Cleanup(web.Close)
	with.url = web.URL
	return &with, box
}

// mails sends what is due and gives what came.
func (s *server) mails(box *mailbox) []models.Message {
	s.t.Helper()
	must(s.t, s.svc.Outbox.SendDue(s.t.Context()))
	return box.take()
}

func (s *server) askReset(email string) reply {
	return s.do(call{method: "POST", path: "/resets", body: map[string]any{"email": email}})
}

// instance is what the audit of the server as a whole holds.
func (s *server) instance() string {
	var all []byte
	must(s.t, s.store.Read(s.t.Context(), func(tx *store.Tx) error {
		lines, err := tx.Audit("", models.AuditQuery{Page: models.Page{Limit: 100}})
		if err == nil {
			all, err = json.Marshal(lines)
		}
		return err
	}))
	return string(all)
}

// Whoever asks learns nothing; whoever reads the mail sets a new password, once.
func TestResetByMail(t *testing.T) {
	each(t, func(base *server) {
		s, box := mailing(base)
		viewer := s.users["viewer"]
		known := s.askReset(viewer.Email)
		letters := s.mails(box)
		if len(letters) != 1 || letters[0].To != viewer.Email || !strings.Contains(letters[0].Text, "https://review.example.org/join#pll_") {
			s.t.Fatalf("mails: %+v", letters)
		}
		_, code, _ := strings.Cut(letters[0].Text, "/join#")
		code, _, _ = strings.Cut(code, "\n")
		after := s.instance()
		if strings.Contains(after, code) || !strings.Contains(after, "reset by e-mail") {
			s.t.Errorf("audit: %s", after)
		}
		for _, email := range []string{"nobody@example.org", "no-body+x@example.org"} {
			before := s.instance()
			unknown := s.askReset(email)
			if unknown.status != http.StatusAccepted || unknown.status != known.status || string(unknown.body) != string(known.body) {
				s.t.Errorf("%s: %d %s, known: %d %s", email, unknown.status, unknown.body, known.status, known.body)
			}
			if got := s.mails(box); len(got) != 0 || s.instance() != before {
				s.t.Errorf("%s: mails %v, or a change", email, got)
			}
		}
		use := func() reply {
			return s.do(call{method: "POST", path: "/links/use", body: map[string]any{"code": code, "password": "another long password"}})
		}
		if r := use(); r.status != http.StatusOK {
			s.t.Errorf("use: %d %s", r.status, r.body)
		}
		if r := use(); r.status != http.StatusNotFound {
			s.t.Errorf("use again: %d %s", r.status, r.body)
		}
		if r := s.do(call{method: "GET", path: "/session", as: "viewer session"}); r.status != http.StatusUnauthorized {
			s.t.Errorf("the old session lives: %d", r.status)
		}
	})
}

// Disabled accounts get no mail; those of the identity provider get no second way in; what is no address is refused for everybody.
func TestResetByMailForWhom(t *testing.T) {
	each(t, func(base *server) {
		s, box := mailing(base)
		yes := true
		gone := s.users["contributor"]
		_, err := s.svc.Users.Update(s.as("administrator session"), gone.ID, models.UserPatch{Disabled: &yes}, nil)
		must(s.t, err)
		if r := s.askReset(gone.Email); r.status != http.StatusAccepted || len(s.mails(box)) != 0 {
			s.t.Errorf("disabled: %d", r.status)
		}
		_, err = s.svc.Mappings.Create(s.as("administrator session"), models.MappingInput{Claim: "g", Value: "v", WorkspaceID: s.here, Role: models.Viewer})
		must(s.t, err)
		email := "p." + s.here[:6] + "@example.org"
		_, _, err = s.svc.Sessions.SignInByProvider(s.t.Context(), models.ProviderIdentity{Issuer: "https://idp", Subject: "1", Email: email,
			EmailVerified: true, Claims: models.Claims{"g": "v"}}, "")
		must(s.t, err)
		if r := s.askReset(email); r.status != http.StatusAccepted {
			s.t.Errorf("provider only: %d", r.status)
		}
		if got := s.mails(box); len(got) != 1 || strings.Contains(got[0].Text, "pll_") || !strings.Contains(got[0].Text, "identity provider") {
			s.t.Errorf("provider only: %+v", got)
		}
		s.run([]scenario{
			{name: "no address", call: call{method: "POST", path: "/resets", body: `{}`}, status: 422},
			{name: "a header", call: call{method: "POST", path: "/resets", body: map[string]any{"email": "a@example.org\r\nBcc: b@example.org"}}, status: 422},
			{name: "two addresses", call: call{method: "POST", path: "/resets", body: map[string]any{"email": "a@example.org,b@example.org"}}, status: 422},
			{name: "an extra member", call: call{method: "POST", path: "/resets", body: `{"email":"a@example.org","admin":true}`}, status: 422},
		})
		if got := s.mails(box); len(got) != 0 {
			s.t.Errorf("mails: %v", got)
		}
		if r := base.askReset(gone.Email); r.status != http.StatusConflict || string(r.tree(s.t).at("detail").String()) != base.askReset("nobody@example.org").tree(s.t).at("detail").String() {
			s.t.Errorf("without mail: %d %s", r.status, r.body)
		}
	})
}

// Many requests for one address are slowed down, with and without an account alike; a mail server that fails changes no reply.
func TestResetByMailLimits(t *testing.T) {
	t.Parallel()
	base := newServer(t, storetest.Open(t))
	s, box := mailing(base)
	box.fail = errors.New("down")
	count := map[string]int{}
	for _, email := range []string{s.users["viewer"].Email, "nobody@example.org"} {
		for range 20 {
			r := s.askReset(email)
			count[email] += 1
			if r.status == http.StatusTooManyRequests {
				break
			}
			if r.status != http.StatusAccepted {
				t.Fatalf("%d %s", r.status, r.body)
			}
		}
	}
	if a, b := count[s.users["viewer"].Email], count["nobody@example.org"]; a != b || a > 8 {
		t.Errorf("refused after %d tries for an account, after %d for none", a, b)
	}
	if n := len(s.mails(box)); n == 0 || n > 6 {
		t.Errorf("%d mails", n)
	}
}

// An invitation is mailed where mail is sent, after the commit; the reply has the link as before.
func TestInvitationByMail(t *testing.T) {
	each(t, func(base *server) {
		s, box := mailing(base)
		invite := func(as, email string) reply {
			return s.do(call{method: "POST", path: "/invitations", as: as, body: map[string]any{"email": email, "role": "viewer"}})
		}
		for _, as := range []string{"nobody", "viewer session", "architect session"} {
			if r := invite(as, "new@example.org"); r.status < 400 || len(s.mails(box)) != 0 {
				s.t.Errorf("%s: %d", as, r.status)
			}
		}
		if r := invite("owner session", s.users["viewer"].Email); r.status != http.StatusConflict || len(s.mails(box)) != 0 {
			s.t.Errorf("a member already: %d", r.status)
		}
		r := invite("owner session", "new@example.org")
		got := s.mails(box)
		if r.status != http.StatusCreated || len(got) != 1 || got[0].To != "new@example.org" ||
			!strings.Contains(got[0].Text, r.tree(s.t).at("code").String()) || !strings.Contains(got[0].Text, "The owner invites you to the workspace Here") {
			s.t.Errorf("%d %s: %+v", r.status, r.body, got)
		}
	})
}

// From the sign-in page a reset link is asked for where the server sends mail. The page says the same whether or not there is such an account.
func TestResetFromTheSignInPage(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		if page := s.get("nobody", "/signin", 200); strings.Contains(page, `href="/reset"`) {
			t.Error("a server without mail offers one")
		}
		s.holds("without mail", []byte(s.get("nobody", "/reset", 200)), "This server sends no mail")
		with, box := mailing(s)
		with.holds("sign-in", []byte(with.get("nobody", "/signin", 200)), `href="/reset"`)
		for _, row := range []struct {
			email string
			mails int
		}{{s.users["viewer"].Email, 1}, {"nobody@nowhere.example", 0}} {
			r := with.post("nobody", "/reset", fields("email", row.email), http.StatusSeeOther)
			if to := r.header.Get("Location"); to != "/signin?done=reset-sent" {
				t.Errorf("%s: leads to %s", row.email, to)
			}
			if got := with.mails(box); len(got) != row.mails {
				t.Errorf("%s: %d mails", row.email, len(got))
			}
		}
		r := with.post("nobody", "/reset", fields("email", "no address"), http.StatusUnprocessableEntity)
		with.holds("refused", r.body, `value="no address"`)
	})
}
