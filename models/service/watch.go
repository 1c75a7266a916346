package service

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// WatchTimes are how often things happen for those who listen; what is 0 has its default.
type WatchTimes struct {
	Check  time.Duration // between two looks whether somebody may still listen; 15 s
	Linger time.Duration // how long a person who left is shown, since most come back on the next question; 3 s
	Beat   time.Duration // between two signs of life of a server; one that gives none for three beats is gone; 20 s
}

func (t WatchTimes) withDefaults() WatchTimes {
	return WatchTimes{cmp.Or(t.Check, 15*time.Second), cmp.Or(t.Linger, 3*time.Second), cmp.Or(t.Beat, 20*time.Second)}
}

// Bounds of one process, so that listeners can't use it up.
const (
	MaxWatches       = 1000 // in all
	maxWatchesEach   = 64   // of one session, token or key
	maxWatchesPerson = 128  // of one person, with all sessions, tokens and keys
	maxWatchesVisit  = 8    // of one opening of a guest link
	maxWatchesLink   = 64   // of one guest link, with all openings
	maxWatchesGuests = MaxWatches / 2
	watchSize        = 128 // events that wait for one listener
)

// WatchInput says which question the listener has open, "" for none, and what the browser tab calls itself, which may be "".
type WatchInput struct{ Question, Client string }

func (in WatchInput) check() error {
	if in.Client != "" && !models.IsTab(in.Client) {
		return models.Faulty(models.Fault{Field: "client", Message: "must be 1 to 64 letters, digits and dashes"})
	}
	return nil
}

// Watch is somebody who listens to what happens in a review. It must be closed.
type Watch struct {
	Review ReviewView        // as it was after listening began: nothing that comes later is missed
	People []models.Presence // who was there then; none for guests

	all     *watches
	at      models.ReviewPath // workload and lens, both by id
	seat    seat              // the zero seat is of somebody who is not shown
	name    string
	shares  []share      // in what it counts
	actor   models.Actor // as it was when last looked at
	checked time.Time
	feed    *store.Feed
}

// Watch begins to listen to a review. Permission is that of reading it, and is looked at again as long as it lasts: a session that ended, a member who was
// removed or narrowed and a share that ended get no event any more.
func (r Reviews) Watch(ctx context.Context, workloadID, lens string, in WatchInput) (*Watch, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	w := &Watch{all: r.watches, actor: models.ActorFrom(ctx), at: models.ReviewPath{Workload: workloadID, Lens: lens}, feed: store.NewFeed(watchSize)}
	if err := w.look(ctx); err != nil {
		return nil, err
	}
	if _, q := w.Review.Doc.Question(in.Question); in.Question != "" && q == nil {
		return nil, models.Errorf(models.NotFound, "the lens %q has no question %q in version %s", w.Review.Lens.Key, in.Question,
			w.Review.Version.Name)
	}
	w.at = models.ReviewPath{Workload: w.Review.WorkloadID, Lens: w.Review.LensID}
	w.seat, w.name = seatOf(w.actor, w.at, in.Question)
	if err := r.watches.open(ctx, w); err != nil {
		return nil, err
	}
	if err := w.look(ctx); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// Close ends it. Closing twice is no error.
func (w *Watch) Close() { w.all.shut(w) }

// Next waits for the next event. io.EOF says that the server stops; any other error but that of ctx that the listener may not listen any more, or that
// this could not be found out.
func (w *Watch) Next(ctx context.Context) (models.Event, error) {
	for {
		if w.now().Sub(w.checked) >= w.all.times.Check {
			if err := w.look(ctx); err != nil {
				return models.Event{}, err
			}
		}
		e, err := w.nextWithin(ctx, w.all.times.Check)
		switch {
		case errors.Is(err, errNothing):
			continue
		case err != nil:
			return e, err
		}
		if e.Kind == models.EventAccess || e.Kind == models.EventResync {
			if err := w.look(ctx); err != nil {
				return models.Event{}, err
			}
		}
		if e.Kind != models.EventAccess && w.hears(e.Kind) {
			return e, nil
		}
	}
}

var errNothing = errors.New("nothing happened")

func (w *Watch) nextWithin(ctx context.Context, patience time.Duration) (models.Event, error) {
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	e, err := w.feed.Next(wait)
	if err != nil && !errors.Is(err, io.EOF) && ctx.Err() == nil {
		return e, errNothing
	}
	return e, err
}

// now is that of the machine, not of the verbs' clock: it measures how long ago something was.
func (w *Watch) now() time.Time { return time.Now() }

// look asks whether the listener may listen, as whoever it is by now, and reads the review.
func (w *Watch) look(ctx context.Context) error {
	f := w.all.floor
	var actor models.Actor
	view, err := core.Read(ctx, f.core, func(tx *store.Tx) (view ReviewView, err error) {
		if actor, err = f.byNow(tx, w.actor); err != nil {
			return view, err
		}
		return f.reviewOf(tx, actor, models.ReadReview, w.at)
	})
	if err != nil {
		return err
	}
	w.Review, w.actor, w.checked = view, actor, w.now()
	return nil
}

// hears tells whether the listener gets events of the kind. A guest reads answers and notes; what people do among themselves is not for guests.
func (w *Watch) hears(kind models.EventKind) bool {
	return w.actor.Kind != models.GuestActor || slices.Contains(guestKinds, kind)
}

var guestKinds = []models.EventKind{models.EventAnswer, models.EventReview, models.EventResync}

// Present lists who has the review open, by name; it is not for guests. As far as other servers are concerned, a server knows since it has listeners of its own.
func (r Reviews) Present(ctx context.Context, workloadID, lens string) ([]models.Presence, error) {
	actor := models.ActorFrom(ctx)
	view, err := core.Read(ctx, r.core, func(tx *store.Tx) (ReviewView, error) {
		return r.reviewOf(tx, actor, models.ReadWorkload, models.ReviewPath{Workload: workloadID, Lens: lens})
	})
	if err != nil {
		return nil, err
	}
	if err := r.watches.listen(ctx); err != nil {
		return nil, err
	}
	return r.watches.present(models.ReviewPath{Workload: view.WorkloadID, Lens: view.LensID}), nil
}

// EndWatches ends all listening, for good: the server stops.
func (r Reviews) EndWatches() { r.watches.stop() }
