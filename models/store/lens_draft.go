package store

import "gorm.io/gorm/clause"

type draftRow struct {
	LensID   string `gorm:"primaryKey"`
	Document []byte
}

func (draftRow) TableName() string { return "lens_drafts" }

// PutDraft sets the draft of a lens, in place of the one there was.
func (tx *Tx) PutDraft(lensID string, document []byte) error {
	upsert := clause.OnConflict{Columns: []clause.Column{{Name: "lens_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"document"})}
	q := tx.db.Clauses(upsert).Create(&draftRow{LensID: lensID, Document: document})
	return tx.failed("put", "lens draft", q.Error)
}

// Draft returns the document of a lens's draft, or NotFound.
func (tx *Tx) Draft(lensID string) ([]byte, error) {
	row, err := oneRow[draftRow](tx, "lens draft", tx.db.Where("lens_id = ?", lensID))
	return row.Document, err
}

// DeleteDraft removes the draft of a lens, or gives NotFound.
func (tx *Tx) DeleteDraft(lensID string) error {
	return tx.affected("delete", "lens draft", tx.db.Where("lens_id = ?", lensID).Delete(&draftRow{}))
}
