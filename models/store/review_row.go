package store

import (
	"plumbline/models"
	"plumbline/models/store/columns"
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
	Former        columns.Renames
	VersionBase   int
	Followed      bool `gorm:"->"` // set by FollowReview alone
}

func (reviewRow) TableName() string { return "reviews" }

func newReviewRow(r models.Review) reviewRow {
	return reviewRow{
		ID: r.ID, WorkloadID: r.WorkloadID, LensID: r.LensID, LensVersionID: r.LensVersionID, Version: r.Version,
		CreatedAt: micros.Of(r.CreatedAt), UpdatedAt: micros.Of(r.UpdatedAt), UpdatedBy: r.UpdatedBy, Notes: r.Notes,
		Former: columns.Renames(r.Former), VersionBase: r.VersionBase,
	}
}

func (r reviewRow) noun() models.Review {
	return models.Review{
		ID: r.ID, WorkloadID: r.WorkloadID, LensID: r.LensID, LensVersionID: r.LensVersionID, Notes: r.Notes,
		Version: r.Version, CreatedAt: micros.Time(r.CreatedAt), UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
		Former: models.IDRenames(r.Former), VersionBase: r.VersionBase, Followed: r.Followed,
	}
}

type pillarRow struct {
	ReviewID string `gorm:"primaryKey"`
	PillarID string `gorm:"primaryKey"`
	Position int
	Counts   columns.Counts `gorm:"embedded"`
	Notes    string
}

func (pillarRow) TableName() string { return "pillar_reviews" }

func (r pillarRow) noun() models.PillarReview {
	return models.PillarReview{PillarID: r.PillarID, Notes: r.Notes, Counts: r.Counts.RiskCounts()}
}

func newPillarRows(r models.Review) []pillarRow {
	rows := make([]pillarRow, len(r.Pillars))
	for i, p := range r.Pillars {
		rows[i] = pillarRow{ReviewID: r.ID, PillarID: p.PillarID, Position: i,
			Counts: columns.NewCounts(p.Counts), Notes: p.Notes}
	}
	return rows
}
