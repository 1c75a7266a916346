package api_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"plumbline/api"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/collaboration"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// again is the same server once more, over verbs of its own.
func (s *server) again(st *store.Store, opt service.Options) *server {
	s.t.Helper()
	other := *s
	other.store, other.svc = st, service.New(st, opt)
	web := httptest.NewServer(api.New(other.svc, api.Options{Version: "test"}))
	s.t.Cleanup(web.Close)
	other.url = web.URL
	return &other
}

// eachPair runs the test with two servers on one database: two on the one store of a SQLite file, and two with a store each on PostgreSQL.
func eachPair(t *testing.T, opt service.Options, test func(one, other *server)) {
	t.Parallel()
	storetest.EachAtOnce(t, func(t *testing.T, dsn string) {
		st := storetest.OpenAt(t, dsn)
		one, second := newServer(t, st), st
		if strings.HasPrefix(dsn, "postgres") {
			second = storetest.OpenAt(t, dsn)
		}
		test(one, one.again(second, opt))
	})
}

const basics = "/lenses/service-basics"

// What somebody changes at one server, the others hear of at every server; of what was refused or changed nothing they don't.
func TestEvents(t *testing.T) {
	eachPair(t, options(), func(one, other *server) {
		t := one.t
		at := "/workloads/" + one.sample() + basics
		here, there := one.listen("owner session", at+"/events?client=tab-1"), other.listen("viewer session", at+"/events?question=backup")
		lens := here.next("hello").data.at("lens_id").String()
		there.next("hello")
		tab := map[string]string{"X-Client-Id": "tab-1", "If-Match": `"0"`}
		answer := call{method: "PATCH", path: at + "/answers/backup", as: "contributor session", header: tab, body: `{"selected":["backup_daily"],"notes":"Seven secrets"}`}
		refused := func(status int, c call) {
			t.Helper()
			one.expect(c, status)
		}
		change := func(as, body string) call {
			return call{method: "PATCH", path: at + "/answers/backup", as: as, body: body}
		}
		for _, row := range []struct {
			name string
			do   func()
			want map[string]string
		}{
			{"answer", func() { one.expect(answer, 200) }, map[string]string{"question_id": "backup", "pillar_id": "reliability", "version": "1",
				"risk": "HIGH", "client": "tab-1", "actor_name": "The contributor", "actor_id": one.users["contributor"].ID, "lens_id": lens}},
			{"answer", func() {
				refused(412, answer)
				refused(422, change("contributor", `{"selected":["none of them"]}`))
				refused(403, change("viewer", `{"selected":[]}`))
				refused(404, change("stranger", `{"selected":[]}`))
				refused(200, change("contributor", `{"selected":["backup_daily"]}`))
				one.expect(change("contributor", `{"selected":["backup_daily","backup_apart"]}`), 200)
			}, map[string]string{"version": "2", "risk": "MEDIUM", "actor_name": "The contributor"}},
			{"review", func() {
				one.expect(call{method: "PATCH", path: at, as: "owner", body: `{"notes":"Seven secrets"}`}, 200)
			},
				map[string]string{"version": "2", "lens_id": lens}},
			{"milestone", func() {
				one.expect(call{method: "POST", path: strings.TrimSuffix(at, basics) + "/milestones", as: "owner", body: `{"name":"Seven secrets"}`}, 201)
			}, map[string]string{"version": "1"}},
		} {
			row.do()
			for _, l := range []*listener{here, there} {
				e := l.next("answer", "review", "milestone")
				if e.name != row.name || strings.Contains(e.data.String(), "secrets") {
					t.Errorf("%s: came %s", row.name, e)
				}
				for member, want := range row.want {
					if got := e.data.at(member).String(); got != want {
						t.Errorf("%s: %s is %s, want %s", row.name, member, got, want)
					}
				}
			}
		}
		here.silent(100*time.Millisecond, "answer", "review", "milestone")
	})
}

// An upgrade of the lens and the end of the review are told, the latter as the last thing.
func TestEventsOfTheReviewItself(t *testing.T) {
	eachPair(t, rarely(), func(one, other *server) {
		t := one.t
		at := "/workloads/" + one.sample() + basics
		l := other.listen("viewer session", at+"/events")
		l.next("hello")
		one.ok("PATCH", at+"/answers/backup", `{"selected":["backup_daily"]}`)
		l.next("answer")
		one.publish("2.0", true, builtin.Sample())
		one.ok("POST", at+"/upgrade", `{"milestone":"Before 2.0"}`)
		if first, second := l.next("review", "milestone"), l.next("review", "milestone"); first.name == second.name {
			t.Errorf("came %s and %s", first, second)
		}
		one.expect(call{method: "DELETE", path: at + "?confirm=service-basics", as: "owner"}, 204)
		if came := strings.Join(l.ends(2*time.Second), "; "); strings.Count(came, "review ") != 1 {
			t.Errorf("at the end of the review came %q", came)
		}
		if got := other.listen("viewer session", at+"/events").status; got != 404 {
			t.Errorf("listening to a review that is gone: %d", got)
		}
	})
}

// Who listens to one review hears nothing of others, whoever else may.
func TestEventsStayInTheirReview(t *testing.T) {
	eachPair(t, options(), func(one, other *server) {
		t := one.t
		id := one.sample()
		second := one.ok("POST", "/workloads", workload("Second", "service-basics")).at("id").String()
		one.narrowed("narrow", models.Grant{Role: models.Viewer, Workloads: []string{second}})
		for _, row := range []struct {
			as, path string
			status   int
		}{
			{"nobody", id + basics, 401}, {"stranger session", id + basics, 404}, {"stranger", id + basics, 404}, {"narrow session", id + basics, 404},
			{"revoked session", id + basics, 401}, {"administrator session", id + basics, 403}, {"viewer", id + "/lenses/nothing", 404},
			{"viewer", models.NewID() + basics, 404}, {"narrow session", second + basics, 200},
		} {
			r := other.do(call{method: "GET", path: "/workloads/" + row.path + "/events", as: row.as})
			if r.status != row.status {
				t.Errorf("%s listens to %s: %d, want %d", row.as, row.path, r.status, row.status)
			}
		}
		at := "/workloads/" + id + basics + "/events"
		for query, status := range map[string]int{"?question=nothing": 404, "?client=a%20b": 422, "?client=" + strings.Repeat("x", 65): 422, "?since=1": 422,
			"?question=backup&client=a-B-9": 200} {
			if r := other.do(call{method: "GET", path: at + query, as: "viewer"}); r.status != status {
				t.Errorf("%s: %d, want %d", query, r.status, status)
			}
		}
		l := other.listen("narrow session", "/workloads/"+second+basics+"/events")
		l.next("hello")
		one.ok("PATCH", "/workloads/"+id+basics+"/answers/backup", `{"selected":["backup_daily"]}`)
		one.ok("POST", "/workloads/"+id+"/milestones", `{"name":"Of the other"}`)
		one.ok("PATCH", "/workloads/"+second+basics+"/answers/load", `{"selected":["load_limits"]}`)
		if e := l.next("answer", "milestone", "review"); e.data.at("question_id").String() != "load" {
			t.Errorf("of another review came %s", e)
		}
	})
}

// HEAD has the headers and an end, and a HEAD is no listener.
func TestHeadOfEvents(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		at := "/workloads/" + s.sample() + basics
		r := s.do(call{method: "GET", path: at + "/events", as: "viewer session"})
		if r.status != 200 || r.header.Get("Content-Type") != "text/event-stream" {
			t.Errorf("%d %v", r.status, r.header)
		}
		req, err := http.NewRequest("HEAD", s.url+"/api/v1"+at+"/events", nil)
		must(t, err)
		req.Header.Set("Authorization", "Bearer "+s.tokens["viewer"])
		res, err := http.DefaultClient.Do(req)
		must(t, err)
		res.Body.Close()
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
			t.Errorf("HEAD: %d %v", res.StatusCode, res.Header)
		}
	})
}

// The time limits of the server for a request and a reply do not cut a listener off.
func TestListenersOutliveTimeLimits(t *testing.T) {
	s := newServer(t, storetest.OpenAt(t, storetest.SQLite(t)))
	at := "/workloads/" + s.sample() + basics
	web := httptest.NewUnstartedServer(api.New(s.svc, api.Options{}))
	web.Config.ReadTimeout, web.Config.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond
	web.Start()
	t.Cleanup(web.Close)
	other := *s
	other.url = web.URL
	l := other.listen("viewer", at+"/events")
	l.next("hello")
	l.silent(600*time.Millisecond, "answer")
	s.ok("PATCH", at+"/answers/backup", `{"selected":["backup_daily"]}`)
	l.next("answer")
}

// When the server stops, listeners end at once, and none begins.
func TestListenersEndWithTheServer(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		at := "/workloads/" + s.sample() + basics + "/events"
		l := s.listen("viewer", at)
		l.next("hello")
		s.svc.Watches.End()
		l.ends(time.Second)
		if r := s.do(call{method: "GET", path: at, as: "viewer"}); r.status != 503 {
			t.Errorf("listening to a server that stops: %d", r.status)
		}
		s.expect(call{method: "GET", path: strings.TrimSuffix(at, "/events"), as: "viewer"}, 200)
	})
}

// A listener who does not read loses events, and is told so; those who change things do not wait for it.
func TestSlowListener(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		w, err := s.svc.Watches.Begin(s.as("viewer session"), id, "service-basics", collaboration.WatchInput{})
		must(t, err)
		defer w.Close()
		for i := range 150 {
			s.ok("PATCH", "/workloads/"+id+basics+"/answers/backup", map[string]any{"notes": fmt.Sprint(i)})
		}
		kinds, last := map[models.EventKind]int{}, 0
		for last < 150 {
			e, err := w.Next(t.Context())
			must(t, err)
			kinds[e.Kind]++
			last = e.Version
		}
		if kinds[models.EventResync] != 1 || kinds[models.EventAnswer] > 50 {
			t.Errorf("came %v", kinds)
		}
	})
}

// When the store closes, listening ends, and nothing goes on in the background.
func TestListeningLeavesNothingBehind(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		s := newServer(t, storetest.OpenAt(t, dsn))
		id := s.sample()
		actor := models.ActorFrom(s.as("viewer session"))
		http.DefaultClient.CloseIdleConnections()
		time.Sleep(100 * time.Millisecond) // connections of the server end
		before := runtime.NumGoroutine()
		for range 3 {
			st, err := store.Open(t.Context(), dsn, store.Options{})
			must(t, err)
			watches := service.New(st, options()).Watches
			ctx := models.WithActor(t.Context(), actor)
			for _, question := range []string{"backup", "load"} {
				w, err := watches.Begin(ctx, id, "service-basics", collaboration.WatchInput{Question: question})
				must(t, err)
				if question == "load" { // it is leaving when the store closes
					w.Close()
				}
				defer func() {
					for err = nil; err == nil; _, err = w.Next(ctx) {
					}
					if !errors.Is(err, io.EOF) && models.CodeOf(err) != models.Unavailable {
						t.Errorf("after the store closed: %v", err)
					}
				}()
			}
			must(t, st.Close())
		}
		for range 100 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
	})
}
