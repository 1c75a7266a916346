package lenses

import (
	"context"
	"strings"

	"golang.org/x/text/unicode/norm"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// Rename displays a published lens under another name, everywhere but in what is frozen or said by its documents:
// they, and exports of them, keep their name, and so does each version that follows. Milestones show the name that
// the lens had. A lens without a version is renamed by its draft.
func (l Lenses) Rename(ctx context.Context, ref string, in models.LensName, seen models.IfMatch) (LensView, error) {
	in.Name = strings.TrimSpace(norm.NFC.String(in.Name))
	if err := models.Validate(in); err != nil {
		return LensView{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, l.core, func(tx *store.Tx) (LensView, error) {
		lens, err := FindLiving(tx, actor, models.PublishLens, ref)
		if err != nil {
			return LensView{}, err
		}
		view, err := viewLens(core.NewSharings(tx, actor), lens)
		if err != nil {
			return view, err
		}
		if err := core.CheckVersion(seen, lens.Version, view); err != nil || lens.Name == in.Name {
			return view, err
		}
		if lens.Latest == "" {
			return view, models.Errorf(models.CodeConflict,
				"the lens was never published: its name is the one in its draft; change it there")
		}
		other, err := FindByName(tx, lens.WorkspaceID, in.Name)
		switch {
		case err == nil && other.ID != lens.ID:
			return view, models.Errorf(models.CodeConflict,
				"another lens is named %q, by what is displayed or by its documents", in.Name)
		case err != nil && models.CodeOf(err) != models.CodeNotFound:
			return view, err
		}
		now := lens
		now.Name = in.Name
		if err := l.steps.Touch(tx, actor, now); err != nil {
			return view, err
		}
		if err := tx.RenameShares(lens.ID, now.Name); err != nil {
			return view, err
		}
		if err := l.core.Record(tx, actor, core.AuditEntry{Action: models.PublishLens, Kind: "lens", ID: lens.ID,
			Changes: core.AddChange(nil, "name", lens.Name, now.Name)}); err != nil {
			return view, err
		}
		now, err = tx.Lens(lens.ID)
		return LensView{now, view.Shared}, err
	})
}

// FindByName finds a lens of the workspace by the name that is displayed or by the one in its documents: both are
// taken.
func FindByName(tx *store.Tx, workspaceID, name string) (models.Lens, error) {
	lens, err := tx.LensByName(workspaceID, name)
	if models.CodeOf(err) == models.CodeNotFound {
		return tx.LensByDocumentName(workspaceID, name)
	}
	return lens, err
}

// namedAfter returns the lens with the name of a document of it. What is displayed follows, unless it was renamed.
func namedAfter(lens models.Lens, doc *questionnaires.Lens) models.Lens {
	name := models.NameOf(doc.Name)
	if lens.Name == lens.DocumentName {
		lens.Name = name
	}
	lens.DocumentName = name
	return lens
}
