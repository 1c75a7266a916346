package store_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/realtime"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

func testEvent(version int) models.ReviewEvent {
	return models.ReviewEvent{Kind: models.EventAnswer, WorkloadID: "w", LensID: "l", QuestionID: "q", PillarID: "p",
		Version: version, Risk: "HIGH", ActorID: "a", ActorName: "Zoë 'Z' \"<O'Neil>\" 日本", Client: "tab", At: t0,
		Here: true, Origin: "o", Step: "s"}
}

func startListening(t *testing.T, s *store.Store) *realtime.EventFeed {
	t.Helper()
	feed := realtime.NewFeed(1000)
	if err := s.Listen(testContext, feed.Put, feed.End); err != nil {
		t.Fatal(err)
	}
	return feed
}

// nextEvent returns the next event; the zero event says that there was none for half a second.
func nextEvent(t *testing.T, feed *realtime.EventFeed) models.ReviewEvent {
	t.Helper()
	wait, cancel := context.WithTimeout(testContext, 500*time.Millisecond)
	defer cancel()
	e, err := feed.Next(wait)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	return e
}

// Events come with the commit, whole and in order, to every listener on the database, and not at all if the
// transaction fails.
func TestEventsComeWithTheCommit(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		s := storetest.OpenAt(t, dsn)
		feeds := []*realtime.EventFeed{startListening(t, s), startListening(t, s)}
		if strings.HasPrefix(dsn, "postgres") {
			feeds = append(feeds, startListening(t, storetest.OpenAt(t, dsn)))
		}
		failure := errors.New("no")
		err := s.Write(testContext, func(tx *store.Tx) error {
			tx.Publish(testEvent(1))
			return failure
		})
		if !errors.Is(err, failure) {
			t.Fatal(err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = s.Write(testContext, func(tx *store.Tx) error {
				tx.Publish(testEvent(2))
				panic("no")
			})
		}()
		tab := models.WithClient(testContext, models.ClientInfo{Tab: "tab-2"})
		if err := s.Write(tab, func(tx *store.Tx) error {
			for _, feed := range feeds {
				if e := nextEvent(t, feed); e != (models.ReviewEvent{}) {
					t.Errorf("before the commit came %+v", e)
				}
			}
			tx.Publish(testEvent(3))
			tx.Publish(models.ReviewEvent{Kind: models.EventReview})
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := s.Announce(testContext, testEvent(4)); err != nil {
			t.Fatal(err)
		}
		for i, feed := range feeds {
			for _, want := range []models.ReviewEvent{testEvent(3), {Kind: models.EventReview, Client: "tab-2"}, testEvent(4)} {
				if got := nextEvent(t, feed); got != want {
					t.Errorf("listener %d heard %+v, want %+v", i, got, want)
				}
			}
		}
	})
}

// An event that NOTIFY does not take is no reason to lose the change: listeners are told to load everything again.
func TestOversizedEvent(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		s := storetest.OpenAt(t, dsn)
		feed := startListening(t, s)
		long := testEvent(1)
		long.ActorName = strings.Repeat("\x01日", 5000)
		big := testEvent(2)
		big.QuestionID = strings.Repeat("q", 9000)
		for _, e := range []models.ReviewEvent{long, big} {
			if err := s.Announce(testContext, e); err != nil {
				t.Fatal(err)
			}
		}
		if e := nextEvent(t, feed); e.Kind != models.EventAnswer || e.Version != 1 {
			t.Errorf("of a long name came %+v", e)
		}
		if e := nextEvent(t, feed); e.Kind != models.EventResync && e.QuestionID != big.QuestionID {
			t.Errorf("of an event too long came %+v", e)
		}
	})
}

// Whoever listens is told when the connection was lost, and hears what comes after that.
func TestListenerComesBack(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := storetest.OpenAt(t, dsn)
		feed := startListening(t, s)
		if e := nextEvent(t, feed); e != (models.ReviewEvent{}) {
			t.Errorf("at the start came %+v", e)
		}
		for round := range 3 {
			var ended []string
			if err := s.Write(testContext, func(tx *store.Tx) (err error) {
				ended, err = store.QueryRows(tx, "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity "+
					"WHERE application_name = 'plumbline events' AND datname = current_database()")
				return err
			}); err != nil || len(ended) != 1 {
				t.Fatalf("round %d: %d connections listened, %v", round, len(ended), err)
			}
			deadline := time.Now().Add(5 * time.Second)
			for e := nextEvent(t, feed); e.Kind != models.EventResync; e = nextEvent(t, feed) {
				if time.Now().After(deadline) {
					t.Fatal("no resync")
				}
			}
			if err := s.Announce(testContext, testEvent(round)); err != nil {
				t.Fatal(err)
			}
			if e := nextEvent(t, feed); e.Version != round || e.Kind != models.EventAnswer {
				t.Errorf("after the connection came back: %+v", e)
			}
		}
	})
}

// Closing the store ends listening, with nothing left behind.
func TestCloseEndsListening(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, dsn string) {
		before := runtime.NumGoroutine()
		for range 3 {
			s, err := store.Open(testContext, dsn, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			feed := startListening(t, s)
			done := make(chan error, 1)
			go func() {
				_, err := feed.Next(testContext)
				done <- err
			}()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if err := <-done; !errors.Is(err, io.EOF) {
				t.Errorf("after Close: %v", err)
			}
			errorCode(t, s.Listen(testContext, feed.Put, feed.End), models.CodeUnavailable)
			errorCode(t, s.Announce(testContext, testEvent(1)), models.CodeUnavailable)
		}
		awaitTrue(t, func() bool { return runtime.NumGoroutine() <= before })
	})
}
