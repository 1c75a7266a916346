package store

import (
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/micros"
	"plumbline/models/store/paging"
)

type tokenRow struct {
	ID          string `gorm:"primaryKey"`
	WorkspaceID string
	UserID      string
	Name        string
	Role        string
	Hint        string
	Hash        []byte
	ExpiresAt   int64
	RevokedAt   int64
	LastUsedAt  int64
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	CreatedBy   string
}

func (tokenRow) TableName() string { return "tokens" }

func (r tokenRow) noun() models.Token {
	return models.Token{
		ID: r.ID, WorkspaceID: r.WorkspaceID, UserID: r.UserID, Name: r.Name, Role: models.Role(r.Role), Hint: r.Hint,
		Hash: r.Hash, ExpiresAt: micros.Time(r.ExpiresAt), RevokedAt: micros.Time(r.RevokedAt),
		LastUsedAt: micros.Time(r.LastUsedAt), CreatedAt: micros.Time(r.CreatedAt), CreatedBy: r.CreatedBy,
	}
}

// CreateToken adds a token; Conflict if its id or hash is taken.
func (tx *Tx) CreateToken(t models.Token) error {
	return tx.create("token", &tokenRow{
		ID: t.ID, WorkspaceID: t.WorkspaceID, UserID: t.UserID, Name: t.Name, Role: string(t.Role), Hint: t.Hint,
		Hash: t.Hash, ExpiresAt: micros.Of(t.ExpiresAt), RevokedAt: micros.Of(t.RevokedAt),
		LastUsedAt: micros.Of(t.LastUsedAt), CreatedAt: micros.Of(t.CreatedAt), CreatedBy: t.CreatedBy,
	})
}

// Token returns a token, or NotFound.
func (tx *Tx) Token(id string) (models.Token, error) {
	row, err := oneRow[tokenRow](tx, "token", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

var tokenByHash = newStatement("SELECT id, workspace_id, user_id, name, role, hint, hash, expires_at, revoked_at, " +
	"last_used_at, created_at, created_by FROM tokens WHERE hash = ?")

// TokenByHash returns the token whose secret has this SHA-256, revoked and expired ones too, or NotFound. It locks
// nothing: every request asks it.
func (tx *Tx) TokenByHash(hash []byte) (models.Token, error) {
	if tx.asksWho() {
		row, err := who(tx, "token", tokenWho, hash, func(r *tokenWhoRow) *whoRow { return &r.Who })
		return row.Token.noun(), err
	}
	var r tokenRow
	err := tx.scan(tokenByHash, []any{hash}, &r.ID, &r.WorkspaceID, &r.UserID, &r.Name, &r.Role, &r.Hint, &r.Hash,
		&r.ExpiresAt, &r.RevokedAt, &r.LastUsedAt, &r.CreatedAt, &r.CreatedBy)
	if err != nil {
		return models.Token{}, tx.found("token", err)
	}
	return r.noun(), nil
}

// Tokens lists the tokens of a workspace, or of one of its members, newest first, revoked ones too: up to one
// row more than the page.
func (tx *Tx) Tokens(workspaceID string, query models.KeyQuery) ([]models.Token, error) {
	q, err := paging.Before(tx.keys(workspaceID, query), query.PageRequest, "tokens")
	if err != nil {
		return nil, err
	}
	return manyRows(tx, "tokens", q, tokenRow.noun)
}

// keys is the query for a page of tokens or access keys.
func (tx *Tx) keys(workspaceID string, query models.KeyQuery) *gorm.DB {
	q := tx.db.Where("workspace_id = ?", workspaceID).Order("created_at DESC, id DESC").
		Limit(paging.Rows(query.PageRequest))
	if query.UserID != "" {
		q = q.Where("user_id = ?", query.UserID)
	}
	return q
}

// TokenCursor is the cursor that continues a list of tokens after t.
func TokenCursor(t models.Token) string { return paging.ByAge("tokens", t.CreatedAt, t.ID) }

// RevokeToken sets when the token stopped to be valid; NotFound if there is none.
func (tx *Tx) RevokeToken(id string, at time.Time) error {
	return tx.affected("revoke", "token",
		tx.db.Model(&tokenRow{}).Where("id = ?", id).UpdateColumn("revoked_at", micros.Of(at)))
}

// TouchToken sets when the token was last used. A time that is not later than the one that is kept changes
// nothing, nor does a token that is gone.
func (tx *Tx) TouchToken(id string, at time.Time) error {
	q := tx.db.Model(&tokenRow{}).Where("id = ? AND last_used_at < ?", id, micros.Of(at)).
		UpdateColumn("last_used_at", micros.Of(at))
	return tx.failed("touch", "token", q.Error)
}

// PersonalTokens lists a user's own tokens in all workspaces that are not revoked, oldest first. In a write
// transaction they stay locked.
func (tx *Tx) PersonalTokens(userID string) ([]models.Token, error) {
	return manyRows(tx, "tokens", tx.lock(tx.db.Where("user_id = ? AND revoked_at = 0", userID).Order("created_at, id")),
		tokenRow.noun)
}
