package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
	"plumbline/models/service/collaboration"
)

// guestCode makes a guest link to the sample's review, for two days.
func (s *server) guestCode(workloadID string) string {
	s.t.Helper()
	code, _, err := s.svc.Guests.Create(s.owner, models.ReviewPath{Workload: workloadID, Lens: "service-basics"},
		models.GuestInput{Name: "The board", ExpiresAt: time.Now().Add(48 * time.Hour)})
	must(s.t, err)
	return code
}

// Openings of a link are bounded, each of which is a session and a line of the audit log.
func TestGuestLinkIsNotOpenedWithoutLimit(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		code := s.guestCode(id)
		count := map[int]int{}
		for range 100 {
			r := s.do(call{method: "POST", path: "/guest", as: "nobody", body: map[string]any{"code": code}})
			if count[r.status]++; r.status != http.StatusCreated && (r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") == "") {
				t.Fatalf("%d %v %s", r.status, r.header, r.body)
			}
		}
		if count[http.StatusCreated] > 45 || count[http.StatusCreated] < 40 {
			t.Errorf("opened %d times in a row", count[http.StatusCreated])
		}
		r := s.visit(visit{method: "POST", path: "/guest", as: "nobody", form: url.Values{"code": {code}}})
		if r.status != http.StatusTooManyRequests || !strings.Contains(string(r.body), "opened too often") {
			t.Errorf("the page: %d", r.status)
		}
		links := s.ok("GET", "/workloads/"+id+"/lenses/service-basics/guest-links", nil)
		if got := links.at("items/0/opens").String(); got != fmt.Sprint(count[http.StatusCreated]) {
			t.Errorf("%s openings are noted", got)
		}
	})
}

// A browser that has the link open keeps its session: nothing is written.
func TestGuestKeepsTheSession(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		code, other := s.guestCode(id), s.guestCode(id)
		var err error
		s.signed["guest session"], _, err = s.svc.Guests.Open(s.t.Context(), access.GuestEntry{Code: code})
		must(t, err)
		for range 60 {
			r := s.visit(visit{method: "POST", path: "/guest", as: "guest session", form: url.Values{"code": {code}}})
			if r.status != http.StatusSeeOther || !strings.Contains(r.header.Get("Set-Cookie"), s.signed["guest session"]) {
				t.Fatalf("opened again: %d %v", r.status, r.header)
			}
		}
		links := s.ok("GET", "/workloads/"+id+"/lenses/service-basics/guest-links", nil)
		if got := links.at("items/1/opens").String(); got != "1" {
			t.Errorf("%s openings are noted", got)
		}
		if secret, _, err := s.svc.Guests.Open(s.t.Context(), access.GuestEntry{Code: other, Previous: s.signed["guest session"]}); err != nil || secret == s.signed["guest session"] {
			t.Errorf("another link keeps the session of the first: %v", err)
		}
	})
}

// However many openings and streams there are of one link, people find their places.
func TestGuestLinkDoesNotTakeAllPlaces(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		code := s.guestCode(id)
		path := "/workloads/" + id + "/lenses/service-basics/events"
		open, refused := 0, 0
		for i := range 16 {
			secret, _, err := s.svc.Guests.Open(s.t.Context(), access.GuestEntry{Code: code})
			must(t, err)
			name := fmt.Sprint("guest", i, " session")
			s.signed[name] = secret
			for range 64 {
				w, err := s.svc.Watches.Begin(s.as(name), id, "service-basics", collaboration.WatchInput{})
				if err != nil {
					refused++
					break
				}
				defer w.Close()
				open++
			}
		}
		if open != 64 || refused != 16 {
			t.Errorf("%d streams of one link, %d openings were refused more", open, refused)
		}
		if r := s.do(call{method: "GET", path: path, as: "guest0 session"}); r.status != http.StatusTooManyRequests || r.header.Get("Retry-After") == "" {
			t.Errorf("a stream too many: %d %v", r.status, r.header)
		}
		s.listen("owner session", path).next("hello")
		other := s.guestCode(id)
		var err error
		s.signed["other session"], _, err = s.svc.Guests.Open(s.t.Context(), access.GuestEntry{Code: other})
		must(t, err)
		s.listen("other session", path).next("hello")
	})
}

// A link is open in a bounded number of browsers; one that rested for long gives way, and where none did the answer
// says when.
func TestGuestSessionsAreBounded(t *testing.T) {
	each(t, func(s *server) {
		t := s.t
		id := s.sample()
		code := s.guestCode(id)
		now := time.Now()
		opt := options()
		opt.Clock = func() time.Time { return now }
		svc := service.New(s.store, opt)
		from := 0
		open := func() (string, error) {
			from++
			now = now.Add(time.Millisecond)
			ctx := models.WithClient(s.t.Context(), models.Client{Address: fmt.Sprintf("10.0.0.%d", from)})
			secret, _, err := svc.Guests.Open(ctx, access.GuestEntry{Code: code})
			return secret, err
		}
		first, err := open()
		must(t, err)
		for i := 1; i < models.MaxGuestsOfLink; i++ {
			if i >= 120 {
				now = now.Add(10 * time.Second)
			}
			_, err := open()
			must(t, err)
		}
		now = now.Add(30 * time.Second)
		_, err = open()
		if models.CodeOf(err) != models.RateLimited || !strings.Contains(err.Error(), "200 browsers") {
			t.Errorf("one too many: %v", err)
		}
		now = now.Add(models.GuestRest)
		_, err = open()
		must(t, err)
		if _, err := svc.Sessions.Authenticate(s.t.Context(), first); models.CodeOf(err) != models.Unauthenticated {
			t.Errorf("the one that rested longest: %v", err)
		}
	})
}
