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
	Former        renamesColumn
	VersionBase   int
	Followed      bool `gorm:"->"` // set by FollowReview alone
}

func (reviewRow) TableName() string { return "reviews" }

func newReviewRow(r models.Review) reviewRow {
	return reviewRow{
		ID: r.ID, WorkloadID: r.WorkloadID, LensID: r.LensID, LensVersionID: r.LensVersionID, Version: r.Version,
		CreatedAt: micros.Of(r.CreatedAt), UpdatedAt: micros.Of(r.UpdatedAt), UpdatedBy: r.UpdatedBy, Notes: r.Notes,
		Former: renamesColumn(r.Former), VersionBase: r.VersionBase,
	}
}

func (r reviewRow) noun() models.Review {
	return models.Review{
		ID: r.ID, WorkloadID: r.WorkloadID, LensID: r.LensID, LensVersionID: r.LensVersionID, Notes: r.Notes,
		Version: r.Version, CreatedAt: micros.Time(r.CreatedAt), UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
		Former: models.IDRenames(r.Former), VersionBase: r.VersionBase, Followed: r.Followed,
	}
}

// renamesColumn is a column of ids by the ids before, stored as a JSON object.
type renamesColumn models.IDRenames

type storedRenames struct {
	Pillars   map[string]string `json:"pillars,omitempty"`
	Questions map[string]string `json:"questions,omitempty"`
	Choices   map[string]string `json:"choices,omitempty"`
}

// Value is part of driver.Valuer.
func (r renamesColumn) Value() (driver.Value, error) { return encodeColumn(storedRenames(r)) }

// Scan is part of sql.Scanner.
func (r *renamesColumn) Scan(stored any) error { return decodeColumn(stored, (*storedRenames)(r)) }

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
