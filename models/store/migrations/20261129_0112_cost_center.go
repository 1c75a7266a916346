package migrations

import (
	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"
)

// costCenter brings the cost centre of a workload: reports for leadership are read by who pays. Both engines take the
// same statement.
var costCenter = &gormigrate.Migration{ID: "202611290112", Migrate: func(tx *gorm.DB) error {
	return tx.Exec("ALTER TABLE workloads ADD COLUMN cost_center TEXT NOT NULL DEFAULT ''").Error
}}
