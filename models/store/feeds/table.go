// Package feeds has the table of calendar feeds, a part of the store.
//
// It may import models, models/feed and micros, and with the store it knows GORM. A Table is of one transaction, which
// the store opens.
package feeds

import (
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/feed"
	"plumbline/models/store/micros"
)

// Transaction is what the table needs of the transaction it is used in.
type Transaction struct {
	DB     *gorm.DB
	Found  func(noun string, err error) error     // gives the error of a query for one row its meaning
	Failed func(op, noun string, err error) error // gives that of a statement its meaning; nil stays nil
}

// Table is the calendar feeds in one transaction.
type Table struct{ tx Transaction }

// New gives the table in a transaction.
func New(db *gorm.DB, found func(noun string, err error) error, failed func(op, noun string, err error) error) *Table {
	return &Table{Transaction{db, found, failed}}
}

type row struct {
	ID          string `gorm:"primaryKey"`
	WorkspaceID string
	UserID      string
	WorkloadID  string
	Name        string
	Hint        string
	Hash        []byte
	RevokedAt   int64
	LastUsedAt  int64
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	CreatedBy   string
}

// TableName is what GORM calls the table.
func (row) TableName() string { return "feed_tokens" }

func (r row) token() feed.Token {
	return feed.Token{ID: r.ID, WorkspaceID: r.WorkspaceID, UserID: r.UserID, WorkloadID: r.WorkloadID, Name: r.Name,
		Hint: r.Hint, Hash: r.Hash, RevokedAt: micros.Time(r.RevokedAt), LastUsedAt: micros.Time(r.LastUsedAt),
		CreatedAt: micros.Time(r.CreatedAt), CreatedBy: r.CreatedBy}
}

const noun = "calendar feed"

// Create adds a feed; Conflict if its id or hash is taken.
func (t *Table) Create(f feed.Token) error {
	return t.tx.Failed("create", noun, t.tx.DB.Create(&row{ID: f.ID, WorkspaceID: f.WorkspaceID, UserID: f.UserID,
		WorkloadID: f.WorkloadID, Name: f.Name, Hint: f.Hint, Hash: f.Hash, RevokedAt: micros.Of(f.RevokedAt),
		LastUsedAt: micros.Of(f.LastUsedAt), CreatedAt: micros.Of(f.CreatedAt), CreatedBy: f.CreatedBy}).Error)
}

// Get gives a feed, or NotFound.
func (t *Table) Get(id string) (feed.Token, error) {
	var r row
	err := t.tx.DB.Where("id = ?", id).Take(&r).Error
	return r.token(), t.tx.Found(noun, err)
}

// ByHash gives the feed whose secret has this SHA-256, a revoked one too, or NotFound.
func (t *Table) ByHash(hash []byte) (feed.Token, error) {
	var r row
	err := t.tx.DB.Where("hash = ?", hash).Take(&r).Error
	return r.token(), t.tx.Found(noun, err)
}

// List gives the feeds of a page: the store has narrowed and sorted the query. Of one person if a user is given.
func List(t *Table, page *gorm.DB, workspaceID, userID string) ([]feed.Token, error) {
	q := page.Where("workspace_id = ?", workspaceID)
	if userID != "" {
		q = q.Where("user_id = ?", userID)
	}
	return t.list(q.Order("created_at DESC, id DESC"))
}

// Active gives the feeds of a person that are not revoked, in all workspaces or in one.
func (t *Table) Active(userID, workspaceID string) ([]feed.Token, error) {
	q := t.tx.DB.Where("user_id = ? AND revoked_at = 0", userID)
	if workspaceID != "" {
		q = q.Where("workspace_id = ?", workspaceID)
	}
	return t.list(q.Order("created_at, id"))
}

func (t *Table) list(q *gorm.DB) ([]feed.Token, error) {
	var rows []row
	if err := q.Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "calendar feeds", err)
	}
	list := make([]feed.Token, len(rows))
	for i, r := range rows {
		list[i] = r.token()
	}
	return list, nil
}

// Revoke sets when a feed stopped to work; NotFound if there is none.
func (t *Table) Revoke(id string, at time.Time) error {
	q := t.tx.DB.Model(&row{}).Where("id = ?", id).UpdateColumn("revoked_at", micros.Of(at))
	if q.Error == nil && q.RowsAffected == 0 {
		return models.Errorf(models.CodeNotFound, "there is no such calendar feed")
	}
	return t.tx.Failed("revoke", noun, q.Error)
}

// Touch sets when a feed was read last. A time that is not later than the one that is kept changes nothing.
func (t *Table) Touch(id string, at time.Time) error {
	return t.tx.Failed("touch", noun, t.tx.DB.Model(&row{}).Where("id = ? AND last_used_at < ?", id, micros.Of(at)).
		UpdateColumn("last_used_at", micros.Of(at)).Error)
}
