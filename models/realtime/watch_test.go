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
	w := watch(t, newHub(t, bus, patient), token, "")
	for i, e := range []models.Event{
		{Kind: models.EventAnswer, WorkloadID: "load", LensID: "lens"},
		{Kind: models.EventAnswer, WorkloadID: "load", LensID: "other"},
		{Kind: models.EventAnswer, WorkloadID: "other", LensID: "lens"},
		{Kind: models.EventMilestone, WorkloadID: "load"},
		{Kind: models.EventMilestone, WorkloadID: "other"},
		{Kind: models.EventAccess, WorkloadID: "other"},
		{Kind: models.EventResync},
	} {
		e.Version = i
		announce(t, bus, e)
	}
	for _, want := range []int{0, 3, 6} {
		if e := next(t, w); e.Version != want {
			t.Errorf("came %+v, want number %d", e, want)
		}
	}
}

// A guest hears of answers and of the review, and not what people do among themselves.
func TestWatchOfAGuest(t *testing.T) {
	bus := &testBus{}
	h := newHub(t, bus, patient)
	watch(t, h, ines, "backup")
	w := watch(t, h, guest, "")
	if len(w.People) != 0 {
		t.Errorf("a guest sees %v", w.People)
	}
	heard := map[models.EventKind]bool{}
	for _, kind := range models.EventKinds {
		announce(t, bus, models.Event{Kind: kind, WorkloadID: "load", LensID: "lens"})
	}
	announce(t, bus, models.Event{Kind: models.EventAnswer, WorkloadID: "load", LensID: "lens", Version: 99})
	for e := next(t, w); e.Version != 99; e = next(t, w) {
		heard[e.Kind] = true
	}
	if len(heard) != 3 || !heard[models.EventAnswer] || !heard[models.EventReview] || !heard[models.EventResync] {
		t.Errorf("a guest heard %v", heard)
	}
	if got := present(t, h); got != "Guest@ Ines@backup" {
		t.Errorf("present: %s", got)
	}
	if people, _ := h.Present(t.Context(), review); people[0].UserID != "" {
		t.Errorf("the guest's id is %s", people[0].UserID)
	}
}

// checks counts how often access is checked, and refuses from some time on.
type checks struct {
	count  int
	refuse bool
	actors []models.Actor // that were asked for
}

func (c *checks) check(_ context.Context, a models.Actor) (models.Actor, error) {
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
	bus, c := &testBus{}, &checks{}
	h := newHub(t, bus, patient)
	w, err := h.Watch(t.Context(), realtime.Viewer{Actor: token, Review: review}, c.check)
	if err != nil || c.count != 1 {
		t.Fatalf("%d checks at the start, %v", c.count, err)
	}
	defer w.Close()
	answer := models.Event{Kind: models.EventAnswer, WorkloadID: "load", LensID: "lens"}
	for _, e := range []models.Event{answer, {Kind: models.EventAccess}, answer, {Kind: models.EventResync}} {
		announce(t, bus, e)
	}
	for _, want := range []models.EventKind{models.EventAnswer, models.EventAnswer, models.EventResync} {
		if e := next(t, w); e.Kind != want {
			t.Errorf("came %s, want %s", e.Kind, want)
		}
	}
	if c.count != 3 || c.actors[1].Name != "look 1" || c.actors[2].Name != "look 2" {
		t.Errorf("%d checks, of %v", c.count, c.actors)
	}
	c.refuse = true
	announce(t, bus, models.Event{Kind: models.EventAccess})
	if _, err := w.Next(t.Context()); !errors.Is(err, errRefused) {
		t.Errorf("after access ended: %v", err)
	}
}

func TestWatchChecksAccessNowAndThen(t *testing.T) {
	c := &checks{}
	h := newHub(t, &testBus{}, realtime.Times{Check: time.Millisecond, Linger: time.Hour, Beat: time.Hour})
	check := func(ctx context.Context, a models.Actor) (models.Actor, error) {
		c.refuse = c.count >= 3
		return c.check(ctx, a)
	}
	w, err := h.Watch(t.Context(), realtime.Viewer{Actor: token, Review: review}, check)
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
		w, err := h.Watch(t.Context(), realtime.Viewer{Actor: ines, Review: review}, refuse)
		if !errors.Is(err, errRefused) || w != nil {
			t.Fatalf("came %v", err)
		}
	}
	await(t, "nobody is shown", func() bool { return present(t, h) == "" })
}

// Stop, and the end of the bus, end every watch and let none begin.
func TestWatchEnds(t *testing.T) {
	for name, end := range map[string]func(*realtime.Hub, *testBus){
		"stop":       func(h *realtime.Hub, _ *testBus) { h.Stop(); h.Stop() },
		"end of bus": func(_ *realtime.Hub, b *testBus) { b.close() },
	} {
		bus := &testBus{}
		h := newHub(t, bus, patient)
		w := watch(t, h, ines, "")
		end(h, bus)
		if _, err := w.Next(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", name, err)
		}
		w.Close()
		_, err := h.Watch(t.Context(), realtime.Viewer{Actor: ines, Review: review}, allow)
		if models.CodeOf(err) != models.Unavailable {
			t.Errorf("%s: a new one: %v", name, err)
		}
		if _, err = h.Present(t.Context(), review); models.CodeOf(err) != models.Unavailable {
			t.Errorf("%s: who is present: %v", name, err)
		}
	}
}

// A hub on a bus that can't be listened to gives its error, and tries again.
func TestWatchWithoutBus(t *testing.T) {
	bus := &testBus{}
	bus.close()
	h := newHub(t, bus, patient)
	_, err := h.Watch(t.Context(), realtime.Viewer{Actor: ines, Review: review}, allow)
	if models.CodeOf(err) != models.Unavailable {
		t.Errorf("came %v", err)
	}
	bus.closed = false
	watch(t, h, ines, "")
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
	person := func(i int) models.Actor { return numbered(ines, fmt.Sprint(i), fmt.Sprint(i)) }
	link := func(i int) models.Actor { return numbered(guest, fmt.Sprint(i), fmt.Sprint(i)) }
	for _, row := range []struct {
		name  string
		most  int
		code  models.Code
		actor func(i int) models.Actor
	}{
		{"sign-in", 64, models.RateLimited, func(int) models.Actor { return ines }},
		{"person", 128, models.RateLimited, func(i int) models.Actor { return numbered(ines, "ines", fmt.Sprint(i)) }},
		{"visit", 8, models.RateLimited, func(int) models.Actor { return guest }},
		{"link", 64, models.RateLimited, func(i int) models.Actor { return numbered(guest, "link", fmt.Sprint(i)) }},
		{"guests", 500, models.RateLimited, link},
		{"all", realtime.MaxWatches, models.Unavailable, person},
	} {
		h := newHub(t, &testBus{}, patient)
		open := func(i int) (*realtime.Watch, error) {
			at := realtime.ReviewID{WorkloadID: fmt.Sprint(i)}
			return h.Watch(t.Context(), realtime.Viewer{Actor: row.actor(i), Review: at}, allow)
		}
		var last *realtime.Watch
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
