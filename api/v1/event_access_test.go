package v1_test

import (
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/store/storetest"
)

// rareChecks looks at listeners by the clock so rarely that only what ends their right can end them.
func rareChecks() service.Options {
	opt := apitest.ServiceOptions()
	opt.Watch.Check = time.Hour
	return opt
}

// Whose right to a review ends while listening gets nothing that happens after that, at whichever server.
func TestListenersLoseTheirRight(t *testing.T) {
	eachPair(t, rareChecks(), func(one, other *apitest.Server) {
		t := one.T
		id := one.Sample()
		at := "/workloads/" + id + apitest.BasicsPath
		one.AcceptedShare("/workloads/"+id, models.Viewer)
		link := one.Guest("guest", id, "service-basics")
		for _, name := range []string{"left", "out", "shut", "removed", "narrow", "changed"} {
			one.Person(name, one.WorkspaceID, models.Contributor)
		}
		one.Tokens["personal"], _, _ = one.Service.Tokens.CreateOwn(one.As("removed session"),
			models.TokenInput{Name: "Script", Role: models.Viewer})
		var token string
		one.Tokens["ended"], token = one.Token(one.Owner, models.Viewer)
		staying := other.Listen("viewer session", at+"/events")
		staying.Next("hello")
		as := func(who string) apitest.Call { return apitest.Call{As: who, Body: `{}`} }
		admin := models.WithActor(t.Context(), models.ProgramActor(""))
		for _, row := range []struct {
			name string
			who  []string
			do   func()
		}{
			{"signed out", []string{"left session"}, func() {
				one.Expect(apitest.Call{Method: "DELETE", Path: "/session",
					As: "left session"}, 204)
			}},
			{"signed out elsewhere", []string{"out session"}, func() {
				first := one.Sessions["out session"]
				one.SignBack("out session")
				one.Expect(apitest.Call{Method: "DELETE", Path: "/sessions", As: "out session"}, 200)
				one.Sessions["out session"] = first
			}},
			{"account shut", []string{"shut session"}, func() {
				yes := true
				_, err := one.Service.Users.Update(admin, one.Users["shut"].ID, models.UserPatch{Disabled: &yes}, nil)
				apitest.Must(t, err)
			}},
			{"member removed", []string{"removed session", "personal"}, func() {
				apitest.Must(t, one.Service.Members.Remove(one.Owner, one.Users["removed"].ID, one.Users["removed"].Email))
			}},
			{"member narrowed", []string{"narrow session"}, func() {
				_, err := one.Service.Members.Update(one.Owner, one.Users["narrow"].ID,
					models.MemberGrant{Role: models.Viewer, Workloads: []string{models.NewID()}}, nil)
				apitest.Must(t, err)
			}},
			{"token revoked", []string{"ended"}, func() { apitest.Must(t, one.Service.Tokens.Revoke(one.Owner, token)) }},
			{"guest link ended", []string{"guest session"}, func() {
				apitest.Must(t, one.Service.GuestLinks.Revoke(one.Owner, models.ReviewPath{Workload: id, Lens: "service-basics"},
					link.ID))
			}},
			{"share ended", []string{"stranger session", "stranger"}, func() {
				list := one.OK("GET", "/workloads/"+id+"/shares", nil)
				one.Expect(apitest.Call{Method: "DELETE", Path: "/workloads/" + id + "/shares/" + list.At("items/0/id").String(),
					As: "owner"}, 204)
			}},
			{"workload deleted", []string{"owner session", "viewer"}, func() {
				one.Expect(apitest.Call{Method: "DELETE", Path: "/workloads/" + id + "?confirm=Checkout", As: "owner"}, 204)
			}},
		} {
			var listeners []*apitest.Listener
			for _, who := range row.who {
				l := other.Listen(who, at+"/events")
				l.Next("hello")
				listeners = append(listeners, l)
			}
			row.do()
			if row.name != "workload deleted" {
				one.OK("PATCH", at+"/answers/backup", map[string]any{"notes": row.name})
				staying.Next("answer")
			}
			for i, l := range listeners {
				if came := strings.Join(l.Ends(2*time.Second), "; "); strings.Contains(came, "answer ") {
					t.Errorf("%s: after that, %s heard %s", row.name, row.who[i], came)
				}
				if r := other.Do(apitest.Call{Method: "GET", Path: at + "/events", As: as(row.who[i]).As}); r.Status != 401 &&
					r.Status != 404 && r.Status != 403 {
					t.Errorf("%s: listening again as %s: %d", row.name, row.who[i], r.Status)
				}
			}
		}
		staying.Ends(time.Second)
	})
}

// What this process is not told of, such as the time that is over or a command beside the server, is found by looking
// now and then. Listening is no use of a session: an open page does not keep it alive.
func TestListenersAreLookedAt(t *testing.T) {
	dsn := storetest.MigratedSQLite(t)
	s := apitest.NewServer(t, storetest.OpenAt(t, dsn))
	at := "/workloads/" + s.Sample() + apitest.BasicsPath + "/events"
	beside := s.SecondServer(storetest.OpenAt(t, dsn), apitest.ServiceOptions())
	l := s.Listen("contributor session", at)
	l.Next("hello")
	apitest.Must(t, beside.Service.Members.Remove(beside.Owner, s.Users["contributor"].ID, s.Users["contributor"].Email))
	l.Ends(2 * time.Second)

	ahead := make(chan time.Duration, 1)
	opt := apitest.ServiceOptions()
	var by time.Duration
	opt.Clock = func() time.Time {
		select {
		case by = <-ahead:
			ahead <- by
		default:
		}
		return time.Now().Add(by)
	}
	later := s.SecondServer(s.Store, opt)
	l = later.Listen("viewer session", at)
	l.Next("hello")
	l.Silent(time.Second, "answer")
	ahead <- 12*time.Hour + 2*time.Minute
	l.Ends(2 * time.Second)
}

// A guest hears of answers, and neither of people nor of what they do among themselves.
func TestGuestsHearOfAnswersAlone(t *testing.T) {
	eachPair(t, apitest.ServiceOptions(), func(one, other *apitest.Server) {
		t := one.T
		id := one.Sample()
		one.Guest("guest", id, "service-basics")
		at := "/workloads/" + id + apitest.BasicsPath
		first := one.Listen("viewer session", at+"/events")
		first.Next("hello")
		l := other.Listen("guest session", at+"/events")
		if hello := l.Next("hello"); hello.Data.At("people").Len() != 0 {
			t.Errorf("a guest is told who is there: %s", hello)
		}
		if r := other.Do(apitest.Call{Method: "GET", Path: at + "/presence", As: "guest session"}); r.Status != 403 {
			t.Errorf("a guest is told who is there: %d %s", r.Status, r.Body)
		}
		if e := first.Next("presence"); e.Data.At("actor_name").String() != "Guest: The board" ||
			e.Data.At("actor_id").Value != nil || e.Data.At("here").Value != true {
			t.Errorf("of the guest came %s", e)
		}
		one.OK("POST", "/workloads/"+id+"/milestones", `{"name":"Not for guests"}`)
		one.Listen("owner session", at+"/events").Next("hello")
		one.OK("PATCH", at+"/answers/backup", `{"selected":["backup_daily"]}`)
		if e := l.Next("presence", "milestone", "answer"); e.Name != "answer" {
			t.Errorf("a guest heard %s", e)
		}
	})
}
