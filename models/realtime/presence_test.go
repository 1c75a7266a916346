package realtime_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/realtime"
)

// shortLinger has a short linger, and nothing else that comes by itself.
var shortLinger = realtime.Times{Check: time.Hour, Linger: time.Millisecond, Beat: time.Hour}

// People are told of as they come, go on and leave, once however many tabs they have.
func TestPresence(t *testing.T) {
	h := newHub(t, &testBus{}, shortLinger)
	w := startWatch(t, h, viewerInes, "")
	if got := presentNames(w.People); got != "Ines@" {
		t.Errorf("alone: %s", got)
	}
	came := func(want string) {
		t.Helper()
		if got := nextPresence(t, w); got != want {
			t.Errorf("came %s, want %s", got, want)
		}
	}
	first := startWatch(t, h, viewerOtto, "backup")
	came("+Otto@backup")
	second := startWatch(t, h, viewerOtto, "backup")
	startWatch(t, h, viewerToken, "backup") // a token is nobody
	if got := presentNames(second.People); got != "Ines@ Otto@backup" {
		t.Errorf("present: %s", got)
	}
	first.Close()
	first.Close()
	if got := presentPeople(t, h); got != "Ines@ Otto@backup" {
		t.Errorf("with one tab left: %s", got)
	}
	second.Close()
	came("-Otto@backup")
	if got := presentPeople(t, h); got != "Ines@" {
		t.Errorf("at the end: %s", got)
	}
}

// Who goes on to another question is shown there and not at the one before; who comes back was never gone.
func TestPresenceGoesOn(t *testing.T) {
	h := newHub(t, &testBus{}, slowTimes)
	w := startWatch(t, h, viewerInes, "")
	at := startWatch(t, h, viewerOtto, "backup")
	at.Close()
	startWatch(t, h, viewerOtto, "backup") // within the linger
	at = startWatch(t, h, viewerOtto, "load")
	at.Close()
	startWatch(t, h, viewerOtto, "cost")
	for _, want := range []string{"+Otto@backup", "+Otto@load", "+Otto@cost", "-Otto@load"} {
		if got := nextPresence(t, w); got != want {
			t.Errorf("came %s, want %s", got, want)
		}
	}
	if got := presentPeople(t, h); got != "Ines@ Otto@backup Otto@cost" {
		t.Errorf("present: %s", got)
	}
}

// The event of presence says who, where and when.
func TestPresenceEvent(t *testing.T) {
	h := newHub(t, &testBus{}, slowTimes)
	w := startWatch(t, h, viewerInes, "")
	startWatch(t, h, viewerOtto, "backup")
	want := models.ReviewEvent{
		Kind: models.EventPresence, WorkloadID: "load", LensID: "lens", QuestionID: "backup",
		ActorID: "otto", ActorName: "Otto", Here: true, At: testTime,
	}
	if got := nextEvent(t, w); got != want {
		t.Errorf("came %+v, want %+v", got, want)
	}
	startWatch(t, h, viewerGuest, "backup")
	want.ActorID, want.ActorName = "", "Guest"
	if got := nextEvent(t, w); got != want {
		t.Errorf("of a guest came %+v, want %+v", got, want)
	}
}

// Two servers know of each other's people, also of those who were there before they started.
func TestRollCall(t *testing.T) {
	bus := &testBus{}
	one := newHub(t, bus, shortLinger)
	w := startWatch(t, one, viewerInes, "")
	other := newHub(t, bus, shortLinger)
	v := startWatch(t, other, viewerOtto, "backup")
	if got := nextPresence(t, w); got != "+Otto@backup" {
		t.Errorf("one server was told %s", got)
	}
	if got := nextPresence(t, v); got != "+Ines@" {
		t.Errorf("the other server was told %s", got)
	}
	twin := startWatch(t, one, viewerOtto, "backup") // of the same person at the other server: the same presence
	v.Close()
	awaitTrue(t, "the other server forgets the tab", func() bool { return presentPeople(t, other) == "Ines@ Otto@backup" })
	twin.Close()
	if got := nextPresence(t, w); got != "-Otto@backup" {
		t.Errorf("at the end one server was told %s", got)
	}
	awaitTrue(t, "the other server knows", func() bool { return presentPeople(t, other) == "Ines@" })
}

// When events between servers were lost, a roll call puts right who is there.
func TestRollCallAfterALoss(t *testing.T) {
	bus := &testBus{}
	one, other := newHub(t, bus, shortLinger), newHub(t, bus, shortLinger)
	w := startWatch(t, one, viewerInes, "")
	v := startWatch(t, other, viewerOtto, "backup")
	awaitTrue(t, "both know both", func() bool {
		return presentPeople(t, one) == "Ines@ Otto@backup" && presentPeople(t, other) == "Ines@ Otto@backup"
	})
	bus.fail(errors.New("the line is cut"))
	v.Close()
	startWatch(t, other, viewerOtto, "load")
	awaitTrue(t, "the other knows its own", func() bool { return presentPeople(t, other) == "Ines@ Otto@load" })
	if got := presentPeople(t, one); got != "Ines@ Otto@backup" {
		t.Errorf("without the line: %s", got)
	}
	bus.fail(nil)
	announceEvent(t, bus, models.ReviewEvent{Kind: models.EventResync})
	awaitTrue(t, "the line is back", func() bool { return presentPeople(t, one) == "Ines@ Otto@load" })
	w.Close()
	awaitTrue(t, "and works", func() bool { return presentPeople(t, other) == "Otto@load" })
}

// The people of a server that gives no sign of life any more, or says goodbye, are gone after a while.
func TestPresenceOfAServerThatIsGone(t *testing.T) {
	for name, stop := range map[string]func(*testBus, *realtime.Hub){
		"breaks down": func(b *testBus, _ *realtime.Hub) { b.fail(errors.New("the line is cut")) },
		"stops":       func(_ *testBus, h *realtime.Hub) { h.Stop() },
	} {
		bus, theirs := &testBus{}, &testBus{}
		pipe := &oneWay{testBus: theirs, to: bus}
		one := newHub(t, bus, realtime.Times{Check: time.Hour, Linger: time.Hour, Beat: 20 * time.Millisecond})
		other := newHub(t, pipe, realtime.Times{Check: time.Hour, Linger: time.Hour, Beat: 10 * time.Millisecond})
		startWatch(t, one, viewerInes, "")
		startWatch(t, other, viewerOtto, "backup")
		awaitTrue(t, name+": the other's people are known",
			func() bool { return presentPeople(t, one) == "Ines@ Otto@backup" })
		stop(theirs, other)
		awaitTrue(t, name+": they are gone", func() bool { return presentPeople(t, one) == "Ines@" })
		awaitTrue(t, name+": all was sent", other.Idle)
		steps := theirs.steps()
		if said := steps[len(steps)-1] == "bye"; said != (name == "stops") {
			t.Errorf("%s: the last thing that it said: %s", name, steps[len(steps)-1])
		}
	}
}

// oneWay is a bus whose announcements go to another bus too, until it fails.
type oneWay struct {
	*testBus
	to *testBus
}

func (b *oneWay) Announce(ctx context.Context, e models.ReviewEvent) error {
	if err := b.testBus.Announce(ctx, e); err != nil {
		return err
	}
	return b.to.Announce(ctx, e)
}

// Whatever one server tells is put right by its signs of life: a number that is not known leads to a roll call.
func TestSignOfLifeWithAnotherNumber(t *testing.T) {
	bus := &testBus{}
	h := newHub(t, bus, slowTimes)
	startWatch(t, h, viewerInes, "")
	awaitTrue(t, "the hub asked", func() bool { return len(bus.steps()) > 1 })
	asks := func() (n int) {
		for _, step := range bus.steps() {
			if step == "ask" {
				n++
			}
		}
		return n
	}
	before := asks()
	announceEvent(t, bus, models.ReviewEvent{Kind: models.EventRoll, Origin: "them", Step: "here", Version: 1,
		WorkloadID: "load", LensID: "lens", ActorID: "otto", ActorName: "Otto"})
	announceEvent(t, bus, models.ReviewEvent{Kind: models.EventRoll, Origin: "them", Step: "alive", Version: 1})
	awaitTrue(t, "Otto is known", func() bool { return presentPeople(t, h) == "Ines@ Otto@" })
	if asks() != before {
		t.Error("the right number led to a roll call")
	}
	announceEvent(t, bus, models.ReviewEvent{Kind: models.EventRoll, Origin: "them", Step: "alive", Version: 2})
	awaitTrue(t, "a roll call", func() bool { return asks() == before+1 })
}
