package service

import (
	"context"

	"plumbline/models"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// IfMatch is the version a client saw of what it wants to change; nil is a client that does not mind.
type IfMatch *int

// fresh refuses a change of something that has changed since the client saw it.
func fresh(seen IfMatch, version int, current any) error {
	if seen == nil || *seen == version {
		return nil
	}
	e := models.Errorf(models.Stale, "somebody changed this meanwhile (it is at version %d now); nothing was overwritten", version)
	e.Current = current
	return e
}

// PutDraft gives a lens a new draft in place of the one it has. A published lens keeps its name.
func (l Lenses) PutDraft(ctx context.Context, ref string, document []byte, seen IfMatch) (models.Lens, questionnaires.Problems, error) {
	doc, problems, err := parse(document)
	if err != nil {
		return models.Lens{}, problems, err
	}
	actor := models.ActorFrom(ctx)
	lens, err := write(ctx, l.floor, func(tx *store.Tx) (models.Lens, error) {
		lens, err := livingLens(tx, actor, models.ImportLens, ref)
		if err != nil {
			return lens, err
		}
		if err := fresh(seen, lens.Version, lens); err != nil {
			return lens, err
		}
		if err := mayBeNamed(tx, lens, doc.Name); err != nil {
			return lens, err
		}
		if err := tx.PutDraft(lens.ID, document); err != nil {
			return lens, err
		}
		lens.HasDraft = true
		if lens.Latest == "" {
			lens.Name, lens.Description = doc.Name, doc.Description
		}
		if err := l.touchLens(tx, actor, lens); err != nil {
			return lens, err
		}
		if err := l.record(tx, actor, deed{action: models.ImportLens, kind: "lens", id: lens.ID,
			changes: changed(nil, "draft", "", doc.Name)}); err != nil {
			return lens, err
		}
		return tx.Lens(lens.ID)
	})
	return lens, problems, err
}

func mayBeNamed(tx *store.Tx, lens models.Lens, name string) error {
	if models.Fold(name) == models.Fold(lens.Name) {
		return nil
	}
	if lens.Latest != "" {
		return models.Errorf(models.Conflict, "a published lens keeps its name: the draft must be named %q, not %q", lens.Name, name)
	}
	if _, err := tx.LensByName(lens.WorkspaceID, name); models.CodeOf(err) != models.NotFound {
		if err != nil {
			return err
		}
		return models.Errorf(models.Conflict, "another lens is named %q", name)
	}
	return nil
}

// Draft gives the draft's document as it was imported.
func (l Lenses) Draft(ctx context.Context, ref string) ([]byte, error) {
	actor := models.ActorFrom(ctx)
	return read(ctx, l.floor, func(tx *store.Tx) ([]byte, error) {
		lens, err := livingLens(tx, actor, models.ReadLens, ref)
		if err != nil {
			return nil, err
		}
		return draftOf(tx, lens)
	})
}

func draftOf(tx *store.Tx, lens models.Lens) ([]byte, error) {
	document, err := tx.Draft(lens.ID)
	if models.CodeOf(err) == models.NotFound {
		return nil, models.Errorf(models.NotFound, "the lens %q has no draft", lens.Key)
	}
	return document, err
}

// DiscardDraft throws the draft away; a lens that was never published goes with it.
func (l Lenses) DiscardDraft(ctx context.Context, ref string) error {
	actor := models.ActorFrom(ctx)
	return l.store.Write(ctx, func(tx *store.Tx) error {
		lens, err := livingLens(tx, actor, models.ImportLens, ref)
		if err != nil {
			return err
		}
		if _, err := draftOf(tx, lens); err != nil {
			return err
		}
		if err := tx.DeleteDraft(lens.ID); err != nil {
			return err
		}
		lens.HasDraft = false
		if lens.Latest == "" {
			lens.DeletedAt = l.now()
		}
		if err := l.touchLens(tx, actor, lens); err != nil {
			return err
		}
		return l.record(tx, actor, deed{action: models.ImportLens, kind: "lens", id: lens.ID,
			changes: changed(nil, "draft", lens.Name, "")})
	})
}
