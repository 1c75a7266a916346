package v1

import (
	"context"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

// settingsJSON are those of the instance.
type settingsJSON struct {
	RequireCodes bool `json:"require_one_time_codes" doc:"whoever signs in with a password needs one-time codes; without them all but the own account is refused with the code codes_required"`
}

func (a *API) getSettings(ctx context.Context, _ *rest.Request, _ rest.None) (settingsJSON, error) {
	s, err := a.svc.Settings.Get(ctx)
	return settingsJSON{s.RequireCodes}, err
}

type settingsPatch struct {
	RequireCodes *bool `json:"require_one_time_codes,omitempty" doc:"whoever sets it has one-time codes"`
}

func (a *API) updateSettings(ctx context.Context, _ *rest.Request, in settingsPatch) (settingsJSON, error) {
	s, err := a.svc.Settings.Update(ctx, models.SettingsPatch{RequireCodes: in.RequireCodes})
	return settingsJSON{s.RequireCodes}, err
}
