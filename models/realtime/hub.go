// Package realtime knows who has which review open, here and at the other servers of a database, and hands on
// to them what happens there. It keeps all of this in memory.
//
// It may import models only. It knows a Bus, over which the servers of one database hear each other, and no
// store. Whether somebody may listen is decided by who opens the Watch: realtime asks again, by a
// CheckAccess, and decides nothing itself.
package realtime

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"

	"plumbline/models"
)

// EventBus carries events between the processes on a database. A transaction that publishes an event puts it on the Bus
// with its commit.
type EventBus interface {
	// Listen calls put for every event from now on, also those of this process, one at a time and in order;
	// end is called once, when no more can come. Both must not wait. Where events may have been lost, put
	// gets a resync event without a workload.
	Listen(ctx context.Context, put func(models.ReviewEvent), end func()) error

	// Announce sends an event that belongs to no transaction.
	Announce(ctx context.Context, e models.ReviewEvent) error
}

// ReviewID names a review by the ids of its workload and its lens.
type ReviewID struct{ WorkloadID, LensID string }

// Times are how often things happen; what is 0 has its default.
type Times struct {
	Check  time.Duration // between two checks whether a listener may still listen; 15 s
	Linger time.Duration // how long somebody who left is still shown, since most come back on the next question; 3 s
	Beat   time.Duration // between two signs of life of a server; one without any for three beats is gone; 20 s
}

func (t Times) withDefaults() Times {
	return Times{cmp.Or(t.Check, 15*time.Second), cmp.Or(t.Linger, 3*time.Second), cmp.Or(t.Beat, 20*time.Second)}
}

// Options are what a Hub needs. Bus, Logger and Now must be set.
type Options struct {
	Bus    EventBus
	Logger *slog.Logger
	Now    func() time.Time // gives the time of events that the Hub makes
	Times  Times
}

// Sizes of queues, in events.
const (
	busFeedSize      = 4096           // from the bus; its reader only distributes, so it is quick
	announceFeedSize = 4 * MaxWatches // to the other servers
)

// Hub is everybody who listens through this process, and who is present in reviews, here and at other
// servers. It is safe for concurrent use.
type Hub struct {
	opt  Options
	self string     // names this process among the servers
	out  *EventFeed // what the other servers are to be told, in order

	starting sync.Mutex // held while listening to the bus begins

	mu         sync.Mutex
	started    bool
	stopped    bool
	announcing bool // something of out may not be sent yet
	byReview   map[ReviewID]map[*ReviewWatch]struct{}
	count      int            // of watches
	taken      map[string]int // watches by key of quota
	presence   presenceTable
}

// NewHub makes a Hub. It listens to the bus from the first Watch or Present on, and ends with Stop or with the bus.
func NewHub(opt Options) *Hub {
	opt.Times = opt.Times.withDefaults()
	return &Hub{
		opt: opt, self: models.NewID(), out: NewFeed(announceFeedSize), presence: newPresenceTable(),
		byReview: map[ReviewID]map[*ReviewWatch]struct{}{}, taken: map[string]int{},
	}
}

// Present lists who has the review open, by name. A server knows of the people at other servers once it has begun to
// listen, which the first call does, and they have answered.
func (h *Hub) Present(ctx context.Context, review ReviewID) ([]models.Presence, error) {
	if err := h.listen(ctx); err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.presence.in(review), nil
}

// Stop ends every Watch and lets none begin. The other servers learn that the people of this one are gone, unless they
// come back elsewhere. Stopping twice is no error.
func (h *Hub) Stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		return
	}
	h.stopped = true
	for _, watches := range h.byReview {
		for w := range watches {
			w.feed.End()
		}
	}
	h.presence.stopTimers()
	h.out.Put(h.rollCall(stepBye))
	h.out.End()
}

// Idle reports whether nothing is left to be told to other servers: always before Stop, and after it once all is sent.
func (h *Hub) Idle() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.stopped || !h.announcing
}

// listen begins to listen to the bus, once.
func (h *Hub) listen(ctx context.Context) error {
	h.starting.Lock()
	defer h.starting.Unlock()
	h.mu.Lock()
	started, stopped := h.started, h.stopped
	h.mu.Unlock()
	if stopped {
		return errStopping()
	}
	if started {
		return nil
	}
	feed := NewFeed(busFeedSize)
	if err := h.opt.Bus.Listen(ctx, feed.Put, feed.End); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.started, h.announcing = true, true
	h.out.Put(h.rollCall(stepAsk))
	go h.receive(feed)
	go h.announce()
	return nil
}

func errStopping() error {
	return models.Errorf(models.CodeUnavailable, "the server is stopping; try again")
}

// receive distributes what comes over the bus until that ends, and gives a sign of life each beat.
func (h *Hub) receive(feed *EventFeed) {
	defer h.Stop()
	beat := time.Now().Add(h.opt.Times.Beat)
	for {
		ctx, cancel := context.WithDeadline(context.Background(), beat)
		e, err := feed.Next(ctx)
		late := ctx.Err() != nil
		cancel()
		switch {
		case err == nil:
			h.distribute(e)
		case !late:
			return
		}
		if !time.Now().Before(beat) {
			beat = time.Now().Add(h.opt.Times.Beat)
			h.pulse()
		}
	}
}

// distribute hands an event to the watches that it concerns.
func (h *Hub) distribute(e models.ReviewEvent) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case e.Kind == models.EventRoll:
		h.hearRollCall(e)
	case e.Kind == models.EventResync && e.WorkloadID == "":
		h.out.Put(h.rollCall(stepAsk))
		h.toEverybody(e)
	case e.Kind == models.EventAccess:
		h.toEverybody(e)
	case e.LensID == "":
		for review := range h.byReview {
			if review.WorkloadID == e.WorkloadID {
				h.toReview(review, e)
			}
		}
	default:
		h.toReview(ReviewID{e.WorkloadID, e.LensID}, e)
	}
}

func (h *Hub) toEverybody(e models.ReviewEvent) {
	for review := range h.byReview {
		h.toReview(review, e)
	}
}

func (h *Hub) toReview(review ReviewID, e models.ReviewEvent) {
	for w := range h.byReview[review] {
		w.feed.Put(e)
	}
}

// announceWait bounds how long the bus may take for one event.
const announceWait = 10 * time.Second

// announceEvent sends to the other servers what they are to be told, one event after the other, until Stop.
func (h *Hub) announce() {
	defer func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.announcing = false
	}()
	for {
		e, err := h.out.Next(context.Background())
		if err != nil {
			return
		}
		if e.Kind == models.EventResync { // the queue was full and lost everything: say it all again
			h.mu.Lock()
			h.answerRollCall()
			h.mu.Unlock()
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), announceWait)
		if err := h.opt.Bus.Announce(ctx, e); err != nil && models.CodeOf(err) != models.CodeUnavailable {
			h.opt.Logger.Warn("could not tell other servers who is present", "error", err)
		}
		cancel()
	}
}
