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

func event(version int) models.Event {
	return models.Event{Kind: models.EventAnswer, WorkloadID: "w", LensID: "l", QuestionID: "q", PillarID: "p",
		Version: version, Risk: "HIGH", ActorID: "a", ActorName: "Zoë 'Z' \"<O'Neil>\" 日本", Client: "tab", At: t0,
		Here: true, Origin: "o", Step: "s"}
}

func listen(t *testing.T, s *store.Store) *realtime.Feed {
	t.Helper()
	feed := realtime.NewFeed(1000)
	if err := s.Listen(ctx, feed.Put, feed.End); err != nil {
		t.Fatal(err)
	}
	return feed
}

// heard returns the next event; the zero event says that there was none for half a second.
func heard(t *testing.T, feed *realtime.Feed) models.Event {
	t.Helper()
	wait, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
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
		feeds := []*realtime.Feed{listen(t, s), listen(t, s)}
		if strings.HasPrefix(dsn, "postgres") {
			feeds = append(feeds, listen(t, storetest.OpenAt(t, dsn)))
		}
		failure := errors.New("no")
		err := s.Write(ctx, func(tx *store.Tx) error {
			tx.Publish(event(1))
			return failure
		})
		if !errors.Is(err, failure) {
			t.Fatal(err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = s.Write(ctx, func(tx *store.Tx) error {
				tx.Publish(event(2))
				panic("no")
			})
		}()
		tab := models.WithClient(ctx, models.Client{Tab: "tab-2"})
		if err := s.Write(tab, func(tx *store.Tx) error {
			for _, feed := range feeds {
				if e := heard(t, feed); e != (models.Event{}) {
					t.Errorf("before the commit came %+v", e)
				}
			}
			tx.Publish(event(3))
			tx.Publish(models.Event{Kind: models.EventReview})
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := s.Announce(ctx, event(4)); err != nil {
			t.Fatal(err)
		}
		for i, feed := range feeds {
			for _, want := range []models.Event{event(3), {Kind: models.EventReview, Client: "tab-2"}, event(4)} {
				if got := heard(t, feed); got != want {
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
		feed := listen(t, s)
		long := event(1)
		long.ActorName = strings.Repeat("\x01日", 5000)
		big := event(2)
		big.QuestionID = strings.Repeat("q", 9000)
		for _, e := range []models.Event{long, big} {
			if err := s.Announce(ctx, e); err != nil {
				t.Fatal(err)
			}
		}
		if e := heard(t, feed); e.Kind != models.EventAnswer || e.Version != 1 {
			t.Errorf("of a long name came %+v", e)
		}
		if e := heard(t, feed); e.Kind != models.EventResync && e.QuestionID != big.QuestionID {
			t.Errorf("of an event too long came %+v", e)
		}
	})
}

// Whoever listens is told when the connection was lost, and hears what comes after that.
func TestListenerComesBack(t *testing.T) {
	storetest.OnPostgres(t, func(t *testing.T, dsn string) {
		s := storetest.OpenAt(t, dsn)
		feed := listen(t, s)
		if e := heard(t, feed); e != (models.Event{}) {
			t.Errorf("at the start came %+v", e)
		}
		for round := range 3 {
			var ended []string
			if err := s.Write(ctx, func(tx *store.Tx) (err error) {
				ended, err = store.Query(tx, "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity "+
					"WHERE application_name = 'plumbline events' AND datname = current_database()")
				return err
			}); err != nil || len(ended) != 1 {
				t.Fatalf("round %d: %d connections listened, %v", round, len(ended), err)
			}
			deadline := time.Now().Add(5 * time.Second)
			for e := heard(t, feed); e.Kind != models.EventResync; e = heard(t, feed) {
				if time.Now().After(deadline) {
					t.Fatal("no resync")
				}
			}
			if err := s.Announce(ctx, event(round)); err != nil {
				t.Fatal(err)
			}
			if e := heard(t, feed); e.Version != round || e.Kind != models.EventAnswer {
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
			s, err := store.Open(ctx, dsn, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			feed := listen(t, s)
			done := make(chan error, 1)
			go func() {
				_, err := feed.Next(ctx)
				done <- err
			}()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if err := <-done; !errors.Is(err, io.EOF) {
				t.Errorf("after Close: %v", err)
			}
			code(t, s.Listen(ctx, feed.Put, feed.End), models.Unavailable)
			code(t, s.Announce(ctx, event(1)), models.Unavailable)
		}
		await(t, func() bool { return runtime.NumGoroutine() <= before })
	})
}
