package branding

import (
	"context"
	"slices"

	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// List gives the saved presets of the actor's workspace, by name. They are few.
func (p Presets) List(ctx context.Context) ([]branding.Preset, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.core, func(tx *store.Tx) ([]branding.Preset, error) {
		if err := models.Allow(actor, models.ReadWorkspace, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return nil, err
		}
		return store.Branding(tx).Presets(actor.WorkspaceID)
	})
}

// ListFor gives those by which a report on a workload may be asked for: of the workspace that has the workload.
func (p Presets) ListFor(ctx context.Context, workloadID string) ([]branding.Preset, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.core, func(tx *store.Tx) ([]branding.Preset, error) {
		owner, err := core.WorkloadOwner(tx, actor, models.ReadWorkload, workloadID)
		if err != nil {
			return nil, err
		}
		return store.Branding(tx).Presets(owner)
	})
}

// Get gives a saved preset by its id or its name.
func (p Presets) Get(ctx context.Context, nameOrID string) (branding.Preset, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.core, func(tx *store.Tx) (branding.Preset, error) {
		if err := models.Allow(actor, models.ReadWorkspace, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return branding.Preset{}, err
		}
		return store.Branding(tx).Preset(actor.WorkspaceID, nameOrID)
	})
}

// Create saves a preset; Conflict if its name is taken.
func (p Presets) Create(ctx context.Context, in branding.PresetFields, idem models.IdempotencyKey) (branding.Preset,
	error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, p.core, func(tx *store.Tx) (branding.Preset, error) {
		if err := models.Allow(actor, models.UpdateReports, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return branding.Preset{}, err
		}
		if err := in.Check(); err != nil {
			return branding.Preset{}, err
		}
		id, err := p.core.MadeBefore(tx, actor, idem, "report preset")
		if err != nil {
			return branding.Preset{}, err
		}
		if id != "" {
			made, err := store.Branding(tx).Preset(actor.WorkspaceID, id)
			return made, core.SinceDeleted(err)
		}
		now := p.core.Now()
		made := branding.Preset{ID: models.NewID(), WorkspaceID: actor.WorkspaceID, PresetFields: in, Version: 1,
			CreatedAt: now, CreatedBy: actor.Name, UpdatedAt: now, UpdatedBy: actor.Name}
		if err := fits(tx, made); err != nil {
			return made, err
		}
		if err := store.Branding(tx).CreatePreset(made); err != nil {
			return made, err
		}
		err = p.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "report preset", ID: made.ID})
		if err != nil {
			return made, err
		}
		return made, p.record(tx, actor, made.ID, core.AddChange(nil, "created", "", made.Name),
			presetChanges(branding.PresetFields{Name: made.Name}, made.PresetFields))
	})
}

// fits refuses a name that another preset has, and one preset too many.
func fits(tx *store.Tx, preset branding.Preset) error {
	if err := tx.Alone("report presets\n" + preset.WorkspaceID); err != nil {
		return err
	}
	all, err := store.Branding(tx).Presets(preset.WorkspaceID)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.ID != preset.ID && models.FoldName(other.Name) == models.FoldName(preset.Name) {
			return models.Errorf(models.CodeConflict, "a preset named %q exists already (letter case and spaces do not count)",
				other.Name)
		}
	}
	known := slices.ContainsFunc(all, func(other branding.Preset) bool { return other.ID == preset.ID })
	if !known && len(all) >= branding.MaxPresets {
		return models.Errorf(models.CodeConflict, "a workspace takes at most %d saved presets", branding.MaxPresets)
	}
	return nil
}

// Update changes the fields of a saved preset that the patch names. One that changes nothing writes no audit line.
func (p Presets) Update(ctx context.Context, id string, patch branding.PresetPatch, seen models.IfMatch) (
	branding.Preset, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, p.core, func(tx *store.Tx) (branding.Preset, error) {
		was, err := p.toChange(tx, actor, id, seen)
		if err != nil {
			return was, err
		}
		now := was
		now.PresetFields = patch.Apply(was.PresetFields)
		if patch.Base != nil && *patch.Base != was.Base && patch.Sections == nil {
			now.Sections = nil // those of the other report
		}
		if err := now.Check(); err != nil {
			return was, err
		}
		changes := presetChanges(was.PresetFields, now.PresetFields)
		if len(changes) == 0 {
			return was, nil
		}
		if err := fits(tx, now); err != nil {
			return was, err
		}
		now.Version, now.UpdatedAt, now.UpdatedBy = was.Version+1, p.core.Now(), actor.Name
		if err := store.Branding(tx).UpdatePreset(now); err != nil {
			return was, err
		}
		return now, p.record(tx, actor, now.ID, changes)
	})
}

// Delete takes a saved preset away.
func (p Presets) Delete(ctx context.Context, id string, seen models.IfMatch) error {
	actor := models.ActorFrom(ctx)
	_, err := core.Write(ctx, p.core, func(tx *store.Tx) (branding.Preset, error) {
		was, err := p.toChange(tx, actor, id, seen)
		if err != nil {
			return was, err
		}
		if err := store.Branding(tx).DeletePreset(was.ID); err != nil {
			return was, err
		}
		return was, p.record(tx, actor, was.ID, core.AddChange(nil, "deleted", was.Name, ""))
	})
	return err
}

func (p Presets) toChange(tx *store.Tx, actor models.Actor, id string, seen models.IfMatch) (branding.Preset, error) {
	if err := models.Allow(actor, models.UpdateReports, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return branding.Preset{}, err
	}
	if err := tx.Alone("report presets\n" + actor.WorkspaceID); err != nil {
		return branding.Preset{}, err
	}
	was, err := store.Branding(tx).Preset(actor.WorkspaceID, id)
	if err != nil {
		return was, err
	}
	return was, core.CheckVersion(seen, was.Version, was)
}

func (p Presets) record(tx *store.Tx, actor models.Actor, id string, changes ...[]models.FieldChange) error {
	return p.core.Record(tx, actor, core.AuditEntry{Action: models.UpdateReports, Kind: "report preset", ID: id,
		Changes: slices.Concat(changes...)})
}

func presetChanges(was, now branding.PresetFields) []models.FieldChange {
	changes := core.AddChange(nil, "name", was.Name, now.Name)
	changes = core.AddChange(changes, "base", was.Base, now.Base)
	return append(changes, core.FieldChanges(was.Choices, now.Choices)...)
}

// For finds what a report on a workload is to look like: by a preset that there is anyway, "" for that to architects,
// or by the id or the name of a saved one of the workspace that has the workload. NotFound for one that there is not.
func (p Presets) For(ctx context.Context, workloadID, preset string) (branding.Look, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, p.core, func(tx *store.Tx) (branding.Look, error) {
		owner, err := core.WorkloadOwner(tx, actor, models.ReadReview, workloadID)
		if err != nil {
			return branding.Look{}, err
		}
		look := branding.Look{Base: preset}
		if look.Brand, err = store.Branding(tx).Brand(owner); err != nil {
			return look, err
		}
		if preset == "" || slices.Contains(branding.Bases, preset) {
			return look, nil
		}
		saved, err := store.Branding(tx).Preset(owner, preset)
		if models.CodeOf(err) == models.CodeNotFound {
			return look, models.InvalidInput(models.FieldFault{Field: "preset",
				Message: "must be architect, leadership, auditor, or the name or id of a saved preset"})
		}
		look.Base, look.Saved, look.Choices = saved.Base, saved.Name, saved.Choices
		return look, err
	})
}
