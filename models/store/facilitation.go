package store

import (
	"plumbline/models"
	"plumbline/models/store/columns"
	"plumbline/models/store/micros"
)

type facilitationRow struct {
	ReviewID      string `gorm:"primaryKey"`
	QuestionID    string
	QuestionSince int64
	ShowNotes     bool
	Agenda        columns.Minutes
	StartedAt     int64
	UpdatedAt     int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy     string
	Version       int
}

func (facilitationRow) TableName() string { return "facilitations" }

func (r facilitationRow) noun() models.Facilitation {
	return models.Facilitation{
		ReviewID: r.ReviewID, QuestionID: r.QuestionID, QuestionSince: micros.Time(r.QuestionSince), ShowNotes: r.ShowNotes,
		Agenda: r.Agenda, StartedAt: micros.Time(r.StartedAt), UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
		Version: r.Version,
	}
}

// Facilitation returns the state of a facilitated review, or NotFound where nobody has facilitated it. It locks
// nothing: whoever changes it has locked the review.
func (tx *Tx) Facilitation(reviewID string) (models.Facilitation, error) {
	row, err := oneRow[facilitationRow](tx, "facilitation", tx.db.Where("review_id = ?", reviewID))
	return row.noun(), err
}

// PutFacilitation writes the state of a facilitated review, in place of the one there was.
func (tx *Tx) PutFacilitation(f models.Facilitation) error {
	row := facilitationRow{
		ReviewID: f.ReviewID, QuestionID: f.QuestionID, QuestionSince: micros.Of(f.QuestionSince), ShowNotes: f.ShowNotes,
		Agenda: f.Agenda, StartedAt: micros.Of(f.StartedAt), UpdatedAt: micros.Of(f.UpdatedAt), UpdatedBy: f.UpdatedBy,
		Version: f.Version,
	}
	return tx.failed("put", "facilitation", tx.db.Save(&row).Error)
}
