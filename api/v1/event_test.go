package v1_test

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
	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/collaboration"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// eachPair runs the test with two servers on one database: two on the one store of a SQLite file, and two with a store
// each on PostgreSQL.
func eachPair(t *testing.T, opt service.Options, test func(one, other *apitest.Server)) {
	apitest.EachAddress(t, func(t *testing.T, dsn string) {
		st := storetest.OpenAt(t, dsn)
		one, second := apitest.ServerAt(t, dsn, st), st
		if strings.HasPrefix(dsn, "postgres") {
			second = storetest.OpenAt(t, dsn)
		}
		test(one, one.SecondServer(second, opt))
	})
}

// What somebody changes at one server, the others hear of at every server; of what was refused or changed nothing they
// don't.
func TestEvents(t *testing.T) {
	eachPair(t, apitest.ServiceOptions(), func(one, other *apitest.Server) {
		t := one.T
		at := "/workloads/" + one.Sample() + apitest.BasicsPath
		here, there := one.Listen("owner session", at+"/events?client=tab-1"),
			other.Listen("viewer session", at+"/events?question=backup")
		lens := here.Next("hello").Data.At("lens_id").String()
		there.Next("hello")
		tab := map[string]string{"X-Client-Id": "tab-1", "If-Match": `"0"`}
		answer := apitest.Call{Method: "PATCH", Path: at + "/answers/backup", As: "contributor session", Header: tab,
			Body: `{"selected":["backup_daily"],"notes":"Seven secrets"}`}
		refused := func(status int, c apitest.Call) {
			t.Helper()
			one.Expect(c, status)
		}
		change := func(as, body string) apitest.Call {
			return apitest.Call{Method: "PATCH", Path: at + "/answers/backup", As: as, Body: body}
		}
		for _, row := range []struct {
			name string
			do   func()
			want map[string]string
		}{
			{"answer", func() { one.Expect(answer, 200) }, map[string]string{"question_id": "backup", "pillar_id": "reliability",
				"version": "1",
				"risk":    "HIGH", "client": "tab-1", "actor_name": "The contributor", "actor_id": one.Users["contributor"].ID,
				"lens_id": lens}},
			{"answer", func() {
				refused(412, answer)
				refused(422, change("contributor", `{"selected":["none of them"]}`))
				refused(403, change("viewer", `{"selected":[]}`))
				refused(404, change("stranger", `{"selected":[]}`))
				refused(200, change("contributor", `{"selected":["backup_daily"]}`))
				one.Expect(change("contributor", `{"selected":["backup_daily","backup_apart"]}`), 200)
			}, map[string]string{"version": "2", "risk": "MEDIUM", "actor_name": "The contributor"}},
			{"review", func() {
				one.Expect(apitest.Call{Method: "PATCH", Path: at, As: "owner", Body: `{"notes":"Seven secrets"}`}, 200)
			},
				map[string]string{"version": "2", "lens_id": lens}},
			{"milestone", func() {
				one.Expect(apitest.Call{Method: "POST", Path: strings.TrimSuffix(at, apitest.BasicsPath) + "/milestones",
					As: "owner", Body: `{"name":"Seven secrets"}`}, 201)
			}, map[string]string{"version": "1"}},
		} {
			row.do()
			for _, l := range []*apitest.Listener{here, there} {
				e := l.Next("answer", "review", "milestone")
				if e.Name != row.name || strings.Contains(e.Data.String(), "secrets") {
					t.Errorf("%s: came %s", row.name, e)
				}
				for member, want := range row.want {
					if got := e.Data.At(member).String(); got != want {
						t.Errorf("%s: %s is %s, want %s", row.name, member, got, want)
					}
				}
			}
		}
		here.Silent(100*time.Millisecond, "answer", "review", "milestone")
	})
}

// An upgrade of the lens and the end of the review are told, the latter as the last thing.
func TestEventsOfTheReviewItself(t *testing.T) {
	eachPair(t, rareChecks(), func(one, other *apitest.Server) {
		t := one.T
		at := "/workloads/" + one.Sample() + apitest.BasicsPath
		l := other.Listen("viewer session", at+"/events")
		l.Next("hello")
		one.OK("PATCH", at+"/answers/backup", `{"selected":["backup_daily"]}`)
		l.Next("answer")
		one.PublishVersion("2.0", true, builtin.SampleDocument())
		one.OK("POST", at+"/upgrade", `{"milestone":"Before 2.0"}`)
		if first, second := l.Next("review", "milestone"), l.Next("review", "milestone"); first.Name == second.Name {
			t.Errorf("came %s and %s", first, second)
		}
		one.Expect(apitest.Call{Method: "DELETE", Path: at + "?confirm=service-basics", As: "owner"}, 204)
		if came := strings.Join(l.Ends(2*time.Second), "; "); strings.Count(came, "review ") != 1 {
			t.Errorf("at the end of the review came %q", came)
		}
		if got := other.Listen("viewer session", at+"/events").Status; got != 404 {
			t.Errorf("listening to a review that is gone: %d", got)
		}
	})
}

// Who listens to one review hears nothing of others, whoever else may.
func TestEventsStayInTheirReview(t *testing.T) {
	eachPair(t, apitest.ServiceOptions(), func(one, other *apitest.Server) {
		t := one.T
		id := one.Sample()
		second := one.OK("POST", "/workloads", apitest.WorkloadBody("Second", "service-basics")).At("id").String()
		one.NarrowedMember("narrow", models.MemberGrant{Role: models.Viewer, Workloads: []string{second}})
		for _, row := range []struct {
			as, path string
			status   int
		}{
			{"nobody", id + apitest.BasicsPath, 401}, {"stranger session", id + apitest.BasicsPath, 404},
			{"stranger", id + apitest.BasicsPath, 404}, {"narrow session", id + apitest.BasicsPath, 404},
			{"revoked session", id + apitest.BasicsPath, 401}, {"administrator session", id + apitest.BasicsPath, 403},
			{"viewer", id + "/lenses/nothing", 404},
			{"viewer", models.NewID() + apitest.BasicsPath, 404}, {"narrow session", second + apitest.BasicsPath, 200},
		} {
			r := other.Do(apitest.Call{Method: "GET", Path: "/workloads/" + row.path + "/events", As: row.as})
			if r.Status != row.status {
				t.Errorf("%s listens to %s: %d, want %d", row.as, row.path, r.Status, row.status)
			}
		}
		at := "/workloads/" + id + apitest.BasicsPath + "/events"
		for query, status := range map[string]int{"?question=nothing": 404, "?client=a%20b": 422,
			"?client=" + strings.Repeat("x", 65): 422, "?since=1": 422,
			"?question=backup&client=a-B-9": 200} {
			if r := other.Do(apitest.Call{Method: "GET", Path: at + query, As: "viewer"}); r.Status != status {
				t.Errorf("%s: %d, want %d", query, r.Status, status)
			}
		}
		l := other.Listen("narrow session", "/workloads/"+second+apitest.BasicsPath+"/events")
		l.Next("hello")
		one.OK("PATCH", "/workloads/"+id+apitest.BasicsPath+"/answers/backup", `{"selected":["backup_daily"]}`)
		one.OK("POST", "/workloads/"+id+"/milestones", `{"name":"Of the other"}`)
		one.OK("PATCH", "/workloads/"+second+apitest.BasicsPath+"/answers/load", `{"selected":["load_limits"]}`)
		if e := l.Next("answer", "milestone", "review"); e.Data.At("question_id").String() != "load" {
			t.Errorf("of another review came %s", e)
		}
	})
}

// HEAD has the headers and an end, and a HEAD is no listener.
func TestHeadOfEvents(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		at := "/workloads/" + s.Sample() + apitest.BasicsPath
		r := s.Do(apitest.Call{Method: "GET", Path: at + "/events", As: "viewer session"})
		if r.Status != 200 || r.Header.Get("Content-Type") != "text/event-stream" {
			t.Errorf("%d %v", r.Status, r.Header)
		}
		req, err := http.NewRequest("HEAD", s.URL+"/api/v1"+at+"/events", nil)
		apitest.Must(t, err)
		req.Header.Set("Authorization", "Bearer "+s.Tokens["viewer"])
		res, err := http.DefaultClient.Do(req)
		apitest.Must(t, err)
		res.Body.Close()
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
			t.Errorf("HEAD: %d %v", res.StatusCode, res.Header)
		}
	})
}

// The time limits of the server for a request and a reply do not cut a listener off.
func TestListenersOutliveTimeLimits(t *testing.T) {
	s := apitest.SQLiteServer(t)
	at := "/workloads/" + s.Sample() + apitest.BasicsPath
	web := httptest.NewUnstartedServer(api.New(s.Service, api.Options{}))
	web.Config.ReadTimeout, web.Config.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond
	web.Start()
	t.Cleanup(web.Close)
	other := *s
	other.URL = web.URL
	l := other.Listen("viewer", at+"/events")
	l.Next("hello")
	l.Silent(600*time.Millisecond, "answer")
	s.OK("PATCH", at+"/answers/backup", `{"selected":["backup_daily"]}`)
	l.Next("answer")
}

// When the server stops, listeners end at once, and none begins.
func TestListenersEndWithTheServer(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		at := "/workloads/" + s.Sample() + apitest.BasicsPath + "/events"
		l := s.Listen("viewer", at)
		l.Next("hello")
		s.Service.Watches.End()
		l.Ends(time.Second)
		if r := s.Do(apitest.Call{Method: "GET", Path: at, As: "viewer"}); r.Status != 503 {
			t.Errorf("listening to a server that stops: %d", r.Status)
		}
		s.Expect(apitest.Call{Method: "GET", Path: strings.TrimSuffix(at, "/events"), As: "viewer"}, 200)
	})
}

// A listener who does not read loses events, and is told so; those who change things do not wait for it.
func TestSlowListener(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		w, err := s.Service.Watches.Begin(s.As("viewer session"), id, "service-basics", collaboration.WatchInput{})
		apitest.Must(t, err)
		defer w.Close()
		reader := s.Listen("viewer", "/workloads/"+id+apitest.BasicsPath+"/events")
		reader.Next("hello")
		for i := range 150 {
			s.OK("PATCH", "/workloads/"+id+apitest.BasicsPath+"/answers/backup", map[string]any{"notes": fmt.Sprint(i)})
		}
		for at := ""; at != "150"; { // on PostgreSQL events come a little later
			at = reader.Next("answer", "resync").Data.At("version").String()
		}
		kinds, last := map[models.EventKind]int{}, 0
		for last < 150 {
			e, err := w.Next(t.Context())
			apitest.Must(t, err)
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
		s := apitest.NewServer(t, storetest.OpenAt(t, dsn))
		id := s.Sample()
		actor := models.ActorFrom(s.As("viewer session"))
		http.DefaultClient.CloseIdleConnections()
		time.Sleep(100 * time.Millisecond) // connections of the server end
		before := runtime.NumGoroutine()
		for range 3 {
			st, err := store.Open(t.Context(), dsn, store.Options{})
			apitest.Must(t, err)
			watches := service.New(st, apitest.ServiceOptions()).Watches
			ctx := models.WithActor(t.Context(), actor)
			for _, question := range []string{"backup", "load"} {
				w, err := watches.Begin(ctx, id, "service-basics", collaboration.WatchInput{Question: question})
				apitest.Must(t, err)
				if question == "load" { // it is leaving when the store closes
					w.Close()
				}
				defer func() {
					for err = nil; err == nil; _, err = w.Next(ctx) {
					}
					if !errors.Is(err, io.EOF) && models.CodeOf(err) != models.CodeUnavailable {
						t.Errorf("after the store closed: %v", err)
					}
				}()
			}
			apitest.Must(t, st.Close())
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
