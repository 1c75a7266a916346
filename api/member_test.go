package api_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// use opens a one-time link with what it wants.
func (s *server) use(as, code string, more ...string) reply {
	s.t.Helper()
	body := map[string]any{"code": code}
	for i := 0; i < len(more); i += 2 {
		body[more[i]] = more[i+1]
	}
	return s.do(call{method: "POST", path: "/links/use", as: as, body: body})
}

func (s *server) check(code string) reply {
	s.t.Helper()
	return s.do(call{method: "POST", path: "/links/check", body: map[string]any{"code": code}})
}

// An owner invites, the invited makes an account with the link, once, and is what the invitation says.
func TestInvitation(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		invite := func(as, role string, more ...any) call {
			body := map[string]any{"email": "new@example.org", "role": role}
			for i := 0; i < len(more); i += 2 {
				body[more[i].(string)] = more[i+1]
			}
			return call{method: "POST", path: "/invitations", as: as, body: body}
		}
		s.run([]scenario{
			{name: "nobody", call: invite("nobody", "viewer"), status: 401},
			{name: "architect", call: invite("architect session", "viewer"), status: 403},
			{name: "no address", call: call{method: "POST", path: "/invitations", as: "owner session", body: map[string]any{"email": "new", "role": "viewer"}}, status: 422, holds: []string{"/email"}},
			{name: "no role", call: invite("owner session", "administrator"), status: 422, holds: []string{"/role"}},
			{name: "narrowed architect", call: invite("owner session", "architect", "workloads", []string{id}), status: 422, holds: []string{"/workloads"}},
			{name: "narrowed to no id", call: invite("owner session", "viewer", "workloads", []string{"Checkout"}), status: 422, holds: []string{"/workloads/0"}},
			{name: "viewer of pillars", call: invite("owner session", "viewer", "pillars", []string{"security"}), status: 422, holds: []string{"/pillars"}},
			{name: "a member", call: call{method: "POST", path: "/invitations", as: "owner session", body: map[string]any{"email": s.email("viewer"), "role": "owner"}}, status: 409},
			{name: "owner", call: invite("owner session", "contributor", "pillars", []string{"security"}), status: 201, changes: true, holds: []string{"/join#pll_"}},
		})
		list := s.ok("GET", "/invitations", nil)
		if list.at("items").len() != 1 || list.at("items/0/code").v != nil || list.at("items/0/url").v != nil {
			t.Errorf("the list shows more than it should: %v", list)
		}
		code := s.do(invite("owner session", "contributor")).tree(t).at("code").String()
		if r := s.check(code).tree(t); r.at("kind").String() != "invitation" || r.at("role").String() != "contributor" || r.at("known").String() != "false" {
			t.Errorf("what the link says: %v", r)
		}
		s.run([]scenario{
			{name: "short password", call: call{method: "POST", path: "/links/use", body: map[string]any{"code": code, "name": "New", "password": "short"}}, status: 422, holds: []string{"/password"}},
			{name: "no name", call: call{method: "POST", path: "/links/use", body: map[string]any{"code": code, "password": password}}, status: 422, holds: []string{"/name"}},
			{name: "another link", call: call{method: "POST", path: "/links/use", body: map[string]any{"code": code[:43] + "0", "name": "New", "password": password}}, status: 404},
			{name: "with a role of one's own", call: call{method: "POST", path: "/links/use", body: map[string]any{"code": code, "name": "New", "password": password, "role": "owner"}}, status: 422},
		})
		r := s.use("nobody", code, "name", "New", "password", password)
		if r.status != 200 || r.tree(t).at("session/workspace/role").String() != "contributor" {
			t.Fatalf("join: %d %s", r.status, r.body)
		}
		s.keep("new", r)
		if r := s.do(call{method: "GET", path: "/workloads/" + id, as: "new"}); r.status != 200 {
			t.Errorf("the new member sees the workload: %d", r.status)
		}
		if again := s.use("nobody", code, "name", "New", "password", password); again.status != 404 || again.cookie() != nil {
			t.Errorf("the link works twice: %d", again.status)
		}
	})
}

// Somebody with an account takes an invitation by being signed in; whoever else holds the link gets nothing of it.
func TestInvitationOfAnAccount(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		r := s.do(call{method: "POST", path: "/invitations", as: "owner session", body: map[string]any{"email": s.email("stranger"), "role": "viewer"}})
		code := r.tree(t).at("code").String()
		for _, as := range []string{"nobody", "viewer session", "owner"} {
			if r := s.use(as, code, "name", "Me", "password", password); r.status != 401 || r.cookie() != nil {
				t.Errorf("%s takes it: %d %s", as, r.status, r.body)
			}
		}
		r = s.use("stranger session", code)
		s.keep("guesting", r)
		if got := r.tree(t).at("session/workspace/id").String(); r.status != 200 || got != s.here {
			t.Fatalf("the stranger joins: %d %s", r.status, r.body)
		}
		if r.tree(t).at("session/workspaces").len() != 2 {
			t.Errorf("the workspaces: %s", r.body)
		}
		r = s.do(call{method: "PATCH", path: "/session", as: "guesting", body: map[string]any{"workspace": s.there}})
		if r.status != 200 || r.tree(t).at("workspace/role").String() != "owner" {
			t.Errorf("back to the other workspace: %d %s", r.status, r.body)
		}
	})
}

// Invitations end by time and by the owner.
func TestInvitationEnds(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		made := s.ok("POST", "/invitations", map[string]any{"email": "a@example.org", "role": "viewer"})
		s.run([]scenario{
			{name: "a stranger ends it", call: call{method: "DELETE", path: "/invitations/" + made.at("id").String(), as: "stranger session"}, status: 404},
			{name: "the owner ends it", call: call{method: "DELETE", path: "/invitations/" + made.at("id").String(), as: "owner session"}, status: 204, changes: true},
			{name: "ending it again", call: call{method: "DELETE", path: "/invitations/" + made.at("id").String(), as: "owner session"}, status: 204},
		})
		if r := s.check(made.at("code").String()); r.status != 404 {
			t.Errorf("it opens after its end: %d", r.status)
		}
		opt := options()
		opt.Clock = func() time.Time { return time.Now().Add(-access.InvitationTTL - time.Minute) }
		code, _, err := service.New(s.store, opt).Members.Invite(s.owner, models.InvitationInput{Email: "b@example.org", Grant: models.Grant{Role: models.Viewer}})
		must(t, err)
		if r := s.use("nobody", code, "name", "B", "password", password); r.status != 404 {
			t.Errorf("it opens after its time: %d", r.status)
		}
	})
}

// Roles change at once, the last owner stays, and who leaves is out with tokens and all.
func TestMembersChange(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		viewer, owner := s.users["viewer"].ID, s.users["owner"].ID
		at := "/members/" + viewer
		s.run([]scenario{
			{name: "a stranger looks", call: call{method: "GET", path: at, as: "stranger session"}, status: 404},
			{name: "a viewer promotes himself", call: call{method: "PUT", path: at, as: "viewer session", body: map[string]any{"role": "owner"}}, status: 403},
			{name: "an owner elsewhere", call: call{method: "PUT", path: at, as: "stranger session", body: map[string]any{"role": "owner"}}, status: 404},
			{name: "stale", call: call{method: "PUT", path: at, as: "owner session", body: map[string]any{"role": "architect"}, header: map[string]string{"If-Match": `"7"`}}, status: 412, holds: []string{`"current"`}},
			{name: "the same", call: call{method: "PUT", path: at, as: "owner session", body: map[string]any{"role": "viewer"}}, status: 200},
			{name: "promoted", call: call{method: "PUT", path: at, as: "owner session", body: map[string]any{"role": "architect"}}, status: 200, changes: true},
			{name: "effective at once", call: call{method: "POST", path: "/workloads", as: "viewer session", body: workload("Mine")}, status: 201, changes: true},
			{name: "removed by no name", call: call{method: "DELETE", path: at, as: "owner session"}, status: 422},
		})
		own := s.do(call{method: "POST", path: "/me/tokens", as: "viewer session", body: map[string]any{"name": "Laptop", "role": "architect"}})
		s.tokens["personal"] = own.tree(t).at("secret").String()
		s.run([]scenario{
			{name: "the personal token", call: call{method: "GET", path: "/workspace", as: "personal"}, status: 200, holds: []string{"architect"}},
			{name: "demoted", call: call{method: "PUT", path: at, as: "owner session", body: map[string]any{"role": "viewer"}}, status: 200, changes: true},
			{name: "the token too", call: call{method: "POST", path: "/workloads", as: "personal", body: workload("Mine 2")}, status: 403},
			{name: "removed", call: call{method: "DELETE", path: at + "?confirm=" + s.email("viewer"), as: "owner session"}, status: 204, changes: true},
			{name: "the session sees nothing", call: call{method: "GET", path: "/workloads", as: "viewer session"}, status: 403},
			{name: "the token is dead", call: call{method: "GET", path: "/workloads", as: "personal"}, status: 401},
		})
		gone := s.users["gone"].ID // the second owner
		s.run([]scenario{
			{name: "the other owner leaves", call: call{method: "PUT", path: "/members/" + gone, as: "owner session", body: map[string]any{"role": "viewer"}}, status: 200, changes: true},
			{name: "the last owner steps down", call: call{method: "PUT", path: "/members/" + owner, as: "owner session", body: map[string]any{"role": "viewer"}}, status: 409},
			{name: "the last owner leaves", call: call{method: "DELETE", path: "/members/" + owner + "?confirm=" + s.email("owner"), as: "owner session"}, status: 409},
		})
	})
}

// An owner resets accounts of this workspace alone: not one that is open elsewhere, not an administrator's.
func TestReset(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		system := models.WithActor(t.Context(), models.ProgramActor(""))
		_, err := s.svc.Members.Add(system, s.here, s.users["stranger"].ID, models.Grant{Role: models.Viewer})
		must(t, err)
		_, err = s.svc.Members.Add(system, s.here, s.users["administrator"].ID, models.Grant{Role: models.Viewer})
		must(t, err)
		reset := func(name, as string) call {
			return call{method: "POST", path: "/members/" + s.users[name].ID + "/reset", as: as}
		}
		s.run([]scenario{
			{name: "by an architect", call: reset("viewer", "architect session"), status: 403},
			{name: "of a stranger's member", call: reset("viewer", "stranger session"), status: 404},
			{name: "of somebody who owns another workspace", call: reset("stranger", "owner session"), status: 409, holds: []string{"administrator"}},
			{name: "of an administrator", call: reset("administrator", "owner session"), status: 409},
		})
		s.keep("viewer session", s.signIn(s.email("viewer"), password))
		first := s.do(reset("viewer", "owner session")).tree(t).at("code").String()
		code := s.do(reset("viewer", "owner session")).tree(t).at("code").String()
		if r := s.check(first); r.status != 404 {
			t.Errorf("the replaced link opens: %d", r.status)
		}
		const fresh = "another good password"
		if r := s.use("nobody", code, "password", fresh); r.status != 200 || r.cookie() == nil {
			t.Fatalf("reset: %d %s", r.status, r.body)
		}
		if r := s.do(call{method: "GET", path: "/session", as: "viewer session"}); r.status != 401 {
			t.Errorf("an old session lives on: %d", r.status)
		}
		if old, now := s.signIn(s.email("viewer"), password).status, s.signIn(s.email("viewer"), fresh).status; old != 401 || now != 201 {
			t.Errorf("the old password: %d, the new one: %d", old, now)
		}
	})
}

// Administrators run the accounts: make, shut, open, promote; the last one stays.
func TestAccounts(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		const admin = "administrator session"
		make := func(as string) call {
			return call{method: "POST", path: "/users", as: as, body: map[string]any{"email": "x.y+z@example.org", "name": "X", "password": password}}
		}
		self := "/users/" + s.users["administrator"].ID
		viewer := "/users/" + s.users["viewer"].ID
		own := s.do(call{method: "POST", path: "/me/tokens", as: "viewer session", body: map[string]any{"name": "Laptop", "role": "viewer"}})
		s.tokens["personal"] = own.tree(t).at("secret").String()
		for _, row := range []struct {
			name   string
			call   call
			status int
		}{
			{"an owner makes one", make("owner session"), 403},
			{"the administrator makes one", make(admin), 201},
			{"again", make(admin), 409},
			{"the same address in other letters", call{method: "PATCH", path: viewer, as: admin, body: map[string]any{"email": "X.Y+Z@example.org"}}, 409},
			{"the last administrator steps down", call{method: "PATCH", path: self, as: admin, body: map[string]any{"administrator": false}}, 409},
			{"the last administrator shuts out", call{method: "PATCH", path: self, as: admin, body: map[string]any{"disabled": true}}, 409},
			{"an administrator sees no workload", call{method: "GET", path: "/workloads", as: admin}, 403},
			{"a personal token works", call{method: "GET", path: "/workloads", as: "personal"}, 200},
			{"shut", call{method: "PATCH", path: viewer, as: admin, body: map[string]any{"disabled": true}}, 200},
			{"the session ends", call{method: "GET", path: "/session", as: "viewer session"}, 401},
			{"the personal token stops", call{method: "GET", path: "/workloads", as: "personal"}, 401},
			{"signing in is refused", call{method: "POST", path: "/session", body: map[string]any{"email": s.email("viewer"), "password": password}}, 401},
			{"opened again", call{method: "PATCH", path: viewer, as: admin, body: map[string]any{"disabled": false}}, 200},
			{"the ended session stays ended", call{method: "GET", path: "/session", as: "viewer session"}, 401},
		} {
			if r := s.do(row.call); r.status != row.status {
				t.Errorf("%s: %d, want %d: %s", row.name, r.status, row.status, r.body)
			}
		}
		if r := s.do(call{method: "GET", path: "/users?text=X.Y", as: admin}).tree(t); r.at("items").len() != 1 {
			t.Errorf("looking for one: %v", r)
		}
	})
}

// The first administrator comes in by the set-up link, once, and owns the first workspace. A server that has one offers no set-up.
func TestSetUp(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		if secret, err := s.svc.Workspaces.FirstStart(t.Context()); err != nil || secret != "" {
			t.Fatalf("a server with an administrator offers a set-up: %v", err)
		}
	})
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		svc := service.New(st, options())
		old, err := svc.Workspaces.FirstStart(t.Context())
		must(t, err)
		opt := options()
		opt.Clock = func() time.Time { return time.Now().Add(time.Minute) }
		code, err := service.New(st, opt).Workspaces.FirstStart(t.Context())
		must(t, err)
		in := access.LinkInput{Email: "ada@example.org", Name: "Ada", Password: password}
		if _, _, err := svc.Links.Use(t.Context(), old, in); models.CodeOf(err) != models.NotFound {
			t.Errorf("the link of the start before: %v", err)
		}
		var ends sync.WaitGroup
		good := make(chan access.SessionView, 8)
		for i := range cap(good) {
			ends.Go(func() {
				each := in
				each.Email = fmt.Sprintf("ada%d@example.org", i)
				if _, view, err := svc.Links.Use(t.Context(), code, each); err == nil {
					good <- view
				} else if models.CodeOf(err) != models.NotFound {
					t.Errorf("a late one: %v", err)
				}
			})
		}
		ends.Wait()
		if len(good) != 1 {
			t.Fatalf("%d of 8 set the server up", len(good))
		}
		if view := <-good; !view.User.Admin || view.Actor.Role != models.Owner || view.Workspace.Name != "Default" {
			t.Errorf("the first one is %+v", view.Actor)
		}
	})
}

// An administrator's reset ends one-time codes where it says so.
func TestResetDropsOneTimeCodes(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		s.do(call{method: "POST", path: "/me/totp", as: "viewer session", body: map[string]any{"password": password}})
		r := s.do(call{method: "POST", path: "/users/" + s.users["viewer"].ID + "/reset", as: "administrator session", body: map[string]any{"drop_one_time_codes": true}})
		if r.status != 201 || !strings.HasPrefix(r.tree(t).at("code").String(), "pll_") {
			t.Fatalf("reset: %d %s", r.status, r.body)
		}
		user, err := s.svc.Users.Get(s.owner, s.users["viewer"].ID)
		must(t, err)
		if user.TOTP != "" {
			t.Error("the secret of the codes is still there")
		}
	})
}
