package store

import (
	"database/sql"
	"errors"

	"plumbline/models"
)

type settingRow struct {
	Key   string `gorm:"primaryKey"`
	Value string
}

func (settingRow) TableName() string { return "settings" }

// Setting returns a setting of the instance, "" if it was never set. In a write transaction it stays locked.
func (tx *Tx) Setting(key string) (string, error) {
	row, err := oneRow[settingRow](tx, "setting", tx.lock(tx.db.Where("key = ?", key)))
	if models.CodeOf(err) == models.CodeNotFound {
		return "", nil
	}
	return row.Value, err
}

var putSetting = newStatement("INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET " +
	"value = excluded.value")

// PutSetting sets a setting of the instance.
func (tx *Tx) PutSetting(key, value string) error {
	_, err := tx.run(putSetting, key, value)
	return tx.failed("set", "setting", err)
}

// requiredCodes is by hand: each request of somebody without one-time codes asks it, for the instance and the
// workspace at once.
var requiredCodes = newStatement("SELECT COALESCE((SELECT value FROM settings WHERE key = ?), ''), " +
	"COALESCE((SELECT CASE WHEN require_codes THEN 1 ELSE 0 END FROM workspaces WHERE id = ?), 0)")

// RequiredCodes tells who requires one-time codes of whoever works in the workspace ("" for none): the
// instance, the workspace or nobody.
func (tx *Tx) RequiredCodes(workspaceID string) (models.CodesRequiredBy, error) {
	if by, known := tx.knownCodes(workspaceID); known {
		return by, nil
	}
	var instance string
	var workspace int
	err := tx.scan(requiredCodes, []any{models.SettingRequireCodes, workspaceID}, &instance, &workspace)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return models.RequiredByNobody, tx.failed("read", "settings", err)
	case instance == models.SettingYes:
		return models.RequiredByInstance, nil
	case workspace != 0:
		return models.RequiredByWorkspace, nil
	}
	return models.RequiredByNobody, nil
}
