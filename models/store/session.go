package store

import (
	"database/sql"
	"time"

	"plumbline/models"
	"plumbline/models/store/micros"
)

type sessionRow struct {
	ID          string `gorm:"primaryKey"`
	Hash        []byte
	UserID      sql.NullString
	GuestLinkID sql.NullString
	WorkspaceID string
	Method      string
	Address     string
	Agent       string
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	SeenAt      int64
	ExpiresAt   int64
	RevokedAt   int64
}

func (sessionRow) TableName() string { return "sessions" }

func (r sessionRow) noun() models.Session {
	return models.Session{
		ID: r.ID, Hash: r.Hash, UserID: r.UserID.String, GuestLinkID: r.GuestLinkID.String, WorkspaceID: r.WorkspaceID,
		Method: r.Method, Address: r.Address, Agent: r.Agent, CreatedAt: micros.Time(r.CreatedAt),
		SeenAt: micros.Time(r.SeenAt), ExpiresAt: micros.Time(r.ExpiresAt), RevokedAt: micros.Time(r.RevokedAt),
	}
}

// reference is a column that points to another table, or is null.
func reference(id string) sql.NullString { return sql.NullString{String: id, Valid: id != ""} }

// CreateSession adds a session of a user or a guest link; Conflict if its id or hash is taken.
func (tx *Tx) CreateSession(s models.Session) error {
	return tx.create("session", &sessionRow{
		ID: s.ID, Hash: s.Hash, UserID: reference(s.UserID), GuestLinkID: reference(s.GuestLinkID),
		WorkspaceID: s.WorkspaceID, Method: s.Method, Address: s.Address, Agent: s.Agent, CreatedAt: micros.Of(s.CreatedAt),
		SeenAt: micros.Of(s.SeenAt), ExpiresAt: micros.Of(s.ExpiresAt), RevokedAt: micros.Of(s.RevokedAt),
	})
}

// SessionByHash returns the session whose secret has this SHA-256, ended ones too, or NotFound. It locks
// nothing: every request asks it.
func (tx *Tx) SessionByHash(hash []byte) (models.Session, error) {
	if tx.asksWho() {
		row, err := who(tx, "session", sessionWho, hash, func(r *sessionWhoRow) *whoRow { return &r.Who })
		return row.Session.noun(), err
	}
	row, err := oneRow[sessionRow](tx, "session", tx.db.Where("hash = ?", hash))
	return row.noun(), err
}

// Session returns a session, or NotFound. In a write transaction it stays locked.
func (tx *Tx) Session(id string) (models.Session, error) {
	row, err := oneRow[sessionRow](tx, "session", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

// LiveSessions lists the sessions of a user that are neither revoked nor over at the time, newest first.
func (tx *Tx) LiveSessions(userID string, at time.Time) ([]models.Session, error) {
	q := tx.db.Where("user_id = ? AND revoked_at = 0 AND expires_at > ?", userID, micros.Of(at)).
		Order("created_at DESC, id DESC")
	return manyRows(tx, "sessions", q, sessionRow.noun)
}

// LiveGuestSessions lists the sessions of a guest link that are neither revoked nor over at the time, those
// first that were seen least recently.
func (tx *Tx) LiveGuestSessions(linkID string, at time.Time) ([]models.Session, error) {
	q := tx.db.Where("guest_link_id = ? AND revoked_at = 0 AND expires_at > ?", linkID, micros.Of(at)).
		Order("seen_at, created_at, id")
	return manyRows(tx, "sessions", q, sessionRow.noun)
}

// RevokeSession ends a session; NotFound if there is none.
func (tx *Tx) RevokeSession(id string, at time.Time) error {
	return tx.affected("revoke", "session",
		tx.db.Model(&sessionRow{}).Where("id = ? AND revoked_at = 0", id).UpdateColumn("revoked_at", micros.Of(at)))
}

// RevokeSessions ends all sessions of a user but one, and returns their number.
func (tx *Tx) RevokeSessions(userID, butID string, at time.Time) (int64, error) {
	q := tx.db.Model(&sessionRow{}).Where("user_id = ? AND id <> ? AND revoked_at = 0", userID, butID).
		UpdateColumn("revoked_at", micros.Of(at))
	return q.RowsAffected, tx.failed("revoke", "sessions", q.Error)
}

// TouchSession sets when the session was last seen. A time that is not later than the one that is kept
// changes nothing, nor does a session that is gone.
func (tx *Tx) TouchSession(id string, at time.Time) error {
	q := tx.db.Model(&sessionRow{}).Where("id = ? AND seen_at < ?", id, micros.Of(at)).
		UpdateColumn("seen_at", micros.Of(at))
	return tx.failed("touch", "session", q.Error)
}

// MoveSession sets the workspace that the user of a session works in; NotFound if there is none.
func (tx *Tx) MoveSession(id, workspaceID string) error {
	return tx.affected("move", "session",
		tx.db.Model(&sessionRow{}).Where("id = ?", id).UpdateColumn("workspace_id", workspaceID))
}

// PurgeSessions forgets sessions that were over before the time, and returns their number.
func (tx *Tx) PurgeSessions(before time.Time) (int64, error) {
	q := tx.db.Where("expires_at < ?", micros.Of(before)).Delete(&sessionRow{})
	return q.RowsAffected, tx.failed("purge", "sessions", q.Error)
}

type attemptsRow struct {
	Key         string `gorm:"primaryKey"`
	Failures    int
	Since       int64
	LockedUntil int64
}

func (attemptsRow) TableName() string { return "attempts" }

// Attempts returns the failed tries under a key; none where nothing is known.
func (tx *Tx) Attempts(key string) (models.FailedAttempts, error) {
	r, err := oneRow[attemptsRow](tx, "attempts", tx.lock(tx.db.Where("key = ?", key)))
	if models.CodeOf(err) == models.CodeNotFound {
		return models.FailedAttempts{Key: key}, nil
	}
	return models.FailedAttempts{Key: r.Key, Failures: r.Failures, Since: micros.Time(r.Since),
		LockedUntil: micros.Time(r.LockedUntil)}, err
}

var putAttempts = newStatement("INSERT INTO attempts (key, failures, since, locked_until) VALUES (?, ?, ?, ?) ON " +
	"CONFLICT (key) DO UPDATE SET failures = excluded.failures, since = excluded.since, locked_until = " +
	"excluded.locked_until")

// PutAttempts writes the failed tries under a key.
func (tx *Tx) PutAttempts(a models.FailedAttempts) error {
	_, err := tx.run(putAttempts, a.Key, a.Failures, micros.Of(a.Since), micros.Of(a.LockedUntil))
	return tx.failed("count", "attempts", err)
}

// ForgetAttempts takes the failed tries under the key away.
func (tx *Tx) ForgetAttempts(key string) error {
	return tx.failed("forget", "attempts", tx.db.Where("key = ?", key).Delete(&attemptsRow{}).Error)
}

// PurgeAttempts forgets what was counted before the first time and is not locked any more, and what was
// counted after the second one, by a clock that ran ahead; it gives the number of keys.
func (tx *Tx) PurgeAttempts(before, after time.Time) (int64, error) {
	q := tx.db.Where("since < ? AND locked_until < ? OR since > ?", micros.Of(before), micros.Of(before),
		micros.Of(after)).Delete(&attemptsRow{})
	return q.RowsAffected, tx.failed("purge", "attempts", q.Error)
}
