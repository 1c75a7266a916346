package store

import (
	"context"
	"slices"
	"sync"

	"plumbline/models"
)

// feedSize bounds what waits for one listener of the store: a service that distributes events on, so it is quick.
const feedSize = 4096

// Publish sends the event to all listeners, of this process and the others on the database, when the transaction commits, and not at all if it does not.
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

// Listen gives a Feed with every event from now on: on SQLite those of this process, on PostgreSQL those of every process on the database. Where events may
// have been lost, because the database was not reached for a while or the reader was too slow, a resync event is among them. The
// Feed ends with the Store, or with Unlisten.
func (s *Store) Listen(ctx context.Context) (*Feed, error) {
	if s.closed.Load() {
		return nil, errClosed()
	}
	s.hub.bus.ready(ctx)
	feed := NewFeed(feedSize)
	if !s.hub.add(feed) {
		return nil, errClosed()
	}
	return feed, nil
}

// Unlisten ends a Feed that Listen gave.
func (s *Store) Unlisten(feed *Feed) { s.hub.remove(feed) }

// bus carries events between the processes on a database.
type bus interface {
	enclose(*Tx) error                                  // sends the events of a transaction with its commit; called at its end
	committed([]models.Event)                           // after the commit, in the order of commits
	announce(ctx context.Context, e models.Event) error // without a transaction
	ready(ctx context.Context)                          // starts to listen, and waits until it does, or until it is clear that it can't for now
	close()
}

// hub hands events to the feeds of this process.
type hub struct {
	bus bus

	mu     sync.Mutex
	feeds  []*Feed
	closed bool
}

func newHub() *hub { return &hub{} }

func (h *hub) add(feed *Feed) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.feeds = append(h.feeds, feed)
	}
	return !h.closed
}

func (h *hub) remove(feed *Feed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := slices.Index(h.feeds, feed); i >= 0 {
		h.feeds = slices.Delete(h.feeds, i, i+1)
	}
	feed.End()
}

func (h *hub) put(e models.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, feed := range h.feeds {
		feed.Put(e)
	}
}

func (h *hub) close() {
	h.bus.close()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, feed := range h.feeds {
		feed.End()
	}
	h.feeds = nil
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
