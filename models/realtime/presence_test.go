package realtime_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/realtime"
)

// soon has a short linger, and nothing else that comes by itself.
var soon = realtime.Times{Check: time.Hour, Linger: time.Millisecond, Beat: time.Hour}

// People are told of as they come, go on and leave, once however many tabs they have.
func TestPresence(t *testing.T) {
	h := newHub(t, &testBus{}, soon)
	w := watch(t, h, ines, "")
	if got := names(w.People); got != "Ines@" {
		t.Errorf("alone: %s", got)
	}
	came := func(want string) {
		t.Helper()
		if got := moved(t, w); got != want {
			t.Errorf("came %s, want %s", got, want)
		}
	}
	first := watch(t, h, otto, "backup")
	came("+Otto@backup")
	second := watch(t, h, otto, "backup")
	watch(t, h, token, "backup") // a token is nobody
	if got := names(second.People); got != "Ines@ Otto@backup" {
		t.Errorf("present: %s", got)
	}
	first.Close()
	first.Close()
	if got := present(t, h); got != "Ines@ Otto@backup" {
		t.Errorf("with one tab left: %s", got)
	}
	second.Close()
	came("-Otto@backup")
	if got := present(t, h); got != "Ines@" {
		t.Errorf("at the end: %s", got)
	}
}

// Who goes on to another question is shown there and not at the one before; who comes back was never gone.
func TestPresenceGoesOn(t *testing.T) {
	h := newHub(t, &testBus{}, patient)
	w := watch(t, h, ines, "")
	at := watch(t, h, otto, "backup")
	at.Close()
	watch(t, h, otto, "backup") // within the linger
	at = watch(t, h, otto, "load")
	at.Close()
	watch(t, h, otto, "cost")
	for _, want := range []string{"+Otto@backup", "+Otto@load", "+Otto@cost", "-Otto@load"} {
		if got := moved(t, w); got != want {
			t.Errorf("came %s, want %s", got, want)
		}
	}
	if got := present(t, h); got != "Ines@ Otto@backup Otto@cost" {
		t.Errorf("present: %s", got)
	}
}

// The event of presence says who, where and when.
func TestPresenceEvent(t *testing.T) {
	h := newHub(t, &testBus{}, patient)
	w := watch(t, h, ines, "")
	watch(t, h, otto, "backup")
	want := models.Event{
		Kind: models.EventPresence, WorkloadID: "load", LensID: "lens", QuestionID: "backup",
		ActorID: "otto", ActorName: "Otto", Here: true, At: noon,
	}
	if got := next(t, w); got != want {
		t.Errorf("came %+v, want %+v", got, want)
	}
	watch(t, h, guest, "backup")
	want.ActorID, want.ActorName = "", "Guest"
	if got := next(t, w); got != want {
		t.Errorf("of a guest came %+v, want %+v", got, want)
	}
}

// Two servers know of each other's people, also of those who were there before they started.
func TestRollCall(t *testing.T) {
	bus := &testBus{}
	one := newHub(t, bus, soon)
	w := watch(t, one, ines, "")
	other := newHub(t, bus, soon)
	v := watch(t, other, otto, "backup")
	if got := moved(t, w); got != "+Otto@backup" {
		t.Errorf("one server was told %s", got)
	}
	if got := moved(t, v); got != "+Ines@" {
		t.Errorf("the other server was told %s", got)
	}
	twin := watch(t, one, otto, "backup") // of the same person at the other server: the same presence
	v.Close()
	await(t, "the other server forgets the tab", func() bool { return present(t, other) == "Ines@ Otto@backup" })
	twin.Close()
	if got := moved(t, w); got != "-Otto@backup" {
		t.Errorf("at the end one server was told %s", got)
	}
	await(t, "the other server knows", func() bool { return present(t, other) == "Ines@" })
}

// When events between servers were lost, a roll call puts right who is there.
func TestRollCallAfterALoss(t *testing.T) {
	bus := &testBus{}
	one, other := newHub(t, bus, soon), newHub(t, bus, soon)
	w := watch(t, one, ines, "")
	v := watch(t, other, otto, "backup")
	await(t, "both know both", func() bool {
		return present(t, one) == "Ines@ Otto@backup" && present(t, other) == "Ines@ Otto@backup"
	})
	bus.fail(errors.New("the line is cut"))
	v.Close()
	watch(t, other, otto, "load")
	await(t, "the other knows its own", func() bool { return present(t, other) == "Ines@ Otto@load" })
	if got := present(t, one); got != "Ines@ Otto@backup" {
		t.Errorf("without the line: %s", got)
	}
	bus.fail(nil)
	announce(t, bus, models.Event{Kind: models.EventResync})
	await(t, "the line is back", func() bool { return present(t, one) == "Ines@ Otto@load" })
	w.Close()
	await(t, "and works", func() bool { return present(t, other) == "Otto@load" })
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
		watch(t, one, ines, "")
		watch(t, other, otto, "backup")
		await(t, name+": the other's people are known", func() bool { return present(t, one) == "Ines@ Otto@backup" })
		stop(theirs, other)
		await(t, name+": they are gone", func() bool { return present(t, one) == "Ines@" })
		await(t, name+": all was sent", other.Idle)
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

func (b *oneWay) Announce(ctx context.Context, e models.Event) error {
	if err := b.testBus.Announce(ctx, e); err != nil {
		return err
	}
	return b.to.Announce(ctx, e)
}

// Whatever one server tells is put right by its signs of life: a number that is not known leads to a roll call.
func TestSignOfLifeWithAnotherNumber(t *testing.T) {
	bus := &testBus{}
	h := newHub(t, bus, patient)
	watch(t, h, ines, "")
	await(t, "the hub asked", func() bool { return len(bus.steps()) > 1 })
	asks := func() (n int) {
		for _, step := range bus.steps() {
			if step == "ask" {
				n++
			}
		}
		return n
	}
	before := asks()
	announce(t, bus, models.Event{Kind: models.EventRoll, Origin: "them", Step: "here", Version: 1,
		WorkloadID: "load", LensID: "lens", ActorID: "otto", ActorName: "Otto"})
	announce(t, bus, models.Event{Kind: models.EventRoll, Origin: "them", Step: "alive", Version: 1})
	await(t, "Otto is known", func() bool { return present(t, h) == "Ines@ Otto@" })
	if asks() != before {
		t.Error("the right number led to a roll call")
	}
	announce(t, bus, models.Event{Kind: models.EventRoll, Origin: "them", Step: "alive", Version: 2})
	await(t, "a roll call", func() bool { return asks() == before+1 })
}
