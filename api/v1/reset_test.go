package v1_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

func askReset(s *apitest.Server, email string) apitest.Reply {
	return s.Do(apitest.Call{Method: "POST", Path: "/resets", Body: map[string]any{"email": email}})
}

// instanceAudit is what the audit of the server as a whole holds.
func instanceAudit(s *apitest.Server) string {
	var all []byte
	apitest.Must(s.T, s.Store.SealAudit(s.T.Context())) // or it would look like a change
	apitest.Must(s.T, s.Store.Read(s.T.Context(), func(tx *store.Tx) error {
		lines, err := tx.Audit("", models.AuditQuery{PageRequest: models.PageRequest{Limit: 100}})
		if err == nil {
			all, err = json.Marshal(lines)
		}
		return err
	}))
	return string(all)
}

// Whoever asks learns nothing; whoever reads the mail sets a new password, once.
func TestResetByMail(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, box := apitest.MailingServer(base)
		viewer := s.Users["viewer"]
		known := askReset(s, viewer.Email)
		letters := s.SentMails(box)
		if len(letters) != 1 || letters[0].To != viewer.Email ||
			!strings.Contains(letters[0].Text, "https://review.example.org/join#pll_") {
			s.T.Fatalf("mails: %+v", letters)
		}
		_, code, _ := strings.Cut(letters[0].Text, "/join#")
		code, _, _ = strings.Cut(code, "\n")
		after := instanceAudit(s)
		if strings.Contains(after, code) || !strings.Contains(after, "reset by e-mail") {
			s.T.Errorf("audit: %s", after)
		}
		for _, email := range []string{"nobody@example.org", "no-body+x@example.org"} {
			before := instanceAudit(s)
			unknown := askReset(s, email)
			if unknown.Status != http.StatusAccepted || unknown.Status != known.Status ||
				string(unknown.Body) != string(known.Body) {
				s.T.Errorf("%s: %d %s, known: %d %s", email, unknown.Status, unknown.Body, known.Status, known.Body)
			}
			if got := s.SentMails(box); len(got) != 0 || instanceAudit(s) != before {
				s.T.Errorf("%s: mails %v, or a change", email, got)
			}
		}
		use := func() apitest.Reply {
			return s.Do(apitest.Call{Method: "POST", Path: "/links/use",
				Body: map[string]any{"code": code, "password": "another long password"}})
		}
		if r := use(); r.Status != http.StatusOK {
			s.T.Errorf("use: %d %s", r.Status, r.Body)
		}
		if r := use(); r.Status != http.StatusNotFound {
			s.T.Errorf("use again: %d %s", r.Status, r.Body)
		}
		if r := s.Do(apitest.Call{Method: "GET", Path: "/session",
			As: "viewer session"}); r.Status != http.StatusUnauthorized {
			s.T.Errorf("the old session lives: %d", r.Status)
		}
	})
}

// Disabled accounts get no mail; those of the identity provider get no second way in; what is no address is refused for
// everybody.
func TestResetByMailForWhom(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, box := apitest.MailingServer(base)
		yes := true
		gone := s.Users["contributor"]
		_, err := s.Service.Users.Update(s.As("administrator session"), gone.ID, models.UserPatch{Disabled: &yes}, nil)
		apitest.Must(s.T, err)
		if r := askReset(s, gone.Email); r.Status != http.StatusAccepted || len(s.SentMails(box)) != 0 {
			s.T.Errorf("disabled: %d", r.Status)
		}
		_, err = s.Service.Mappings.Create(s.As("administrator session"),
			models.MappingInput{Claim: "g", Value: "v", WorkspaceID: s.WorkspaceID, Role: models.Viewer})
		apitest.Must(s.T, err)
		email := "p." + s.WorkspaceID[:6] + "@example.org"
		_, _, err = s.Service.Sessions.SignInByProvider(s.T.Context(),
			models.ProviderIdentity{Issuer: "https://idp", Subject: "1", Email: email,
				EmailVerified: true, Claims: models.IdentityClaims{"g": "v"}}, "")
		apitest.Must(s.T, err)
		if r := askReset(s, email); r.Status != http.StatusAccepted {
			s.T.Errorf("provider only: %d", r.Status)
		}
		if got := s.SentMails(box); len(got) != 1 || strings.Contains(got[0].Text, "pll_") ||
			!strings.Contains(got[0].Text, "identity provider") {
			s.T.Errorf("provider only: %+v", got)
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "no address", Call: apitest.Call{Method: "POST", Path: "/resets", Body: `{}`}, Status: 422},
			{Name: "a header", Call: apitest.Call{Method: "POST", Path: "/resets",
				Body: map[string]any{"email": "a@example.org\r\nBcc: b@example.org"}}, Status: 422},
			{Name: "two addresses", Call: apitest.Call{Method: "POST", Path: "/resets",
				Body: map[string]any{"email": "a@example.org,b@example.org"}}, Status: 422},
			{Name: "an extra member", Call: apitest.Call{Method: "POST", Path: "/resets",
				Body: `{"email":"a@example.org","admin":true}`}, Status: 422},
		})
		if got := s.SentMails(box); len(got) != 0 {
			s.T.Errorf("mails: %v", got)
		}
		if r := askReset(base, gone.Email); r.Status != http.StatusConflict ||
			string(r.Tree(s.T).At("detail").String()) != askReset(base, "nobody@example.org").Tree(s.T).At("detail").String() {
			s.T.Errorf("without mail: %d %s", r.Status, r.Body)
		}
	})
}

// Many requests for one address are slowed down, with and without an account alike; a mail server that fails changes no
// reply.
func TestResetByMailLimits(t *testing.T) {
	t.Parallel()
	base := apitest.NewServer(t, storetest.OpenStore(t))
	s, box := apitest.MailingServer(base)
	box.Fail = errors.New("down")
	count := map[string]int{}
	for _, email := range []string{s.Users["viewer"].Email, "nobody@example.org"} {
		for range 20 {
			r := askReset(s, email)
			count[email] += 1
			if r.Status == http.StatusTooManyRequests {
				break
			}
			if r.Status != http.StatusAccepted {
				t.Fatalf("%d %s", r.Status, r.Body)
			}
		}
	}
	if a, b := count[s.Users["viewer"].Email], count["nobody@example.org"]; a != b || a > 8 {
		t.Errorf("refused after %d tries for an account, after %d for none", a, b)
	}
	if n := len(s.SentMails(box)); n == 0 || n > 6 {
		t.Errorf("%d mails", n)
	}
}

// An invitation is mailed where mail is sent, after the commit; the reply has the link as before.
func TestInvitationByMail(t *testing.T) {
	apitest.Each(t, func(base *apitest.Server) {
		s, box := apitest.MailingServer(base)
		invite := func(as, email string) apitest.Reply {
			return s.Do(apitest.Call{Method: "POST", Path: "/invitations", As: as,
				Body: map[string]any{"email": email, "role": "viewer"}})
		}
		for _, as := range []string{"nobody", "viewer session", "architect session"} {
			if r := invite(as, "new@example.org"); r.Status < 400 || len(s.SentMails(box)) != 0 {
				s.T.Errorf("%s: %d", as, r.Status)
			}
		}
		if r := invite("owner session", s.Users["viewer"].Email); r.Status != http.StatusConflict ||
			len(s.SentMails(box)) != 0 {
			s.T.Errorf("a member already: %d", r.Status)
		}
		s.OK("PATCH", "/workspace", map[string]any{"time_zone": "Asia/Kathmandu"})
		r := invite("owner session", "new@example.org")
		got := s.SentMails(box)
		if r.Status != http.StatusCreated || len(got) != 1 || got[0].To != "new@example.org" ||
			!strings.Contains(got[0].Text, r.Tree(s.T).At("code").String()) ||
			!strings.Contains(got[0].Text, "The owner invites you to the workspace Here") ||
			!strings.Contains(got[0].Text, ", Asia/Kathmandu (UTC+05:45):") {
			s.T.Errorf("%d %s: %+v", r.Status, r.Body, got)
		}
	})
}
