package store

import (
	"context"
	"sync"

	"plumbline/models"
)

// Publish sends the event to all who listen, in this process and the others on the database, when the
// transaction commits, and not at all if it does not.
func (tx *Tx) Publish(e models.ReviewEvent) {
	if e.Client == "" {
		e.Client = models.ClientFrom(tx.context()).Tab
	}
	tx.events = append(tx.events, e)
}

// Announce sends an event that belongs to no change. On SQLite it does not wait for whoever writes.
func (s *Store) Announce(ctx context.Context, e models.ReviewEvent) error {
	if s.closed.Load() {
		return errClosed()
	}
	return explainError(ctx, s.engine.Explain, "announce", s.engine.Announce(ctx, e))
}

// Listen calls put for every event from now on: on SQLite those of this process, on PostgreSQL those of every process
// on the database. The calls come one at a time, on SQLite in the order of the commits, on PostgreSQL in one that may
// differ from it where commits come at the same time, and must not wait. Where events may have been lost, because the
// database was not reached for a while, put gets a resync event. end is called when the store closes; nothing comes
// after it.
func (s *Store) Listen(ctx context.Context, put func(models.ReviewEvent), end func()) error {
	if s.closed.Load() {
		return errClosed()
	}
	s.engine.Listen(ctx)
	if !s.listeners.add(eventListener{put, end}) {
		return errClosed()
	}
	return nil
}

// eventListener is what somebody gave to Listen.
type eventListener struct {
	put func(models.ReviewEvent)
	end func()
}

// listeners are those of this process. The zero value is ready.
type listeners struct {
	mu    sync.Mutex
	all   []eventListener
	ended bool
}

// add reports whether the listener was taken: none is after end.
func (l *listeners) add(one eventListener) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.ended {
		l.all = append(l.all, one)
	}
	return !l.ended
}

func (l *listeners) put(e models.ReviewEvent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, one := range l.all {
		one.put(e)
	}
}

func (l *listeners) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	for _, one := range l.all {
		one.end()
	}
	l.all = nil
}
