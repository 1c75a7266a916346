package lenses

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// Drafts are the operations of what a lens is to become: the draft, its edits, and publishing it.
type Drafts struct {
	core  *core.OperationBase
	steps *Steps
}

// Put returns a lens a new draft in place of the one it has. A published lens keeps its name.
func (l Drafts) Put(ctx context.Context, ref string, document []byte, seen models.IfMatch) (LensView,
	questionnaires.Problems, error) {
	doc, problems, err := ParseDocument(document)
	if err != nil {
		return LensView{}, problems, err
	}
	actor := models.ActorFrom(ctx)
	view, err := core.Write(ctx, l.core, func(tx *store.Tx) (LensView, error) {
		lens, err := FindLiving(tx, actor, models.ImportLens, ref)
		if err != nil {
			return LensView{}, err
		}
		old, err := viewLens(core.NewSharings(tx, actor), lens)
		if err != nil {
			return old, err
		}
		if err := core.CheckVersion(seen, lens.Version, old); err != nil {
			return old, err
		}
		if err := mayBeNamed(tx, actor, lens, doc.Name); err != nil {
			return old, err
		}
		if err := l.steps.putDraft(tx, actor, lens, lensDraft{document, doc}); err != nil {
			return old, err
		}
		now, err := tx.Lens(lens.ID)
		return LensView{now, old.Shared}, err
	})
	return view, problems, err
}

type lensDraft struct {
	document []byte
	doc      *questionnaires.Lens
}

func (steps *Steps) putDraft(tx *store.Tx, actor models.Actor, lens models.Lens, d lensDraft) error {
	if err := tx.PutDraft(lens.ID, d.document); err != nil {
		return err
	}
	lens.HasDraft = true
	if lens.Latest == "" {
		lens.Description = d.doc.Description
		lens = namedAfter(lens, d.doc)
	}
	if err := steps.Touch(tx, actor, lens); err != nil {
		return err
	}
	return steps.core.Record(tx, actor, core.AuditEntry{Action: models.ImportLens, Kind: "lens", ID: lens.ID,
		Workspace: lens.WorkspaceID,
		Changes:   core.AddChange(nil, "draft", "", d.doc.Name)})
}

func mayBeNamed(tx *store.Tx, actor models.Actor, lens models.Lens, name string) error {
	if models.FoldName(name) == models.FoldName(lens.DocumentName) {
		return nil
	}
	if lens.WorkspaceID != actor.WorkspaceID { // which names are taken there is not for others to find out
		return models.Errorf(models.CodeConflict, "a shared lens keeps its name: the draft must be named %q, not %q",
			lens.DocumentName, name)
	}
	if lens.Latest != "" {
		return models.Errorf(models.CodeConflict,
			"a published lens keeps the name in its documents: the draft must be named %q, not %q; "+
				"what is displayed can be renamed beside it", lens.DocumentName, name)
	}
	if _, err := FindByName(tx, lens.WorkspaceID, name); models.CodeOf(err) != models.CodeNotFound {
		if err != nil {
			return err
		}
		return models.Errorf(models.CodeConflict, "another lens is named %q", name)
	}
	return nil
}

// Get returns the draft's document as it was imported.
func (l Drafts) Get(ctx context.Context, ref string) ([]byte, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, l.core, func(tx *store.Tx) ([]byte, error) {
		lens, err := FindLiving(tx, actor, models.ReadLens, ref)
		if err != nil {
			return nil, err
		}
		return draftOf(tx, actor, lens)
	})
}

// draftOf returns the draft's document. For those with whom the lens is shared to be used only there is none.
func draftOf(tx *store.Tx, actor models.Actor, lens models.Lens) ([]byte, error) {
	view, err := viewLens(core.NewSharings(tx, actor), lens)
	if err != nil {
		return nil, err
	}
	document, err := tx.Draft(lens.ID)
	if err == nil && !view.HasDraft {
		document, err = nil, models.Errorf(models.CodeNotFound, "hidden")
	}
	if models.CodeOf(err) == models.CodeNotFound {
		return nil, models.Errorf(models.CodeNotFound, "the lens %q has no draft", lens.Key)
	}
	return document, err
}

// Discard throws the draft away; a lens that was never published goes with it.
func (l Drafts) Discard(ctx context.Context, ref string) error {
	actor := models.ActorFrom(ctx)
	return l.core.Store.Write(ctx, func(tx *store.Tx) error {
		lens, err := FindLiving(tx, actor, models.ImportLens, ref)
		if err != nil {
			return err
		}
		if _, err := draftOf(tx, actor, lens); err != nil {
			return err
		}
		if lens.Latest == "" { // the lens goes too
			if err := core.Allow(tx, actor, models.DeleteLens, lens.Place()); err != nil {
				return err
			}
			if _, err := tx.EndShares(lens.ID, l.core.Now(), actor.Name); err != nil {
				return err
			}
		}
		if err := tx.DeleteDraft(lens.ID); err != nil {
			return err
		}
		lens.HasDraft = false
		if lens.Latest == "" {
			lens.DeletedAt = l.core.Now()
		}
		if err := l.steps.Touch(tx, actor, lens); err != nil {
			return err
		}
		return l.core.Record(tx, actor, core.AuditEntry{Action: models.ImportLens, Kind: "lens", ID: lens.ID,
			Workspace: lens.WorkspaceID,
			Changes:   core.AddChange(nil, "draft", lens.Name, "")})
	})
}
