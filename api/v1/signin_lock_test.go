package v1_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"plumbline/api/apitest"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
	"plumbline/models/store"
)

// clockedService are the operations over the data of a server, at a time that the test sets, with what they log.
type clockedService struct {
	*service.Service
	s   *apitest.Server
	now time.Time
	log *apitest.LockedBuffer
}

func newClocked(s *apitest.Server) *clockedService {
	c := &clockedService{s: s, now: time.Now(), log: &apitest.LockedBuffer{}}
	opt := apitest.ServiceOptions()
	opt.Clock = func() time.Time { return c.now }
	opt.Logger = slog.New(slog.NewTextHandler(c.log, nil))
	c.Service = service.New(s.Store, opt)
	return c
}

// clientFrom is a client at an address, with a cookie of its device or "".
func clientFrom(ctx context.Context, address, device string) context.Context {
	return models.WithClient(ctx, models.ClientInfo{Address: address, Device: device})
}

// try signs in as one of the harness's people from an address; it gives the code of the refusal, "" if there is none.
func (c *clockedService) try(who, pass, address, device string, more ...string) (models.ErrorCode, access.SessionView) {
	in := models.SignIn{Email: c.s.EmailOf(who), Password: pass, Code: strings.Join(more, "")}
	_, view, err := c.Sessions.SignIn(clientFrom(c.s.T.Context(), address, device), in, "")
	return models.CodeOf(err), view
}

// Sign-ins that succeed are no tries: 250 of them from one address, many at once, lock nobody out there.
func TestRightSignInsAreNoTries(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		var all sync.WaitGroup
		var mu sync.Mutex
		statuses := map[int]int{}
		people := []string{"viewer", "contributor", "architect", "owner", "stranger"}
		for i := range 10 {
			all.Go(func() {
				for j := range 25 {
					r := signInWith(s, s.EmailOf(people[(i+j)%len(people)]), apitest.Password)
					mu.Lock()
					statuses[r.Status]++
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if statuses[http.StatusCreated] != 250 {
			s.T.Errorf("250 right sign-ins: %v", statuses)
		}
		var counted int
		apitest.Must(s.T, s.Store.Read(s.T.Context(), func(tx *store.Tx) error {
			a, err := tx.Attempts("address:127.0.0.1")
			counted = a.Failures
			return err
		}))
		if counted != 0 {
			s.T.Errorf("%d of them count as failures of the address", counted)
		}
	})
}

// The address as a whole is still bounded: 200 failures at ever other accounts lock it, and many at once do not slip
// by.
func TestSprayingIsBounded(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		var all sync.WaitGroup
		var mu sync.Mutex
		statuses := map[int]int{}
		for i := range 8 {
			all.Go(func() {
				for j := range 35 {
					r := signInWith(s, fmt.Sprintf("n%d.%d@nowhere.example", i, j), "a wrong password")
					mu.Lock()
					statuses[r.Status]++
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if n := statuses[http.StatusUnauthorized]; n < 200 || n > 208 || n+statuses[http.StatusTooManyRequests] != 280 {
			s.T.Errorf("280 accounts tried from one address: %v", statuses)
		}
	})
}

// Whoever has signed in with a device before is not locked out by what others try, however many; the device itself is
// slowed down as any address is.
func TestKnownDevicesAreNotLockedOut(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		c := newClocked(s)
		code, mine := c.try("viewer", apitest.Password, "192.0.2.1", "")
		if code != "" || mine.Device == "" {
			s.T.Fatalf("sign-in: %q, device %q", code, mine.Device)
		}
		_, others := c.try("owner", apitest.Password, "192.0.2.1", "")
		for i := range 60 { // past the bound of the account
			c.try("viewer", "a wrong password", fmt.Sprintf("198.51.100.%d", i), "")
		}
		for range 6 { // and of the address that the device is at
			c.try("viewer", "a wrong password", "192.0.2.1", "")
		}
		for name, row := range map[string]struct {
			device string
			want   models.ErrorCode
		}{"a stranger": {"", models.CodeRateLimited}, "a device of somebody else": {others.Device, models.CodeRateLimited},
			"a made-up cookie": {mine.Device[:len(mine.Device)-4] + "AAAA", models.CodeRateLimited},
			"my device":        {mine.Device, ""}} {
			if got, _ := c.try("viewer", apitest.Password, "192.0.2.1", row.device); got != row.want {
				s.T.Errorf("%s: %q, want %q", name, got, row.want)
			}
			for range 3 { // a success takes the account's count back: bring it on again
				c.try("viewer", "a wrong password", "192.0.2.1", "")
			}
			if name == "my device" {
				for i := range 60 {
					c.try("viewer", "a wrong password", fmt.Sprintf("198.51.101.%d", i), "")
				}
				for range 6 {
					c.try("viewer", "a wrong password", "192.0.2.1", "")
				}
			}
		}
		for range 5 {
			c.try("viewer", "a wrong password", "192.0.2.1", mine.Device)
		}
		if got, _ := c.try("viewer", apitest.Password, "192.0.2.1", mine.Device); got != models.CodeRateLimited {
			s.T.Errorf("guessing from a known device: %q", got)
		}
		c.now = c.now.Add(time.Minute)
		got, again := c.try("viewer", apitest.Password, "192.0.2.1", mine.Device)
		if got != "" || again.Device == "" {
			s.T.Errorf("after the device's own lock: %q", got)
		}
	})
}

// The cookie of the device comes with every sign-in over HTTP, HttpOnly, stays at sign-out, and opens nothing by
// itself.
func TestDeviceCookie(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		r := signInWith(s, s.EmailOf("viewer"), apitest.Password)
		var device *http.Cookie
		for _, c := range (&http.Response{Header: r.Header}).Cookies() {
			if c.Name == "plumbline_device" {
				device = c
			}
		}
		if device == nil || !device.HttpOnly || device.SameSite != http.SameSiteLaxMode ||
			time.Until(device.Expires) < 300*24*time.Hour {
			s.T.Fatalf("the cookie: %+v", device)
		}
		for range 8 {
			signInWith(s, s.EmailOf("viewer"), "a wrong password")
		}
		with := apitest.Call{Method: "POST", Path: "/session", Body: map[string]any{"email": s.EmailOf("viewer"),
			"password": apitest.Password},
			Header: map[string]string{"Cookie": device.Name + "=" + device.Value}}
		if r := s.Do(apitest.Call{Method: "GET", Path: "/session",
			Header: with.Header}); r.Status != http.StatusUnauthorized {
			s.T.Errorf("the device's cookie alone opens: %d", r.Status)
		}
		if r := s.Do(with); r.Status != http.StatusCreated {
			s.T.Errorf("from the known device: %d %s", r.Status, r.Body)
		}
		s.KeepCookie("me", r)
		out := s.Do(apitest.Call{Method: "DELETE", Path: "/session", As: "me"})
		if strings.Contains(strings.Join(out.Header.Values("Set-Cookie"), "\n"), "plumbline_device") {
			s.T.Error("signing out forgets the device")
		}
	})
}

// A live session may do what wants the password, whatever strangers have tried.
func TestLiveSessionsAreNotLockedOut(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		for range 8 {
			signInWith(s, s.EmailOf("viewer"), "a wrong password")
		}
		change := func(old string) apitest.Reply {
			return s.Do(apitest.Call{Method: "PUT", Path: "/me/password", As: "viewer session",
				Body: map[string]any{"password": old, "new_password": "seven green bottles"}})
		}
		if r := change(apitest.Password); r.Status != http.StatusNoContent {
			s.T.Errorf("changing the password while strangers are locked: %d %s", r.Status, r.Body)
		}
		for range 5 {
			change("a wrong password")
		}
		if r := change("seven green bottles"); r.Status != http.StatusTooManyRequests {
			s.T.Errorf("guessing from a session: %d %s", r.Status, r.Body)
		}
	})
}

// A clock that jumped, forwards or back, locks nobody for longer than a lock may last, and lets nothing live longer
// than a day more.
func TestClockJumps(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		for name, jump := range map[string]time.Duration{"an hour": time.Hour, "a year": 365 * 24 * time.Hour} {
			c := newClocked(s)
			address := "203.0.113." + fmt.Sprint(len(name))
			c.now = c.now.Add(jump)
			for range 30 {
				c.try("viewer", "a wrong password", address, "")
				c.now = c.now.Add(15 * time.Minute)
			}
			c.now = c.now.Add(-15 * time.Minute)
			if got, _ := c.try("viewer", apitest.Password, address, ""); got != models.CodeRateLimited {
				s.T.Fatalf("%s: not locked: %q", name, got)
			}
			c.now = c.now.Add(-jump - 30*15*time.Minute) // back to where it was
			c.now = c.now.Add(15*time.Minute + time.Second)
			if got, _ := c.try("viewer", apitest.Password, address, ""); got != "" {
				s.T.Errorf("%s back: still %q", name, got)
			}
		}
		c := newClocked(s)
		for range 5 {
			c.try("owner", "a wrong password", "203.0.113.1", "")
		}
		c.now = c.now.Add(365 * 24 * time.Hour)
		if got, _ := c.try("owner", apitest.Password, "203.0.113.1", ""); got != "" {
			s.T.Errorf("a year forwards: %q", got)
		}
	})
}

// One-time codes and sessions under a clock that ran ahead and came back.
func TestClockJumpsWithCodesAndSessions(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		t := s.T
		c := newClocked(s)
		actor, err := c.Sessions.Authenticate(t.Context(), s.Sessions["viewer session"])
		apitest.Must(s.T, err)
		ctx := models.WithActor(s.T.Context(), actor)
		setup, err := c.Users.BeginTOTP(ctx, apitest.Password)
		apitest.Must(s.T, err)
		codeAt := func() string {
			code, err := totp.GenerateCode(setup.Secret, c.now)
			apitest.Must(s.T, err)
			return code
		}
		_, err = c.Users.ConfirmTOTP(ctx, codeAt())
		apitest.Must(s.T, err)
		honest := c.now
		c.now = honest.Add(10 * 365 * 24 * time.Hour)
		if got, _ := c.try("viewer", apitest.Password, "192.0.2.1", "", codeAt()); got != "" {
			s.T.Fatalf("ten years ahead: %q", got)
		}
		ahead, _, err := c.Sessions.SignIn(clientFrom(s.T.Context(), "192.0.2.1", ""),
			models.SignIn{Email: s.EmailOf("owner"), Password: apitest.Password}, "")
		apitest.Must(s.T, err)
		link, _, err := c.Users.Reset(models.WithActor(s.T.Context(), models.ProgramActor("")), s.EmailOf("architect"), false)
		apitest.Must(s.T, err)
		c.now = honest.Add(time.Minute)
		code := codeAt()
		if got, _ := c.try("viewer", apitest.Password, "192.0.2.1", "", code); got != "" {
			s.T.Errorf("back again the code of the moment is refused: %q", got)
		}
		if got, _ := c.try("viewer", apitest.Password, "192.0.2.1", "", code); got != models.CodeUnauthenticated {
			s.T.Errorf("a code is taken twice: %q", got)
		}
		if _, err := c.Sessions.Authenticate(s.T.Context(), ahead); models.CodeOf(err) != models.CodeUnauthenticated {
			s.T.Errorf("a session of ten years ahead lives: %v", err)
		}
		if _, err := c.Links.Check(s.T.Context(), link); models.CodeOf(err) != models.CodeNotFound {
			s.T.Errorf("a link of ten years ahead opens: %v", err)
		}
	})
}

// Every failed sign-in is in the log with account, address and reason; the audit log has them too, bounded; what was
// typed as a name or password is in neither.
func TestFailedSignInsLeaveATrace(t *testing.T) {
	apitest.Each(t, func(s *apitest.Server) {
		c := newClocked(s)
		for range 7 {
			c.try("viewer", "my secret guess 1", "192.0.2.7", "")
		}
		for i := range 300 {
			in := models.SignIn{Email: fmt.Sprintf("typed my secret %d", i), Password: "x"}
			if _, _, err := c.Sessions.SignIn(clientFrom(s.T.Context(), fmt.Sprintf("198.51.%d.%d", i/200, i%200), ""), in,
				""); err == nil {
				s.T.Fatal("somebody unknown signs in")
			}
		}
		logged, audited := c.log.String(), instanceAudit(s)
		id := s.Users["viewer"].ID
		for _, want := range []string{"account=" + id, "email=" + s.EmailOf("viewer"), "address=192.0.2.7",
			`reason="wrong password"`, "too many failed tries", `account="unknown account"`} {
			if !strings.Contains(logged, want) {
				s.T.Errorf("the log lacks %s:\n%s", want, logged[:min(len(logged), 2000)])
			}
		}
		if strings.Contains(logged+audited, "my secret") {
			s.T.Error("what was typed stands in a log")
		}
		if n := strings.Count(logged, "sign-in failed"); n != 305 {
			s.T.Errorf("%d lines of failures in the log, want 305", n)
		}
		var known, unknown int
		apitest.Must(s.T, s.Store.Read(s.T.Context(), func(tx *store.Tx) error {
			lines, err := tx.Audit("", models.AuditQuery{Kind: "sign-in", PageRequest: models.PageRequest{Limit: 200}})
			for _, l := range lines {
				if l.ThingID == id && l.Address == "192.0.2.7" && l.Changes[0].To == "wrong password" {
					known++
				}
				if l.ThingID == "unknown account" {
					unknown++
				}
			}
			return err
		}))
		if known != 2 || unknown != 21 { // the first and the fifth; twenty and the one that says that there are more
			s.T.Errorf("audit lines: %d of the account, %d of unknown ones", known, unknown)
		}
		if !strings.Contains(audited, "in the server's log only") {
			s.T.Error("the audit log does not say that it is cut short")
		}
	})
}
