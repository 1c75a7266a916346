package store

import (
	"time"

	"plumbline/models"
	"plumbline/models/store/micros"
)

type idempotentRow struct {
	WorkspaceID string `gorm:"primaryKey"`
	Key         string `gorm:"primaryKey"`
	Digest      string
	Kind        string
	ThingID     string
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
}

func (idempotentRow) TableName() string { return "idempotency" }

// IdempotentResult returns what a create with this key made before, or NotFound.
func (tx *Tx) IdempotentResult(workspaceID, key string) (models.Idempotent, error) {
	q := tx.db.Where("workspace_id = ? AND key = ?", workspaceID, key)
	r, err := oneRow[idempotentRow](tx, "idempotency key", q)
	return models.Idempotent{WorkspaceID: r.WorkspaceID, Key: r.Key, Digest: r.Digest, Kind: r.Kind,
		ThingID: r.ThingID, CreatedAt: micros.Time(r.CreatedAt)}, err
}

// PutIdempotent remembers what a create made; Conflict if the workspace has the key already.
func (tx *Tx) PutIdempotent(i models.Idempotent) error {
	return tx.create("idempotency key", &idempotentRow{WorkspaceID: i.WorkspaceID, Key: i.Key, Digest: i.Digest,
		Kind: i.Kind, ThingID: i.ThingID, CreatedAt: micros.Of(i.CreatedAt)})
}

// PurgeIdempotent forgets keys older than before and returns their number.
func (tx *Tx) PurgeIdempotent(before time.Time) (int64, error) {
	q := tx.db.Where("created_at < ?", micros.Of(before)).Delete(&idempotentRow{})
	return q.RowsAffected, tx.failed("purge", "idempotency keys", q.Error)
}
