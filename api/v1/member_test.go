package v1_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// useLink opens a one-time link with what it wants.
func useLink(s *apitest.Server, as, code string, more ...string) apitest.Reply {
	s.T.Helper()
	body := map[string]any{"code": code}
	for i := 0; i < len(more); i += 2 {
		body[more[i]] = more[i+1]
	}
	return s.Do(apitest.Call{Method: "POST", Path: "/links/use", As: as, Body: body})
}

func checkLink(s *apitest.Server, code string) apitest.Reply {
	s.T.Helper()
	return s.Do(apitest.Call{Method: "POST", Path: "/links/check", Body: map[string]any{"code": code}})
}

// An owner invites, the invited makes an account with the link, once, and is what the invitation says.
func TestInvitation(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		invite := func(as, role string, more ...any) apitest.Call {
			body := map[string]any{"email": "new@example.org", "role": role}
			for i := 0; i < len(more); i += 2 {
				body[more[i].(string)] = more[i+1]
			}
			return apitest.Call{Method: "POST", Path: "/invitations", As: as, Body: body}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "nobody", Call: invite("nobody", "viewer"), Status: 401},
			{Name: "architect", Call: invite("architect session", "viewer"), Status: 403},
			{Name: "no address", Call: apitest.Call{Method: "POST", Path: "/invitations", As: "owner session",
				Body: map[string]any{"email": "new", "role": "viewer"}}, Status: 422, Holds: []string{"/email"}},
			{Name: "no role", Call: invite("owner session", "administrator"), Status: 422, Holds: []string{"/role"}},
			{Name: "narrowed architect", Call: invite("owner session", "architect", "workloads", []string{id}), Status: 422,
				Holds: []string{"/workloads"}},
			{Name: "narrowed to no id", Call: invite("owner session", "viewer", "workloads", []string{"Checkout"}), Status: 422,
				Holds: []string{"/workloads/0"}},
			{Name: "viewer of pillars", Call: invite("owner session", "viewer", "pillars", []string{"security"}), Status: 422,
				Holds: []string{"/pillars"}},
			{Name: "a member", Call: apitest.Call{Method: "POST", Path: "/invitations", As: "owner session",
				Body: map[string]any{"email": s.EmailOf("viewer"), "role": "owner"}}, Status: 409},
			{Name: "owner", Call: invite("owner session", "contributor", "pillars", []string{"security"}), Status: 201,
				Changes: true, Holds: []string{"/join#pll_"}},
		})
		list := s.OK("GET", "/invitations", nil)
		if list.At("items").Len() != 1 || list.At("items/0/code").Value != nil || list.At("items/0/url").Value != nil {
			t.Errorf("the list shows more than it should: %v", list)
		}
		code := s.Do(invite("owner session", "contributor")).Tree(t).At("code").String()
		if r := checkLink(s, code).Tree(t); r.At("kind").String() != "invitation" || r.At("role").String() != "contributor" ||
			r.At("known").String() != "false" {
			t.Errorf("what the link says: %v", r)
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "short password", Call: apitest.Call{Method: "POST", Path: "/links/use",
				Body: map[string]any{"code": code, "name": "New", "password": "short"}}, Status: 422, Holds: []string{"/password"}},
			{Name: "no name", Call: apitest.Call{Method: "POST", Path: "/links/use",
				Body: map[string]any{"code": code, "password": apitest.Password}}, Status: 422, Holds: []string{"/name"}},
			{Name: "another link", Call: apitest.Call{Method: "POST", Path: "/links/use",
				Body: map[string]any{"code": code[:43] + "0", "name": "New", "password": apitest.Password}}, Status: 404},
			{Name: "with a role of one's own", Call: apitest.Call{Method: "POST", Path: "/links/use",
				Body: map[string]any{"code": code, "name": "New", "password": apitest.Password, "role": "owner"}}, Status: 422},
		})
		r := useLink(s, "nobody", code, "name", "New", "password", apitest.Password)
		if r.Status != 200 || r.Tree(t).At("session/workspace/role").String() != "contributor" {
			t.Fatalf("join: %d %s", r.Status, r.Body)
		}
		s.KeepCookie("new", r)
		if r := s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id, As: "new"}); r.Status != 200 {
			t.Errorf("the new member sees the workload: %d", r.Status)
		}
		if again := useLink(s, "nobody", code, "name", "New", "password", apitest.Password); again.Status != 404 ||
			again.Cookie() != nil {
			t.Errorf("the link works twice: %d", again.Status)
		}
	})
}

// Somebody with an account takes an invitation by being signed in; whoever else holds the link gets nothing of it.
func TestInvitationOfAnAccount(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		r := s.Do(apitest.Call{Method: "POST", Path: "/invitations", As: "owner session",
			Body: map[string]any{"email": s.EmailOf("stranger"), "role": "viewer"}})
		code := r.Tree(t).At("code").String()
		for _, as := range []string{"nobody", "viewer session", "owner"} {
			if r := useLink(s, as, code, "name", "Me", "password", apitest.Password); r.Status != 401 || r.Cookie() != nil {
				t.Errorf("%s takes it: %d %s", as, r.Status, r.Body)
			}
		}
		r = useLink(s, "stranger session", code)
		s.KeepCookie("guesting", r)
		if got := r.Tree(t).At("session/workspace/id").String(); r.Status != 200 || got != s.WorkspaceID {
			t.Fatalf("the stranger joins: %d %s", r.Status, r.Body)
		}
		if r.Tree(t).At("session/workspaces").Len() != 2 {
			t.Errorf("the workspaces: %s", r.Body)
		}
		r = s.Do(apitest.Call{Method: "PATCH", Path: "/session", As: "guesting",
			Body: map[string]any{"workspace": s.StrangersID}})
		if r.Status != 200 || r.Tree(t).At("workspace/role").String() != "owner" {
			t.Errorf("back to the other workspace: %d %s", r.Status, r.Body)
		}
	})
}

// Invitations end by time and by the owner.
func TestInvitationEnds(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		made := s.OK("POST", "/invitations", map[string]any{"email": "a@example.org", "role": "viewer"})
		s.RunScenarios([]apitest.Scenario{
			{Name: "a stranger ends it", Call: apitest.Call{Method: "DELETE", Path: "/invitations/" + made.At("id").String(),
				As: "stranger session"}, Status: 404},
			{Name: "the owner ends it", Call: apitest.Call{Method: "DELETE", Path: "/invitations/" + made.At("id").String(),
				As: "owner session"}, Status: 204, Changes: true},
			{Name: "ending it again", Call: apitest.Call{Method: "DELETE", Path: "/invitations/" + made.At("id").String(),
				As: "owner session"}, Status: 204},
		})
		if r := checkLink(s, made.At("code").String()); r.Status != 404 {
			t.Errorf("it opens after its end: %d", r.Status)
		}
		opt := apitest.ServiceOptions()
		opt.Clock = func() time.Time { return time.Now().Add(-access.InvitationTTL - time.Minute) }
		code, _, err := service.New(s.Store, opt).Members.Invite(s.Owner,
			models.InvitationInput{Email: "b@example.org", Grant: models.MemberGrant{Role: models.Viewer}},
			models.IdempotencyKey{})
		apitest.Must(t, err)
		if r := useLink(s, "nobody", code, "name", "B", "password", apitest.Password); r.Status != 404 {
			t.Errorf("it opens after its time: %d", r.Status)
		}
	})
}

// Roles change at once, the last owner stays, and who leaves is out with tokens and all.
func TestMembersChange(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		viewer, owner := s.Users["viewer"].ID, s.Users["owner"].ID
		at := "/members/" + viewer
		s.RunScenarios([]apitest.Scenario{
			{Name: "a stranger looks", Call: apitest.Call{Method: "GET", Path: at, As: "stranger session"}, Status: 404},
			{Name: "a viewer promotes himself", Call: apitest.Call{Method: "PUT", Path: at, As: "viewer session",
				Body: map[string]any{"role": "owner"}}, Status: 403},
			{Name: "an owner elsewhere", Call: apitest.Call{Method: "PUT", Path: at, As: "stranger session",
				Body: map[string]any{"role": "owner"}}, Status: 404},
			{Name: "stale", Call: apitest.Call{Method: "PUT", Path: at, As: "owner session",
				Body: map[string]any{"role": "architect"}, Header: map[string]string{"If-Match": `"7"`}}, Status: 412,
				Holds: []string{`"current"`}},
			{Name: "the same", Call: apitest.Call{Method: "PUT", Path: at, As: "owner session",
				Body: map[string]any{"role": "viewer"}}, Status: 200},
			{Name: "promoted", Call: apitest.Call{Method: "PUT", Path: at, As: "owner session",
				Body: map[string]any{"role": "architect"}}, Status: 200, Changes: true},
			{Name: "effective at once", Call: apitest.Call{Method: "POST", Path: "/workloads", As: "viewer session",
				Body: apitest.WorkloadBody("Mine")}, Status: 201, Changes: true},
			{Name: "removed by no name", Call: apitest.Call{Method: "DELETE", Path: at, As: "owner session"}, Status: 422},
		})
		own := s.Do(apitest.Call{Method: "POST", Path: "/me/tokens", As: "viewer session",
			Body: map[string]any{"name": "Laptop", "role": "architect"}})
		s.Tokens["personal"] = own.Tree(t).At("secret").String()
		s.RunScenarios([]apitest.Scenario{
			{Name: "the personal token", Call: apitest.Call{Method: "GET", Path: "/workspace", As: "personal"}, Status: 200,
				Holds: []string{"architect"}},
			{Name: "demoted", Call: apitest.Call{Method: "PUT", Path: at, As: "owner session",
				Body: map[string]any{"role": "viewer"}}, Status: 200, Changes: true},
			{Name: "the token too", Call: apitest.Call{Method: "POST", Path: "/workloads", As: "personal",
				Body: apitest.WorkloadBody("Mine 2")}, Status: 403},
			{Name: "removed", Call: apitest.Call{Method: "DELETE", Path: at + "?confirm=" + s.EmailOf("viewer"),
				As: "owner session"}, Status: 204, Changes: true},
			{Name: "the session sees nothing", Call: apitest.Call{Method: "GET", Path: "/workloads", As: "viewer session"},
				Status: 403},
			{Name: "the token is dead", Call: apitest.Call{Method: "GET", Path: "/workloads", As: "personal"}, Status: 401},
		})
		gone := s.Users["gone"].ID // the second owner
		s.RunScenarios([]apitest.Scenario{
			{Name: "the other owner leaves", Call: apitest.Call{Method: "PUT", Path: "/members/" + gone, As: "owner session",
				Body: map[string]any{"role": "viewer"}}, Status: 200, Changes: true},
			{Name: "the last owner steps down", Call: apitest.Call{Method: "PUT", Path: "/members/" + owner, As: "owner session",
				Body: map[string]any{"role": "viewer"}}, Status: 409},
			{Name: "the last owner leaves", Call: apitest.Call{Method: "DELETE",
				Path: "/members/" + owner + "?confirm=" + s.EmailOf("owner"), As: "owner session"}, Status: 409},
		})
	})
}

// An owner resets accounts of this workspace alone: not one that is open elsewhere, not an administrator's.
func TestReset(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		system := models.WithActor(t.Context(), models.ProgramActor(""))
		_, err := s.Service.Members.Add(system, s.WorkspaceID, s.Users["stranger"].ID, models.MemberGrant{Role: models.Viewer})
		apitest.Must(t, err)
		_, err = s.Service.Members.Add(system, s.WorkspaceID, s.Users["administrator"].ID,
			models.MemberGrant{Role: models.Viewer})
		apitest.Must(t, err)
		reset := func(name, as string) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/members/" + s.Users[name].ID + "/reset", As: as}
		}
		s.RunScenarios([]apitest.Scenario{
			{Name: "by an architect", Call: reset("viewer", "architect session"), Status: 403},
			{Name: "of a stranger's member", Call: reset("viewer", "stranger session"), Status: 404},
			{Name: "of somebody who owns another workspace", Call: reset("stranger", "owner session"), Status: 409,
				Holds: []string{"administrator"}},
			{Name: "of an administrator", Call: reset("administrator", "owner session"), Status: 409},
		})
		s.KeepCookie("viewer session", signInWith(s, s.EmailOf("viewer"), apitest.Password))
		first := s.Do(reset("viewer", "owner session")).Tree(t).At("code").String()
		code := s.Do(reset("viewer", "owner session")).Tree(t).At("code").String()
		if r := checkLink(s, first); r.Status != 404 {
			t.Errorf("the replaced link opens: %d", r.Status)
		}
		const fresh = "another good password"
		if r := useLink(s, "nobody", code, "password", fresh); r.Status != 200 || r.Cookie() == nil {
			t.Fatalf("reset: %d %s", r.Status, r.Body)
		}
		if r := s.Do(apitest.Call{Method: "GET", Path: "/session", As: "viewer session"}); r.Status != 401 {
			t.Errorf("an old session lives on: %d", r.Status)
		}
		if old, now := signInWith(s, s.EmailOf("viewer"), apitest.Password).Status, signInWith(s, s.EmailOf("viewer"),
			fresh).Status; old != 401 || now != 201 {
			t.Errorf("the old password: %d, the new one: %d", old, now)
		}
	})
}

// Administrators run the accounts: make, shut, open, promote; the last one stays.
func TestAccounts(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		const admin = "administrator session"
		make := func(as string) apitest.Call {
			return apitest.Call{Method: "POST", Path: "/users", As: as,
				Body: map[string]any{"email": "x.y+z@example.org", "name": "X", "password": apitest.Password}}
		}
		self := "/users/" + s.Users["administrator"].ID
		viewer := "/users/" + s.Users["viewer"].ID
		own := s.Do(apitest.Call{Method: "POST", Path: "/me/tokens", As: "viewer session",
			Body: map[string]any{"name": "Laptop", "role": "viewer"}})
		s.Tokens["personal"] = own.Tree(t).At("secret").String()
		for _, row := range []struct {
			name   string
			call   apitest.Call
			status int
		}{
			{"an owner makes one", make("owner session"), 403},
			{"the administrator makes one", make(admin), 201},
			{"again", make(admin), 409},
			{"the same address in other letters", apitest.Call{Method: "PATCH", Path: viewer, As: admin,
				Body: map[string]any{"email": "X.Y+Z@example.org"}}, 409},
			{"the last administrator steps down", apitest.Call{Method: "PATCH", Path: self, As: admin,
				Body: map[string]any{"administrator": false}}, 409},
			{"the last administrator shuts out", apitest.Call{Method: "PATCH", Path: self, As: admin,
				Body: map[string]any{"disabled": true}}, 409},
			{"an administrator sees no workload", apitest.Call{Method: "GET", Path: "/workloads", As: admin}, 403},
			{"a personal token works", apitest.Call{Method: "GET", Path: "/workloads", As: "personal"}, 200},
			{"shut", apitest.Call{Method: "PATCH", Path: viewer, As: admin, Body: map[string]any{"disabled": true}}, 200},
			{"the session ends", apitest.Call{Method: "GET", Path: "/session", As: "viewer session"}, 401},
			{"the personal token stops", apitest.Call{Method: "GET", Path: "/workloads", As: "personal"}, 401},
			{"signing in is refused", apitest.Call{Method: "POST", Path: "/session",
				Body: map[string]any{"email": s.EmailOf("viewer"), "password": apitest.Password}}, 401},
			{"opened again", apitest.Call{Method: "PATCH", Path: viewer, As: admin, Body: map[string]any{"disabled": false}},
				200},
			{"the ended session stays ended", apitest.Call{Method: "GET", Path: "/session", As: "viewer session"}, 401},
		} {
			if r := s.Do(row.call); r.Status != row.status {
				t.Errorf("%s: %d, want %d: %s", row.name, r.Status, row.status, r.Body)
			}
		}
		if r := s.Do(apitest.Call{Method: "GET", Path: "/users?text=X.Y", As: admin}).Tree(t); r.At("items").Len() != 1 {
			t.Errorf("looking for one: %v", r)
		}
	})
}

// The first administrator comes in by the set-up link, once, and owns the first workspace. A server that has one offers
// no set-up.
func TestSetUp(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		if secret, err := s.Service.Workspaces.FirstStart(t.Context()); err != nil || secret != "" {
			t.Fatalf("a server with an administrator offers a set-up: %v", err)
		}
	})
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		svc := service.New(st, apitest.ServiceOptions())
		old, err := svc.Workspaces.FirstStart(t.Context())
		apitest.Must(t, err)
		opt := apitest.ServiceOptions()
		opt.Clock = func() time.Time { return time.Now().Add(time.Minute) }
		code, err := service.New(st, opt).Workspaces.FirstStart(t.Context())
		apitest.Must(t, err)
		in := access.LinkInput{Email: "ada@example.org", Name: "Ada", Password: apitest.Password}
		if _, _, err := svc.Links.Use(t.Context(), old, in); models.CodeOf(err) != models.CodeNotFound {
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
				} else if models.CodeOf(err) != models.CodeNotFound {
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
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		s.Do(apitest.Call{Method: "POST", Path: "/me/totp", As: "viewer session",
			Body: map[string]any{"password": apitest.Password}})
		r := s.Do(apitest.Call{Method: "POST", Path: "/users/" + s.Users["viewer"].ID + "/reset", As: "administrator session",
			Body: map[string]any{"drop_one_time_codes": true}})
		if r.Status != 201 || !strings.HasPrefix(r.Tree(t).At("code").String(), "pll_") {
			t.Fatalf("reset: %d %s", r.Status, r.Body)
		}
		user, err := s.Service.Users.Get(s.Owner, s.Users["viewer"].ID)
		apitest.Must(t, err)
		if user.TOTP != "" {
			t.Error("the secret of the codes is still there")
		}
	})
}
