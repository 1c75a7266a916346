package v1_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
	"plumbline/models/service/collaboration"
)

// guestCode makes a guest link to the sample's review, for two days.
func guestCode(s *apitest.Server, workloadID string) string {
	s.T.Helper()
	code, _, err := s.Service.GuestLinks.Create(s.Owner, models.ReviewPath{Workload: workloadID, Lens: "service-basics"},
		models.GuestInput{Name: "The board", ExpiresAt: time.Now().Add(48 * time.Hour)}, models.IdempotencyKey{})
	apitest.Must(s.T, err)
	return code
}

// Openings of a link are bounded, each of which is a session and a line of the audit log.
func TestGuestLinkIsNotOpenedWithoutLimit(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		code := guestCode(s, id)
		count := map[int]int{}
		for range 100 {
			r := s.Do(apitest.Call{Method: "POST", Path: "/guest", As: "nobody", Body: map[string]any{"code": code}})
			if count[r.Status]++; r.Status != http.StatusCreated &&
				(r.Status != http.StatusTooManyRequests || r.Header.Get("Retry-After") == "") {
				t.Fatalf("%d %v %s", r.Status, r.Header, r.Body)
			}
		}
		if count[http.StatusCreated] > 45 || count[http.StatusCreated] < 40 {
			t.Errorf("opened %d times in a row", count[http.StatusCreated])
		}
		r := s.Visit(apitest.Visit{Method: "POST", Path: "/guest", As: "nobody", Form: url.Values{"code": {code}}})
		if r.Status != http.StatusTooManyRequests || !strings.Contains(string(r.Body), "opened too often") {
			t.Errorf("the page: %d", r.Status)
		}
		links := s.OK("GET", "/workloads/"+id+"/lenses/service-basics/guest-links", nil)
		if got := links.At("items/0/opens").String(); got != fmt.Sprint(count[http.StatusCreated]) {
			t.Errorf("%s openings are noted", got)
		}
	})
}

// A browser that has the link open keeps its session: nothing is written.
func TestGuestKeepsTheSession(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		code, other := guestCode(s, id), guestCode(s, id)
		var err error
		s.Sessions["guest session"], _, err = s.Service.Guests.Open(s.T.Context(), access.GuestEntry{Code: code})
		apitest.Must(t, err)
		for range 60 {
			r := s.Visit(apitest.Visit{Method: "POST", Path: "/guest", As: "guest session", Form: url.Values{"code": {code}}})
			if r.Status != http.StatusSeeOther || !strings.Contains(r.Header.Get("Set-Cookie"), s.Sessions["guest session"]) {
				t.Fatalf("opened again: %d %v", r.Status, r.Header)
			}
		}
		links := s.OK("GET", "/workloads/"+id+"/lenses/service-basics/guest-links", nil)
		if got := links.At("items/1/opens").String(); got != "1" {
			t.Errorf("%s openings are noted", got)
		}
		if secret, _, err := s.Service.Guests.Open(s.T.Context(),
			access.GuestEntry{Code: other, Previous: s.Sessions["guest session"]}); err != nil ||
			secret == s.Sessions["guest session"] {
			t.Errorf("another link keeps the session of the first: %v", err)
		}
	})
}

// However many openings and streams there are of one link, people find their places.
func TestGuestLinkDoesNotTakeAllPlaces(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		code := guestCode(s, id)
		path := "/workloads/" + id + "/lenses/service-basics/events"
		open, refused := 0, 0
		for i := range 16 {
			secret, _, err := s.Service.Guests.Open(s.T.Context(), access.GuestEntry{Code: code})
			apitest.Must(t, err)
			name := fmt.Sprint("guest", i, " session")
			s.Sessions[name] = secret
			for range 64 {
				w, err := s.Service.Watches.Begin(s.As(name), id, "service-basics", collaboration.WatchInput{})
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
		if r := s.Do(apitest.Call{Method: "GET", Path: path, As: "guest0 session"}); r.Status != http.StatusTooManyRequests ||
			r.Header.Get("Retry-After") == "" {
			t.Errorf("a stream too many: %d %v", r.Status, r.Header)
		}
		s.Listen("owner session", path).Next("hello")
		other := guestCode(s, id)
		var err error
		s.Sessions["other session"], _, err = s.Service.Guests.Open(s.T.Context(), access.GuestEntry{Code: other})
		apitest.Must(t, err)
		s.Listen("other session", path).Next("hello")
	})
}

// A link is open in a bounded number of browsers; one that rested for long gives way, and where none did the answer
// says when.
func TestGuestSessionsAreBounded(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		id := s.Sample()
		code := guestCode(s, id)
		now := time.Now()
		opt := apitest.ServiceOptions()
		opt.Clock = func() time.Time { return now }
		svc := service.New(s.Store, opt)
		from := 0
		open := func() (string, error) {
			from++
			now = now.Add(time.Millisecond)
			ctx := models.WithClient(s.T.Context(), models.ClientInfo{Address: fmt.Sprintf("10.0.0.%d", from)})
			secret, _, err := svc.Guests.Open(ctx, access.GuestEntry{Code: code})
			return secret, err
		}
		first, err := open()
		apitest.Must(t, err)
		for i := 1; i < models.MaxGuestsOfLink; i++ {
			if i >= 120 {
				now = now.Add(10 * time.Second)
			}
			_, err := open()
			apitest.Must(t, err)
		}
		now = now.Add(30 * time.Second)
		_, err = open()
		if models.CodeOf(err) != models.CodeRateLimited || !strings.Contains(err.Error(), "200 browsers") {
			t.Errorf("one too many: %v", err)
		}
		now = now.Add(models.GuestRest)
		_, err = open()
		apitest.Must(t, err)
		if _, err := svc.Sessions.Authenticate(s.T.Context(), first); models.CodeOf(err) != models.CodeUnauthenticated {
			t.Errorf("the one that rested longest: %v", err)
		}
	})
}
