package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/reviews"
	"plumbline/models/service/schedule"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// movedClock is a clock that a test moves.
type movedClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *movedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *movedClock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

// post is the mail server of all servers: it keeps what it takes.
type post struct {
	mu    sync.Mutex
	taken []notice.Notice
}

func (p *post) send(_ context.Context, n notice.Notice) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken = append(p.taken, n)
	return nil
}

// counts gives how often each thing was told to each person.
func (p *post) counts() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := map[string]int{}
	for _, n := range p.taken {
		switch about := n.About.(type) {
		case notice.Reminder:
			all[fmt.Sprintf("%s %s %s %s", n.To, about.Event, about.Workload, about.Day)]++
		case notice.Digest:
			all[fmt.Sprintf("%s digest %s", n.To, about.Day)]++
		}
	}
	return all
}

// servers are several over one database, each with a store of its own where the engine lets it.
type servers struct {
	t     *testing.T
	clock *movedClock
	post  *post
	dsn   string
	all   []*service.Service
	ctx   context.Context // of the program
}

func newServers(t *testing.T, dsn string, n int) *servers {
	t.Helper()
	s := &servers{t: t, dsn: dsn, post: &post{},
		clock: &movedClock{now: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}}
	for range n {
		s.all = append(s.all, s.server())
	}
	s.ctx = models.WithActor(t.Context(), models.ProgramActor(""))
	_, err := s.all[0].Workspaces.FirstStart(s.ctx)
	must(t, err)
	return s
}

// server starts one more server: what a restart after a kill is.
func (s *servers) server() *service.Service {
	st := storetest.OpenAt(s.t, s.dsn)
	return service.New(st, service.Options{Clock: s.clock.Now, Notify: s.post.send, SecretKeys: [][]byte{make([]byte, 32)},
		Passwords: credentials.PasswordCost{MemoryKB: 8, Passes: 1, Lanes: 1}, Logger: slog.New(slog.DiscardHandler)})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// person makes an account with a membership, and gives the context of its session.
func (s *servers) person(space models.Workspace, name string, role models.Role) (context.Context, models.User) {
	s.t.Helper()
	svc := s.all[0]
	user, err := svc.Users.Create(s.ctx, models.UserInput{Email: name + "@example.org", Name: name},
		"correct horse battery "+name)
	must(s.t, err)
	program := models.WithActor(s.t.Context(), models.ProgramActor(space.ID))
	_, err = svc.Members.Add(program, space.ID, user.ID, models.MemberGrant{Role: role})
	must(s.t, err)
	return models.WithActor(s.t.Context(), models.Actor{Kind: models.UserActor, ID: user.ID, UserID: user.ID, Name: name,
		WorkspaceID: space.ID, Role: role}), user
}

func (s *servers) workload(ctx context.Context, name, owner, due string, every int) reviews.WorkloadView {
	s.t.Helper()
	load, err := s.all[0].Workloads.Create(ctx, reviews.WorkloadInput{WorkloadFields: models.WorkloadFields{Name: name,
		Description: "Takes the money", Environment: models.Production, ReviewOwner: owner,
		AWSRegions: []string{"eu-central-1"}, ReviewDueOn: due, ReviewEveryMonths: every,
		ImprovementStatus: models.ImprovementNotStarted}}, models.IdempotencyKey{})
	must(s.t, err)
	return load
}

// look lets the servers look at the same moment, and sends what they wrote.
func (s *servers) look() {
	s.t.Helper()
	var all sync.WaitGroup
	for _, svc := range s.all {
		all.Go(func() {
			if _, err := svc.Schedule.Look(s.t.Context()); err != nil {
				s.t.Errorf("a look failed: %v", err)
			}
		})
	}
	all.Wait()
	must(s.t, s.all[0].Outbox.SendDue(s.t.Context()))
}

// ninetyDaysOfReviews makes workloads whose reviews become due one after the other, and says what is to be told of
// them: to two people where nobody in particular owns a review.
func (s *servers) ninetyDaysOfReviews() map[string]int {
	s.t.Helper()
	spaces, err := s.all[0].Workspaces.All(s.ctx)
	must(s.t, err)
	ada, _ := s.person(spaces[0], "ada", models.Owner)
	bob, _ := s.person(spaces[0], "bob", models.Architect)
	s.person(spaces[0], "eve", models.Viewer)
	mails := notice.ByMail
	for _, ctx := range []context.Context{ada, bob} {
		_, err := s.all[0].Notices.Update(ctx, notice.Patch{Reviews: &mails}, nil)
		must(s.t, err)
	}
	want := map[string]int{}
	for i := range 30 {
		due := s.clock.Now().AddDate(0, 0, 3+i*2).Format(time.DateOnly)
		name := fmt.Sprintf("Workload %02d", i)
		owner, to := "Platform team", []string{"ada", "bob"}
		if i%3 == 0 {
			owner, to = "bob@example.org", []string{"bob"}
		}
		s.workload(ada, name, owner, due, 0)
		for _, who := range to {
			want[fmt.Sprintf("%s@example.org review_overdue %s %s", who, name, due)] = 1
		}
	}
	return want
}

// The clock moves over 90 days while servers look together, break off in the middle, and stand still for days. Each
// review that is due is told once to each person who answers for it, each digest comes once a week, and none is missed.
func TestNinetyDays(t *testing.T) {
	storetest.EachAtOnce(t, func(t *testing.T, dsn string) {
		processes := 3
		if !strings.HasPrefix(dsn, "postgres") {
			processes = 1
		}
		s := newServers(t, dsn, processes)
		want := s.ninetyDaysOfReviews()
		random := rand.New(rand.NewPCG(1, 90))
		for end := s.clock.Now().AddDate(0, 0, 90); s.clock.Now().Before(end); {
			s.clock.move(time.Duration(1+random.IntN(12)) * time.Hour)
			switch random.IntN(5) {
			case 0: // killed in the middle: the context of the look ends
				ctx, kill := context.WithTimeout(t.Context(), time.Duration(random.IntN(8))*time.Millisecond)
				_, err := s.all[0].Schedule.Look(ctx)
				kill()
				if err != nil && !errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
					t.Errorf("a look that broke off failed: %v", err)
				}
				s.all[0] = s.server()
			case 1: // nobody is there for some days
				s.clock.move(time.Duration(random.IntN(60)) * time.Hour)
			default:
				s.look()
			}
		}
		s.look()
		s.checkReviews(want)
		s.checkDigests()
	})
}

func (s *servers) checkReviews(want map[string]int) {
	s.t.Helper()
	got := s.post.counts()
	for key, n := range got {
		if strings.Contains(key, " review_overdue ") && n != want[key] {
			s.t.Errorf("%s: told %d times, want %d", key, n, want[key])
		}
	}
	for key := range want {
		if got[key] != 1 {
			s.t.Errorf("%s: told %d times", key, got[key])
		}
	}
}

// checkDigests wants one digest at most for each person and week. Overdue reviews stay overdue, so that from the first
// one on each week has something to say: a week is missing only where no server looked for the whole of it.
func (s *servers) checkDigests() {
	s.t.Helper()
	weeks := map[string]int{}
	for key, n := range s.post.counts() {
		if to, day, is := strings.Cut(key, " digest "); is {
			at, err := time.Parse(time.DateOnly, day)
			must(s.t, err)
			weeks[to+notice.Week(at)] += n
		}
	}
	for week, n := range weeks {
		if n != 1 {
			s.t.Errorf("%s: %d digests", week, n)
		}
	}
	if len(weeks) < 2*11 {
		s.t.Errorf("only %d digests in 90 days for two people", len(weeks))
	}
}

// A step whose effect fails is not noted, keeps no other one from being told, and is told once its fault is gone; one
// that panics ends nothing.
func TestAStepThatFails(t *testing.T) {
	storetest.EachAtOnce(t, func(t *testing.T, dsn string) {
		s := newServers(t, dsn, 1)
		faulty, did := true, map[string]int{}
		s.all[0].Register(schedule.Source{Name: "test", Find: func(*store.Tx, time.Time, string) (schedule.Page, error) {
			var page schedule.Page
			for _, key := range []string{"a", "panics", "fails", "z", "late"} {
				page.Steps = append(page.Steps, schedule.Step{Key: "test/" + key, Do: func(*store.Tx) error {
					switch {
					case key == "late":
						return schedule.ErrNotDue
					case faulty && key == "fails":
						return errors.New("no")
					case faulty && key == "panics":
						panic("no")
					}
					did[key]++
					return nil
				}})
			}
			return page, nil
		}})
		for range 2 {
			s.look()
		}
		faulty = false
		for range 2 {
			s.look()
		}
		for key, want := range map[string]int{"a": 1, "z": 1, "fails": 1, "panics": 1, "late": 0} {
			if did[key] != want {
				t.Errorf("%s was done %d times", key, did[key])
			}
		}
	})
}

// A digest says what waits, in the workspaces of the person, and nothing is sent where nothing does.
func TestDigest(t *testing.T) {
	storetest.EachAtOnce(t, func(t *testing.T, dsn string) {
		s := newServers(t, dsn, 1)
		spaces, err := s.all[0].Workspaces.All(s.ctx)
		must(t, err)
		ada, _ := s.person(spaces[0], "ada", models.Owner)
		s.person(spaces[0], "eve", models.Viewer)
		s.look()
		for range 8 {
			s.clock.move(24 * time.Hour)
			s.look()
		}
		if n := len(s.post.taken); n != 0 {
			t.Fatalf("%d mails where there is nothing to say", n)
		}
		s.workload(ada, "Checkout", "ada", "2026-12-01", 0)
		for range 14 {
			s.clock.move(12 * time.Hour)
			s.look()
		}
		if len(s.post.taken) != 1 || s.post.taken[0].To != "ada@example.org" {
			t.Fatalf("the mails are %+v", s.post.taken)
		}
		digest, is := s.post.taken[0].About.(notice.Digest)
		if !is || digest.Day != "2026-12-14" || len(digest.Workspaces) != 1 ||
			digest.Workspaces[0].Sections[0].Lines[0].Text != "Checkout" {
			t.Errorf("the digest is %+v", digest)
		}
		day, off := time.Friday, notice.Off
		_, err = s.all[0].Notices.Update(ada, notice.Patch{DigestDay: &day}, nil)
		must(t, err)
		for range 8 { // Tuesday to Friday: the week had its digest; and the next one is on Friday
			s.clock.move(12 * time.Hour)
			s.look()
		}
		if len(s.post.taken) != 1 {
			t.Errorf("a digest moved to Friday comes twice in a week: %+v", s.post.taken[1:])
		}
		_, err = s.all[0].Notices.Update(ada, notice.Patch{Reviews: &off}, nil)
		must(t, err)
		for range 20 {
			s.clock.move(12 * time.Hour)
			s.look()
		}
		if len(s.post.taken) != 1 {
			t.Errorf("the digest tells of what is switched off: %+v", s.post.taken[1:])
		}
	})
}
