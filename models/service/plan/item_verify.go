package plan

import (
	"context"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// Verification confirms that an item is done. Select puts the practices in place that are not yet.
type Verification struct {
	Select bool
	Note   string `validate:"text,max=2000"`
}

// Verify closes an item by a person who confirms it, once all its practices are in place.
func (i Items) Verify(ctx context.Context, id string, in Verification, seen models.IfMatch) (ItemView, error) {
	if err := models.Validate(&in); err != nil {
		return ItemView{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, i.core, func(tx *store.Tx) (ItemView, error) {
		item, err := i.steps.toChange(tx, actor, id, seen)
		if err != nil {
			return ItemView{}, err
		}
		if actor.UserID == "" && actor.Kind != models.SystemActor {
			return ItemView{}, models.Errorf(models.CodeForbidden,
				"an item is confirmed by a person, or by that person's own token")
		}
		if !item.Status.Active() {
			return ItemView{}, models.Errorf(models.CodeConflict, "the item is closed already")
		}
		if item, err = i.steps.inPlace(tx, actor, item, in.Select); err != nil {
			return ItemView{}, err
		}
		now := item
		now.Status, now.StatusNote, now.WontDoReason = remediation.Done, in.Note, ""
		if err := i.steps.put(tx, actor, item, now); err != nil {
			return ItemView{}, err
		}
		return i.steps.view(tx, actor, id)
	})
}

// inPlace sees to it that all practices of an item are in place, and gives the item as it is then.
func (steps *Steps) inPlace(tx *store.Tx, actor models.Actor, item remediation.Item,
	mayChoose bool) (remediation.Item, error) {
	known := answersByQuestion{}
	if err := answersTo(tx, item.Practices, known); err != nil {
		return item, err
	}
	missing := map[[2]string][]string{}
	count := 0
	for _, s := range states(item.Practices, known) {
		if !s.Closed {
			key := [2]string{s.Ref.ReviewID, s.Ref.QuestionID}
			missing[key] = append(missing[key], s.Ref.ChoiceID)
			count++
		}
	}
	if count == 0 {
		return item, nil
	}
	if !mayChoose {
		return item, models.Errorf(models.CodeConflict,
			"%d of %d practices are not selected yet: select them in the review, or together with the confirmation", count,
			len(item.Practices))
	}
	views, err := steps.viewsOf(tx, item.WorkloadID)
	if err != nil {
		return item, err
	}
	for _, p := range item.Practices { // in their order, so that the log is the same each time
		key := [2]string{p.ReviewID, p.QuestionID}
		if len(missing[key]) == 0 {
			continue
		}
		at := models.AnswerPath{Workload: item.WorkloadID, Lens: views[p.ReviewID].Lens.ID, Question: p.QuestionID}
		if err := reviews.SelectPractices(steps.reviews, tx, actor, at, missing[key]); err != nil {
			return item, err
		}
		delete(missing, key)
	}
	return store.Items(tx).Get(item.ID)
}
