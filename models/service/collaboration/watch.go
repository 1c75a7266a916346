package collaboration

import (
	"context"

	"plumbline/models"
	"plumbline/models/realtime"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// WatchInput says which question the listener has open, "" for none, and what the browser tab calls itself,
// which may be "".
type WatchInput struct{ Question, Client string }

func (in WatchInput) check() error {
	if in.Client != "" && !models.IsTab(in.Client) {
		return models.InvalidInput(models.FieldFault{Field: "client", Message: "must be 1 to 64 letters, digits and dashes"})
	}
	return nil
}

// Watch is somebody who listens to what happens in a review. It must be closed.
type Watch struct {
	*realtime.ReviewWatch
	Review reviews.ReviewView // as it was after listening began: nothing that comes later is missed

	steps *Steps
	at    models.ReviewPath // workload and lens, both by id once the review was found
}

// Watches are the operations of listening to reviews.
type Watches struct {
	core  *core.OperationBase
	steps *Steps
}

// Begin begins to listen to a review. Permission is that of reading it, and is looked at again as long as the
// Watch lasts: a session that ended, a member who was removed or narrowed and a share that ended get no event
// any more.
func (r Watches) Begin(ctx context.Context, workloadID, lens string, in WatchInput) (*Watch, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	w := &Watch{steps: r.steps, at: models.ReviewPath{Workload: workloadID, Lens: lens}}
	actor, err := w.look(ctx, models.ActorFrom(ctx))
	if err != nil {
		return nil, err
	}
	if _, q := w.Review.Doc.Question(in.Question); in.Question != "" && q == nil {
		return nil, models.Errorf(models.CodeNotFound, "the lens %q has no question %q in version %s",
			w.Review.Lens.Key, in.Question, w.Review.Version.Name)
	}
	w.at = models.ReviewPath{Workload: w.Review.WorkloadID, Lens: w.Review.LensID}
	viewer := realtime.Viewer{Actor: actor, Review: realtimeID(w.Review), QuestionID: in.Question}
	if w.ReviewWatch, err = r.steps.realtime.Watch(ctx, viewer, w.look); err != nil {
		return nil, err
	}
	return w, nil
}

func realtimeID(v reviews.ReviewView) realtime.ReviewID {
	return realtime.ReviewID{WorkloadID: v.WorkloadID, LensID: v.LensID}
}

// look asks whether the listener may listen, as whoever it is by now, and reads the review. It is a
// realtime.CheckAccess.
func (w *Watch) look(ctx context.Context, actor models.Actor) (models.Actor, error) {
	view, err := core.Read(ctx, w.steps.core, func(tx *store.Tx) (view reviews.ReviewView, err error) {
		if actor, err = w.steps.access.ActorNow(tx, actor); err != nil {
			return view, err
		}
		return w.steps.reviews.Find(tx, actor, models.ReadReview, w.at)
	})
	if err != nil {
		return actor, err
	}
	w.Review = view
	return actor, nil
}

// Present lists who has the review open, by name; it is not for guests. Of people at other servers it knows a
// moment after it, or Begin, was first called.
func (r Watches) Present(ctx context.Context, workloadID, lens string) ([]models.Presence, error) {
	actor := models.ActorFrom(ctx)
	view, err := core.Read(ctx, r.core, func(tx *store.Tx) (reviews.ReviewView, error) {
		return r.steps.reviews.Find(tx, actor, models.ReadWorkload, models.ReviewPath{Workload: workloadID, Lens: lens})
	})
	if err != nil {
		return nil, err
	}
	return r.steps.realtime.Present(ctx, realtimeID(view))
}

// End ends all listening, for good: the server stops.
func (r Watches) End() { r.steps.realtime.Stop() }
