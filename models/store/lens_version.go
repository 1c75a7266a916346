package store

import (
	"plumbline/models"
	"plumbline/models/store/micros"
)

type lensVersionRow struct {
	ID          string `gorm:"primaryKey"`
	LensID      string
	Name        string
	Major       bool
	Line        int
	Seq         int
	Digest      string
	PublishedAt int64
	PublishedBy string
	Document    []byte
}

func (lensVersionRow) TableName() string { return "lens_versions" }

func (r lensVersionRow) noun() models.LensVersion {
	return models.LensVersion{
		ID: r.ID, LensID: r.LensID, Name: r.Name, Major: r.Major, Line: r.Line, Seq: r.Seq, Digest: r.Digest,
		Document: r.Document, PublishedAt: micros.Time(r.PublishedAt), PublishedBy: r.PublishedBy,
	}
}

// CreateLensVersion adds a version; Conflict if its id is taken, or its name or sequence number in the lens.
// Versions are never changed nor deleted.
func (tx *Tx) CreateLensVersion(v models.LensVersion) error {
	return tx.create("lens version", &lensVersionRow{
		ID: v.ID, LensID: v.LensID, Name: v.Name, Major: v.Major, Line: v.Line, Seq: v.Seq, Digest: v.Digest,
		PublishedAt: micros.Of(v.PublishedAt), PublishedBy: v.PublishedBy, Document: v.Document,
	})
}

// LensVersion returns a version with its document, or NotFound.
func (tx *Tx) LensVersion(id string) (models.LensVersion, error) {
	row, err := oneRow[lensVersionRow](tx, "lens version", tx.db.Where("id = ?", id))
	return row.noun(), err
}

// LensVersionByName returns the version of a lens with this very name, with its document, or NotFound.
func (tx *Tx) LensVersionByName(lensID, name string) (models.LensVersion, error) {
	row, err := oneRow[lensVersionRow](tx, "lens version", tx.db.Where("lens_id = ? AND name = ?", lensID, name))
	return row.noun(), err
}

// LensVersions lists all versions of a lens, newest first, without their documents.
func (tx *Tx) LensVersions(lensID string) ([]models.LensVersion, error) {
	q := tx.db.Omit("document").Where("lens_id = ?", lensID).Order("seq DESC")
	return manyRows(tx, "lens versions", q, lensVersionRow.noun)
}
