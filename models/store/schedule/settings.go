package schedule

import (
	"time"

	"gorm.io/gorm/clause"

	"plumbline/models/notice"
	"plumbline/models/store/micros"
)

type settingsRow struct {
	UserID      string `gorm:"primaryKey"`
	Assigned    string
	Mentioned   string
	Due         string
	Escalations string
	Acceptances string
	Reviews     string
	Weekday     int
	Hour        int
	Version     int
	UpdatedAt   int64 `gorm:"autoUpdateTime:false"`
}

// TableName is what GORM calls the table.
func (settingsRow) TableName() string { return "notice_settings" }

func (r settingsRow) settings() notice.Settings {
	return notice.Settings{Assigned: notice.Channel(r.Assigned), Mentioned: notice.Channel(r.Mentioned),
		Due: notice.Channel(r.Due), Escalations: notice.Channel(r.Escalations),
		Acceptances: notice.Channel(r.Acceptances), Reviews: notice.Channel(r.Reviews),
		DigestDay: time.Weekday(r.Weekday), DigestHour: r.Hour}
}

// Settings are those of a person, with their version; the usual ones, and 0, of whoever has chosen none.
func (t *Table) Settings(userID string) (notice.Settings, int, error) {
	var rows []settingsRow
	err := t.tx.DB.Where("user_id = ?", userID).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return notice.DefaultSettings(), 0, t.tx.Failed("read", "notice settings", err)
	}
	return rows[0].settings(), rows[0].Version, nil
}

// SettingsOf are those of several people; who has chosen none is not among them.
func (t *Table) SettingsOf(userIDs []string) (map[string]notice.Settings, error) {
	var rows []settingsRow
	if err := t.tx.DB.Where("user_id IN ?", userIDs).Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "notice settings", err)
	}
	all := make(map[string]notice.Settings, len(rows))
	for _, r := range rows {
		all[r.UserID] = r.settings()
	}
	return all, nil
}

// SaveSettings keeps the settings of a person.
func (t *Table) SaveSettings(userID string, s notice.Settings, version int, at time.Time) error {
	row := settingsRow{UserID: userID, Assigned: string(s.Assigned), Mentioned: string(s.Mentioned), Due: string(s.Due),
		Escalations: string(s.Escalations), Acceptances: string(s.Acceptances), Reviews: string(s.Reviews),
		Weekday: int(s.DigestDay), Hour: s.DigestHour, Version: version, UpdatedAt: micros.Of(at)}
	q := t.tx.DB.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row)
	return t.tx.Failed("save", "notice settings", q.Error)
}
