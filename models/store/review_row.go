package store

import "plumbline/models"

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
}

func (reviewRow) TableName() string { return "reviews" }

func newReviewRow(r models.Review) reviewRow {
	return reviewRow{
		ID: r.ID, WorkloadID: r.WorkloadID, LensID: r.LensID, LensVersionID: r.LensVersionID, Version: r.Version,
		CreatedAt: micros(r.CreatedAt), UpdatedAt: micros(r.UpdatedAt), UpdatedBy: r.UpdatedBy, Notes: r.Notes,
	}
}

func (r reviewRow) noun() models.Review {
	return models.Review{
		ID: r.ID, WorkloadID: r.WorkloadID, LensID: r.LensID, LensVersionID: r.LensVersionID, Notes: r.Notes,
		Version: r.Version, CreatedAt: moment(r.CreatedAt), UpdatedAt: moment(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
	}
}

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
