package reviews

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// Shares are the operations of sharing with other workspaces.
type Shares struct {
	core  *core.OperationBase
	steps *Steps
}

// SharedThing names what is shared: a workload by id, a lens by id or key.
type SharedThing struct {
	Kind models.ShareKind
	Ref  string
}

// ShareView is a share with the workspace that offers it.
type ShareView struct {
	models.Share
	From models.Workspace
}

// sharedThing is a thing that was looked up.
type sharedThing struct {
	id, name, workloadID string
}

// thingOf finds what is to be shared and asks whether the actor may do that. In a write transaction it stays locked,
// so that shares of one thing are changed one after the other.
func thingOf(tx *store.Tx, actor models.Actor, t SharedThing) (sharedThing, error) {
	if t.Kind == models.WorkloadShare {
		load, err := core.Workload(tx, actor, models.ShareWorkload, t.Ref)
		return sharedThing{load.ID, load.Name, load.ID}, err
	}
	lens, err := lenses.FindLiving(tx, actor, models.ShareLens, t.Ref)
	return sharedThing{lens.ID, lens.Name, ""}, err
}

func shareAction(kind models.ShareKind) models.Action {
	if kind == models.WorkloadShare {
		return models.ShareWorkload
	}
	return models.ShareLens
}

// Offer offers a thing to the workspace with an account id. Whether there is such a workspace is not looked up, so
// nobody finds that out here.
func (s Shares) Offer(ctx context.Context, thing SharedThing, in models.ShareInput,
	idem models.IdempotencyKey) (models.Share, error) {
	if err := models.Validate(&in); err != nil {
		return models.Share{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, s.core, func(tx *store.Tx) (models.Share, error) {
		what, err := thingOf(tx, actor, thing)
		if err != nil {
			return models.Share{}, err
		}
		id, err := s.core.MadeBefore(tx, actor, idem, "share")
		if err != nil {
			return models.Share{}, err
		}
		if id != "" {
			share, err := tx.Share(id)
			return share.At(s.core.Now()), core.SinceDeleted(err)
		}
		if err := s.mayOffer(tx, actor, what, in); err != nil {
			return models.Share{}, err
		}
		share := models.Share{
			ID:          models.NewID(),
			Kind:        thing.Kind,
			ThingID:     what.id,
			ThingName:   what.name,
			WorkspaceID: actor.WorkspaceID,
			AccountID:   in.AccountID,
			Role:        in.Role,
			Status:      models.SharePending,
			CreatedAt:   s.core.Now(),
			CreatedBy:   actor.Name,
			ExpiresAt:   s.core.Now().Add(models.ShareTTL),
		}
		if err := tx.CreateShare(share); err != nil {
			return share, err
		}
		if err := s.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "share", ID: share.ID}); err != nil {
			return share, err
		}
		changes := core.AddChange(nil, string(thing.Kind), "", what.name)
		changes = core.AddChange(core.AddChange(changes, "account_id", "", in.AccountID), "role", "", string(in.Role))
		return share, s.core.Record(tx, actor, core.AuditEntry{Action: shareAction(thing.Kind), Kind: "share",
			ID: share.ID, WorkloadID: what.workloadID,
			Changes: changes})
	})
}

func (s Shares) mayOffer(tx *store.Tx, actor models.Actor, what sharedThing, in models.ShareInput) error {
	own, err := tx.Workspace(actor.WorkspaceID)
	if err != nil {
		return err
	}
	if own.AccountID == in.AccountID {
		return models.InvalidInput(models.FieldFault{Field: "account_id",
			Message: "is that of this workspace, which has it already"})
	}
	_, err = tx.LiveShare(what.id, in.AccountID, s.core.Now())
	if err == nil {
		return models.Errorf(models.CodeConflict, "this is shared with %s already, or offered: revoke that share first",
			in.AccountID)
	}
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}

// ListOf returns the shares of a thing, newest first, ended ones included.
func (s Shares) ListOf(ctx context.Context, thing SharedThing, p models.PageRequest) (models.ResultPage[models.Share],
	error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, s.core, func(tx *store.Tx) (models.ResultPage[models.Share], error) {
		what, err := thingOf(tx, actor, thing)
		if err != nil {
			return models.ResultPage[models.Share]{}, err
		}
		rows, err := tx.SharesOf(what.id, p)
		page := core.PageOf(rows, p, store.ShareCursor)
		for i := range page.Items {
			page.Items[i] = page.Items[i].At(s.core.Now())
		}
		return page, err
	})
}

// Get returns one share of a thing.
func (s Shares) Get(ctx context.Context, thing SharedThing, id string) (models.Share, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, s.core, func(tx *store.Tx) (models.Share, error) {
		what, err := thingOf(tx, actor, thing)
		if err != nil {
			return models.Share{}, err
		}
		share, err := shareOf(tx, thing.Kind, what, id)
		return share.At(s.core.Now()), err
	})
}

// shareOf finds a share of the thing. In a write transaction it stays locked.
func shareOf(tx *store.Tx, kind models.ShareKind, what sharedThing, id string) (models.Share, error) {
	share, err := tx.Share(id)
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && share.ThingID != what.id) {
		return models.Share{}, models.Errorf(models.CodeNotFound, "there is no share %q of this %s", id, kind)
	}
	return share, err
}

// Revoke ends a share of a thing at once, accepted or not. One that has ended already stays as it is.
func (s Shares) Revoke(ctx context.Context, thing SharedThing, id string) error {
	actor := models.ActorFrom(ctx)
	return s.core.Store.Write(ctx, func(tx *store.Tx) error {
		what, err := thingOf(tx, actor, thing)
		if err != nil {
			return err
		}
		share, err := shareOf(tx, thing.Kind, what, id)
		if err != nil {
			return err
		}
		was := share.At(s.core.Now()).Status
		if was != models.SharePending && was != models.ShareAccepted {
			return nil
		}
		share.Status, share.DecidedAt, share.DecidedBy = models.ShareRevoked, s.core.Now(), actor.Name
		if err := tx.UpdateShare(share); err != nil {
			return err
		}
		if err := endWithShare(tx, share); err != nil {
			return err
		}
		return s.core.Record(tx, actor, core.AuditEntry{Action: shareAction(share.Kind), Kind: "share", ID: id,
			WorkloadID: what.workloadID,
			Changes:    core.AddChange(nil, "status", string(was), string(share.Status))})
	})
}

// Received returns what other workspaces offer to the actor's, newest first: open, accepted, rejected and expired.
func (s Shares) Received(ctx context.Context, p models.PageRequest) (models.ResultPage[ShareView], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, s.core, func(tx *store.Tx) (models.ResultPage[ShareView], error) {
		own, err := receivingActor(tx, actor, models.ReadShares)
		if err != nil {
			return models.ResultPage[ShareView]{}, err
		}
		rows, err := tx.SharesWith(own.AccountID, p)
		if err != nil {
			return models.ResultPage[ShareView]{}, err
		}
		page := core.PageOf(rows, p, store.ShareCursor)
		views := make([]ShareView, len(page.Items))
		for i, share := range page.Items {
			if views[i], err = s.steps.shareView(tx, share); err != nil {
				return models.ResultPage[ShareView]{}, err
			}
		}
		return models.ResultPage[ShareView]{Items: views, Next: page.Next}, nil
	})
}

// Offered returns one of the shares that other workspaces offer to the actor's.
func (s Shares) Offered(ctx context.Context, id string) (ShareView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, s.core, func(tx *store.Tx) (ShareView, error) {
		own, err := receivingActor(tx, actor, models.ReadShares)
		if err != nil {
			return ShareView{}, err
		}
		share, err := offeredTo(tx, own, id)
		if err != nil {
			return ShareView{}, err
		}
		return s.steps.shareView(tx, share)
	})
}

// Waiting returns how many of those offers wait for an answer. One waits for a week, so they are among the latest.
func (s Shares) Waiting(ctx context.Context) (int, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, s.core, func(tx *store.Tx) (int, error) {
		own, err := receivingActor(tx, actor, models.ReadShares)
		if err != nil {
			return 0, err
		}
		rows, err := tx.SharesWith(own.AccountID, models.PageRequest{Limit: models.MaxPage})
		waiting := 0
		for _, share := range rows {
			if share.At(s.core.Now()).Status == models.SharePending {
				waiting++
			}
		}
		return waiting, err
	})
}

// offeredTo finds a share that is offered to the workspace. In a write transaction it stays locked.
func offeredTo(tx *store.Tx, own models.Workspace, id string) (models.Share, error) {
	share, err := tx.Share(id)
	if models.CodeOf(err) == models.CodeNotFound ||
		(err == nil && (share.AccountID != own.AccountID || share.Status == models.ShareRevoked)) {
		return models.Share{}, models.Errorf(models.CodeNotFound, "no share %q is offered to this workspace", id)
	}
	return share, err
}

// receivingActor is the actor's workspace, for what is offered to it.
func receivingActor(tx *store.Tx, actor models.Actor, action models.Action) (models.Workspace, error) {
	if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return models.Workspace{}, err
	}
	return tx.Workspace(actor.WorkspaceID)
}

func (steps *Steps) shareView(tx *store.Tx, share models.Share) (ShareView, error) {
	from, err := tx.Workspace(share.WorkspaceID)
	return ShareView{share.At(steps.core.Now()), from}, err
}

// Accept takes an offer: from then on the thing is among the workspace's own, with the rights of the share. Accepting
// again changes nothing.
func (s Shares) Accept(ctx context.Context, id string) (ShareView, error) {
	return s.answer(ctx, id, models.ShareAccepted)
}

// Reject turns an offer down, or leaves a share that was accepted. Rejecting again changes nothing.
func (s Shares) Reject(ctx context.Context, id string) (ShareView, error) {
	return s.answer(ctx, id, models.ShareRejected)
}

func (s Shares) answer(ctx context.Context, id string, to models.ShareStatus) (ShareView, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, s.core, func(tx *store.Tx) (ShareView, error) {
		own, err := receivingActor(tx, actor, models.AnswerShares)
		if err != nil {
			return ShareView{}, err
		}
		share, err := offeredTo(tx, own, id)
		if err != nil {
			return ShareView{}, err
		}
		was := share.At(s.core.Now()).Status
		if err := mayBecome(share, was, to); err != nil || was == to {
			view, lost := s.steps.shareView(tx, share)
			if err == nil {
				err = lost
			}
			return view, err
		}
		share.TargetID, share.Status, share.DecidedAt, share.DecidedBy = own.ID, to, s.core.Now(), actor.Name
		if err := tx.UpdateShare(share); err != nil {
			return ShareView{}, err
		}
		if err := endWithShare(tx, share); err != nil {
			return ShareView{}, err
		}
		if err := s.steps.recordAnswer(tx, actor, share, was); err != nil {
			return ShareView{}, err
		}
		return s.steps.shareView(tx, share)
	})
}

// mayBecome says which answers an offer takes.
func mayBecome(share models.Share, was, to models.ShareStatus) error {
	switch {
	case was == models.ShareExpired:
		return models.Errorf(models.CodeConflict, "this offer expired on %s: ask for a new one",
			timezone.UTC.Time(share.ExpiresAt))
	case was == models.ShareRejected && to == models.ShareAccepted:
		return models.Errorf(models.CodeConflict, "this offer was rejected: ask for a new one")
	}
	return nil
}

// recordAnswer leaves a line in the chains of both workspaces.
func (steps *Steps) recordAnswer(tx *store.Tx, actor models.Actor, share models.Share, was models.ShareStatus) error {
	d := core.AuditEntry{Action: models.AnswerShares, Kind: "share", ID: share.ID, WorkloadID: share.Place().WorkloadID,
		Changes: core.AddChange(nil, "status", string(was), string(share.Status))}
	if err := steps.core.Record(tx, actor, d); err != nil {
		return err
	}
	d.Workspace = share.WorkspaceID
	return steps.core.Record(tx, actor, d)
}
