package store

import (
	"gorm.io/gorm/clause"

	"plumbline/models"
)

type builtinRow struct {
	WorkspaceID string `gorm:"primaryKey"`
	Key         string `gorm:"primaryKey"`
	LensID      string
	Version     string
}

func (builtinRow) TableName() string { return "builtin_lenses" }

func (r builtinRow) noun() models.BuiltinLens { return models.BuiltinLens(r) }

// BuiltinLenses lists which lenses of the program a workspace has got, deleted ones too, by key.
func (tx *Tx) BuiltinLenses(workspaceID string) ([]models.BuiltinLens, error) {
	return manyRows(tx, "built-in lenses", tx.db.Where("workspace_id = ?", workspaceID).Order("key"), builtinRow.noun)
}

// PutBuiltinLens adds the row, or changes lens and version of the one there is.
func (tx *Tx) PutBuiltinLens(b models.BuiltinLens) error {
	row := builtinRow(b)
	upsert := clause.OnConflict{
		Columns:   []clause.Column{{Name: "workspace_id"}, {Name: "key"}},
		DoUpdates: clause.AssignmentColumns([]string{"lens_id", "version"}),
	}
	return tx.failed("put", "built-in lens", tx.db.Clauses(upsert).Create(&row).Error)
}
