package api_test

import (
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/store/storetest"
)

// rarely looks at listeners by the clock so rarely that only what ends their right can end them.
func rarely() service.Options {
	opt := options()
	opt.Watch.Check = time.Hour
	return opt
}

// Whose right to a review ends while listening gets nothing that happens after that, at whichever server.
func TestListenersLoseTheirRight(t *testing.T) {
	eachPair(t, rarely(), func(one, other *server) {
		t := one.t
		id := one.sample()
		at := "/workloads/" + id + basics
		one.share("/workloads/"+id, models.Viewer)
		link := one.guest("guest", id, "service-basics")
		for _, name := range []string{"left", "out", "shut", "removed", "narrow", "changed"} {
			one.person(name, one.here, models.Contributor)
		}
		one.tokens["personal"], _, _ = one.svc.Tokens.CreateOwn(one.as("removed session"), models.TokenInput{Name: "Script", Role: models.Viewer})
		var token string
		one.tokens["ended"], token = one.token(one.owner, models.Viewer)
		staying := other.listen("viewer session", at+"/events")
		staying.next("hello")
		as := func(who string) call { return call{as: who, body: `{}`} }
		admin := models.WithActor(t.Context(), models.ProgramActor(""))
		for _, row := range []struct {
			name string
			who  []string
			do   func()
		}{
			{"signed out", []string{"left session"}, func() { one.expect(call{method: "DELETE", path: "/session", as: "left session"}, 204) }},
			{"signed out elsewhere", []string{"out session"}, func() {
				first := one.signed["out session"]
				one.signBack("out session")
				one.expect(call{method: "DELETE", path: "/sessions", as: "out session"}, 200)
				one.signed["out session"] = first
			}},
			{"account shut", []string{"shut session"}, func() {
				yes := true
				_, err := one.svc.Users.Update(admin, one.users["shut"].ID, models.UserPatch{Disabled: &yes}, nil)
				must(t, err)
			}},
			{"member removed", []string{"removed session", "personal"}, func() {
				must(t, one.svc.Members.Remove(one.owner, one.users["removed"].ID, one.users["removed"].Email))
			}},
			{"member narrowed", []string{"narrow session"}, func() {
				_, err := one.svc.Members.Update(one.owner, one.users["narrow"].ID, models.Grant{Role: models.Viewer, Workloads: []string{models.NewID()}}, nil)
				must(t, err)
			}},
			{"token revoked", []string{"ended"}, func() { must(t, one.svc.Tokens.Revoke(one.owner, token)) }},
			{"guest link ended", []string{"guest session"}, func() {
				must(t, one.svc.Guests.Revoke(one.owner, models.ReviewPath{Workload: id, Lens: "service-basics"}, link.ID))
			}},
			{"share ended", []string{"stranger session", "stranger"}, func() {
				list := one.ok("GET", "/workloads/"+id+"/shares", nil)
				one.expect(call{method: "DELETE", path: "/workloads/" + id + "/shares/" + list.at("items/0/id").String(), as: "owner"}, 204)
			}},
			{"workload deleted", []string{"owner session", "viewer"}, func() {
				one.expect(call{method: "DELETE", path: "/workloads/" + id + "?confirm=Checkout", as: "owner"}, 204)
			}},
		} {
			var listeners []*listener
			for _, who := range row.who {
				l := other.listen(who, at+"/events")
				l.next("hello")
				listeners = append(listeners, l)
			}
			row.do()
			if row.name != "workload deleted" {
				one.ok("PATCH", at+"/answers/backup", map[string]any{"notes": row.name})
				staying.next("answer")
			}
			for i, l := range listeners {
				if came := strings.Join(l.ends(2*time.Second), "; "); strings.Contains(came, "answer ") {
					t.Errorf("%s: after that, %s heard %s", row.name, row.who[i], came)
				}
				if r := other.do(call{method: "GET", path: at + "/events", as: as(row.who[i]).as}); r.status != 401 && r.status != 404 && r.status != 403 {
					t.Errorf("%s: listening again as %s: %d", row.name, row.who[i], r.status)
				}
			}
		}
		staying.ends(time.Second)
	})
}

// What this process is not told of, such as the time that is over or a command beside the server, is found by looking now and then. Listening is no use of a
// session: an open page does not keep it alive.
func TestListenersAreLookedAt(t *testing.T) {
	dsn := storetest.SQLite(t)
	s := newServer(t, storetest.OpenAt(t, dsn))
	at := "/workloads/" + s.sample() + basics + "/events"
	beside := s.again(storetest.OpenAt(t, dsn), options())
	l := s.listen("contributor session", at)
	l.next("hello")
	must(t, beside.svc.Members.Remove(beside.owner, s.users["contributor"].ID, s.users["contributor"].Email))
	l.ends(2 * time.Second)

	ahead := make(chan time.Duration, 1)
	opt := options()
	var by time.Duration
	opt.Clock = func() time.Time {
		select {
		case by = <-ahead:
			ahead <- by
		default:
		}
		return time.Now().Add(by)
	}
	later := s.again(s.store, opt)
	l = later.listen("viewer session", at)
	l.next("hello")
	l.silent(time.Second, "answer")
	ahead <- 12*time.Hour + 2*time.Minute
	l.ends(2 * time.Second)
}

// A guest hears of answers, and neither of people nor of what they do among themselves.
func TestGuestsHearOfAnswersAlone(t *testing.T) {
	eachPair(t, options(), func(one, other *server) {
		t := one.t
		id := one.sample()
		one.guest("guest", id, "service-basics")
		at := "/workloads/" + id + basics
		first := one.listen("viewer session", at+"/events")
		first.next("hello")
		l := other.listen("guest session", at+"/events")
		if hello := l.next("hello"); hello.data.at("people").len() != 0 {
			t.Errorf("a guest is told who is there: %s", hello)
		}
		if r := other.do(call{method: "GET", path: at + "/presence", as: "guest session"}); r.status != 403 {
			t.Errorf("a guest is told who is there: %d %s", r.status, r.body)
		}
		if e := first.next("presence"); e.data.at("actor_name").String() != "Guest: The board" || e.data.at("actor_id").v != nil || e.data.at("here").v != true {
			t.Errorf("of the guest came %s", e)
		}
		one.ok("POST", "/workloads/"+id+"/milestones", `{"name":"Not for guests"}`)
		one.listen("owner session", at+"/events").next("hello")
		one.ok("PATCH", at+"/answers/backup", `{"selected":["backup_daily"]}`)
		if e := l.next("presence", "milestone", "answer"); e.name != "answer" {
			t.Errorf("a guest heard %s", e)
		}
	})
}
