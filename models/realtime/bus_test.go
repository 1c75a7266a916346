package realtime_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/realtime"
)

// testBus is a Bus in memory, which any number of hubs share. Events go to everybody in one order.
type testBus struct {
	mu        sync.Mutex
	listeners []testListener
	sent      []models.ReviewEvent
	failure   error // of Announce
	closed    bool
}

type testListener struct {
	put func(models.ReviewEvent)
	end func()
}

func (b *testBus) Listen(_ context.Context, put func(models.ReviewEvent), end func()) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return models.Errorf(models.CodeUnavailable, "closed")
	}
	b.listeners = append(b.listeners, testListener{put, end})
	return nil
}

func (b *testBus) Announce(_ context.Context, e models.ReviewEvent) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failure != nil {
		return b.failure
	}
	b.sent = append(b.sent, e)
	for _, l := range b.listeners {
		l.put(e)
	}
	return nil
}

func (b *testBus) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	for _, l := range b.listeners {
		l.end()
	}
}

// fail makes Announce give the error; nil ends that.
func (b *testBus) fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failure = err
}

// steps lists what servers told each other, by step.
func (b *testBus) steps() (steps []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.sent {
		if e.Kind == models.EventRoll {
			steps = append(steps, e.Step)
		}
	}
	return steps
}

// slowTimes has times that never come up during a test by themselves.
var slowTimes = realtime.Times{Check: time.Hour, Linger: time.Hour, Beat: time.Hour}

func newHub(t *testing.T, bus realtime.EventBus, times realtime.Times) *realtime.Hub {
	t.Helper()
	h := realtime.NewHub(realtime.Options{
		Bus: bus, Logger: slog.New(slog.DiscardHandler), Now: func() time.Time { return testTime }, Times: times,
	})
	t.Cleanup(h.Stop)
	return h
}

var (
	testTime    = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	reviewKey   = realtime.ReviewID{WorkloadID: "load", LensID: "lens"}
	viewerInes  = models.Actor{Kind: models.UserActor, ID: "ines", UserID: "ines", Name: "Ines", SessionID: "s-ines"}
	viewerOtto  = models.Actor{Kind: models.UserActor, ID: "otto", UserID: "otto", Name: "Otto", SessionID: "s-otto"}
	viewerGuest = models.Actor{Kind: models.GuestActor, ID: "link", Name: "Guest", SessionID: "visit"}
	viewerToken = models.Actor{Kind: models.TokenActor, ID: "token", Name: "Robot"}
)

// allowAll lets everybody listen.
func allowAll(_ context.Context, a models.Actor) (models.Actor, error) { return a, nil }

func startWatch(t *testing.T, h *realtime.Hub, a models.Actor, question string) *realtime.ReviewWatch {
	t.Helper()
	w, err := h.Watch(t.Context(), realtime.Viewer{Actor: a, Review: reviewKey, QuestionID: question}, allowAll)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// nextEvent returns the next event, which must come.
func nextEvent(t *testing.T, w *realtime.ReviewWatch) models.ReviewEvent {
	t.Helper()
	wait, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	e, err := w.Next(wait)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// nextPresence returns the next event, of presence, as "+name@question" or "-name@question".
func nextPresence(t *testing.T, w *realtime.ReviewWatch) string {
	t.Helper()
	e := nextEvent(t, w)
	if e.Kind != models.EventPresence {
		t.Fatalf("came %+v, want presence", e)
	}
	sign := "-"
	if e.Here {
		sign = "+"
	}
	return sign + e.ActorName + "@" + e.QuestionID
}

func announceEvent(t *testing.T, b realtime.EventBus, e models.ReviewEvent) {
	t.Helper()
	if err := b.Announce(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

// presentNames lists people as "name@question".
func presentNames(people []models.Presence) string {
	var list []string
	for _, p := range people {
		list = append(list, p.Name+"@"+p.QuestionID)
	}
	return strings.Join(list, " ")
}

func presentPeople(t *testing.T, h *realtime.Hub) string {
	t.Helper()
	people, err := h.Present(t.Context(), reviewKey)
	if err != nil {
		t.Fatal(err)
	}
	return presentNames(people)
}

// awaitTrue waits until the condition holds.
func awaitTrue(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 2000 {
		if holds() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("never came: ", what)
}

var errRefused = errors.New("refused")
