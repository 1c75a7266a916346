package migrations

import (
	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"
)

// mentionRead brings when a person has read a comment that mentions the person: 0 is not yet. Those from before count as
// read.
var mentionRead = &gormigrate.Migration{ID: "202611290150", Migrate: func(tx *gorm.DB) error {
	kind := "INTEGER"
	if isPostgres(tx) {
		kind = "BIGINT"
	}
	if err := tx.Exec("ALTER TABLE mentions ADD COLUMN read_at " + kind + " NOT NULL DEFAULT 0").Error; err != nil {
		return err
	}
	return tx.Exec("UPDATE mentions SET read_at = created_at").Error
}}
