package schedule_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/schedule"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// leaderSession is the name under which PostgreSQL knows the session of whoever leads.
const leaderSession = "plumbline scheduler"

// The session of whoever leads is ended at random moments of 90 days, while the server lives on, and now and then all
// servers take themselves for the leader. One leads again soon, nothing is told twice, and nothing is missed.
func TestNinetyDaysOfLostSessions(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := newServers(t, dsn, 3)
		want := s.ninetyDaysOfReviews()
		sessions := storetest.NewSessions(t, dsn)
		random := rand.New(rand.NewPCG(14, 90))
		lost := 0
		for end := s.clock.Now().AddDate(0, 0, 90); s.clock.Now().Before(end); {
			s.clock.move(time.Duration(24+random.IntN(48)) * time.Hour)
			switch random.IntN(4) {
			case 0:
				s.lookUnled()
			case 1:
				s.look()
			default:
				lost += s.lookCutOff(sessions, random.IntN(20))
				s.leadAgain()
			}
			must(t, s.all[random.IntN(len(s.all))].Outbox.SendDue(t.Context()))
		}
		s.look()
		if lost < 5 {
			t.Errorf("only %d leaders lost their session", lost)
		}
		s.checkReviews(want)
		s.checkDigests()
		s.checkDeliveries(sessions)
	})
}

// lookUnled lets all servers look at once without asking who leads.
func (s *servers) lookUnled() {
	s.t.Helper()
	var all sync.WaitGroup
	for _, svc := range s.all {
		all.Go(func() {
			if err := svc.Schedule.LookUnled(s.t.Context()); err != nil {
				s.t.Errorf("a look failed: %v", err)
			}
		})
	}
	all.Wait()
}

// lookCutOff lets the servers look at once, and ends the session of whoever leads after asking so many times who does.
// It says how many looks that ended.
func (s *servers) lookCutOff(sessions *storetest.Sessions, after int) (lost int) {
	s.t.Helper()
	var all sync.WaitGroup
	var failures atomic.Int32
	for _, svc := range s.all {
		all.Go(func() {
			_, err := svc.Schedule.Look(s.t.Context())
			if err == nil {
				return
			}
			if failures.Add(1); models.CodeOf(err) != models.CodeUnavailable {
				s.t.Errorf("a look without its session: %v", err)
			}
		})
	}
	looked := make(chan struct{})
	go func() {
		all.Wait()
		close(looked)
	}()
	for ended := false; !ended; {
		select {
		case <-looked:
			return int(failures.Load())
		default:
		}
		if sessions.Count(leaderSession) > 0 {
			if after--; after < 0 {
				ended = sessions.End(leaderSession) > 0
			}
		}
	}
	<-looked
	return int(failures.Load())
}

// leadAgain wants one of the servers to lead within a few tries. PostgreSQL takes a moment to end a session.
func (s *servers) leadAgain() {
	s.t.Helper()
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); {
		for _, svc := range s.all {
			led, err := svc.Schedule.Look(s.t.Context())
			if err != nil && models.CodeOf(err) != models.CodeUnavailable {
				s.t.Fatalf("leading again: %v", err)
			}
			if led && err == nil {
				return
			}
		}
	}
	s.t.Fatal("nobody leads any more")
}

// checkDeliveries wants a mail of its own for each delivery: one row, one id, sent once.
func (s *servers) checkDeliveries(sessions *storetest.Sessions) {
	s.t.Helper()
	ids := map[string]bool{}
	for _, n := range s.post.taken {
		ids[n.ID] = true
	}
	if n := sessions.Rows("outbox"); len(ids) != len(s.post.taken) || n != len(ids) {
		s.t.Errorf("%d mails with %d ids of %d deliveries", len(s.post.taken), len(ids), n)
	}
}

// sourceOf registers a source with steps of these names at a server. What is before the first one is done in its
// Prepare; did gets the names of what was done.
func sourceOf(svc *service.Service, before func(tx *store.Tx), did func(string), names ...string) {
	svc.Register(schedule.Source{Name: "test", Find: func(*store.Tx, time.Time, string) (schedule.Page, error) {
		var page schedule.Page
		for i, name := range names {
			step := schedule.Step{Key: "test/" + name, Do: func(*store.Tx) error {
				did(name)
				return nil
			}}
			if i == 0 {
				step.Prepare = func(tx *store.Tx) error {
					before(tx)
					return nil
				}
			}
			page.Steps = append(page.Steps, step)
		}
		return page, nil
	}})
}

// A leader whose session ends in the middle of a look begins no step from then on, since another server leads; its next
// look tells the rest.
func TestALeaderWithoutItsSessionStops(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := newServers(t, dsn, 2)
		sessions := storetest.NewSessions(t, dsn)
		var did []string
		var cutOff sync.Once
		sourceOf(s.all[0], func(tx *store.Tx) {
			cutOff.Do(func() {
				sessions.End(leaderSession)
				deadline := time.Now().Add(5 * time.Second)
				for led := false; !led && time.Now().Before(deadline); {
					led, _ = s.all[1].Schedule.Look(t.Context())
				}
				for time.Now().Before(deadline) {
					if _, err := store.Schedule(tx).ToldAt("test/a"); err != nil {
						return
					}
				}
				t.Error("the look goes on while another server leads")
			})
		}, func(name string) { did = append(did, name) }, "a", "b", "c")
		if led, err := s.all[0].Schedule.Look(t.Context()); !led || models.CodeOf(err) != models.CodeUnavailable {
			t.Errorf("a look without its session: %v, %v", led, err)
		}
		if len(did) > 0 {
			t.Errorf("without its session it told %v", did)
		}
		for range 2 {
			s.leadAgain()
			s.look()
		}
		if !slices.Equal(did, []string{"a", "b", "c"}) {
			t.Errorf("told were %v", did)
		}
	})
}

// Servers that all take themselves for the leader, and have found the same steps, tell each of them once.
func TestLeadersThatDoNotKnowOfEachOther(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := newServers(t, dsn, 3)
		ctx, late := context.WithTimeout(t.Context(), 5*time.Second)
		defer late()
		var found sync.WaitGroup // all have found the steps, and none has told one
		found.Add(len(s.all))
		var mu sync.Mutex
		did := map[string]int{}
		for _, svc := range s.all {
			sourceOf(svc, func(*store.Tx) {
				all := make(chan struct{})
				go func() {
					found.Wait()
					close(all)
				}()
				found.Done()
				select {
				case <-all:
				case <-ctx.Done():
					t.Error("the servers don't look at once")
				}
			}, func(name string) {
				mu.Lock()
				defer mu.Unlock()
				did[name]++
			}, "a", "b", "c")
		}
		s.lookUnled()
		for _, name := range []string{"a", "b", "c"} {
			if did[name] != 1 {
				t.Errorf("%s was told %d times", name, did[name])
			}
		}
	})
}
