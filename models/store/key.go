package store

import (
	"time"

	"plumbline/models"
	"plumbline/models/store/micros"
	"plumbline/models/store/paging"
)

type accessKeyRow struct {
	ID          string `gorm:"primaryKey"`
	WorkspaceID string
	UserID      string
	Name        string
	Role        string
	Secret      string
	ExpiresAt   int64
	RevokedAt   int64
	LastUsedAt  int64
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	CreatedBy   string
}

func (accessKeyRow) TableName() string { return "access_keys" }

func (r accessKeyRow) noun() models.AccessKey {
	return models.AccessKey{
		ID: r.ID, WorkspaceID: r.WorkspaceID, UserID: r.UserID, Name: r.Name, Role: models.Role(r.Role), Secret: r.Secret,
		ExpiresAt: micros.Time(r.ExpiresAt), RevokedAt: micros.Time(r.RevokedAt), LastUsedAt: micros.Time(r.LastUsedAt),
		CreatedAt: micros.Time(r.CreatedAt), CreatedBy: r.CreatedBy,
	}
}

// CreateAccessKey adds an access key; Conflict if its id is taken.
func (tx *Tx) CreateAccessKey(k models.AccessKey) error {
	return tx.create("access key", &accessKeyRow{
		ID: k.ID, WorkspaceID: k.WorkspaceID, UserID: k.UserID, Name: k.Name, Role: string(k.Role), Secret: k.Secret,
		ExpiresAt: micros.Of(k.ExpiresAt), RevokedAt: micros.Of(k.RevokedAt), LastUsedAt: micros.Of(k.LastUsedAt),
		CreatedAt: micros.Of(k.CreatedAt), CreatedBy: k.CreatedBy,
	})
}

// AccessKey returns an access key, or NotFound. In a write transaction it stays locked.
func (tx *Tx) AccessKey(id string) (models.AccessKey, error) {
	row, err := oneRow[accessKeyRow](tx, "access key", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

// AccessKeys lists the access keys of a workspace, or of one of its members, newest first, revoked ones too:
// up to one row more than the page.
func (tx *Tx) AccessKeys(workspaceID string, query models.KeyQuery) ([]models.AccessKey, error) {
	q, err := paging.Before(tx.keys(workspaceID, query), query.PageRequest, "access keys")
	if err != nil {
		return nil, err
	}
	return manyRows(tx, "access keys", q, accessKeyRow.noun)
}

// AccessKeyCursor is the cursor that continues a list of access keys after k.
func AccessKeyCursor(k models.AccessKey) string {
	return paging.ByAge("access keys", k.CreatedAt, k.ID)
}

// RevokeAccessKey sets when the key stopped to be valid, and forgets its secret; NotFound if there is none.
func (tx *Tx) RevokeAccessKey(id string, at time.Time) error {
	q := tx.db.Model(&accessKeyRow{}).Where("id = ?", id).
		UpdateColumns(map[string]any{"revoked_at": micros.Of(at), "secret": ""})
	return tx.affected("revoke", "access key", q)
}

// TouchAccessKey sets when the access key was last used. A time that is not later than the one that is kept
// changes nothing, nor does a access key that is gone.
func (tx *Tx) TouchAccessKey(id string, at time.Time) error {
	q := tx.db.Model(&accessKeyRow{}).Where("id = ? AND last_used_at < ?", id, micros.Of(at)).
		UpdateColumn("last_used_at", micros.Of(at))
	return tx.failed("touch", "access key", q.Error)
}

// PersonalKeys lists a user's own access keys in all workspaces that are not revoked, oldest first. In a
// write transaction they stay locked.
func (tx *Tx) PersonalKeys(userID string) ([]models.AccessKey, error) {
	q := tx.lock(tx.db.Where("user_id = ? AND revoked_at = 0", userID).Order("created_at, id"))
	return manyRows(tx, "access keys", q, accessKeyRow.noun)
}
