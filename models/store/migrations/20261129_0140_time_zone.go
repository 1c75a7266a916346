package migrations

import (
	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"
)

// timeZone brings the time zones in which people read dates: that of a workspace, and a person's own, which is empty
// where the workspace's holds. Both engines take the same statements.
var timeZone = &gormigrate.Migration{ID: "202611290140", Migrate: func(tx *gorm.DB) error {
	if err := tx.Exec("ALTER TABLE workspaces ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC'").Error; err != nil {
		return err
	}
	return tx.Exec("ALTER TABLE users ADD COLUMN time_zone TEXT NOT NULL DEFAULT ''").Error
}}
