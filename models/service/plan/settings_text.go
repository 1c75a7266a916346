package plan

import (
	"strconv"

	"plumbline/models/remediation"
)

// settingsWords are the settings as the audit log writes them.
type settingsWords struct {
	HighDays, MediumDays, DueSoonDays, HighCap, Currency, LeadAfterDays, SponsorAfterDays, LeadID, SponsorID string
}

func settingsTexts(f remediation.SettingsFields) settingsWords {
	return settingsWords{strconv.Itoa(f.HighDays), strconv.Itoa(f.MediumDays), strconv.Itoa(f.DueSoonDays),
		strconv.Itoa(f.HighCap), f.Currency, strconv.Itoa(f.LeadAfterDays), strconv.Itoa(f.SponsorAfterDays), f.LeadID,
		f.SponsorID}
}
