package remediation

import (
	"time"

	"plumbline/models"
	"plumbline/questionnaires"
)

// PlanSettings are what a workspace has agreed on for its plans.
type PlanSettings struct {
	WorkspaceID string
	SettingsFields
	Version   int // for ETag; 0: nobody has set anything yet
	UpdatedAt time.Time
	UpdatedBy string
}

// SettingsFields is what people set. Days are calendar days.
type SettingsFields struct {
	HighDays    int `validate:"min=1,max=3650"` // within which a high risk is to be gone: the default of due dates
	MediumDays  int `validate:"min=1,max=3650"`
	DueSoonDays int `validate:"min=1,max=365"`  // how long before its date an item is due soon
	HighCap     int `validate:"min=1,max=1000"` // how many high risks a plan takes on within 90 days
	Currency    string
	// Escalation: how many days after the date the lead, and then the sponsor, are told; and who they are (user ids).
	LeadAfterDays    int `validate:"min=1,max=365"`
	SponsorAfterDays int `validate:"min=1,max=365"`
	LeadID           string
	SponsorID        string
}

// DefaultSettings are those of a workspace where nobody has set anything.
var DefaultSettings = SettingsFields{HighDays: 30, MediumDays: 90, DueSoonDays: 7, HighCap: 5, Currency: "USD",
	LeadAfterDays: 7, SponsorAfterDays: 21}

// Check says what is wrong with the fields.
func (f *SettingsFields) Check() error {
	if err := models.Validate(f); err != nil {
		return err
	}
	var faults []models.FieldFault
	if !currencyCode(f.Currency) {
		faults = append(faults, models.FieldFault{Field: "currency",
			Message: "must be a code of ISO 4217: three capital letters, such as EUR"})
	}
	if f.SponsorAfterDays < f.LeadAfterDays {
		faults = append(faults, models.FieldFault{Field: "sponsor_after_days",
			Message: "must not be before the lead is told"})
	}
	if f.MediumDays < f.HighDays {
		faults = append(faults, models.FieldFault{Field: "medium_days", Message: "must not be shorter than for high risks"})
	}
	if len(faults) > 0 {
		return models.InvalidInput(faults...)
	}
	return nil
}

func currencyCode(s string) bool {
	if len(s) != 3 {
		return false
	}
	for _, r := range s {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}

// DueSource says where the due date of an item comes from.
type DueSource string

// The sources of due dates.
const (
	NoDueDate DueSource = ""
	DueBySLA  DueSource = "sla"    // the settings gave it when the item was made
	DueAgreed DueSource = "agreed" // somebody chose it
)

// DueOn is the date by which an item with the risk is to be done, "" where the settings say nothing of it.
func (f SettingsFields) DueOn(risk questionnaires.Risk, made Date) Date {
	switch risk {
	case questionnaires.RiskHigh:
		return made.AddDays(f.HighDays)
	case questionnaires.RiskMedium, questionnaires.RiskUndecided:
		return made.AddDays(f.MediumDays)
	}
	return ""
}
