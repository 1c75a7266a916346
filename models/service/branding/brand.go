// Package branding has the operations of how reports of a workspace look and of its saved presets.
//
// Whoever may change the settings of the workspace changes them; whoever may read a report of the workspace has them
// applied. It may import models, models/branding, the store and core.
package branding

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Brands are the operations of how the reports of a workspace look.
type Brands struct{ core *core.OperationBase }

// Presets are the operations of saved presets.
type Presets struct{ core *core.OperationBase }

// New makes the operations.
func New(base *core.OperationBase) (Brands, Presets) { return Brands{base}, Presets{base} }

// Get gives the brand of the actor's workspace.
func (b Brands) Get(ctx context.Context) (branding.Brand, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, b.core, func(tx *store.Tx) (branding.Brand, error) {
		if err := models.Allow(actor, models.ReadWorkspace, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return branding.Brand{}, err
		}
		return store.Branding(tx).Brand(actor.WorkspaceID)
	})
}

// Update changes the colours and the footer that the patch names. One that changes nothing writes no audit line.
func (b Brands) Update(ctx context.Context, patch branding.Patch, seen models.IfMatch) (branding.Brand, error) {
	return b.change(ctx, seen, func(brand *branding.Brand) error {
		brand.Fields = patch.Apply(brand.Fields)
		return brand.Check()
	})
}

// SetLogo checks a picture, draws it anew and keeps that. It takes the place of the one before.
func (b Brands) SetLogo(ctx context.Context, data []byte, seen models.IfMatch) (branding.Brand, error) {
	actor := models.ActorFrom(ctx)
	if err := models.Allow(actor, models.UpdateReports, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return branding.Brand{}, err // before the picture is read
	}
	logo, err := branding.ReadLogo(data)
	if err != nil {
		return branding.Brand{}, err
	}
	return b.change(ctx, seen, func(brand *branding.Brand) error {
		brand.Logo = logo
		return nil
	})
}

// RemoveLogo takes the logo away; without one it changes nothing.
func (b Brands) RemoveLogo(ctx context.Context, seen models.IfMatch) (branding.Brand, error) {
	return b.change(ctx, seen, func(brand *branding.Brand) error {
		brand.Logo = branding.Logo{}
		return nil
	})
}

func (b Brands) change(ctx context.Context, seen models.IfMatch, edit func(*branding.Brand) error) (branding.Brand,
	error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, b.core, func(tx *store.Tx) (branding.Brand, error) {
		if err := models.Allow(actor, models.UpdateReports, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return branding.Brand{}, err
		}
		if err := tx.Alone("report brand\n" + actor.WorkspaceID); err != nil {
			return branding.Brand{}, err
		}
		was, err := store.Branding(tx).Brand(actor.WorkspaceID)
		if err != nil {
			return was, err
		}
		if err := core.CheckVersion(seen, was.Version, was); err != nil {
			return was, err
		}
		now := was
		if err := edit(&now); err != nil {
			return was, err
		}
		changes := core.AddChange(core.FieldChanges(was.Fields, now.Fields), "logo", logoText(was.Logo), logoText(now.Logo))
		if len(changes) == 0 {
			return was, nil
		}
		now.Version, now.UpdatedAt, now.UpdatedBy = was.Version+1, b.core.Now(), actor.Name
		if err := store.Branding(tx).PutBrand(now); err != nil {
			return was, err
		}
		return now, b.core.Record(tx, actor, core.AuditEntry{Action: models.UpdateReports, Kind: "report brand",
			ID: actor.WorkspaceID, Changes: changes})
	})
}

// logoText is how an audit line tells one logo from another: its size and the beginning of its SHA-256.
func logoText(l branding.Logo) string {
	if l.Empty() {
		return ""
	}
	sum := sha256.Sum256(l.PNG)
	return strconv.Itoa(l.Width) + "×" + strconv.Itoa(l.Height) + " " + hex.EncodeToString(sum[:8])
}
