package store

import (
	"database/sql/driver"

	"plumbline/models"
	"plumbline/models/store/micros"
)

// minutesColumn is a column of minutes by pillar id, stored as a JSON object with sorted members. An empty one
// comes back as an empty map.
type minutesColumn map[string]int

// Value is part of driver.Valuer.
func (m minutesColumn) Value() (driver.Value, error) { return encodeColumn(map[string]int(m)) }

// Scan is part of sql.Scanner.
func (m *minutesColumn) Scan(stored any) error {
	*m = minutesColumn{}
	return decodeColumn(stored, (*map[string]int)(m))
}

type facilitationRow struct {
	ReviewID      string `gorm:"primaryKey"`
	QuestionID    string
	QuestionSince int64
	ShowNotes     bool
	Agenda        minutesColumn
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
