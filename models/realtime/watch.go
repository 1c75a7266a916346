package realtime

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"plumbline/models"
)

// Viewer is somebody with a review open.
type Viewer struct {
	Actor      models.Actor
	Review     ReviewID
	QuestionID string // the question that is open; "" for the review as a whole
}

// CheckAccess tells whether the actor may listen, and returns the actor as it is by now: a role may have changed.
type CheckAccess func(ctx context.Context, actor models.Actor) (models.Actor, error)

// ReviewWatch is one listener to what happens in a review. It must be closed. Only one goroutine may call Next.
type ReviewWatch struct {
	People []models.Presence // who was there when it began; none for guests

	hub     *Hub
	review  ReviewID
	key     presenceKey // the zero key is that of somebody who is not shown
	quotas  []watchQuota
	actor   models.Actor // as of the last check
	check   CheckAccess
	checked time.Time
	feed    *EventFeed
}

// ReviewWatch begins to listen for the viewer and shows that the viewer is there. Access is checked once listening
// has begun, so that what the check reads misses nothing that comes later, and again as long as the Watch
// lasts. Too many watches are a RateLimited or Unavailable error.
func (h *Hub) Watch(ctx context.Context, v Viewer, check CheckAccess) (*ReviewWatch, error) {
	key, name := presenceOf(v)
	w := &ReviewWatch{
		hub: h, review: v.Review, key: key, quotas: quotasOf(v.Actor), actor: v.Actor, check: check,
		feed: NewFeed(watchFeedSize),
	}
	if err := h.listen(ctx); err != nil {
		return nil, err
	}
	if err := h.add(w, name); err != nil {
		return nil, err
	}
	if err := w.look(ctx); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

func (h *Hub) add(w *ReviewWatch, name string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.admit(w.quotas); err != nil {
		return err
	}
	if w.key != (presenceKey{}) {
		h.enter(w.key, name)
	}
	if w.actor.Kind != models.GuestActor {
		w.People = h.presence.in(w.review)
	}
	if h.byReview[w.review] == nil {
		h.byReview[w.review] = map[*ReviewWatch]struct{}{}
	}
	h.byReview[w.review][w] = struct{}{}
	return nil
}

// Close ends it. Closing twice is no error.
func (w *ReviewWatch) Close() {
	w.feed.End()
	h := w.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, open := h.byReview[w.review][w]; !open {
		return
	}
	delete(h.byReview[w.review], w)
	if len(h.byReview[w.review]) == 0 {
		delete(h.byReview, w.review)
	}
	h.dismiss(w.quotas)
	if w.key != (presenceKey{}) && !h.stopped {
		h.leaveSoon(w.key)
	}
}

// Next waits for the next event. io.EOF says that the server stops; any other error but that of ctx that the
// listener may not listen any more, or that this could not be found out.
func (w *ReviewWatch) Next(ctx context.Context) (models.ReviewEvent, error) {
	for {
		if time.Since(w.checked) >= w.hub.opt.Times.Check {
			if err := w.look(ctx); err != nil {
				return models.ReviewEvent{}, err
			}
		}
		e, err := w.nextWithin(ctx, w.hub.opt.Times.Check)
		switch {
		case errors.Is(err, errNothing):
			continue
		case err != nil:
			return e, err
		}
		if e.Kind == models.EventAccess || e.Kind == models.EventResync {
			if err := w.look(ctx); err != nil {
				return models.ReviewEvent{}, err
			}
		}
		if e.Kind != models.EventAccess && w.hears(e.Kind) {
			return e, nil
		}
	}
}

var errNothing = errors.New("realtime: nothing happened")

func (w *ReviewWatch) nextWithin(ctx context.Context, patience time.Duration) (models.ReviewEvent, error) {
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	e, err := w.feed.Next(wait)
	if err != nil && !errors.Is(err, io.EOF) && ctx.Err() == nil {
		return e, errNothing
	}
	return e, err
}

// look checks access, as whoever the actor is by now.
func (w *ReviewWatch) look(ctx context.Context) error {
	actor, err := w.check(ctx, w.actor)
	if err != nil {
		return err
	}
	w.actor, w.checked = actor, time.Now()
	return nil
}

// hears reports whether the listener gets events of the kind. A guest reads answers and notes; what people do among
// themselves is not for guests.
func (w *ReviewWatch) hears(kind models.EventKind) bool {
	return w.actor.Kind != models.GuestActor || slices.Contains(guestKinds, kind)
}

var guestKinds = []models.EventKind{models.EventAnswer, models.EventReview, models.EventResync}
