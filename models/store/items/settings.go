package items

import (
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"plumbline/models/remediation"
	"plumbline/models/store/micros"
)

type settingsRow struct {
	WorkspaceID      string `gorm:"primaryKey"`
	LastNumber       int
	HighDays         int
	MediumDays       int
	DueSoonDays      int
	HighCap          int
	Currency         string
	LeadAfterDays    int
	SponsorAfterDays int
	LeadID           string
	SponsorID        string
	Version          int
	UpdatedAt        int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy        string
}

// TableName is what GORM calls the table.
func (settingsRow) TableName() string { return "plan_settings" }

// Settings is the table of the settings of plans in one transaction.
type Settings struct{ table Table }

// NewSettings gives the table in a transaction.
func NewSettings(tx Transaction) *Settings { return &Settings{Table{tx}} }

// Of gives the settings of a workspace; the defaults at version 0 where nobody has set anything. In a write
// transaction they stay locked, if there are any.
func (t *Settings) Of(workspaceID string) (remediation.PlanSettings, error) {
	var r settingsRow
	err := t.table.lock(t.table.tx.DB.Where("workspace_id = ?", workspaceID)).Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || (err == nil && r.Version == 0) {
		return remediation.PlanSettings{WorkspaceID: workspaceID, SettingsFields: remediation.DefaultSettings}, nil
	}
	return remediation.PlanSettings{WorkspaceID: workspaceID,
			SettingsFields: remediation.SettingsFields{HighDays: r.HighDays, MediumDays: r.MediumDays,
				DueSoonDays: r.DueSoonDays, HighCap: r.HighCap, Currency: r.Currency, LeadAfterDays: r.LeadAfterDays,
				SponsorAfterDays: r.SponsorAfterDays, LeadID: r.LeadID, SponsorID: r.SponsorID},
			Version: r.Version, UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy},
		t.table.tx.Failed("read", "settings", err)
}

// settingsColumns are those that people set.
var settingsColumns = []string{"high_days", "medium_days", "due_soon_days", "high_cap", "currency", "lead_after_days",
	"sponsor_after_days", "lead_id", "sponsor_id", "version", "updated_at", "updated_by"}

// Put writes the settings of a workspace.
func (t *Settings) Put(s remediation.PlanSettings) error {
	r := settingsRow{WorkspaceID: s.WorkspaceID, HighDays: s.HighDays, MediumDays: s.MediumDays,
		DueSoonDays: s.DueSoonDays, HighCap: s.HighCap, Currency: s.Currency, LeadAfterDays: s.LeadAfterDays,
		SponsorAfterDays: s.SponsorAfterDays, LeadID: s.LeadID, SponsorID: s.SponsorID, Version: s.Version,
		UpdatedAt: micros.Of(s.UpdatedAt), UpdatedBy: s.UpdatedBy}
	q := t.table.tx.DB.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "workspace_id"}},
		DoUpdates: clause.AssignmentColumns(settingsColumns)}).Create(&r)
	return t.table.tx.Failed("update", "settings", q.Error)
}

// NextNumber gives numbers to so many new items of a workspace: the first of them. Other transactions wait until this
// one has ended.
func (t *Settings) NextNumber(workspaceID string, count int) (first int, err error) {
	r := settingsRow{WorkspaceID: workspaceID, LastNumber: count}
	more := clause.Assignments(map[string]any{"last_number": gorm.Expr("plan_settings.last_number + ?", count)})
	err = t.table.tx.DB.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "workspace_id"}}, DoUpdates: more}).
		Create(&r).Error
	if err != nil {
		return 0, t.table.tx.Failed("number", "items", err)
	}
	var last settingsRow
	err = t.table.tx.DB.Select("last_number").Where("workspace_id = ?", workspaceID).Take(&last).Error
	return last.LastNumber - count + 1, t.table.tx.Failed("number", "items", err)
}
