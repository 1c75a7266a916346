package remediation

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models/remediation"
)

type planSettingsBody struct {
	HighDays         int    `json:"high_days" doc:"days for a high risk" required:"true" min:"1" max:"3650"`
	MediumDays       int    `json:"medium_days" doc:"days for a medium risk" required:"true" min:"1" max:"3650"`
	DueSoonDays      int    `json:"due_soon_days" doc:"days before an item is due" required:"true" min:"1" max:"365"`
	HighCap          int    `json:"high_cap" doc:"items for high risks within 90 days" required:"true" min:"1" max:"1000"`
	Currency         string `json:"currency" doc:"code of ISO 4217, such as EUR" required:"true"`
	LeadAfterDays    int    `json:"lead_after_days" doc:"days until the lead is told" required:"true" min:"1" max:"365"`
	SponsorAfterDays int    `json:"sponsor_after_days" doc:"for the sponsor" required:"true" min:"1" max:"365"`
	LeadID           string `json:"lead_id,omitempty" doc:"user id of the lead, a member; missing: nobody"`
	SponsorID        string `json:"sponsor_id,omitempty" doc:"user id of the sponsor, a member; missing: nobody"`
}

type planSettings struct {
	planSettingsBody
	Version   int        `json:"version" doc:"the ETag's number; 0: nobody has set anything yet"`
	UpdatedAt *time.Time `json:"updated_at,omitempty" doc:"when they were set last"`
	UpdatedBy string     `json:"updated_by,omitempty" doc:"by whom"`
}

func (s planSettings) ETag() int { return s.Version }

func settingsOut(s remediation.PlanSettings) planSettings {
	f := s.SettingsFields
	return planSettings{planSettingsBody{f.HighDays, f.MediumDays, f.DueSoonDays, f.HighCap, f.Currency,
		f.LeadAfterDays, f.SponsorAfterDays, f.LeadID, f.SponsorID}, s.Version, rest.TimeOrNil(s.UpdatedAt), s.UpdatedBy}
}

func (b planSettingsBody) fields() remediation.SettingsFields {
	return remediation.SettingsFields{HighDays: b.HighDays, MediumDays: b.MediumDays, DueSoonDays: b.DueSoonDays,
		HighCap: b.HighCap, Currency: b.Currency, LeadAfterDays: b.LeadAfterDays, SponsorAfterDays: b.SponsorAfterDays,
		LeadID: b.LeadID, SponsorID: b.SponsorID}
}

func (h handlers) getPlanSettings(ctx context.Context, _ *rest.Request, _ rest.None) (planSettings, error) {
	s, err := h.svc.PlanSettings.Get(ctx)
	return settingsOut(s), err
}

func (h handlers) putPlanSettings(ctx context.Context, r *rest.Request, in planSettingsBody) (planSettings, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return planSettings{}, err
	}
	s, err := h.svc.PlanSettings.Update(ctx, in.fields(), seen)
	return settingsOut(s), err
}
