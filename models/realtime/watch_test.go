package realtime_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/realtime"
)

// A watch gets the events of its review, of all reviews of its workload, and those for everybody; no others.
func TestWatchHearsItsReview(t *testing.T) {
	bus := &testBus{}
	w := startWatch(t, newHub(t, bus, slowTimes), viewerToken, "")
	for i, e := range []models.ReviewEvent{
		{Kind: models.EventAnswer, WorkloadID: "load", LensID: "lens"},
		{Kind: models.EventAnswer, WorkloadID: "load", LensID: "other"},
		{Kind: models.EventAnswer, WorkloadID: "other", LensID: "lens"},
		{Kind: models.EventMilestone, WorkloadID: "load"},
		{Kind: models.EventMilestone, WorkloadID: "other"},
		{Kind: models.EventAccess, WorkloadID: "other"},
		{Kind: models.EventResync},
	} {
		e.Version = i
		announceEvent(t, bus, e)
	}
	for _, want := range []int{0, 3, 6} {
		if e := nextEvent(t, w); e.Version != want {
			t.Errorf("came %+v, want number %d", e, want)
		}
	}
}

// A guest hears of answers and of the review, and not what people do among themselves.
func TestWatchOfAGuest(t *testing.T) {
	bus := &testBus{}
	h := newHub(t, bus, slowTimes)
	startWatch(t, h, viewerInes, "backup")
	w := startWatch(t, h, viewerGuest, "")
	if len(w.People) != 0 {
		t.Errorf("a guest sees %v", w.People)
	}
	heard := map[models.EventKind]bool{}
	for _, kind := range models.EventKinds {
		announceEvent(t, bus, models.ReviewEvent{Kind: kind, WorkloadID: "load", LensID: "lens"})
	}
	announceEvent(t, bus, models.ReviewEvent{Kind: models.EventAnswer, WorkloadID: "load", LensID: "lens", Version: 99})
	for e := nextEvent(t, w); e.Version != 99; e = nextEvent(t, w) {
		heard[e.Kind] = true
	}
	if len(heard) != 3 || !heard[models.EventAnswer] || !heard[models.EventReview] || !heard[models.EventResync] {
		t.Errorf("a guest heard %v", heard)
	}
	if got := presentPeople(t, h); got != "Guest@ Ines@backup" {
		t.Errorf("present: %s", got)
	}
	if people, _ := h.Present(t.Context(), reviewKey); people[0].UserID != "" {
		t.Errorf("the guest's id is %s", people[0].UserID)
	}
}

// accessChecks counts how often access is checked, and refuses from some time on.
type accessChecks struct {
	count  int
	refuse bool
	actors []models.Actor // that were asked for
}

func (c *accessChecks) check(_ context.Context, a models.Actor) (models.Actor, error) {
	c.count++
	c.actors = append(c.actors, a)
	if c.refuse {
		return a, errRefused
	}
	a.Name = fmt.Sprint("look ", c.count)
	return a, nil
}

// Access is checked when a watch begins, when somebody may see less than before, when events were lost, and
// when the last check is old; each time as whoever the listener is by then.
func TestWatchChecksAccess(t *testing.T) {
	bus, c := &testBus{}, &accessChecks{}
	h := newHub(t, bus, slowTimes)
	w, err := h.Watch(t.Context(), realtime.Viewer{Actor: viewerToken, Review: reviewKey}, c.check)
	if err != nil || c.count != 1 {
		t.Fatalf("%d checks at the start, %v", c.count, err)
	}
	defer w.Close()
	answer := models.ReviewEvent{Kind: models.EventAnswer, WorkloadID: "load", LensID: "lens"}
	for _, e := range []models.ReviewEvent{answer, {Kind: models.EventAccess}, answer, {Kind: models.EventResync}} {
		announceEvent(t, bus, e)
	}
	for _, want := range []models.EventKind{models.EventAnswer, models.EventAnswer, models.EventResync} {
		if e := nextEvent(t, w); e.Kind != want {
			t.Errorf("came %s, want %s", e.Kind, want)
		}
	}
	if c.count != 3 || c.actors[1].Name != "look 1" || c.actors[2].Name != "look 2" {
		t.Errorf("%d checks, of %v", c.count, c.actors)
	}
	c.refuse = true
	announceEvent(t, bus, models.ReviewEvent{Kind: models.EventAccess})
	if _, err := w.Next(t.Context()); !errors.Is(err, errRefused) {
		t.Errorf("after access ended: %v", err)
	}
}

func TestWatchChecksAccessNowAndThen(t *testing.T) {
	c := &accessChecks{}
	h := newHub(t, &testBus{}, realtime.Times{Check: time.Millisecond, Linger: time.Hour, Beat: time.Hour})
	check := func(ctx context.Context, a models.Actor) (models.Actor, error) {
		c.refuse = c.count >= 3
		return c.check(ctx, a)
	}
	w, err := h.Watch(t.Context(), realtime.Viewer{Actor: viewerToken, Review: reviewKey}, check)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.Next(t.Context()); !errors.Is(err, errRefused) || c.count != 4 {
		t.Errorf("after %d checks: %v", c.count, err)
	}
}

// A watch that may not begin leaves nobody who is shown, and takes up no place.
func TestWatchRefused(t *testing.T) {
	h := newHub(t, &testBus{}, realtime.Times{Linger: time.Millisecond})
	refuse := func(_ context.Context, a models.Actor) (models.Actor, error) { return a, errRefused }
	for range realtime.MaxWatches + 1 {
		w, err := h.Watch(t.Context(), realtime.Viewer{Actor: viewerInes, Review: reviewKey}, refuse)
		if !errors.Is(err, errRefused) || w != nil {
			t.Fatalf("came %v", err)
		}
	}
	awaitTrue(t, "nobody is shown", func() bool { return presentPeople(t, h) == "" })
}

// Stop, and the end of the bus, end every watch and let none begin.
func TestWatchEnds(t *testing.T) {
	for name, end := range map[string]func(*realtime.Hub, *testBus){
		"stop":       func(h *realtime.Hub, _ *testBus) { h.Stop(); h.Stop() },
		"end of bus": func(_ *realtime.Hub, b *testBus) { b.close() },
	} {
		bus := &testBus{}
		h := newHub(t, bus, slowTimes)
		w := startWatch(t, h, viewerInes, "")
		end(h, bus)
		if _, err := w.Next(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", name, err)
		}
		w.Close()
		_, err := h.Watch(t.Context(), realtime.Viewer{Actor: viewerInes, Review: reviewKey}, allowAll)
		if models.CodeOf(err) != models.CodeUnavailable {
			t.Errorf("%s: a new one: %v", name, err)
		}
		if _, err = h.Present(t.Context(), reviewKey); models.CodeOf(err) != models.CodeUnavailable {
			t.Errorf("%s: who is present: %v", name, err)
		}
	}
}

// A hub on a bus that can't be listened to gives its error, and tries again.
func TestWatchWithoutBus(t *testing.T) {
	bus := &testBus{}
	bus.close()
	h := newHub(t, bus, slowTimes)
	_, err := h.Watch(t.Context(), realtime.Viewer{Actor: viewerInes, Review: reviewKey}, allowAll)
	if models.CodeOf(err) != models.CodeUnavailable {
		t.Errorf("came %v", err)
	}
	bus.closed = false
	startWatch(t, h, viewerInes, "")
}

// Neither a sign-in, nor a person, a guest link, all guests, nor everybody together can have more watches
// than their quota.
func TestWatchesAreLimited(t *testing.T) {
	numbered := func(a models.Actor, id, session string) models.Actor {
		a.SessionID, a.ID = session, id
		if a.UserID != "" {
			a.UserID = id
		}
		return a
	}
	person := func(i int) models.Actor { return numbered(viewerInes, fmt.Sprint(i), fmt.Sprint(i)) }
	link := func(i int) models.Actor { return numbered(viewerGuest, fmt.Sprint(i), fmt.Sprint(i)) }
	for _, row := range []struct {
		name  string
		most  int
		code  models.ErrorCode
		actor func(i int) models.Actor
	}{
		{"sign-in", 64, models.CodeRateLimited, func(int) models.Actor { return viewerInes }},
		{"person", 128, models.CodeRateLimited,
			func(i int) models.Actor { return numbered(viewerInes, "ines", fmt.Sprint(i)) }},
		{"visit", 8, models.CodeRateLimited, func(int) models.Actor { return viewerGuest }},
		{"link", 64, models.CodeRateLimited,
			func(i int) models.Actor { return numbered(viewerGuest, "link", fmt.Sprint(i)) }},
		{"guests", 500, models.CodeRateLimited, link},
		{"all", realtime.MaxWatches, models.CodeUnavailable, person},
	} {
		h := newHub(t, &testBus{}, slowTimes)
		open := func(i int) (*realtime.ReviewWatch, error) {
			at := realtime.ReviewID{WorkloadID: fmt.Sprint(i)}
			return h.Watch(t.Context(), realtime.Viewer{Actor: row.actor(i), Review: at}, allowAll)
		}
		var last *realtime.ReviewWatch
		for i := range row.most {
			w, err := open(i)
			if err != nil {
				t.Fatalf("%s: number %d: %v", row.name, i, err)
			}
			last = w
		}
		if _, err := open(row.most); models.CodeOf(err) != row.code {
			t.Errorf("%s: one too many: %v", row.name, err)
		}
		last.Close()
		last.Close() // counts once
		if _, err := open(row.most); err != nil {
			t.Errorf("%s: after one was closed: %v", row.name, err)
		}
		if _, err := open(row.most); models.CodeOf(err) != row.code {
			t.Errorf("%s: one too many again: %v", row.name, err)
		}
	}
}
