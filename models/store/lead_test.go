package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// leaderSession is the name under which PostgreSQL knows the session of whoever leads.
const leaderSession = "plumbline scheduler"

// One of two servers leads at a time; the context of what it does lasts as long as that, and its errors are its own.
func TestOneLeads(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		first, second := storetest.OpenAt(t, dsn), storetest.OpenAt(t, dsn)
		sessions := storetest.NewSessions(t, dsn)
		failed := errors.New("no")
		for range 3 {
			var lent context.Context
			led, err := first.Lead(testContext, func(ctx context.Context) error {
				lent = ctx
				if led, err := second.Lead(ctx, func(context.Context) error { return failed }); led || err != nil {
					t.Errorf("a second one leads too: %v, %v", led, err)
				}
				return errors.Join(ctx.Err(), failed)
			})
			if !led || !errors.Is(err, failed) || models.CodeOf(err) == models.CodeUnavailable {
				t.Errorf("the leader: %v, %v", led, err)
			}
			if lent.Err() == nil {
				t.Error("the context outlives the lead")
			}
			first, second = second, first
		}
		for deadline := time.Now().Add(5 * time.Second); sessions.Count(leaderSession) > 0; {
			if time.Now().After(deadline) {
				t.Fatal("sessions of leaders are left")
			}
		}
	})
}

// Whoever leads is told that its session has ended, since another server leads from then on: directly and through a
// pooler.
func TestALeaderIsToldThatItLeadsNoMore(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		testLostLead(t, dsn, storetest.OpenAt(t, dsn))
		t.Run("pooler", func(t *testing.T) { testLostLead(t, dsn, storetest.OpenAt(t, pooler(t, dsn))) })
	})
}

// A database that ends transactions which wait does not end the one of whoever leads.
func TestALeaderMayWait(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := storetest.OpenAt(t, dsn)
		storetest.ExecStatement(t, dsn, "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET "+
			"idle_in_transaction_session_timeout = 20', current_database()); END$$")
		led, err := s.Lead(testContext, func(ctx context.Context) error {
			select {
			case <-ctx.Done():
			case <-time.After(200 * time.Millisecond):
			}
			return ctx.Err()
		})
		if !led || err != nil {
			t.Errorf("a leader that waits: %v, %v", led, err)
		}
	})
}

func testLostLead(t *testing.T, dsn string, s *store.Store) {
	t.Helper()
	sessions := storetest.NewSessions(t, dsn)
	for _, inspite := range []error{context.Canceled, nil} { // what the work says that was broken off
		led, err := s.Lead(testContext, func(ctx context.Context) error {
			if n := sessions.End(leaderSession); n < 1 { // one that led before may be on its way out
				t.Errorf("%d sessions of leaders", n)
			}
			select {
			case <-ctx.Done():
			case <-time.After(5 * time.Second):
				t.Error("the leader goes on, though another server may lead")
			}
			return inspite
		})
		if !led || (inspite == nil) != (err == nil) || err != nil && models.CodeOf(err) != models.CodeUnavailable {
			t.Errorf("after the session ended: %v, %v", led, err)
		}
		if led, err := leadsWithin(t, s); !led || err != nil {
			t.Errorf("leading again: %v, %v", led, err)
		}
	}
	ctx, stop := context.WithCancel(testContext)
	led, err := s.Lead(ctx, func(ctx context.Context) error {
		stop()
		<-ctx.Done()
		return ctx.Err()
	})
	if !led || !errors.Is(err, context.Canceled) || models.CodeOf(err) == models.CodeUnavailable {
		t.Errorf("stopped: %v, %v", led, err)
	}
}

// leadsWithin tries to lead for some seconds: PostgreSQL takes a moment to end a session with its lock.
func leadsWithin(t *testing.T, s *store.Store) (led bool, err error) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !led && err == nil && time.Now().Before(deadline); {
		led, err = s.Lead(testContext, func(ctx context.Context) error { return ctx.Err() })
	}
	return led, err
}
