package realtime

import (
	"context"
	"io"
	"sync"

	"plumbline/models"
)

// Feed is a bounded queue of events with one reader. Put never waits: when the reader is too slow and the
// queue is full, one resync event takes the place of all events in it.
type Feed struct {
	size int
	wake chan struct{} // holds one token while there is something to look at

	mu     sync.Mutex
	events []models.Event
	ended  bool
}

// NewFeed makes a Feed of at most size events.
func NewFeed(size int) *Feed {
	return &Feed{size: size, wake: make(chan struct{}, 1)}
}

// Put adds an event. After End it does nothing.
func (f *Feed) Put(e models.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ended {
		return
	}
	if len(f.events) >= f.size {
		e = models.Event{Kind: models.EventResync, At: e.At}
		f.events = nil
	}
	f.events = append(f.events, e)
	f.signal()
}

// Next waits for the next event. After End it gives those that are left, and then io.EOF. The end of ctx is
// ctx's error.
func (f *Feed) Next(ctx context.Context) (models.Event, error) {
	for {
		e, ok, ended := f.take()
		switch {
		case ok:
			return e, nil
		case ended:
			return e, io.EOF
		}
		select {
		case <-f.wake:
		case <-ctx.Done():
			return e, ctx.Err()
		}
	}
}

func (f *Feed) take() (e models.Event, ok, ended bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.events) == 0 {
		f.events = nil // frees the memory of a burst
		return e, false, f.ended
	}
	e, f.events = f.events[0], f.events[1:]
	return e, true, false
}

// End lets the reader go once it has read what is left. Events that are put in later are dropped.
func (f *Feed) End() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = true
	f.signal()
}

func (f *Feed) signal() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}
