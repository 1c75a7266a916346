package credentials

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"plumbline/models/store"
)

// useRecorder is a database that keeps nothing but the uses that are noted, and holds each transaction up until it is
// let go.
type useRecorder struct {
	begun chan struct{}
	goOn  chan error
	noted map[string][]time.Time
}

func newLedger() (*useRecorder, *UseNotes) {
	l := &useRecorder{make(chan struct{}), make(chan error), map[string][]time.Time{}}
	return l, NewUseNotes(slog.New(slog.DiscardHandler), func(_ context.Context, fn func(*store.Tx) error) error {
		l.begun <- struct{}{}
		if err := <-l.goOn; err != nil {
			return err
		}
		return fn(nil)
	})
}

func (l *useRecorder) use(t *UseNotes, id string, now time.Time) {
	t.Note(id, now, time.Time{}, func(_ *store.Tx, minute time.Time) error {
		l.noted[id] = append(l.noted[id], minute)
		return nil
	})
}

// next lets one transaction go, with err as its end.
func (l *useRecorder) next(err error) {
	<-l.begun
	l.goOn <- err
}

var testTime = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// However many requests come while the database does not answer, one transaction waits, and each credential's newest
// use alone is noted after it.
func TestUsesWaitInOneLine(t *testing.T) {
	l, used := newLedger()
	l.use(used, "first", testTime)
	<-l.begun // it waits in the database from here on
	for minute := range 3 {
		for id := range usesAtOnce + 1 {
			for range 5 {
				l.use(used, fmt.Sprint(id), testTime.Add(time.Duration(minute)*time.Minute))
			}
		}
	}
	if len(used.waiting) != usesAtOnce+1 || used.Idle() {
		t.Errorf("%d uses wait, want one of each of %d credentials", len(used.waiting), usesAtOnce+1)
	}
	l.goOn <- nil
	l.next(nil)
	l.next(nil)
	waitIdle(t, used)
	for id := range usesAtOnce + 1 {
		if got := l.noted[fmt.Sprint(id)]; len(got) != 1 || !got[0].Equal(testTime.Add(2*time.Minute)) {
			t.Errorf("credential %d: noted %v, want the newest use alone", id, got)
		}
	}
}

// What could not be noted is noted by the next use, in the same minute too.
func TestUseThatCouldNotBeNotedIsTriedAgain(t *testing.T) {
	l, used := newLedger()
	l.use(used, "a", testTime)
	l.next(errors.New("no database"))
	waitIdle(t, used)
	l.use(used, "a", testTime)
	l.next(nil)
	waitIdle(t, used)
	if len(l.noted["a"]) != 1 {
		t.Errorf("noted %v", l.noted["a"])
	}
	l.use(used, "a", testTime.Add(30*time.Second))
	if !used.Idle() {
		t.Error("the same minute is noted twice")
	}
}

// What waits is bounded: a use too many is noted another time.
func TestUsesThatWaitAreBounded(t *testing.T) {
	l, used := newLedger()
	l.use(used, "first", testTime)
	<-l.begun
	for id := range maxUses + 50 {
		l.use(used, fmt.Sprint(id), testTime)
	}
	if len(used.waiting) != maxUses || len(used.last) > maxUses {
		t.Errorf("%d wait, %d are remembered, want no more than %d", len(used.waiting), len(used.last), maxUses)
	}
	l.goOn <- nil
	for range maxUses / usesAtOnce {
		l.next(nil)
	}
	waitIdle(t, used)
}

func waitIdle(t *testing.T, used *UseNotes) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !used.Idle(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the uses are never noted")
		}
	}
}
