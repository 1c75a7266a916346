package outbox

import (
	"context"

	"plumbline/models"
	"plumbline/models/delivery"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Deliveries are the operations of what leaves the server: for administrators.
type Deliveries struct {
	core  *core.OperationBase
	steps *Steps
}

// List gives deliveries, newest first, never with what they say.
func (d Deliveries) List(ctx context.Context, query delivery.Query) (models.ResultPage[delivery.Delivery], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, d.core, func(tx *store.Tx) (models.ResultPage[delivery.Delivery], error) {
		if err := models.Allow(actor, models.ManageOutbox, nil); err != nil {
			return models.ResultPage[delivery.Delivery]{}, err
		}
		rows, err := store.Deliveries(tx, query)
		for i := range rows {
			rows[i].Payload = ""
		}
		return core.PageOf(rows, query.PageRequest, store.DeliveryCursor), err
	})
}

// Failed counts the deliveries that failed.
func (d Deliveries) Failed(ctx context.Context) (int64, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, d.core, func(tx *store.Tx) (int64, error) {
		if err := models.Allow(actor, models.ManageOutbox, nil); err != nil {
			return 0, err
		}
		return store.Outbox(tx).Count(delivery.Failed)
	})
}

// SendsMail reports whether this server sends what waits.
func (d Deliveries) SendsMail() bool { return d.steps.mails }

// Retry has a delivery sent that failed or waits for its next try, as if it were new. One whose link has ended can't
// be: Conflict.
func (d Deliveries) Retry(ctx context.Context, id string) (delivery.Delivery, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, d.core, func(tx *store.Tx) (delivery.Delivery, error) {
		was, err := d.changeable(tx, actor, id)
		if err != nil {
			return was, err
		}
		ended, err := d.steps.linkEnded(tx, was)
		if err != nil {
			return was, err
		}
		if ended || was.Payload == "" {
			return was, models.Errorf(models.CodeConflict, "the link in it has ended: make a new one")
		}
		if err := store.Outbox(tx).Requeue(id, d.core.Now(), d.steps.wake); err != nil {
			return was, err
		}
		now, err := store.Outbox(tx).Get(id)
		if err != nil {
			return was, err
		}
		now.Payload = ""
		changes := core.AddChange(nil, "state", string(was.State), string(now.State))
		return now, d.record(tx, actor, was, core.AddChange(changes, "retried", "no", "yes"))
	})
}

// Discard takes a delivery out of the outbox that failed or waits: it is not sent any more.
func (d Deliveries) Discard(ctx context.Context, id string) error {
	actor := models.ActorFrom(ctx)
	return d.core.Store.Write(ctx, func(tx *store.Tx) error {
		was, err := d.changeable(tx, actor, id)
		if err != nil {
			return err
		}
		if err := store.Outbox(tx).Delete(id); err != nil {
			return err
		}
		return d.record(tx, actor, was, core.AddChange(nil, "state", string(was.State), ""))
	})
}

// changeable finds a delivery that was not sent and is not being sent.
func (d Deliveries) changeable(tx *store.Tx, actor models.Actor, id string) (delivery.Delivery, error) {
	if err := models.Allow(actor, models.ManageOutbox, nil); err != nil {
		return delivery.Delivery{}, err
	}
	found, err := store.Outbox(tx).Get(id)
	if err != nil {
		return found, err
	}
	if found.State == delivery.Sent {
		return found, models.Errorf(models.CodeConflict, "it was sent already")
	}
	claimed, err := store.Outbox(tx).Claimed(id)
	if err == nil && claimed {
		err = models.Errorf(models.CodeConflict, "it is being sent at the moment; try again in some minutes")
	}
	return found, err
}

func (d Deliveries) record(tx *store.Tx, actor models.Actor, was delivery.Delivery,
	changes []models.FieldChange) error {
	changes = core.AddChange(changes, "about", string(was.About), "")
	changes = core.AddChange(changes, "recipient", was.Recipient, "")
	return d.core.Record(tx, actor, core.AuditEntry{Action: models.ManageOutbox, Instance: true, Kind: "delivery",
		ID: was.ID, Changes: changes})
}

// linkEnded reports whether a delivery is of no use any more: its time is over, or its link was used, ended or
// replaced.
func (steps *Steps) linkEnded(tx *store.Tx, d delivery.Delivery) (bool, error) {
	now := steps.core.Now()
	if !d.ExpiresAt.IsZero() && !now.Before(d.ExpiresAt) {
		return true, nil
	}
	if d.LinkID == "" {
		return false, nil
	}
	link, err := tx.Link(d.LinkID)
	if models.CodeOf(err) == models.CodeNotFound {
		return true, nil
	}
	return err == nil && !link.Open(now), err
}
