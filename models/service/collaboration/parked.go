package collaboration

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// Parking are the operations of the parking lot of a review: what came up and has to wait.
type Parking struct {
	core  *core.OperationBase
	steps *Steps
}

// ParkedPath names a parked item of a review.
type ParkedPath struct {
	models.ReviewPath
	ID string
}

// List returns the parked items of a review, oldest first, those that are done included.
func (p Parking) List(ctx context.Context, at models.ReviewPath) ([]models.ParkedItem, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.core, func(tx *store.Tx) ([]models.ParkedItem, error) {
		view, err := p.steps.reviews.Find(tx, actor, models.ReadComments, at)
		if err != nil {
			return nil, err
		}
		return tx.ParkingLot(view.Review.ID)
	})
}

// ParkingView is the parking lot of a review as a page shows it.
type ParkingView struct {
	Review   reviews.ReviewView
	Workload string // name
	Items    []models.ParkedItem
	May      bool // park, tick off and delete
}

// View returns the parking lot as List does, with what stands around it.
func (p Parking) View(ctx context.Context, at models.ReviewPath) (ParkingView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.core, func(tx *store.Tx) (ParkingView, error) {
		view, err := p.steps.reviews.Find(tx, actor, models.ReadComments, at)
		if err != nil {
			return ParkingView{}, err
		}
		v := ParkingView{Review: view}
		load, err := tx.Workload(view.WorkloadID)
		if err != nil {
			return v, err
		}
		v.Workload = load.Name
		switch err := core.Allow(tx, actor, models.UpdateParking, view.Place()); {
		case err == nil:
			v.May = true
		case !core.IsDenied(err):
			return v, err
		}
		v.Items, err = tx.ParkingLot(view.Review.ID)
		return v, err
	})
}

// Add parks something.
func (p Parking) Add(ctx context.Context, at models.ReviewPath, in models.ParkedInput,
	idem models.IdempotencyKey) (models.ParkedItem, error) {
	if err := models.Validate(&in); err != nil {
		return models.ParkedItem{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, p.core, func(tx *store.Tx) (models.ParkedItem, error) {
		view, err := p.steps.reviews.Find(tx, actor, models.UpdateParking, at)
		if err != nil {
			return models.ParkedItem{}, err
		}
		if _, q := view.Doc.Question(in.QuestionID); q == nil && in.QuestionID != "" {
			return models.ParkedItem{}, models.InvalidInput(models.FieldFault{Field: "question_id",
				Message: "is not a question of this lens"})
		}
		id, err := p.core.MadeBefore(tx, actor, idem, "parked item")
		if err != nil {
			return models.ParkedItem{}, err
		}
		if id != "" {
			item, err := tx.Parked(id)
			return item, core.SinceDeleted(err)
		}
		have, err := tx.ParkingLot(view.Review.ID)
		if err != nil {
			return models.ParkedItem{}, err
		}
		if len(have) >= models.MaxParked {
			return models.ParkedItem{}, models.Errorf(models.CodeConflict, "a parking lot takes at most %d items",
				models.MaxParked)
		}
		item := models.ParkedItem{ID: models.NewID(), ReviewID: view.Review.ID, QuestionID: in.QuestionID, Body: in.Body,
			CreatedAt: p.core.Now(), CreatedBy: actor.Name}
		if err := tx.CreateParked(item); err != nil {
			return item, err
		}
		if err := p.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "parked item", ID: item.ID}); err != nil {
			return item, err
		}
		return item, p.steps.record(tx, actor, parkedDeed(view, item, core.AddChange(nil, "item", "", in.Body)))
	})
}

func parkedDeed(view reviews.ReviewView, item models.ParkedItem, changes []models.FieldChange) reviewActivity {
	return reviewActivity{action: models.UpdateParking, kind: "parking", id: item.ID, review: view,
		question: item.QuestionID, changes: changes}
}

// parkedOf finds an item of the review's parking lot.
func parkedOf(tx *store.Tx, view reviews.ReviewView, id string) (models.ParkedItem, error) {
	item, err := tx.Parked(id)
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && item.ReviewID != view.Review.ID) {
		return models.ParkedItem{}, models.Errorf(models.CodeNotFound, "there is no parked item %q in this review", id)
	}
	return item, err
}

// SetDone ticks an item off, or opens it again.
func (p Parking) SetDone(ctx context.Context, at ParkedPath, done bool) (models.ParkedItem, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, p.core, func(tx *store.Tx) (models.ParkedItem, error) {
		view, err := p.steps.reviews.Find(tx, actor, models.UpdateParking, at.ReviewPath)
		if err != nil {
			return models.ParkedItem{}, err
		}
		item, err := parkedOf(tx, view, at.ID)
		if err != nil || done == !item.DoneAt.IsZero() {
			return item, err
		}
		changes := core.AddChange(nil, "done", core.YesNo(!done), core.YesNo(done))
		item.DoneAt, item.DoneBy = time.Time{}, ""
		if done {
			item.DoneAt, item.DoneBy = p.core.Now(), actor.Name
		}
		if err := tx.UpdateParked(item); err != nil {
			return item, err
		}
		return item, p.steps.record(tx, actor, parkedDeed(view, item, changes))
	})
}

// Keep makes an item a line of the notes: of the answer to its question, or else of the review. It is done then.
func (p Parking) Keep(ctx context.Context, at ParkedPath) (models.ParkedItem, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, p.core, func(tx *store.Tx) (models.ParkedItem, error) {
		view, err := p.steps.reviews.Find(tx, actor, models.UpdateParking, at.ReviewPath)
		if err != nil {
			return models.ParkedItem{}, err
		}
		item, err := parkedOf(tx, view, at.ID)
		if err != nil {
			return item, err
		}
		if item.KeptAs != models.NotKept {
			return item, models.Errorf(models.CodeConflict, "this item was kept as notes already")
		}
		if item.KeptAs, err = p.steps.intoNotes(tx, actor, view, item); err != nil {
			return item, err
		}
		if item.DoneAt.IsZero() {
			item.DoneAt, item.DoneBy = p.core.Now(), actor.Name
		}
		if err := tx.UpdateParked(item); err != nil {
			return item, err
		}
		return item, p.steps.record(tx, actor, parkedDeed(view, item, core.AddChange(nil, "kept_as", "",
			string(item.KeptAs))))
	})
}

func (steps *Steps) intoNotes(tx *store.Tx, actor models.Actor, view reviews.ReviewView,
	item models.ParkedItem) (models.ParkedOutcome,
	error) {
	at := view.Place()
	p, q := view.Doc.Question(item.QuestionID)
	if at.Whole = q == nil; at.Whole { // none, or one that is gone
		if err := core.Allow(tx, actor, models.UpdateAnswer, at); err != nil {
			return "", err
		}
		notes := item.Under(view.Notes)
		return models.KeptReviewNotes, steps.reviews.PatchNotes(tx, actor, &view, models.ReviewPatch{Notes: &notes})
	}
	if err := core.Allow(tx, actor, models.UpdateAnswer, view.PillarPlace(p.ID)); err != nil {
		return "", err
	}
	_, _, old, err := steps.reviews.AnswerOf(tx, view, q.ID)
	if err != nil {
		return "", err
	}
	notes := item.Under(old.Notes)
	fields, err := models.AnswerPatch{Notes: &notes}.Apply(q, old.AnswerFields)
	if err != nil {
		return "", err
	}
	_, err = steps.reviews.PutAnswer(tx, actor, reviews.Answering{Review: view.Review, Owner: view.Owner, Pillar: p,
		Question: q, Old: old, Fields: fields, Changes: reviews.AnswerChanges(old.AnswerFields, fields)})
	return models.KeptAnswerNotes, err
}

// Delete takes an item out of the parking lot. Notes that it became stay.
func (p Parking) Delete(ctx context.Context, at ParkedPath) error {
	actor := models.ActorFrom(ctx)
	return p.core.Store.Write(ctx, func(tx *store.Tx) error {
		view, err := p.steps.reviews.Find(tx, actor, models.UpdateParking, at.ReviewPath)
		if err != nil {
			return err
		}
		item, err := parkedOf(tx, view, at.ID)
		if err != nil {
			return err
		}
		if err := tx.DeleteParked(item.ID); err != nil {
			return err
		}
		return p.steps.record(tx, actor, parkedDeed(view, item, core.AddChange(nil, "item", item.Body, "")))
	})
}
