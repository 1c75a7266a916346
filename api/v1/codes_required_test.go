package v1_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"plumbline/api/apitest"
	"plumbline/models"
)

// setUpCodes sets one-time codes up for one of the harness's people.
func setUpCodes(s *apitest.Server, who string) {
	s.T.Helper()
	setup := s.Do(apitest.Call{Method: "POST", Path: "/me/totp", As: who,
		Body: map[string]any{"password": apitest.Password}})
	code, err := totp.GenerateCode(setup.Tree(s.T).At("secret").String(), time.Now())
	apitest.Must(s.T, err)
	if r := s.Do(apitest.Call{Method: "PUT", Path: "/me/totp", As: who,
		Body: map[string]any{"code": code}}); r.Status != http.StatusOK {
		s.T.Fatalf("one-time codes of %s: %d %s", who, r.Status, r.Body)
	}
}

// A workspace that requires one-time codes is closed to members without them, in the API, on pages and to their
// personal tokens; they are led to set them up.
func TestWorkspaceRequiresCodes(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		id := s.Sample()
		s.Guest("guest", id, "service-basics")
		require := func(as string, on bool) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: "/workspace", As: as, Body: map[string]any{"require_one_time_codes": on}}
		}
		personal := s.Do(apitest.Call{Method: "POST", Path: "/me/tokens", As: "contributor session",
			Body: map[string]any{"name": "Mine", "role": "viewer"}})
		s.Tokens["personal"] = personal.Tree(s.T).At("secret").String()
		if personal.Status != http.StatusCreated || len(s.Tokens["personal"]) < 20 {
			s.T.Fatalf("a personal token: %d %s", personal.Status, personal.Body)
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: require("", true), Status: 401},
			{Name: "an architect", Call: require("architect session", true), Status: 403, Code: "forbidden"},
			{Name: "an owner without codes", Call: require("owner session", true), Status: 409, Holds: []string{"shut you out"}},
		})
		setUpCodes(s, "owner session")
		s.RunScenarios([]apitest.Scenario{
			{Name: "an owner with codes", Call: require("owner session", true), Status: 200,
				Holds: []string{`"require_one_time_codes":true`}, Changes: true},
		})
		list := apitest.Call{Method: "GET", Path: "/workloads", As: "contributor session"}
		own := list
		own.As = "personal"
		s.RunScenarios([]apitest.Scenario{
			{Name: "a member", Call: list, Status: 403, Code: "codes_required",
				Holds: []string{"his workspace requires one-time codes"}},
			{Name: "a member's token", Call: own, Status: 403, Code: "codes_required"},
			{Name: "a member makes a token", Call: apitest.Call{Method: "POST", Path: "/me/tokens", As: "contributor session",
				Body: map[string]any{"name": "More", "role": "viewer"}}, Status: 403, Code: "codes_required"},
			{Name: "who am I", Call: apitest.Call{Method: "GET", Path: "/session", As: "contributor session"}, Status: 200,
				Holds: []string{`"one_time_codes_required_by":"workspace"`}},
			{Name: "the owner", Call: apitest.Call{Method: "GET", Path: "/workloads", As: "owner session"}, Status: 200},
			{Name: "a token of the workspace", Call: apitest.Call{Method: "GET", Path: "/workloads", As: "viewer"}, Status: 200},
			{Name: "a guest", Call: apitest.Call{Method: "GET", Path: "/workloads/" + id + "/lenses/service-basics",
				As: "guest session"}, Status: 200},
			{Name: "another workspace", Call: apitest.Call{Method: "GET", Path: "/workloads", As: "stranger session"},
				Status: 200},
		})
		for _, path := range []string{"/", "/workloads/" + id, "/lenses", "/account/tokens"} {
			if r := s.Visit(apitest.Visit{Method: "GET", Path: path,
				As: "contributor session"}); r.Status != http.StatusSeeOther || r.Header.Get("Location") != "/account#codes" {
				s.T.Errorf("%s: %d %s", path, r.Status, r.Header.Get("Location"))
			}
		}
		if page := s.GetPage("contributor session", "/account", 200); !strings.Contains(page,
			"requires two-factor sign-in. Enable it here") {
			s.T.Error("the account's page does not say what to do")
		}
		r := s.PostForm("contributor session", "/workloads/"+id+"/milestones", apitest.FormFields("name", "x"), 403)
		s.PageHolds("a form", r.Body, "Two-factor sign-in is required")
		setUpCodes(s, "contributor session")
		s.RunScenarios([]apitest.Scenario{
			{Name: "a member with codes", Call: list, Status: 200},
			{Name: "and the token", Call: own, Status: 200},
			{Name: "no longer", Call: require("owner session", false), Status: 200,
				Holds: []string{`"require_one_time_codes":false`}, Changes: true},
			{Name: "a member without", Call: apitest.Call{Method: "GET", Path: "/workloads", As: "viewer session"}, Status: 200},
		})
	})
}

// Required on the whole server they are required of administrators too, by page and API; who comes from the identity
// provider has the provider's second factor.
func TestServerRequiresCodes(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		settings := func(as string, on bool) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: "/instance/settings", As: as,
				Body: map[string]any{"require_one_time_codes": on}}
		}
		const admin = "administrator session"
		s.RunScenarios([]apitest.Scenario{
			{Name: "an owner", Call: settings("owner session", true), Status: 403},
			{Name: "an administrator without codes", Call: settings(admin, true), Status: 409},
		})
		r := s.PostForm(admin, "/admin/settings", apitest.FormFields("require_codes", "yes"), 409)
		s.PageHolds("the page", r.Body, "shut you out")
		setUpCodes(s, admin)
		s.PostForm(admin, "/admin/settings", apitest.FormFields("require_codes", "yes"), 303)
		for _, who := range []string{"owner session", "stranger session"} {
			s.RunScenarios([]apitest.Scenario{{Name: who, Call: apitest.Call{Method: "GET", Path: "/workloads", As: who},
				Status: 403, Code: "codes_required", Holds: []string{"his server"}}})
		}
		yes := true
		_, err := s.Service.Users.Update(s.Owner, s.Users["viewer"].ID, models.UserPatch{Admin: &yes}, nil)
		apitest.Must(t, err)
		s.RunScenarios([]apitest.Scenario{
			{Name: "an administrator without codes", Call: apitest.Call{Method: "GET", Path: "/users", As: "viewer session"},
				Status: 403, Code: "codes_required"},
			{Name: "one with codes", Call: apitest.Call{Method: "GET", Path: "/instance/settings", As: admin}, Status: 200,
				Holds: []string{"true"}},
		})
		_, err = s.Service.Mappings.Create(s.Owner, models.MappingInput{Claim: "g", Value: "v", WorkspaceID: s.WorkspaceID,
			Role: models.Viewer})
		apitest.Must(t, err)
		secret, _, err := s.Service.Sessions.SignInByProvider(s.T.Context(),
			models.ProviderIdentity{Issuer: "https://idp", Subject: "1",
				Email: "p." + s.WorkspaceID[:6] + "@example.org", EmailVerified: true, Claims: models.IdentityClaims{"g": "v"}}, "")
		apitest.Must(t, err)
		s.Sessions["provider session"] = secret
		s.RunScenarios([]apitest.Scenario{{Name: "from the provider",
			Call: apitest.Call{Method: "GET", Path: "/workloads", As: "provider session"}, Status: 200}})
	})
}

// An account without a password has nothing that could be asked for: it must have signed in a short while ago.
func TestNoPasswordWantsARecentSignIn(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		c := newClocked(s)
		_, err := c.Mappings.Create(s.Owner, models.MappingInput{Claim: "g", Value: "v", WorkspaceID: s.WorkspaceID,
			Role: models.Viewer})
		apitest.Must(t, err)
		secret, _, err := c.Sessions.SignInByProvider(s.T.Context(),
			models.ProviderIdentity{Issuer: "https://idp", Subject: "1",
				Email: "p." + s.WorkspaceID[:6] + "@example.org", EmailVerified: true, Claims: models.IdentityClaims{"g": "v"}}, "")
		apitest.Must(t, err)
		ask := func() context.Context {
			actor, err := c.Sessions.Authenticate(s.T.Context(), secret)
			apitest.Must(s.T, err)
			return models.WithActor(s.T.Context(), actor)
		}
		c.now = c.now.Add(11 * time.Minute)
		if _, err := c.Users.BeginTOTP(ask(), ""); models.CodeOf(err) != models.CodeConflict ||
			!strings.Contains(err.Error(), "sign in again") {
			s.T.Errorf("codes after 11 minutes: %v", err)
		}
		if err := c.Users.ChangePassword(ask(), "", "seven green bottles"); models.CodeOf(err) != models.CodeConflict {
			s.T.Errorf("a first password after 11 minutes: %v", err)
		}
		c.now = c.now.Add(-2 * time.Minute)
		if _, err := c.Users.BeginTOTP(ask(), ""); err != nil {
			s.T.Errorf("codes after 9 minutes: %v", err)
		}
	})
}

// A reset ends personal tokens and access keys, in whatever workspace, with a line in its audit log; unless they are
// kept on purpose. Those of the workspace stay.
func TestResetEndsTokens(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		for name, keep := range map[string]bool{"viewer": false, "contributor": true} {
			ctx := s.As(name + " session")
			token, _, err := s.Service.Tokens.CreateOwn(ctx, models.TokenInput{Name: "Mine", Role: models.Viewer})
			apitest.Must(t, err)
			_, key, err := s.Service.Keys.CreateOwn(ctx, models.TokenInput{Name: "Mine", Role: models.Viewer})
			apitest.Must(t, err)
			link, _, err := s.Service.Users.Reset(s.Owner, s.EmailOf(name), false)
			apitest.Must(t, err)
			form := apitest.FormFields("code", link, "password", "seven green bottles")
			if keep {
				form.Set("keep_tokens", "yes")
			}
			page := s.PostForm("", "/join", apitest.FormFields("code", link), 200)
			s.PageHolds("the link's page", page.Body, "Keep personal tokens and access keys")
			s.PostForm("", "/join/use", form, 303)
			s.Tokens[name+"'s own"] = token
			want := http.StatusUnauthorized
			if keep {
				want = http.StatusOK
			}
			if r := s.Do(apitest.Call{Method: "GET", Path: "/workloads", As: name + "'s own"}); r.Status != want {
				s.T.Errorf("kept %v: the token: %d", keep, r.Status)
			}
			keys, err := s.Service.Keys.List(s.Owner, models.PageRequest{})
			apitest.Must(t, err)
			for _, k := range keys.Items {
				if k.ID == key.ID && k.RevokedAt.IsZero() != keep {
					s.T.Errorf("kept %v: the access key is revoked at %v", keep, k.RevokedAt)
				}
			}
		}
		if r := s.Do(apitest.Call{Method: "GET", Path: "/workloads", As: "viewer"}); r.Status != http.StatusOK {
			s.T.Errorf("the workspace's token: %d", r.Status)
		}
		ended := s.OK("GET", "/audit?action=key.own&limit=200", nil).String()
		if n := strings.Count(ended, "password reset"); n != 2 {
			s.T.Errorf("%d audit lines of ended credentials, want 2", n)
		}
		link, _, err := s.Service.Users.Reset(s.Owner, s.EmailOf("contributor"), false)
		apitest.Must(t, err)
		r := s.Do(apitest.Call{Method: "POST", Path: "/links/use",
			Body: map[string]any{"code": link, "password": "eight green bottles"}})
		if own := s.Do(apitest.Call{Method: "GET", Path: "/workloads", As: "contributor's own"}); r.Status != http.StatusOK ||
			own.Status != http.StatusUnauthorized {
			s.T.Errorf("reset by API: %d, the token: %d", r.Status, own.Status)
		}
	})
}
