package collaboration

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// Facilitation are the operations of leading a review with others (facilitation).
type Facilitation struct {
	core  *core.OperationBase
	steps *Steps
}

// Get returns the state of a facilitation. Where nobody has facilitated the review it is at no question, with the
// default agenda and version 0.
func (f Facilitation) Get(ctx context.Context, at models.ReviewPath) (models.Facilitation, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, f.core, func(tx *store.Tx) (models.Facilitation, error) {
		view, err := f.steps.reviews.Find(tx, actor, models.ReadComments, at)
		if err != nil {
			return models.Facilitation{}, err
		}
		return facilitationOf(tx, view)
	})
}

func facilitationOf(tx *store.Tx, view reviews.ReviewView) (models.Facilitation, error) {
	now, err := tx.Facilitation(view.Review.ID)
	if models.CodeOf(err) == models.CodeNotFound {
		now, err = models.Facilitation{ReviewID: view.Review.ID}, nil
	}
	return now.FitTo(view.Doc), err
}

// RoomView is a review as shown on the shared screen: the current question, and the state of the facilitation.
type RoomView struct {
	reviews.QuestionView
	Facilitation models.Facilitation // zero for guests, who see the answers but not what people do among themselves
	Follows      bool                // the question is the current one: the facilitation is under way
}

// Screen returns what the shared screen shows: the current question while the facilitation is under way,
// else the wanted one. Where none is wanted, it is the last current one, or the first of the lens.
func (f Facilitation) Screen(ctx context.Context, at models.ReviewPath, wanted string) (RoomView, error) {
	return f.room(ctx, at, models.ReadReview, wanted)
}

// Lead returns what the person who leads the review sees: the same question.
func (f Facilitation) Lead(ctx context.Context, at models.ReviewPath, wanted string) (RoomView, error) {
	return f.room(ctx, at, models.UpdateFacilitation, wanted)
}

func (f Facilitation) room(ctx context.Context, at models.ReviewPath, action models.Action, wanted string) (RoomView,
	error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, f.core, func(tx *store.Tx) (RoomView, error) {
		review, err := f.steps.reviews.Find(tx, actor, action, at)
		if err != nil {
			return RoomView{}, err
		}
		var view RoomView
		if actor.Kind != models.GuestActor {
			if view.Facilitation, err = facilitationOf(tx, review); err != nil {
				return view, err
			}
		}
		now := view.Facilitation
		view.Follows = now.Running() && now.QuestionID != ""
		first := reviews.QuestionAt(review.Doc, 0)
		switch {
		case view.Follows:
			wanted = now.QuestionID
		case wanted == "" && now.QuestionID != "":
			wanted = now.QuestionID
		case wanted == "" && first == nil:
			return view, models.Errorf(models.CodeNotFound, "the lens %q has no questions", review.Lens.Key)
		case wanted == "":
			wanted = first.ID
		}
		view.QuestionView, err = f.steps.reviews.QuestionView(tx, actor, review, wanted)
		return view, err
	})
}

// Update changes the current question, starts or stops the facilitation, or changes agenda and shared screen. A patch
// that changes nothing writes no audit line.
func (f Facilitation) Update(ctx context.Context, at models.ReviewPath, patch models.FacilitationPatch,
	seen models.IfMatch) (models.Facilitation, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, f.core, func(tx *store.Tx) (models.Facilitation, error) {
		view, err := f.steps.reviews.Find(tx, actor, models.UpdateFacilitation, at)
		if err != nil {
			return models.Facilitation{}, err
		}
		old, err := facilitationOf(tx, view)
		if err != nil {
			return old, err
		}
		if err := core.CheckVersion(seen, old.Version, old); err != nil {
			return old, err
		}
		now, err := patch.Apply(view.Doc, old, f.core.Now())
		if err != nil {
			return old, err
		}
		changes := reviews.FacilitationChanges(old, now)
		if len(changes) == 0 {
			return old, nil
		}
		now.Version = view.Review.NextVersion(now.Version)
		now.UpdatedAt, now.UpdatedBy = f.core.Now(), actor.Name
		if err := tx.PutFacilitation(now); err != nil {
			return old, err
		}
		return now, f.steps.record(tx, actor, reviewActivity{action: models.UpdateFacilitation, kind: "facilitation",
			review: view, changes: changes})
	})
}
