package store

import (
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/micros"
	"plumbline/models/store/paging"
)

type guestLinkRow struct {
	ID          string `gorm:"primaryKey"`
	WorkspaceID string
	WorkloadID  string
	LensID      string
	Name        string
	Hash        []byte
	Passcode    string
	ExpiresAt   int64
	RevokedAt   int64
	Opens       int
	OpenedAt    int64
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	CreatedBy   string
}

func (guestLinkRow) TableName() string { return "guest_links" }

func (r guestLinkRow) noun() models.GuestLink {
	return models.GuestLink{
		ID: r.ID, WorkspaceID: r.WorkspaceID, WorkloadID: r.WorkloadID, LensID: r.LensID, Name: r.Name, Hash: r.Hash,
		Passcode: r.Passcode, ExpiresAt: micros.Time(r.ExpiresAt), RevokedAt: micros.Time(r.RevokedAt), Opens: r.Opens,
		OpenedAt: micros.Time(r.OpenedAt), CreatedAt: micros.Time(r.CreatedAt), CreatedBy: r.CreatedBy,
	}
}

// CreateGuestLink adds a guest link; Conflict if its id or hash is taken.
func (tx *Tx) CreateGuestLink(g models.GuestLink) error {
	return tx.create("guest link", &guestLinkRow{
		ID: g.ID, WorkspaceID: g.WorkspaceID, WorkloadID: g.WorkloadID, LensID: g.LensID, Name: g.Name, Hash: g.Hash,
		Passcode: g.Passcode, ExpiresAt: micros.Of(g.ExpiresAt), RevokedAt: micros.Of(g.RevokedAt), Opens: g.Opens,
		OpenedAt: micros.Of(g.OpenedAt), CreatedAt: micros.Of(g.CreatedAt), CreatedBy: g.CreatedBy,
	})
}

// GuestLink returns a guest link, or NotFound. It locks nothing: every request of a guest asks it.
func (tx *Tx) GuestLink(id string) (models.GuestLink, error) {
	row, err := oneRow[guestLinkRow](tx, "guest link", tx.db.Where("id = ?", id))
	return row.noun(), err
}

// GuestLinkByHash returns the guest link whose secret has this SHA-256, ended ones too, or NotFound.
func (tx *Tx) GuestLinkByHash(hash []byte) (models.GuestLink, error) {
	row, err := oneRow[guestLinkRow](tx, "guest link", tx.db.Where("hash = ?", hash))
	return row.noun(), err
}

// GuestLinks lists the guest links of a review, of all reviews of the workload if no lens is given, newest first, ended
// ones too: up to one row more than the page.
func (tx *Tx) GuestLinks(workloadID, lensID string, p models.PageRequest) ([]models.GuestLink, error) {
	q := tx.db.Where("workload_id = ?", workloadID)
	if lensID != "" {
		q = q.Where("lens_id = ?", lensID)
	}
	q = q.Order("created_at DESC, id DESC").Limit(paging.Rows(p))
	q, err := paging.Before(q, p, "guest links")
	if err != nil {
		return nil, err
	}
	return manyRows(tx, "guest links", q, guestLinkRow.noun)
}

// GuestLinkCursor is the cursor that continues a list of guest links after g.
func GuestLinkCursor(g models.GuestLink) string {
	return paging.ByAge("guest links", g.CreatedAt, g.ID)
}

// RevokeGuestLink ends a guest link and with it the sessions that it opened; NotFound if there is none.
func (tx *Tx) RevokeGuestLink(id string, at time.Time) error {
	if err := tx.affected("revoke", "guest link",
		tx.db.Model(&guestLinkRow{}).Where("id = ?", id).UpdateColumn("revoked_at", micros.Of(at))); err != nil {
		return err
	}
	q := tx.db.Model(&sessionRow{}).Where("guest_link_id = ? AND revoked_at = 0", id).
		UpdateColumn("revoked_at", micros.Of(at))
	return tx.failed("revoke", "sessions", q.Error)
}

// EndGuestLinks ends all guest links of a review that are not ended, with the sessions that they opened.
func (tx *Tx) EndGuestLinks(workloadID, lensID string, at time.Time) error {
	var open []string
	q := tx.db.Model(&guestLinkRow{}).Where("workload_id = ? AND lens_id = ? AND revoked_at = 0", workloadID, lensID)
	if err := q.Pluck("id", &open).Error; err != nil {
		return tx.failed("list", "guest links", err)
	}
	for _, id := range open {
		if err := tx.RevokeGuestLink(id, at); err != nil {
			return err
		}
	}
	return nil
}

// OpenGuestLink counts an opening; NotFound if there is no such link.
func (tx *Tx) OpenGuestLink(id string, at time.Time) error {
	q := tx.db.Model(&guestLinkRow{}).Where("id = ?", id).
		UpdateColumns(map[string]any{"opens": gorm.Expr("opens + 1"), "opened_at": micros.Of(at)})
	return tx.affected("open", "guest link", q)
}
