package store

import (
	"plumbline/models"
	"plumbline/models/store/micros"
)

type parkedRow struct {
	ID         string `gorm:"primaryKey"`
	ReviewID   string
	QuestionID string
	Body       string
	CreatedAt  int64 `gorm:"autoCreateTime:false"`
	CreatedBy  string
	DoneAt     int64
	DoneBy     string
	KeptAs     string
}

func (parkedRow) TableName() string { return "parked" }

func newParkedRow(p models.ParkedItem) parkedRow {
	return parkedRow{
		ID: p.ID, ReviewID: p.ReviewID, QuestionID: p.QuestionID, Body: p.Body, CreatedAt: micros.Of(p.CreatedAt),
		CreatedBy: p.CreatedBy, DoneAt: micros.Of(p.DoneAt), DoneBy: p.DoneBy, KeptAs: string(p.KeptAs),
	}
}

func (r parkedRow) noun() models.ParkedItem {
	return models.ParkedItem{
		ID: r.ID, ReviewID: r.ReviewID, QuestionID: r.QuestionID, Body: r.Body, CreatedAt: micros.Time(r.CreatedAt),
		CreatedBy: r.CreatedBy, DoneAt: micros.Time(r.DoneAt), DoneBy: r.DoneBy, KeptAs: models.ParkedOutcome(r.KeptAs),
	}
}

// CreateParked parks an item; Conflict if its id is taken.
func (tx *Tx) CreateParked(p models.ParkedItem) error {
	row := newParkedRow(p)
	return tx.create("parked item", &row)
}

// Parked returns a parked item, or NotFound. In a write transaction it stays locked.
func (tx *Tx) Parked(id string) (models.ParkedItem, error) {
	row, err := oneRow[parkedRow](tx, "parked item", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

// ParkingLot lists the parked items of a review, oldest first; there are at most models.MaxParked.
func (tx *Tx) ParkingLot(reviewID string) ([]models.ParkedItem, error) {
	return manyRows(tx, "parked items", tx.db.Where("review_id = ?", reviewID).Order("created_at, id"), parkedRow.noun)
}

// UpdateParked writes whether an item is done and what became of it; NotFound if there is none.
func (tx *Tx) UpdateParked(p models.ParkedItem) error {
	q := tx.db.Model(&parkedRow{}).Where("id = ?", p.ID).Select("done_at", "done_by", "kept_as")
	return tx.affected("update", "parked item", q.UpdateColumns(newParkedRow(p)))
}

// DeleteParked removes an item, or gives NotFound.
func (tx *Tx) DeleteParked(id string) error {
	return tx.affected("delete", "parked item", tx.db.Where("id = ?", id).Delete(&parkedRow{}))
}
