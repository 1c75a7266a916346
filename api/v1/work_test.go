package v1_test

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
	"plumbline/api/apitest"
	"plumbline/models/queue"
	"plumbline/models/service"
	"plumbline/models/store/storetest"
	"plumbline/questionnaires/builtin"
)

// serverWithOnePlace gives a server like s over the same database with one place for expensive work and no patience.
func serverWithOnePlace(s *apitest.Server) *apitest.Server {
	opt := apitest.ServiceOptions()
	opt.Work = queue.Options{Places: 1, MaxWait: 20 * time.Millisecond}
	other := *s
	other.Service = service.New(s.Store, opt)
	web := httptest.NewServer(api.New(other.Service, api.Options{Version: "test", Ready: s.Store.Ping}))
	s.T.Cleanup(web.Close)
	other.URL = web.URL
	return &other
}

// occupyPlace takes the place, or stands in line for it, until the function that it gives is called.
func occupyPlace(s *apitest.Server, work func(context.Context, func(context.Context) error) error) (release func()) {
	taken, done, over := make(chan struct{}), make(chan struct{}), make(chan struct{})
	release = sync.OnceFunc(func() { close(done); <-over })
	s.T.Cleanup(release)
	go func() {
		defer close(over)
		if err := work(s.Owner, func(context.Context) error { close(taken); <-done; return nil }); err != nil {
			s.T.Error(err)
		}
	}()
	<-taken
	return release
}

// What is expensive stands in line, at the API and at the pages: where that takes too long the answer says so, and when
// to try again. All else goes on.
func TestExpensiveWorkStandsInLine(t *testing.T) {
	apitest.EachAddress(t, func(t *testing.T, dsn string) {
		whole := apitest.ServerAt(t, dsn, storetest.OpenAt(t, dsn))
		id := whole.Sample()
		s := serverWithOnePlace(whole)
		lens := string(builtin.SampleDocument())
		rows := []apitest.Call{
			{Method: "GET", Path: "/workloads/" + id + "/report.pdf"},
			{Method: "GET", Path: "/workloads/" + id + "/plan"},
			{Method: "GET", Path: "/lenses/service-basics/versions/1.0/findings"},
			{Method: "POST", Path: "/lenses/check", Body: lens},
			{Method: "POST", Path: "/lenses", Body: strings.Replace(lens, "Service basics", "Another", 1)},
			{Method: "PUT", Path: "/lenses/service-basics/draft", Body: lens},
		}
		release := occupyPlace(s, s.Service.Work.Do)
		for _, row := range rows {
			row.As = "owner"
			wantsBusy(s, s.Do(row), row.Path)
		}
		for _, path := range []string{"/workloads/" + id + "/report.pdf",
			"/lenses/service-basics/versions/1.0/questions/backup", "/lenses/service-basics/edit"} {
			wantsBusy(s, s.Visit(apitest.Visit{Method: "GET", Path: path, As: "owner session"}), path)
		}
		question := "/workloads/" + id + "/lenses/service-basics/questions/backup"
		if r := s.Visit(apitest.Visit{Method: "GET", Path: question, As: "owner session"}); r.Status != http.StatusOK {
			t.Errorf("a question meanwhile: %d", r.Status)
		}
		release()
		for _, row := range rows {
			row.As = "owner"
			if r := s.Do(row); r.Status >= 300 {
				t.Errorf("%s %s afterwards: %d %s", row.Method, row.Path, r.Status, r.Body)
			}
		}
	})
}

// Whole workloads come one at a time, and stand in line before anything is read of them.
func TestArchivesComeOneAtATime(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		file := s.Do(apitest.Call{Method: "GET", Path: "/workloads/" + id + "/export", As: "owner"}).Body
		release := occupyPlace(s, s.Service.Work.Archive)
		read := make(chan struct{})
		status := make(chan int)
		go func() {
			r := s.Do(apitest.Call{Method: "POST", Path: "/workloads/import?copy=true", As: "owner", Body: file})
			close(read)
			status <- r.Status
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

func wantsBusy(s *apitest.Server, r apitest.Reply, path string) {
	s.T.Helper()
	wait, err := strconv.Atoi(r.Header.Get("Retry-After"))
	if r.Status != http.StatusServiceUnavailable || err != nil || wait < 1 ||
		!strings.Contains(string(r.Body), "the line of reports, imports and checks") {
		s.T.Errorf("%s in the line: %d, Retry-After %q, %.300s", path, r.Status, r.Header.Get("Retry-After"), r.Body)
	}
}
