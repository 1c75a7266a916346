package api_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service"
)

// Tokens are narrow: role, workspace, expiry; whoever makes one can't give more than is theirs, and a list never shows a secret.
func TestPersonalTokens(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		mine := func(as, role string) call {
			return call{method: "POST", path: "/me/tokens", as: as, body: map[string]any{"name": "Laptop", "role": role}}
		}
		s.run([]scenario{
			{name: "nobody", call: mine("nobody", "viewer"), status: 401},
			{name: "a token makes another", call: mine("owner", "viewer"), status: 403},
			{name: "above one's own role", call: mine("viewer session", "contributor"), status: 422, holds: []string{"/role"}},
			{name: "in the past", call: call{method: "POST", path: "/me/tokens", as: "viewer session", body: map[string]any{"name": "Laptop", "role": "viewer", "expires_at": "2020-01-01T00:00:00Z"}}, status: 422, holds: []string{"/expires_at"}},
			{name: "a token above its maker's", call: call{method: "POST", path: "/tokens", as: "contributor", body: map[string]any{"name": "CI", "role": "viewer"}}, status: 403},
			{name: "one's own", call: mine("contributor session", "contributor"), status: 201, changes: true, holds: []string{`"secret":"plb_`, `"user_id"`}},
		})
		made := s.do(mine("contributor session", "viewer")).tree(t)
		s.tokens["mine"] = made.at("secret").String()
		if who := s.do(call{method: "GET", path: "/session", as: "mine"}).tree(t); who.at("kind").String() != "token" ||
			who.at("name").String() != "The contributor (Laptop)" || who.at("user/name").String() != "The contributor" || who.at("workspaces").v != nil {
			t.Errorf("who am I: %v", who)
		}
		at := "/me/tokens/" + made.at("id").String()
		s.run([]scenario{
			{name: "a viewer's token writes", call: call{method: "POST", path: "/workloads", as: "mine", body: workload("X")}, status: 403},
			{name: "a colleague ends it", call: call{method: "DELETE", path: at, as: "architect session"}, status: 404},
			{name: "an owner elsewhere ends it", call: call{method: "DELETE", path: "/tokens/" + made.at("id").String(), as: "stranger session"}, status: 404},
			{name: "lists hold no secret", call: call{method: "GET", path: "/me/tokens", as: "contributor session"}, status: 200, lacks: []string{"plb_", "secret"}},
			{name: "a colleague's list", call: call{method: "GET", path: "/me/tokens", as: "architect session"}, status: 200, lacks: []string{"Laptop"}},
			{name: "the owner's list", call: call{method: "GET", path: "/tokens", as: "owner session"}, status: 200, holds: []string{"Laptop"}, lacks: []string{"plb_"}},
			{name: "one's own end", call: call{method: "DELETE", path: at, as: "contributor session"}, status: 204, changes: true},
			{name: "it is dead", call: call{method: "GET", path: "/session", as: "mine"}, status: 401},
		})
	})
}

// Access keys: the secret is shown once, kept sealed, opens with the server's key only, and is forgotten with the key's end.
func TestAccessKeys(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		body := map[string]any{"name": "SDK", "role": "contributor"}
		s.run([]scenario{
			{name: "nobody", call: call{method: "POST", path: "/access-keys", as: "nobody", body: body}, status: 401},
			{name: "architect", call: call{method: "POST", path: "/access-keys", as: "architect session", body: body}, status: 403},
			{name: "above one's own role", call: call{method: "POST", path: "/me/access-keys", as: "viewer session", body: body}, status: 422},
		})
		made := s.do(call{method: "POST", path: "/me/access-keys", as: "contributor session", body: body}).tree(t)
		id, secret := made.at("id").String(), made.at("secret").String()
		if len(id) != 20 || len(secret) != 40 {
			t.Fatalf("the pair: %v", made)
		}
		if list := s.do(call{method: "GET", path: "/access-keys", as: "owner session"}); strings.Contains(string(list.body), secret) || list.tree(t).at("items").len() != 1 {
			t.Errorf("the list: %s", list.body)
		}
		authenticate := func(svc *service.Service, id, want string) (models.Actor, error) {
			return svc.Keys.Authenticate(t.Context(), id, func(got string) bool { return got == want })
		}
		actor, err := authenticate(s.svc, id, secret)
		if err != nil || actor.Role != models.Contributor || actor.WorkspaceID != s.here || actor.UserID != s.users["contributor"].ID {
			t.Errorf("the actor: %+v, %v", actor, err)
		}
		for name, try := range map[string][2]string{
			"wrong secret": {id, secret + "x"}, "unknown": {"PLAKAAAAAAAAAAAAAAAA", secret}, "no id": {"", secret}, "token": {s.tokens["owner"], secret},
		} {
			if _, err := authenticate(s.svc, try[0], try[1]); models.CodeOf(err) != models.Unauthenticated {
				t.Errorf("%s: %v", name, err)
			}
		}
		another := options()
		another.SecretKeys = [][]byte{bytes.Repeat([]byte{7}, 32)}
		if _, err := authenticate(service.New(s.store, another), id, secret); models.CodeOf(err) != models.Unavailable {
			t.Errorf("with another server key: %v", err)
		}
		another.SecretKeys = append(another.SecretKeys, make([]byte, 32))
		if _, err := authenticate(service.New(s.store, another), id, secret); err != nil {
			t.Errorf("with the old key behind a new one: %v", err)
		}
		none := options()
		none.SecretKeys = nil
		bare := service.New(s.store, none)
		ctx := models.WithActor(context.Background(), models.ProgramActor(s.here))
		if _, _, err := bare.Keys.Create(ctx, models.TokenInput{Name: "SDK", Role: models.Viewer}); models.CodeOf(err) != models.Unavailable {
			t.Errorf("without a server key: %v", err)
		}
		s.run([]scenario{
			{name: "a colleague ends it", call: call{method: "DELETE", path: "/me/access-keys/" + id, as: "architect session"}, status: 404},
			{name: "an owner elsewhere", call: call{method: "DELETE", path: "/access-keys/" + id, as: "stranger session"}, status: 404},
			{name: "the owner ends it", call: call{method: "DELETE", path: "/access-keys/" + id, as: "owner session"}, status: 204, changes: true},
		})
		if _, err := authenticate(s.svc, id, secret); models.CodeOf(err) != models.Unauthenticated {
			t.Errorf("after its end: %v", err)
		}
	})
}

// What a personal key may do ends with its expiry.
func TestKeyExpiry(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		now := time.Now()
		opt := options()
		opt.Clock = func() time.Time { return now }
		svc := service.New(s.store, opt)
		secret, key, err := svc.Keys.Create(s.owner, models.TokenInput{Name: "SDK", Role: models.Viewer, ExpiresAt: now.Add(time.Hour)})
		must(t, err)
		try := func() error {
			_, err := svc.Keys.Authenticate(t.Context(), key.ID, func(got string) bool { return got == secret })
			return err
		}
		must(t, try())
		now = now.Add(time.Hour)
		if err := try(); models.CodeOf(err) != models.Unauthenticated {
			t.Errorf("after its time: %v", err)
		}
	})
}
