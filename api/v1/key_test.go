package v1_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
)

// Tokens are narrow: role, workspace, expiry; whoever makes one can't give more than is theirs, and a list never shows
// a secret.
func TestPersonalTokens(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		mine := func(as, role string) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/me/tokens", As: as, Body: map[string]any{"name": "Laptop", "role": role}}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: mine("nobody", "viewer"), Status: 401},
			{Name: "a token makes another", Call: mine("owner", "viewer"), Status: 403},
			{Name: "above one's own role", Call: mine("viewer session", "contributor"), Status: 422, Holds: []string{"/role"}},
			{Name: "in the past", Call: apitest.Call{Method: "POST", Path: "/me/tokens", As: "viewer session",
				Body: map[string]any{"name": "Laptop", "role": "viewer", "expires_at": "2020-01-01T00:00:00Z"}}, Status: 422,
				Holds: []string{"/expires_at"}},
			{Name: "a token above its maker's", Call: apitest.Call{Method: "POST", Path: "/tokens", As: "contributor",
				Body: map[string]any{"name": "CI", "role": "viewer"}}, Status: 403},
			{Name: "one's own", Call: mine("contributor session", "contributor"), Status: 201, Changes: true,
				Holds: []string{`"secret":"plb_`, `"user_id"`}},
		})
		made := s.Do(mine("contributor session", "viewer")).Tree(t)
		s.Tokens["mine"] = made.At("secret").String()
		if who := s.Do(apitest.Call{Method: "GET", Path: "/session",
			As: "mine"}).Tree(t); who.At("kind").String() != "token" ||
			who.At("name").String() != "The contributor (Laptop)" || who.At("user/name").String() != "The contributor" ||
			who.At("workspaces").Value != nil {
			t.Errorf("who am I: %v", who)
		}
		at := "/me/tokens/" + made.At("id").String()
		s.RunScenarios([]apitest.Scenario{
			{Name: "a viewer's token writes", Call: apitest.Call{Method: "POST", Path: "/workloads", As: "mine",
				Body: apitest.WorkloadBody("X")}, Status: 403},
			{Name: "a colleague ends it", Call: apitest.Call{Method: "DELETE", Path: at, As: "architect session"}, Status: 404},
			{Name: "an owner elsewhere ends it", Call: apitest.Call{Method: "DELETE", Path: "/tokens/" + made.At("id").String(),
				As: "stranger session"}, Status: 404},
			{Name: "lists hold no secret", Call: apitest.Call{Method: "GET", Path: "/me/tokens", As: "contributor session"},
				Status: 200, Lacks: []string{"plb_", "secret"}},
			{Name: "a colleague's list", Call: apitest.Call{Method: "GET", Path: "/me/tokens", As: "architect session"},
				Status: 200, Lacks: []string{"Laptop"}},
			{Name: "the owner's list", Call: apitest.Call{Method: "GET", Path: "/tokens", As: "owner session"}, Status: 200,
				Holds: []string{"Laptop"}, Lacks: []string{"plb_"}},
			{Name: "one's own end", Call: apitest.Call{Method: "DELETE", Path: at, As: "contributor session"}, Status: 204,
				Changes: true},
			{Name: "it is dead", Call: apitest.Call{Method: "GET", Path: "/session", As: "mine"}, Status: 401},
		})
	})
}

// Access keys: the secret is shown once, kept sealed, opens with the server's key only, and is forgotten with the key's
// end.
func TestAccessKeys(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		body := map[string]any{"name": "SDK", "role": "contributor"}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: apitest.Call{Method: "POST", Path: "/access-keys", As: "nobody", Body: body}, Status: 401},
			{Name: "architect", Call: apitest.Call{Method: "POST", Path: "/access-keys", As: "architect session", Body: body},
				Status: 403},
			{Name: "above one's own role", Call: apitest.Call{Method: "POST", Path: "/me/access-keys", As: "viewer session",
				Body: body}, Status: 422},
		})
		made := s.Do(apitest.Call{Method: "POST", Path: "/me/access-keys", As: "contributor session", Body: body}).Tree(t)
		id, secret := made.At("id").String(), made.At("secret").String()
		if len(id) != 20 || len(secret) != 40 {
			t.Fatalf("the pair: %v", made)
		}
		if list := s.Do(apitest.Call{Method: "GET", Path: "/access-keys",
			As: "owner session"}); strings.Contains(string(list.Body), secret) || list.Tree(t).At("items").Len() != 1 {
			t.Errorf("the list: %s", list.Body)
		}
		authenticate := func(svc *service.Service, id, want string) (models.Actor, error) {
			return svc.Keys.Authenticate(t.Context(), id, func(got string) bool { return got == want })
		}
		actor, err := authenticate(s.Service, id, secret)
		if err != nil || actor.Role != models.Contributor || actor.WorkspaceID != s.WorkspaceID ||
			actor.UserID != s.Users["contributor"].ID {
			t.Errorf("the actor: %+v, %v", actor, err)
		}
		for name, try := range map[string][2]string{
			"wrong secret": {id, secret + "x"}, "unknown": {"PLAKAAAAAAAAAAAAAAAA", secret}, "no id": {"", secret},
			"token": {s.Tokens["owner"], secret},
		} {
			if _, err := authenticate(s.Service, try[0], try[1]); models.CodeOf(err) != models.CodeUnauthenticated {
				t.Errorf("%s: %v", name, err)
			}
		}
		another := apitest.ServiceOptions()
		another.SecretKeys = [][]byte{bytes.Repeat([]byte{7}, 32)}
		if _, err := authenticate(service.New(s.Store, another), id, secret); models.CodeOf(err) != models.CodeUnavailable {
			t.Errorf("with another server key: %v", err)
		}
		another.SecretKeys = append(another.SecretKeys, make([]byte, 32))
		if _, err := authenticate(service.New(s.Store, another), id, secret); err != nil {
			t.Errorf("with the old key behind a new one: %v", err)
		}
		none := apitest.ServiceOptions()
		none.SecretKeys = nil
		bare := service.New(s.Store, none)
		ctx := models.WithActor(context.Background(), models.ProgramActor(s.WorkspaceID))
		if _, _, err := bare.Keys.Create(ctx, models.TokenInput{Name: "SDK",
			Role: models.Viewer}); models.CodeOf(err) != models.CodeUnavailable {
			t.Errorf("without a server key: %v", err)
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "a colleague ends it", Call: apitest.Call{Method: "DELETE", Path: "/me/access-keys/" + id,
				As: "architect session"}, Status: 404},
			{Name: "an owner elsewhere", Call: apitest.Call{Method: "DELETE", Path: "/access-keys/" + id,
				As: "stranger session"}, Status: 404},
			{Name: "the owner ends it", Call: apitest.Call{Method: "DELETE", Path: "/access-keys/" + id, As: "owner session"},
				Status: 204, Changes: true},
		})
		if _, err := authenticate(s.Service, id, secret); models.CodeOf(err) != models.CodeUnauthenticated {
			t.Errorf("after its end: %v", err)
		}
	})
}

// What a personal key may do ends with its expiry.
func TestKeyExpiry(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		now := time.Now()
		opt := apitest.ServiceOptions()
		opt.Clock = func() time.Time { return now }
		svc := service.New(s.Store, opt)
		secret, key, err := svc.Keys.Create(s.Owner, models.TokenInput{Name: "SDK", Role: models.Viewer,
			ExpiresAt: now.Add(time.Hour)})
		apitest.Must(t, err)
		try := func() error {
			_, err := svc.Keys.Authenticate(t.Context(), key.ID, func(got string) bool { return got == secret })
			return err
		}
		apitest.Must(t, try())
		now = now.Add(time.Hour)
		if err := try(); models.CodeOf(err) != models.CodeUnauthenticated {
			t.Errorf("after its time: %v", err)
		}
	})
}
