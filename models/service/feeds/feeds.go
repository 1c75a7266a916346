// Package feeds has the operations of calendar feeds: people create and revoke the secret addresses by which their
// calendar programs read due dates, and the programs read them.
//
// It may import models, models/feed, models/remediation, the store, core, access, its credentials and plan.
package feeds

import (
	"context"

	"plumbline/models"
	"plumbline/models/feed"
	"plumbline/models/service/access"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/service/plan"
	"plumbline/models/store"
)

// Feeds are the operations of calendar feeds.
type Feeds struct {
	core   *core.OperationBase
	access *access.Steps
	items  plan.Items
	reads  *credentials.GuestOpenings // how often one may be read at once
}

// New makes the operations.
func New(base *core.OperationBase, who *access.Steps, items plan.Items) Feeds {
	return Feeds{base, who, items, credentials.NewGuestOpenings()}
}

const kind = "calendar feed"

// Create makes a feed of the person and returns its secret, which is kept as a hash only. The same form sent again
// makes no second one, and gets the same secret.
func (f Feeds) Create(ctx context.Context, in feed.Input, idem models.IdempotencyKey) (secret string, made feed.Token,
	err error) {
	actor := models.ActorFrom(ctx)
	if err := models.Validate(&in); err != nil {
		return "", made, err
	}
	err = f.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, models.ManageOwnKeys, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return err
		}
		secret = credentials.SecretFor(credentials.FeedPrefix, idem)
		id, err := f.core.MadeBefore(tx, actor, idem, kind)
		if err != nil {
			return err
		}
		if id != "" {
			made, err = store.Feeds(tx).Get(id)
			return core.SinceDeleted(err)
		}
		if made, err = f.create(tx, actor, secret, in); err != nil {
			return err
		}
		return f.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: kind, ID: made.ID})
	})
	return secret, made, err
}

func (f Feeds) create(tx *store.Tx, actor models.Actor, secret string, in feed.Input) (feed.Token, error) {
	made := feed.Token{ID: models.NewID(), WorkspaceID: actor.WorkspaceID, UserID: actor.UserID, WorkloadID: in.WorkloadID,
		Name: in.Name, Hint: secret[len(secret)-4:], Hash: credentials.HashSecret(secret), CreatedAt: f.core.Now(),
		CreatedBy: actor.Name}
	changes := core.AddChange(nil, "name", "", in.Name)
	if in.WorkloadID != "" {
		load, err := core.Workload(tx, actor, models.ReadItem, in.WorkloadID)
		if err != nil {
			return made, err
		}
		changes = core.AddChange(changes, "workload", "", load.Name)
	}
	active, err := store.Feeds(tx).Active(actor.UserID, actor.WorkspaceID)
	if err != nil {
		return made, err
	}
	if len(active) >= feed.MaxActive {
		return made, models.Errorf(models.CodeConflict, "you have %d calendar feeds: revoke one first", len(active))
	}
	if err := store.Feeds(tx).Create(made); err != nil {
		return made, err
	}
	return made, f.record(tx, actor, models.ManageOwnKeys, made, changes)
}

func (f Feeds) record(tx *store.Tx, actor models.Actor, action models.Action, about feed.Token,
	changes []models.FieldChange) error {
	return f.core.Record(tx, actor, core.AuditEntry{Action: action, Kind: kind, ID: about.ID,
		WorkloadID: about.WorkloadID, Workspace: about.WorkspaceID, Changes: changes})
}

// ListOwn returns the person's own feeds in the workspace, newest first, revoked ones too.
func (f Feeds) ListOwn(ctx context.Context, p models.PageRequest) (models.ResultPage[feed.Token], error) {
	return f.list(ctx, models.ManageOwnKeys, models.ActorFrom(ctx).UserID, p)
}

// List returns the feeds of all people of the workspace.
func (f Feeds) List(ctx context.Context, p models.PageRequest) (models.ResultPage[feed.Token], error) {
	return f.list(ctx, models.ManageTokens, "", p)
}

func (f Feeds) list(ctx context.Context, action models.Action, userID string,
	p models.PageRequest) (models.ResultPage[feed.Token], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, f.core, func(tx *store.Tx) (models.ResultPage[feed.Token], error) {
		if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return models.ResultPage[feed.Token]{}, err
		}
		rows, err := store.ListFeeds(tx, actor.WorkspaceID, userID, p)
		return core.PageOf(rows, p, store.FeedCursor), err
	})
}

// RevokeOwn ends one of the person's own feeds at once. Revoking it again changes nothing.
func (f Feeds) RevokeOwn(ctx context.Context, id string) error {
	return f.revoke(ctx, models.ManageOwnKeys, id)
}

// Revoke ends any feed of the workspace.
func (f Feeds) Revoke(ctx context.Context, id string) error {
	return f.revoke(ctx, models.ManageTokens, id)
}

func (f Feeds) revoke(ctx context.Context, action models.Action, id string) error {
	actor := models.ActorFrom(ctx)
	return f.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return err
		}
		found, err := store.Feeds(tx).Get(id)
		if err == nil {
			err = models.Allow(actor, action, found)
		}
		if models.CodeOf(err) == models.CodeNotFound ||
			err == nil && action == models.ManageOwnKeys && found.UserID != actor.UserID {
			return models.Errorf(models.CodeNotFound, "there is no calendar feed %q in this workspace", id)
		}
		if err != nil || !found.RevokedAt.IsZero() {
			return err
		}
		if err := store.Feeds(tx).Revoke(id, f.core.Now()); err != nil {
			return err
		}
		return f.record(tx, actor, action, found, core.AddChange(nil, "revoked", "no", "yes"))
	})
}

// Workloads names the workloads of feeds, by id, as far as the person reaches them.
func (f Feeds) Workloads(ctx context.Context, list []feed.Token) (map[string]string, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, f.core, func(tx *store.Tx) (map[string]string, error) {
		names := map[string]string{}
		for _, one := range list {
			if one.WorkloadID == "" {
				continue
			}
			load, err := core.Workload(tx, actor, models.ReadItem, one.WorkloadID)
			if err != nil && !core.IsDenied(err) {
				return nil, err
			}
			if err == nil {
				names[one.WorkloadID] = load.Name
			}
		}
		return names, nil
	})
}
