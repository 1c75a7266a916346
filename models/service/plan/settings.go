package plan

import (
	"context"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Settings are the operations of the settings of plans.
type Settings struct {
	core  *core.OperationBase
	steps *Steps
}

// Get returns the settings of the actor's workspace.
func (s Settings) Get(ctx context.Context) (remediation.PlanSettings, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, s.core, func(tx *store.Tx) (remediation.PlanSettings, error) {
		if err := models.Allow(actor, models.ReadWorkspace, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return remediation.PlanSettings{}, err
		}
		return store.PlanSettings(tx).Of(actor.WorkspaceID)
	})
}

// Update replaces the settings of the actor's workspace. No date of an item moves by it.
func (s Settings) Update(ctx context.Context, in remediation.SettingsFields,
	seen models.IfMatch) (remediation.PlanSettings, error) {
	if err := in.Check(); err != nil {
		return remediation.PlanSettings{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, s.core, func(tx *store.Tx) (remediation.PlanSettings, error) {
		if err := models.Allow(actor, models.UpdatePlanSettings, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return remediation.PlanSettings{}, err
		}
		if err := tx.Alone("plan settings\n" + actor.WorkspaceID); err != nil {
			return remediation.PlanSettings{}, err
		}
		was, err := store.PlanSettings(tx).Of(actor.WorkspaceID)
		if err != nil {
			return was, err
		}
		if err := core.CheckVersion(seen, was.Version, was); err != nil {
			return was, err
		}
		if err := checkMembers(tx, actor.WorkspaceID, in); err != nil {
			return was, err
		}
		changes := core.FieldChanges(settingsTexts(was.SettingsFields), settingsTexts(in))
		if len(changes) == 0 {
			return was, nil
		}
		now := remediation.PlanSettings{WorkspaceID: actor.WorkspaceID, SettingsFields: in, Version: was.Version + 1,
			UpdatedAt: s.core.Now(), UpdatedBy: actor.Name}
		if err := store.PlanSettings(tx).Put(now); err != nil {
			return was, err
		}
		return now, s.core.Record(tx, actor, core.AuditEntry{Action: models.UpdatePlanSettings, Kind: "plan settings",
			ID: actor.WorkspaceID, Changes: changes})
	})
}

// checkMembers refuses people who are no members as lead or sponsor.
func checkMembers(tx *store.Tx, workspaceID string, in remediation.SettingsFields) error {
	var faults []models.FieldFault
	for _, person := range []struct{ field, id string }{{"lead_id", in.LeadID}, {"sponsor_id", in.SponsorID}} {
		if person.id == "" {
			continue
		}
		_, err := tx.Member(workspaceID, person.id)
		if models.CodeOf(err) == models.CodeNotFound {
			faults = append(faults, models.FieldFault{Field: person.field, Message: "must be a member of the workspace"})
		} else if err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		return models.InvalidInput(faults...)
	}
	return nil
}
