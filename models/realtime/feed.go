package realtime

import (
	"context"
	"io"
	"sync"

	"plumbline/models"
)

// EventFeed is a bounded queue of events with one reader. Put never waits: when the reader is too slow and the
// queue is full, one resync event takes the place of all events in it.
type EventFeed struct {
	size int
	wake chan struct{} // holds one token while there is something to look at

	mu     sync.Mutex
	events []models.ReviewEvent
	ended  bool
}

// NewFeed makes a EventFeed of at most size events.
func NewFeed(size int) *EventFeed {
	return &EventFeed{size: size, wake: make(chan struct{}, 1)}
}

// Put adds an event. After End it does nothing.
func (f *EventFeed) Put(e models.ReviewEvent) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ended {
		return
	}
	if len(f.events) >= f.size {
		e = models.ReviewEvent{Kind: models.EventResync, At: e.At}
		f.events = nil
	}
	f.events = append(f.events, e)
	f.signal()
}

// Next waits for the next event. After End it gives those that are left, and then io.EOF. The end of ctx is
// ctx's error.
func (f *EventFeed) Next(ctx context.Context) (models.ReviewEvent, error) {
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

func (f *EventFeed) take() (e models.ReviewEvent, ok, ended bool) {
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
func (f *EventFeed) End() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = true
	f.signal()
}

func (f *EventFeed) signal() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}
