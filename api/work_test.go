package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/api"
	"plumbline/models/queue"
	"plumbline/models/service"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// narrow gives a server like s over the same database with one place for expensive work and no patience.
func (s *server) narrow() *server {
	opt := options()
	opt.Work = queue.Options{Places: 1, MaxWait: 20 * time.Millisecond}
	other := *s
	other.svc = service.New(s.store, opt)
	web := httptest.NewServer(api.New(other.svc, api.Options{Version: "test", Ready: s.store.Ping}))
	s.t.Cleanup(web.Close)
	other.url = web.URL
	return &other
}

// occupy takes the place, or stands in line for it, until the function that it gives is called.
func (s *server) occupy(work func(context.Context, func(context.Context) error) error) (release func()) {
	taken, done, over := make(chan struct{}), make(chan struct{}), make(chan struct{})
	release = sync.OnceFunc(func() { close(done); <-over })
	s.t.Cleanup(release)
	go func() {
		defer close(over)
		if err := work(s.owner, func(context.Context) error { close(taken); <-done; return nil }); err != nil {
			s.t.Error(err)
		}
	}()
	<-taken
	return release
}

// What is expensive stands in line, at the API and at the pages: where that takes too long the answer says so, and when to try again. All else goes on.
func TestExpensiveWorkStandsInLine(t *testing.T) {
	t.Parallel()
	storetest.EachAtOnce(t, func(t *testing.T, dsn string) {
		whole := newServer(t, storetest.OpenAt(t, dsn))
		id := whole.sample()
		s := whole.narrow()
		lens := string(builtin.Sample())
		rows := []call{
			{method: "GET", path: "/workloads/" + id + "/report.pdf"},
			{method: "GET", path: "/workloads/" + id + "/plan"},
			{method: "GET", path: "/lenses/service-basics/versions/1.0/findings"},
			{method: "POST", path: "/lenses/check", body: lens},
			{method: "POST", path: "/lenses", body: strings.Replace(lens, "Service basics", "Another", 1)},
			{method: "PUT", path: "/lenses/service-basics/draft", body: lens},
		}
		release := s.occupy(s.svc.Work.Do)
		for _, row := range rows {
			row.as = "owner"
			s.busy(s.do(row), row.path)
		}
		for _, path := range []string{"/workloads/" + id + "/report.pdf", "/lenses/service-basics/versions/1.0/questions/backup", "/lenses/service-basics/edit"} {
			s.busy(s.visit(visit{method: "GET", path: path, as: "owner session"}), path)
		}
		question := "/workloads/" + id + "/lenses/service-basics/questions/backup"
		if r := s.visit(visit{method: "GET", path: question, as: "owner session"}); r.status != http.StatusOK {
			t.Errorf("a question meanwhile: %d", r.status)
		}
		release()
		for _, row := range rows {
			row.as = "owner"
			if r := s.do(row); r.status >= 300 {
				t.Errorf("%s %s afterwards: %d %s", row.method, row.path, r.status, r.body)
			}
		}
	})
}

// Whole workloads come one at a time, and stand in line before anything is read of them.
func TestArchivesComeOneAtATime(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		file := s.do(call{method: "GET", path: "/workloads/" + id + "/export", as: "owner"}).body
		release := s.occupy(s.svc.Work.Archive)
		read := make(chan struct{})
		status := make(chan int)
		go func() {
			r := s.do(call{method: "POST", path: "/workloads/import?copy=true", as: "owner", body: file})
			close(read)
			status <- r.status
		}()
		select {
		case <-read:
			t.Error("it did not wait")
		case <-time.After(100 * time.Millisecond): // no proof that it waits, but it never fails by chance
		}
		release()
		if got := <-status; got != http.StatusCreated {
			t.Errorf("the import gets %d", got)
		}
	})
}

func (s *server) busy(r reply, path string) {
	s.t.Helper()
	wait, err := strconv.Atoi(r.header.Get("Retry-After"))
	if r.status != http.StatusServiceUnavailable || err != nil || wait < 1 || !strings.Contains(string(r.body), "the line of reports, imports and checks") {
		s.t.Errorf("%s in the line: %d, Retry-After %q, %.300s", path, r.status, r.header.Get("Retry-After"), r.body)
	}
}
