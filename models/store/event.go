package store

import (
	"context"
	"sync"

	"plumbline/models"
)

// Publish sends the event to all listeners, of this process and the others on the database, when the
// transaction commits, and not at all if it does not.
func (tx *Tx) Publish(e models.Event) {
	if e.Client == "" {
		e.Client = models.ClientFrom(tx.context()).Tab
	}
	tx.events = append(tx.events, e)
}

// Announce sends an event that belongs to no change. On SQLite it does not wait for whoever writes.
func (s *Store) Announce(ctx context.Context, e models.Event) error {
	if s.closed.Load() {
		return errClosed()
	}
	return explain(ctx, "announce", s.hub.bus.announce(ctx, e))
}

// Listen calls put for every event from now on: on SQLite those of this process, on PostgreSQL those of every
// process on the database. The calls come one at a time, in the order of the commits, and must not wait.
// Where events may have been lost, because the database was not reached for a while, put gets a resync event.
// end is called when the store closes; nothing comes after it.
func (s *Store) Listen(ctx context.Context, put func(models.Event), end func()) error {
	if s.closed.Load() {
		return errClosed()
	}
	s.hub.bus.ready(ctx)
	if !s.hub.add(listener{put, end}) {
		return errClosed()
	}
	return nil
}

// bus carries events between the processes on a database.
type bus interface {
	enclose(*Tx) error                                  // sends the events of a transaction with its commit; called at its end
	committed([]models.Event)                           // after the commit, in the order of commits
	announce(ctx context.Context, e models.Event) error // without a transaction
	ready(ctx context.Context)                          // starts to listen, and waits until it does, or until it is clear that it can't for now
	close()
}

// hub hands events to those who listen in this process.
type hub struct {
	bus bus

	mu        sync.Mutex
	listeners []listener
	closed    bool
}

type listener struct {
	put func(models.Event)
	end func()
}

func newHub() *hub { return &hub{} }

func (h *hub) add(l listener) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.listeners = append(h.listeners, l)
	}
	return !h.closed
}

func (h *hub) put(e models.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range h.listeners {
		l.put(e)
	}
}

func (h *hub) close() {
	h.bus.close()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, l := range h.listeners {
		l.end()
	}
	h.listeners = nil
}

// localBus is that of a SQLite file: one process serves it.
type localBus struct{ hub *hub }

func (b localBus) enclose(*Tx) error { return nil }

func (b localBus) committed(events []models.Event) {
	for _, e := range events {
		b.hub.put(e)
	}
}

func (b localBus) announce(_ context.Context, e models.Event) error {
	b.hub.put(e)
	return nil
}

func (b localBus) ready(context.Context) {}

func (b localBus) close() {}
