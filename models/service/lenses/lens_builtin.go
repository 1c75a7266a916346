package lenses

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// BuiltinLens is a lens that comes with the program.
type BuiltinLens struct {
	Key      string
	Version  string
	Document func() []byte // read only when a workspace needs it
}

// InstallShipped returns every workspace the lenses of the program: those that it never had, and new versions of those
// it has. A new version is a major one, always: reviews stay as they are until somebody upgrades them, and the diff
// shows what would change. A lens that was deleted does not come back, and one of the same name that somebody
// imported is left alone.
func (l Lenses) InstallShipped(ctx context.Context, shipped []BuiltinLens) error {
	spaces, err := core.Read(ctx, l.core, func(tx *store.Tx) ([]models.Workspace, error) { return tx.Workspaces() })
	if err != nil {
		return err
	}
	for _, space := range spaces {
		missing, err := core.Read(ctx, l.core, func(tx *store.Tx) ([]BuiltinLens, error) {
			return notYet(tx, space.ID,
				shipped)
		})
		if err != nil {
			return err
		}
		if len(missing) == 0 {
			continue
		}
		err = l.core.Store.Write(ctx, func(tx *store.Tx) error {
			return l.steps.InstallShipped(tx,
				models.ProgramActor(space.ID), shipped)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// notYet lists what a workspace has not got in this version.
func notYet(tx *store.Tx, workspaceID string, shipped []BuiltinLens) (missing []BuiltinLens, err error) {
	have, err := installed(tx, workspaceID)
	for _, s := range shipped {
		if have[s.Key].Version != s.Version {
			missing = append(missing, s)
		}
	}
	return missing, err
}

func installed(tx *store.Tx, workspaceID string) (map[string]models.BuiltinLens, error) {
	rows, err := tx.BuiltinLenses(workspaceID)
	have := make(map[string]models.BuiltinLens, len(rows))
	for _, r := range rows {
		have[r.Key] = r
	}
	return have, err
}

// install looks again, since another server may have been quicker.
func (steps *Steps) InstallShipped(tx *store.Tx, actor models.Actor, shipped []BuiltinLens) error {
	if err := tx.Alone("first start"); err != nil {
		return err
	}
	missing, err := notYet(tx, actor.WorkspaceID, shipped)
	if err != nil {
		return err
	}
	have, err := installed(tx, actor.WorkspaceID)
	if err != nil {
		return err
	}
	for _, s := range missing {
		lensID := have[s.Key].LensID
		if lensID == "" {
			if lensID, err = steps.InstallNew(tx, actor, s); err != nil {
				return err
			}
		} else if err := steps.installVersion(tx, actor, lensID, s); err != nil {
			return err
		}
		if lensID == "" {
			continue
		}
		row := models.BuiltinLens{WorkspaceID: actor.WorkspaceID, Key: s.Key, LensID: lensID, Version: s.Version}
		if err := tx.PutBuiltinLens(row); err != nil {
			return err
		}
	}
	return nil
}

// installNew gives "" where a lens of the same name is in the way.
func (steps *Steps) InstallNew(tx *store.Tx, actor models.Actor, s BuiltinLens) (string, error) {
	doc, _, err := ParseDocument(s.Document())
	if err != nil {
		return "", err
	}
	if _, err := FindByName(tx, actor.WorkspaceID, doc.Name); models.CodeOf(err) != models.CodeNotFound {
		return "", err
	}
	lens, err := steps.Create(tx, actor, doc, NewLens{key: s.Key})
	if err != nil {
		return "", err
	}
	return lens.ID, steps.installVersion(tx, actor, lens.ID, s)
}

func (steps *Steps) installVersion(tx *store.Tx, actor models.Actor, lensID string, s BuiltinLens) error {
	lens, err := tx.LockLens(lensID)
	if err != nil || !lens.DeletedAt.IsZero() {
		return err
	}
	if _, err := tx.LensVersionByName(lens.ID, s.Version); models.CodeOf(err) != models.CodeNotFound {
		return err
	}
	in := models.LensVersionInput{Version: s.Version, Major: true}
	v, err := steps.publish(tx, actor, publication{lens: lens, input: in, document: s.Document(), keepDraft: true})
	if err != nil {
		return err
	}
	return steps.core.Record(tx, actor, core.AuditEntry{Action: models.PublishLens, Kind: "lens", ID: lens.ID,
		Changes: core.AddChange(nil, "latest", lens.Latest, v.Name)})
}
