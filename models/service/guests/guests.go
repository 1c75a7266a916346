// Package guests has the operations of those who make guest links: create, list, see who opened one, end. Opening one
// is sign-in, and stands in access.
//
// It may import models, the store, core, access/credentials and reviews.
package guests

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// GuestLinks are the operations of guest links.
type GuestLinks struct {
	core    *core.OperationBase
	reviews *reviews.Steps
	hash    PasscodeHash
}

// PasscodeHash makes of a passcode what is kept of it.
type PasscodeHash func(ctx context.Context, passcode string) (string, error)

// New makes the operations.
func New(base *core.OperationBase, reviewSteps *reviews.Steps, hash PasscodeHash) GuestLinks {
	return GuestLinks{base, reviewSteps, hash}
}

const linkKind = "guest link"

// Create makes a guest link to a review and returns its secret, which is kept as a hash only. The same form sent again
// makes no second one, and gets the same secret.
func (g GuestLinks) Create(ctx context.Context, at models.ReviewPath, in models.GuestInput,
	idem models.IdempotencyKey) (secret string, link models.GuestLink, err error) {
	if err := g.check(&in); err != nil {
		return "", link, err
	}
	phc := ""
	if in.Passcode != "" { // before the transaction: hashing takes long
		if phc, err = g.hash(ctx, in.Passcode); err != nil {
			return "", link, err
		}
	}
	actor := models.ActorFrom(ctx)
	err = g.core.Store.Write(ctx, func(tx *store.Tx) error {
		review, err := g.reviews.Find(tx, actor, models.ManageGuests, at)
		if err != nil {
			return err
		}
		secret = credentials.SecretFor(credentials.GuestPrefix, idem)
		if link, err = g.madeBefore(tx, actor, idem, review); err != nil || link.ID != "" {
			return err
		}
		link = models.GuestLink{
			ID:          models.NewID(),
			WorkspaceID: review.Owner,
			WorkloadID:  review.WorkloadID,
			LensID:      review.LensID,
			Name:        in.Name,
			Hash:        credentials.HashSecret(secret),
			Passcode:    phc,
			ExpiresAt:   in.ExpiresAt.UTC().Truncate(time.Microsecond),
			CreatedAt:   g.core.Now(),
			CreatedBy:   actor.Name,
		}
		if err := tx.CreateGuestLink(link); err != nil {
			return err
		}
		if err := g.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: linkKind, ID: link.ID}); err != nil {
			return err
		}
		changes := core.AddChange(core.AddChange(nil, "name", "", in.Name), "lens", "", review.Lens.Key)
		changes = core.AddChange(changes, "passcode", "", core.YesNo(phc != ""))
		return g.core.Record(tx, actor, entryOf(link, core.AddChange(changes, "expires_at", "",
			link.ExpiresAt.Format(time.RFC3339))))
	})
	return secret, link, err
}

// madeBefore is the link that the same form made, empty if it made none.
func (g GuestLinks) madeBefore(tx *store.Tx, actor models.Actor, idem models.IdempotencyKey,
	review reviews.ReviewView) (models.GuestLink, error) {
	id, err := g.core.MadeBefore(tx, actor, idem, linkKind)
	if err != nil || id == "" {
		return models.GuestLink{}, err
	}
	link, err := linkOf(tx, review, id)
	if err == nil && link.State(g.core.Now()) != models.GuestLinkActive {
		err = models.Errorf(models.CodeConflict, "the link that this form created has ended since: create another one")
	}
	return link, core.SinceDeleted(err)
}

func (g GuestLinks) check(in *models.GuestInput) error {
	if err := models.Validate(in); err != nil {
		return err
	}
	if now := g.core.Now(); !in.ExpiresAt.After(now) || in.ExpiresAt.After(now.Add(models.MaxGuestTTL)) {
		return models.InvalidInput(models.FieldFault{Field: "expires_at",
			Message: "must lie in the future, at most a year ahead"})
	}
	return nil
}

func entryOf(link models.GuestLink, changes []models.FieldChange) core.AuditEntry {
	return core.AuditEntry{Action: models.ManageGuests, Kind: linkKind, ID: link.ID, WorkloadID: link.WorkloadID,
		Workspace: link.WorkspaceID, Changes: changes}
}

// List returns the guest links to a review, newest first, ended ones included; without a lens in the path, those to all
// reviews of the workload.
func (g GuestLinks) List(ctx context.Context, at models.ReviewPath,
	p models.PageRequest) (models.ResultPage[models.GuestLink], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, g.core, func(tx *store.Tx) (models.ResultPage[models.GuestLink], error) {
		workload, lens, err := g.listed(tx, actor, at)
		if err != nil {
			return models.ResultPage[models.GuestLink]{}, err
		}
		rows, err := tx.GuestLinks(workload, lens, p)
		return core.PageOf(rows, p, store.GuestLinkCursor), err
	})
}

// listed gives the ids of workload and lens that are to be listed.
func (g GuestLinks) listed(tx *store.Tx, actor models.Actor, at models.ReviewPath) (workload, lens string, err error) {
	if at.Lens == "" {
		load, err := core.Workload(tx, actor, models.ManageGuests, at.Workload)
		return load.ID, "", err
	}
	review, err := g.reviews.Find(tx, actor, models.ManageGuests, at)
	return review.WorkloadID, review.LensID, err
}

// Revoke ends a guest link at once, with the sessions that it opened. Revoking it again changes nothing.
func (g GuestLinks) Revoke(ctx context.Context, at models.ReviewPath, id string) error {
	actor := models.ActorFrom(ctx)
	return g.core.Store.Write(ctx, func(tx *store.Tx) error {
		review, err := g.reviews.Find(tx, actor, models.ManageGuests, at)
		if err != nil {
			return err
		}
		link, err := linkOf(tx, review, id)
		if err != nil || !link.RevokedAt.IsZero() {
			return err
		}
		if err := tx.RevokeGuestLink(id, g.core.Now()); err != nil {
			return err
		}
		return g.core.Record(tx, actor, entryOf(link, core.AddChange(nil, "revoked", "no", "yes")))
	})
}

// linkOf finds a guest link to the review.
func linkOf(tx *store.Tx, review reviews.ReviewView, id string) (models.GuestLink, error) {
	link, err := tx.GuestLink(id)
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && (link.WorkloadID != review.WorkloadID ||
		link.LensID != review.LensID)) {
		return models.GuestLink{}, models.Errorf(models.CodeNotFound, "there is no guest link %q to this review", id)
	}
	return link, err
}
