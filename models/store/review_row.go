package store

import (
	"database/sql/driver"

	"plumbline/models"
	"plumbline/models/store/micros"
)

type reviewRow struct {
	ID            string `gorm:"primaryKey"`
	WorkloadID    string
	LensID        string
	LensVersionID string
	Version       int
	CreatedAt     int64 `gorm:"autoCreateTime:false"`
	UpdatedAt     int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy     string
	Notes         string
	Former        renames
	VersionBase   int
}

func (reviewRow) TableName() string { return "reviews" }

func newReviewRow(r models.Review) reviewRow {
	return reviewRow{
		ID: r.ID, WorkloadID: r.WorkloadID, LensID: r.LensID, LensVersionID: r.LensVersionID, Version: r.Version,
		CreatedAt: micros.Of(r.CreatedAt), UpdatedAt: micros.Of(r.UpdatedAt), UpdatedBy: r.UpdatedBy, Notes: r.Notes,
		Former: renames(r.Former), VersionBase: r.VersionBase,
	}
}

func (r reviewRow) noun() models.Review {
	return models.Review{
		ID: r.ID, WorkloadID: r.WorkloadID, LensID: r.LensID, LensVersionID: r.LensVersionID, Notes: r.Notes,
		Version: r.Version, CreatedAt: micros.Time(r.CreatedAt), UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
		Former: models.Renames(r.Former), VersionBase: r.VersionBase,
	}
}

// renames is a column of ids by the ids before, stored as a JSON object.
type renames models.Renames

type storedRenames struct {
	Pillars   map[string]string `json:"pillars,omitempty"`
	Questions map[string]string `json:"questions,omitempty"`
	Choices   map[string]string `json:"choices,omitempty"`
}

// Value is part of driver.Valuer.
func (r renames) Value() (driver.Value, error) { return encode(storedRenames(r)) }

// Scan is part of sql.Scanner.
func (r *renames) Scan(stored any) error { return decode(stored, (*storedRenames)(r)) }

type pillarRow struct {
	ReviewID string `gorm:"primaryKey"`
	PillarID string `gorm:"primaryKey"`
	Position int
	Counts   countColumns `gorm:"embedded"`
	Notes    string
}

func (pillarRow) TableName() string { return "pillar_reviews" }

func (r pillarRow) noun() models.PillarReview {
	return models.PillarReview{PillarID: r.PillarID, Notes: r.Notes, Counts: r.Counts.counts()}
}

func newPillarRows(r models.Review) []pillarRow {
	rows := make([]pillarRow, len(r.Pillars))
	for i, p := range r.Pillars {
		rows[i] = pillarRow{ReviewID: r.ID, PillarID: p.PillarID, Position: i,
			Counts: newCountColumns(p.Counts), Notes: p.Notes}
	}
	return rows
}
