package access

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Settings are the operations on what administrators set for the whole server.
type Settings struct{ core *core.OperationBase }

// codesOf says who requires one-time codes that a signed-in person lacks. Who came from the identity provider lacks
// none: the second factor is the provider's.
func codesOf(tx *store.Tx, user models.User, method, workspaceID string) (models.CodesRequiredBy, error) {
	if user.HasTOTP() || method == models.MethodProvider {
		return models.RequiredByNobody, nil
	}
	return tx.RequiredCodes(workspaceID)
}

// mayRequireCodes refuses who would be locked out by it: a person without one-time codes.
func mayRequireCodes(tx *store.Tx, actor models.Actor) error {
	if actor.UserID == "" { // the program itself, or a token of the workspace
		return nil
	}
	user, err := tx.User(actor.UserID)
	if err != nil || user.HasTOTP() {
		return err
	}
	if actor.SessionID != "" {
		session, err := tx.Session(actor.SessionID)
		if err != nil || session.Method == models.MethodProvider {
			return err
		}
	}
	return models.Errorf(models.CodeConflict,
		"you have no one-time codes yourself: set them up on your account first, or this would shut you out")
}

// Get returns the settings: for administrators.
func (s Settings) Get(ctx context.Context) (models.InstanceSettings, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, s.core, func(tx *store.Tx) (models.InstanceSettings, error) {
		if err := models.Allow(actor, models.ManageUsers, nil); err != nil {
			return models.InstanceSettings{}, err
		}
		return settingsIn(tx)
	})
}

func settingsIn(tx *store.Tx) (models.InstanceSettings, error) {
	codes, err := tx.Setting(models.SettingRequireCodes)
	return models.InstanceSettings{RequireCodes: codes == models.SettingYes}, err
}

// Update changes the settings: for administrators. Who requires one-time codes has them.
func (s Settings) Update(ctx context.Context, patch models.SettingsPatch) (models.InstanceSettings, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, s.core, func(tx *store.Tx) (models.InstanceSettings, error) {
		if err := models.Allow(actor, models.ManageUsers, nil); err != nil {
			return models.InstanceSettings{}, err
		}
		if err := tx.Alone("settings"); err != nil {
			return models.InstanceSettings{}, err
		}
		old, err := settingsIn(tx)
		if err != nil || patch.RequireCodes == nil || *patch.RequireCodes == old.RequireCodes {
			return old, err
		}
		now := models.InstanceSettings{RequireCodes: *patch.RequireCodes}
		if now.RequireCodes {
			if err := mayRequireCodes(tx, actor); err != nil {
				return old, err
			}
		}
		if err := tx.PutSetting(models.SettingRequireCodes, core.YesNo(now.RequireCodes)); err != nil {
			return old, err
		}
		return now, s.core.Record(tx, actor, core.AuditEntry{Action: models.ManageUsers, Instance: true,
			Kind: "settings", ID: models.SettingRequireCodes,
			Changes: core.AddChange(nil, models.SettingRequireCodes, core.YesNo(old.RequireCodes),
				core.YesNo(now.RequireCodes))})
	})
}
