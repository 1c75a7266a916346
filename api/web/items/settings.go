package items

import (
	"strconv"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/urls"
)

// settingsData is what a workspace has agreed on for its plans.
type settingsData struct {
	Version  int
	Days     []dayField
	Currency string
	Lead     []option
	Sponsor  []option
	Edited   string // by whom, "" if by nobody
	Facts    []fact
}

// dayField is a number to set.
type dayField struct{ ID, Label, Value, Help string }

func dayFields(f remediation.SettingsFields) []dayField {
	n := strconv.Itoa
	return []dayField{
		{"high_days", "Days for a high risk", n(f.HighDays),
			"From the day an item is created. It is the due date where nobody chooses one."},
		{"medium_days", "Days for a medium risk", n(f.MediumDays), ""},
		{"due_soon_days", "Due soon", n(f.DueSoonDays), "Days before its due date from which an item is shown as due soon."},
		{"high_cap", "High risks per 90 days", n(f.HighCap), "How many high risks the timeline takes on within 90 days."},
		{"lead_after_days", "Days until the lead is told", n(f.LeadAfterDays), "After the due date."},
		{"sponsor_after_days", "Days until the sponsor is told", n(f.SponsorAfterDays), "After the due date."},
	}
}

func (h handlers) settings(r *page.Request) (page.Reply, error) {
	s, err := h.Service.PlanSettings.Get(r.HTTP.Context())
	if err != nil {
		return page.Reply{}, err
	}
	people, err := h.Service.Members.List(r.HTTP.Context(),
		models.UserQuery{PageRequest: models.PageRequest{Limit: models.MaxPage}})
	if err != nil {
		return page.Reply{}, err
	}
	lead, sponsor := s.LeadID, s.SponsorID
	if r.Form.Name == "plan" && !r.Form.Stale {
		lead, sponsor = r.Post("lead_id"), r.Post("sponsor_id")
	}
	data := settingsData{Version: s.Version, Days: dayFields(s.SettingsFields), Currency: s.Currency,
		Edited: s.UpdatedBy, Lead: []option{{"", "Nobody", lead == ""}}, Sponsor: []option{{"", "Nobody", sponsor == ""}}}
	names := map[string]string{"": "Nobody"}
	for _, p := range people.Items {
		data.Lead = append(data.Lead, option{p.User.ID, p.User.Name, p.User.ID == lead})
		data.Sponsor = append(data.Sponsor, option{p.User.ID, p.User.Name, p.User.ID == sponsor})
		names[p.User.ID] = p.User.Name
	}
	for _, d := range data.Days {
		data.Facts = append(data.Facts, fact{d.Label, d.Value, ""})
	}
	data.Facts = append(data.Facts, fact{"Currency", s.Currency, ""}, fact{"Lead", names[s.LeadID], ""},
		fact{"Sponsor", names[s.SponsorID], ""})
	data.Lead, data.Sponsor = withChosen(data.Lead, lead, "Another person"), withChosen(data.Sponsor, sponsor,
		"Another person")
	return page.Reply{Template: "plan_settings", Title: "Plan settings", Data: data}, nil
}

func (h handlers) saveSettings(r *page.Request) (page.Reply, error) {
	in := remediation.SettingsFields{Currency: strings.ToUpper(r.Line("currency")), LeadID: r.Post("lead_id"),
		SponsorID: r.Post("sponsor_id")}
	var faults []models.FieldFault
	for name, to := range map[string]*int{"high_days": &in.HighDays, "medium_days": &in.MediumDays,
		"due_soon_days": &in.DueSoonDays, "high_cap": &in.HighCap, "lead_after_days": &in.LeadAfterDays,
		"sponsor_after_days": &in.SponsorAfterDays} {
		n, err := strconv.Atoi(r.Line(name))
		if err != nil {
			faults = append(faults, models.FieldFault{Field: name, Message: "must be a whole number"})
		}
		*to = n
	}
	err := error(nil)
	if len(faults) > 0 {
		err = models.InvalidInput(faults...)
	} else {
		_, err = h.Service.PlanSettings.Update(r.HTTP.Context(), in, r.Seen())
	}
	if err != nil {
		return h.Again(r, "plan", err, h.settings)
	}
	return page.Done(urls.PlanSettings, "plan-settings")
}
