package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"plumbline/models"
)

// setUpCodes sets one-time codes up for one of the harness's people.
func (s *server) setUpCodes(who string) {
	s.t.Helper()
	setup := s.do(call{method: "POST", path: "/me/totp", as: who, body: map[string]any{"password": password}})
	code, err := totp.GenerateCode(setup.tree(s.t).at("secret").String(), time.Now())
	must(s.t, err)
	if r := s.do(call{method: "PUT", path: "/me/totp", as: who, body: map[string]any{"code": code}}); r.status != http.StatusOK {
		s.t.Fatalf("one-time codes of %s: %d %s", who, r.status, r.body)
	}
}

// A workspace that requires one-time codes is closed to members without them, in the API, on pages and to their personal tokens; they are led to set them up.
func TestWorkspaceRequiresCodes(t *testing.T) {
	each(t, func(s *server) {
		id := s.sample()
		s.guest("guest", id, "service-basics")
		require := func(as string, on bool) call {
			return call{method: "PATCH", path: "/workspace", as: as, body: map[string]any{"require_one_time_codes": on}}
		}
		personal := s.do(call{method: "POST", path: "/me/tokens", as: "contributor session", body: map[string]any{"name": "Mine", "role": "viewer"}})
		s.tokens["personal"] = personal.tree(s.t).at("secret").String()
		if personal.status != http.StatusCreated || len(s.tokens["personal"]) < 20 {
			s.t.Fatalf("a personal token: %d %s", personal.status, personal.body)
		}
		s.run([]scenario{
			{name: "nobody", call: require("", true), status: 401},
			{name: "an architect", call: require("architect session", true), status: 403, code: "forbidden"},
			{name: "an owner without codes", call: require("owner session", true), status: 409, holds: []string{"shut you out"}},
		})
		s.setUpCodes("owner session")
		s.run([]scenario{
			{name: "an owner with codes", call: require("owner session", true), status: 200, holds: []string{`"require_one_time_codes":true`}, changes: true},
		})
		list := call{method: "GET", path: "/workloads", as: "contributor session"}
		own := list
		own.as = "personal"
		s.run([]scenario{
			{name: "a member", call: list, status: 403, code: "codes_required", holds: []string{"his workspace requires one-time codes"}},
			{name: "a member's token", call: own, status: 403, code: "codes_required"},
			{name: "a member makes a token", call: call{method: "POST", path: "/me/tokens", as: "contributor session", body: map[string]any{"name": "More", "role": "viewer"}}, status: 403, code: "codes_required"},
			{name: "who am I", call: call{method: "GET", path: "/session", as: "contributor session"}, status: 200, holds: []string{`"one_time_codes_required_by":"workspace"`}},
			{name: "the owner", call: call{method: "GET", path: "/workloads", as: "owner session"}, status: 200},
			{name: "a token of the workspace", call: call{method: "GET", path: "/workloads", as: "viewer"}, status: 200},
			{name: "a guest", call: call{method: "GET", path: "/workloads/" + id + "/lenses/service-basics", as: "guest session"}, status: 200},
			{name: "another workspace", call: call{method: "GET", path: "/workloads", as: "stranger session"}, status: 200},
		})
		for _, path := range []string{"/", "/workloads/" + id, "/lenses", "/account/tokens"} {
			if r := s.visit(visit{method: "GET", path: path, as: "contributor session"}); r.status != http.StatusSeeOther || r.header.Get("Location") != "/account#codes" {
				s.t.Errorf("%s: %d %s", path, r.status, r.header.Get("Location"))
			}
		}
		if page := s.get("contributor session", "/account", 200); !strings.Contains(page, "requires one-time codes. Set them up here") {
			s.t.Error("the account's page does not say what to do")
		}
		r := s.post("contributor session", "/workloads/"+id+"/milestones", fields("name", "x"), 403)
		s.holds("a form", r.body, "One-time codes are required")
		s.setUpCodes("contributor session")
		s.run([]scenario{
			{name: "a member with codes", call: list, status: 200},
			{name: "and the token", call: own, status: 200},
			{name: "no longer", call: require("owner session", false), status: 200, holds: []string{`"require_one_time_codes":false`}, changes: true},
			{name: "a member without", call: call{method: "GET", path: "/workloads", as: "viewer session"}, status: 200},
		})
	})
}

// Required on the whole server they are required of administrators too, by page and API; who comes from the identity provider has the provider's second factor.
func TestServerRequiresCodes(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		settings := func(as string, on bool) call {
			return call{method: "PATCH", path: "/instance/settings", as: as, body: map[string]any{"require_one_time_codes": on}}
		}
		const admin = "administrator session"
		s.run([]scenario{
			{name: "an owner", call: settings("owner session", true), status: 403},
			{name: "an administrator without codes", call: settings(admin, true), status: 409},
		})
		r := s.post(admin, "/admin/settings", fields("require_codes", "yes"), 409)
		s.holds("the page", r.body, "shut you out")
		s.setUpCodes(admin)
		s.post(admin, "/admin/settings", fields("require_codes", "yes"), 303)
		for _, who := range []string{"owner session", "stranger session"} {
			s.run([]scenario{{name: who, call: call{method: "GET", path: "/workloads", as: who}, status: 403, code: "codes_required", holds: []string{"his server"}}})
		}
		yes := true
		_, err := s.svc.Users.Update(s.owner, s.users["viewer"].ID, models.UserPatch{Admin: &yes}, nil)
		must(t, err)
		s.run([]scenario{
			{name: "an administrator without codes", call: call{method: "GET", path: "/users", as: "viewer session"}, status: 403, code: "codes_required"},
			{name: "one with codes", call: call{method: "GET", path: "/instance/settings", as: admin}, status: 200, holds: []string{"true"}},
		})
		_, err = s.svc.Mappings.Create(s.owner, models.MappingInput{Claim: "g", Value: "v", WorkspaceID: s.here, Role: models.Viewer})
		must(t, err)
		secret, _, err := s.svc.Sessions.SignInByProvider(s.t.Context(), models.ProviderIdentity{Issuer: "https://idp", Subject: "1",
			Email: "p." + s.here[:6] + "@example.org", EmailVerified: true, Claims: models.Claims{"g": "v"}}, "")
		must(t, err)
		s.signed["provider session"] = secret
		s.run([]scenario{{name: "from the provider", call: call{method: "GET", path: "/workloads", as: "provider session"}, status: 200}})
	})
}

// An account without a password has nothing that could be asked for: it must have signed in a short while ago.
func TestNoPasswordWantsARecentSignIn(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		c := s.clocked()
		_, err := c.Mappings.Create(s.owner, models.MappingInput{Claim: "g", Value: "v", WorkspaceID: s.here, Role: models.Viewer})
		must(t, err)
		secret, _, err := c.Sessions.SignInByProvider(s.t.Context(), models.ProviderIdentity{Issuer: "https://idp", Subject: "1",
			Email: "p." + s.here[:6] + "@example.org", EmailVerified: true, Claims: models.Claims{"g": "v"}}, "")
		must(t, err)
		ask := func() context.Context {
			actor, err := c.Sessions.Authenticate(s.t.Context(), secret)
			must(s.t, err)
			return models.WithActor(s.t.Context(), actor)
		}
		c.now = c.now.Add(11 * time.Minute)
		if _, err := c.Users.BeginTOTP(ask(), ""); models.CodeOf(err) != models.Conflict || !strings.Contains(err.Error(), "sign in again") {
			s.t.Errorf("codes after 11 minutes: %v", err)
		}
		if err := c.Users.ChangePassword(ask(), "", "seven green bottles"); models.CodeOf(err) != models.Conflict {
			s.t.Errorf("a first password after 11 minutes: %v", err)
		}
		c.now = c.now.Add(-2 * time.Minute)
		if _, err := c.Users.BeginTOTP(ask(), ""); err != nil {
			s.t.Errorf("codes after 9 minutes: %v", err)
		}
	})
}

// A reset ends personal tokens and access keys, in whatever workspace, with a line in its audit log; unless they are kept on purpose. Those of the workspace stay.
func TestResetEndsTokens(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		for name, keep := range map[string]bool{"viewer": false, "contributor": true} {
			ctx := s.as(name + " session")
			token, _, err := s.svc.Tokens.CreateOwn(ctx, models.TokenInput{Name: "Mine", Role: models.Viewer})
			must(t, err)
			_, key, err := s.svc.Keys.CreateOwn(ctx, models.TokenInput{Name: "Mine", Role: models.Viewer})
			must(t, err)
			link, _, err := s.svc.Users.Reset(s.owner, s.email(name), false)
			must(t, err)
			form := fields("code", link, "password", "seven green bottles")
			if keep {
				form.Set("keep_tokens", "yes")
			}
			page := s.post("", "/join", fields("code", link), 200)
			s.holds("the link's page", page.body, "Keep personal tokens and access keys")
			s.post("", "/join/use", form, 303)
			s.tokens[name+"'s own"] = token
			want := http.StatusUnauthorized
			if keep {
				want = http.StatusOK
			}
			if r := s.do(call{method: "GET", path: "/workloads", as: name + "'s own"}); r.status != want {
				s.t.Errorf("kept %v: the token: %d", keep, r.status)
			}
			keys, err := s.svc.Keys.List(s.owner, models.Page{})
			must(t, err)
			for _, k := range keys.Items {
				if k.ID == key.ID && k.RevokedAt.IsZero() != keep {
					s.t.Errorf("kept %v: the access key is revoked at %v", keep, k.RevokedAt)
				}
			}
		}
		if r := s.do(call{method: "GET", path: "/workloads", as: "viewer"}); r.status != http.StatusOK {
			s.t.Errorf("the workspace's token: %d", r.status)
		}
		ended := s.ok("GET", "/audit?action=key.own&limit=200", nil).String()
		if n := strings.Count(ended, "password reset"); n != 2 {
			s.t.Errorf("%d audit lines of ended credentials, want 2", n)
		}
		link, _, err := s.svc.Users.Reset(s.owner, s.email("contributor"), false)
		must(t, err)
		r := s.do(call{method: "POST", path: "/links/use", body: map[string]any{"code": link, "password": "eight green bottles"}})
		if own := s.do(call{method: "GET", path: "/workloads", as: "contributor's own"}); r.status != http.StatusOK || own.status != http.StatusUnauthorized {
			s.t.Errorf("reset by API: %d, the token: %d", r.status, own.status)
		}
	})
}
