package store

import (
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/micros"
	"plumbline/models/store/paging"
)

// ownAndShared is the query for what belongs to a workspace or is shared with it. Few workspaces have
// anything that is shared with them: the others keep the index that their list is sorted by.
func (tx *Tx) ownAndShared(workspaceID string, kind models.ShareKind) (*gorm.DB, error) {
	return tx.ownAndSharedBy("workspace_id = ?", "id", workspaceID, kind)
}

// ownAndSharedBy is ownAndShared for what belongs to such things: the column has their id. own is the condition for
// what is of the workspace.
func (tx *Tx) ownAndSharedBy(own, column, workspaceID string, kind models.ShareKind) (*gorm.DB, error) {
	var shared []string
	err := tx.db.Model(&shareRow{}).Where("target_id = ? AND kind = ? AND status = 'accepted'", workspaceID, string(kind)).
		Pluck("thing_id", &shared).Error
	if err != nil {
		return nil, tx.failed("list", "shares", err)
	}
	q := tx.db.Where(own, workspaceID)
	if len(shared) > 0 {
		q = tx.db.Where(tx.db.Where(own, workspaceID).Or(tx.among(column, shared)))
	}
	return q, nil
}

type shareRow struct {
	ID          string `gorm:"primaryKey"`
	Kind        string
	ThingID     string
	ThingName   string
	WorkspaceID string
	AccountID   string
	TargetID    string
	Role        string
	Status      string
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	CreatedBy   string
	ExpiresAt   int64
	DecidedAt   int64
	DecidedBy   string
}

func (shareRow) TableName() string { return "shares" }

func newShareRow(s models.Share) shareRow {
	return shareRow{
		ID: s.ID, Kind: string(s.Kind), ThingID: s.ThingID, ThingName: s.ThingName, WorkspaceID: s.WorkspaceID,
		AccountID: s.AccountID, TargetID: s.TargetID, Role: string(s.Role), Status: string(s.Status),
		CreatedAt: micros.Of(s.CreatedAt), CreatedBy: s.CreatedBy, ExpiresAt: micros.Of(s.ExpiresAt),
		DecidedAt: micros.Of(s.DecidedAt), DecidedBy: s.DecidedBy,
	}
}

func (r shareRow) noun() models.Share {
	return models.Share{
		ID: r.ID, Kind: models.ShareKind(r.Kind), ThingID: r.ThingID, ThingName: r.ThingName, WorkspaceID: r.WorkspaceID,
		AccountID: r.AccountID, TargetID: r.TargetID, Role: models.Role(r.Role), Status: models.ShareStatus(r.Status),
		CreatedAt: micros.Time(r.CreatedAt), CreatedBy: r.CreatedBy, ExpiresAt: micros.Time(r.ExpiresAt),
		DecidedAt: micros.Time(r.DecidedAt), DecidedBy: r.DecidedBy,
	}
}

// CreateShare adds a share; Conflict if its id is taken.
func (tx *Tx) CreateShare(s models.Share) error {
	row := newShareRow(s)
	return tx.create("share", &row)
}

// Share returns a share, or NotFound. In a write transaction it stays locked.
func (tx *Tx) Share(id string) (models.Share, error) {
	row, err := oneRow[shareRow](tx, "share", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

var sharedRole = newStatement("SELECT role FROM shares WHERE target_id = ? AND kind = ? AND thing_id = ? AND " +
	"status = 'accepted'")

// SharedRole tells as what a thing of another workspace is shared with the workspace, and has been accepted;
// "" if it is not.
func (tx *Tx) SharedRole(workspaceID string, kind models.ShareKind, thingID string) (models.Role, error) {
	var role string
	err := tx.found("share", tx.scan(sharedRole, []any{workspaceID, string(kind), thingID}, &role))
	if models.CodeOf(err) == models.CodeNotFound {
		return "", nil
	}
	return models.Role(role), err
}

// SharesOf lists what was offered of a thing, newest first: up to one row more than the page.
func (tx *Tx) SharesOf(thingID string, p models.PageRequest) ([]models.Share, error) {
	q := tx.db.Where("thing_id = ?", thingID).Order("created_at DESC, id DESC").Limit(paging.Rows(p))
	q, err := paging.Before(q, p, "shares")
	if err != nil {
		return nil, err
	}
	return manyRows(tx, "shares", q, shareRow.noun)
}

// SharesWith lists what was offered to the account id and not revoked, newest first: up to one row more than the page.
func (tx *Tx) SharesWith(accountID string, p models.PageRequest) ([]models.Share, error) {
	q := tx.db.Where("account_id = ? AND status <> 'revoked'", accountID).Order("created_at DESC, id DESC").
		Limit(paging.Rows(p))
	q, err := paging.Before(q, p, "shares")
	if err != nil {
		return nil, err
	}
	return manyRows(tx, "shares", q, shareRow.noun)
}

// ShareCursor is the cursor that continues a list of shares after s.
func ShareCursor(s models.Share) string { return paging.ByAge("shares", s.CreatedAt, s.ID) }

// LiveShare returns the share of a thing with an account id that is accepted or whose offer still waits at the
// time, or NotFound.
func (tx *Tx) LiveShare(thingID, accountID string, at time.Time) (models.Share, error) {
	q := tx.db.Where("thing_id = ? AND account_id = ? AND (status = 'accepted' OR (status = 'pending' AND expires_at "+
		"> ?))", thingID, accountID, micros.Of(at))
	row, err := oneRow[shareRow](tx, "share", tx.lock(q))
	return row.noun(), err
}

// UpdateShare writes target, role, status and decision of a share; NotFound if there is none.
func (tx *Tx) UpdateShare(s models.Share) error {
	q := tx.db.Model(&shareRow{}).Where("id = ?", s.ID).Select("target_id", "role", "status", "decided_at", "decided_by")
	return tx.affected("update", "share", q.UpdateColumns(newShareRow(s)))
}

// EndShares revokes all shares of a thing that are pending or accepted, and returns their number.
func (tx *Tx) EndShares(thingID string, at time.Time, by string) (int64, error) {
	q := tx.db.Model(&shareRow{}).Where("thing_id = ? AND status IN ('pending', 'accepted')", thingID).
		UpdateColumns(map[string]any{"status": string(models.ShareRevoked), "decided_at": micros.Of(at), "decided_by": by})
	return q.RowsAffected, tx.failed("end", "shares", q.Error)
}

// RenameShares returns what a thing is called to its shares that have not ended.
func (tx *Tx) RenameShares(thingID, name string) error {
	q := tx.db.Model(&shareRow{}).Where("thing_id = ? AND status IN ('pending', 'accepted')", thingID).
		UpdateColumn("thing_name", name)
	return tx.failed("rename", "shares", q.Error)
}
