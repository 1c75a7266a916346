package plan

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// ItemEdit changes an item. Practices, if it is not nil, replaces those of Fields.
type ItemEdit struct {
	Fields    remediation.ItemPatch
	Practices *[]PracticeName
}

// Update changes an item. A stale seen gives a Stale error with the present ItemView.
func (i Items) Update(ctx context.Context, id string, edit ItemEdit, seen models.IfMatch) (ItemView, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, i.core, func(tx *store.Tx) (ItemView, error) {
		item, err := i.steps.toChange(tx, actor, id, seen)
		if err != nil {
			return ItemView{}, err
		}
		if err := i.steps.edit(tx, actor, item, edit); err != nil {
			return ItemView{}, err
		}
		return i.steps.view(tx, actor, id)
	})
}

// toChange finds an item that the actor may change and has seen as it is.
func (steps *Steps) toChange(tx *store.Tx, actor models.Actor, id string,
	seen models.IfMatch) (remediation.Item, error) {
	item, err := steps.item(tx, actor, models.UpdateItem, id)
	if err != nil {
		return item, err
	}
	if err := steps.mayChange(tx, actor, item.Place(), item.Practices); err != nil {
		return item, err
	}
	if seen == nil || *seen == item.Version {
		return item, nil
	}
	view, err := steps.view(tx, actor, id)
	if err != nil {
		return item, err
	}
	return item, core.CheckVersion(seen, item.Version, view)
}

// edit changes the fields of an item that is locked.
func (steps *Steps) edit(tx *store.Tx, actor models.Actor, item remediation.Item, edit ItemEdit) error {
	load, err := tx.Workload(item.WorkloadID)
	if err != nil {
		return err
	}
	views, err := steps.viewsOf(tx, load.ID)
	if err != nil {
		return err
	}
	m := itemMaker{Steps: steps, tx: tx, actor: actor, load: load, views: views, answers: answersByQuestion{}}
	now := item
	now.ItemFields = edit.Fields.Apply(item.ItemFields)
	if edit.Practices != nil {
		if now.Practices, err = m.refs(*edit.Practices); err != nil {
			return err
		}
	}
	if err := now.Check(); err != nil {
		return err
	}
	if err := m.changed(item, &now); err != nil {
		return err
	}
	return steps.put(tx, actor, item, now)
}

// changed checks what an edit gave an item, and what follows from it.
func (m *itemMaker) changed(was remediation.Item, now *remediation.Item) error {
	if now.Owner != was.Owner {
		if err := m.checkOwner(m.tx, m.load, &now.Owner); err != nil {
			return err
		}
	}
	if !slices.Equal(now.Needs, was.Needs) {
		if err := m.checkNeeds(m.tx, m.actor, *now, was.Needs); err != nil {
			return err
		}
	}
	if now.DueOn != was.DueOn {
		now.DueSource = remediation.DueAgreed
		if now.DueOn == "" {
			now.DueSource = remediation.NoDueDate
		}
		if was.FirstDueOn == "" {
			now.FirstDueOn = now.DueOn
		}
	}
	if slices.Equal(now.Practices, was.Practices) {
		return nil
	}
	if err := m.mayChange(m.tx, m.actor, m.load.Place(), now.Practices); err != nil {
		return err
	}
	if err := answersTo(m.tx, now.Practices, m.answers); err != nil {
		return err
	}
	list := states(now.Practices, m.answers)
	lost := now.Status == remediation.Done && len(list) > 0 && !remediation.AllClosed(list)
	now.Status = remediation.Follow(now.Status, list, lost)
	for _, p := range now.Practices {
		if err := store.FollowReview(m.tx, m.views[p.ReviewID].Review); err != nil {
			return err
		}
	}
	return nil
}

// put stores a changed item, with its activity and its audit line. Where nothing changed it does nothing.
func (steps *Steps) put(tx *store.Tx, actor models.Actor, was, now remediation.Item) error {
	changes := itemChanges(was, now)
	if len(changes) == 0 {
		return nil
	}
	moment := steps.core.Now()
	steps.settle(&now, was, actor, moment)
	now.Version++
	now.UpdatedAt, now.UpdatedBy = moment, actor.Name
	if err := store.Items(tx).Update(now); err != nil {
		return err
	}
	if err := store.ItemTalk(tx).AddActivity(steps.activitiesOf(actor, was, now, changes)...); err != nil {
		return err
	}
	if err := steps.Tell.assigned(tx, actor, was, now); err != nil {
		return err
	}
	if was.Status == remediation.Done && now.Status.Active() {
		if err := steps.Tell.cameBack(tx, actor, now, was.ClosedByID, now.StatusNote); err != nil {
			return err
		}
	}
	return steps.record(tx, actor, models.UpdateItem, now, changes)
}

// settle sets the moments that follow from a change of status.
func (steps *Steps) settle(now *remediation.Item, was remediation.Item, actor models.Actor, moment time.Time) {
	if now.Status == was.Status {
		return
	}
	if now.Status == remediation.InProgress && now.StartedAt.IsZero() {
		now.StartedAt = moment
	}
	switch {
	case !now.Status.Active():
		now.ClosedAt, now.ClosedBy, now.ClosedByID = moment, actor.Name, actor.UserID
	case !was.Status.Active():
		now.ClosedAt, now.ClosedBy, now.ClosedByID = time.Time{}, "", ""
		if was.Status == remediation.Done {
			now.Reopened++
		}
	}
}

// Move gives an item another status. Done is not reached this way: see Verify.
func (i Items) Move(ctx context.Context, id string, move remediation.StatusMove,
	seen models.IfMatch) (ItemView, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, i.core, func(tx *store.Tx) (ItemView, error) {
		item, err := i.steps.toChange(tx, actor, id, seen)
		if err != nil {
			return ItemView{}, err
		}
		if err := i.steps.move(tx, actor, item, move); err != nil {
			return ItemView{}, err
		}
		return i.steps.view(tx, actor, id)
	})
}

func (steps *Steps) move(tx *store.Tx, actor models.Actor, item remediation.Item, move remediation.StatusMove) error {
	if err := move.Check(item.Status); err != nil {
		return err
	}
	now := item
	now.Status, now.StatusNote, now.WontDoReason = move.To, move.Note, move.Reason
	if now.Status.Active() && now.Status != remediation.ToVerify {
		known := answersByQuestion{}
		if err := answersTo(tx, item.Practices, known); err != nil {
			return err
		}
		if remediation.AllClosed(states(item.Practices, known)) {
			return models.Errorf(models.CodeConflict,
				"all its practices are in place: verify the item, or change its practices first")
		}
	}
	return steps.put(tx, actor, item, now)
}

// Delete takes out an item with its comments and activity. It repeats the number, so that nothing goes by mistake.
func (i Items) Delete(ctx context.Context, id string, confirm string) error {
	actor := models.ActorFrom(ctx)
	return i.core.Store.Write(ctx, func(tx *store.Tx) error {
		item, err := i.steps.item(tx, actor, models.DeleteItem, id)
		if err != nil {
			return err
		}
		if strings.TrimPrefix(confirm, "#") != strconv.Itoa(item.Number) {
			return models.InvalidInput(models.FieldFault{Field: "confirm", Message: "must be the number of the item"})
		}
		if err := store.Items(tx).Delete(item.ID); err != nil {
			return err
		}
		return i.steps.record(tx, actor, models.DeleteItem, item, core.AddChange(nil, "title", item.Title, ""))
	})
}
