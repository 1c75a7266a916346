package store

import (
	"time"

	"plumbline/models"
	"plumbline/models/store/columns"
	"plumbline/models/store/micros"
	"plumbline/models/store/paging"
)

type memberRow struct {
	WorkspaceID string `gorm:"primaryKey"`
	UserID      string `gorm:"primaryKey"`
	Role        string
	Workloads   columns.Texts
	Pillars     columns.Texts
	Source      string
	Version     int
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	CreatedBy   string
	UpdatedAt   int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy   string
}

func (memberRow) TableName() string { return "members" }

func newMemberRow(m models.Member) memberRow {
	return memberRow{
		WorkspaceID: m.WorkspaceID, UserID: m.UserID, Role: string(m.Role), Workloads: m.Workloads, Pillars: m.Pillars,
		Source: string(m.Source), Version: m.Version, CreatedAt: micros.Of(m.CreatedAt), CreatedBy: m.CreatedBy,
		UpdatedAt: micros.Of(m.UpdatedAt), UpdatedBy: m.UpdatedBy,
	}
}

func (r memberRow) noun() models.Member {
	return models.Member{
		WorkspaceID: r.WorkspaceID, UserID: r.UserID, Role: models.Role(r.Role), Workloads: r.Workloads, Pillars: r.Pillars,
		Source: models.MemberSource(r.Source), Version: r.Version, CreatedAt: micros.Time(r.CreatedAt),
		CreatedBy: r.CreatedBy, UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
	}
}

// CreateMember adds a member; Conflict if the user is one already.
func (tx *Tx) CreateMember(m models.Member) error {
	row := newMemberRow(m)
	return tx.create("member", &row)
}

// Member returns a member of a workspace, or NotFound. In a write transaction the member stays locked.
func (tx *Tx) Member(workspaceID, userID string) (models.Member, error) {
	if m, known, missing := tx.knownMember(workspaceID, userID); missing {
		return models.Member{}, notFound("member")
	} else if known {
		return m, nil
	}
	q := tx.db.Where("workspace_id = ? AND user_id = ?", workspaceID, userID)
	row, err := oneRow[memberRow](tx, "member", tx.lock(q))
	return row.noun(), err
}

// Membership is a member with the user.
type Membership struct {
	models.Member
	User models.User
}

// Members lists the members of a workspace by folded name of the user, then id: up to one row more than the page.
func (tx *Tx) Members(workspaceID string, query models.UserQuery) ([]Membership, error) {
	q := tx.db.Where("id IN (SELECT user_id FROM members WHERE workspace_id = ?)", workspaceID).Order("name_fold, id").
		Limit(paging.Rows(query.PageRequest))
	q, err := tx.usersLike(q, query)
	if err != nil {
		return nil, err
	}
	users, err := manyRows(tx, "users", q, userRow.noun)
	if err != nil {
		return nil, err
	}
	ids := convertAll(users, func(u models.User) string { return u.ID })
	members, err := manyRows(tx, "members", tx.db.Where("workspace_id = ?", workspaceID).Where(tx.among("user_id", ids)),
		memberRow.noun)
	if err != nil {
		return nil, err
	}
	of := make(map[string]models.Member, len(members))
	for _, m := range members {
		of[m.UserID] = m
	}
	return convertAll(users, func(u models.User) Membership { return Membership{of[u.ID], u} }), nil
}

// MembershipsOf lists the memberships of a user, in the order of workspace ids.
func (tx *Tx) MembershipsOf(userID string) ([]models.Member, error) {
	return manyRows(tx, "members", tx.lock(tx.db.Where("user_id = ?", userID).Order("workspace_id")), memberRow.noun)
}

// Owners counts the owners of a workspace who may sign in.
func (tx *Tx) Owners(workspaceID string) (n int64, err error) {
	err = tx.db.Table("members AS m").Joins("JOIN users AS u ON u.id = m.user_id").
		Where("m.workspace_id = ? AND m.role = ? AND u.disabled_at = 0", workspaceID, models.Owner).Count(&n).Error
	return n, tx.failed("count", "owners", err)
}

// UpdateMember writes role, narrowing, source, version and change of a member; NotFound if there is none.
func (tx *Tx) UpdateMember(m models.Member) error {
	q := tx.db.Model(&memberRow{}).Where("workspace_id = ? AND user_id = ?", m.WorkspaceID, m.UserID).
		Select("role", "workloads", "pillars", "source", "version", "updated_at", "updated_by")
	return tx.affected("update", "member", q.UpdateColumns(newMemberRow(m)))
}

// DeleteMember takes a user out of a workspace, or gives NotFound.
func (tx *Tx) DeleteMember(workspaceID, userID string) error {
	return tx.affected("delete", "member", tx.db.Where("workspace_id = ? AND user_id = ?", workspaceID, userID).
		Delete(&memberRow{}))
}

type linkRow struct {
	ID          string `gorm:"primaryKey"`
	Kind        string
	Hash        []byte
	WorkspaceID string
	Email       string
	Role        string
	Workloads   columns.Texts
	Pillars     columns.Texts
	UserID      string
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	CreatedBy   string
	ExpiresAt   int64
	UsedAt      int64
	RevokedAt   int64
}

func (linkRow) TableName() string { return "links" }

func (r linkRow) noun() models.OneTimeLink {
	return models.OneTimeLink{
		ID: r.ID, Kind: models.LinkKind(r.Kind), Hash: r.Hash, WorkspaceID: r.WorkspaceID, Email: r.Email,
		Grant: models.MemberGrant{Role: models.Role(r.Role), Workloads: r.Workloads, Pillars: r.Pillars}, UserID: r.UserID,
		CreatedAt: micros.Time(r.CreatedAt), CreatedBy: r.CreatedBy, ExpiresAt: micros.Time(r.ExpiresAt),
		UsedAt: micros.Time(r.UsedAt), RevokedAt: micros.Time(r.RevokedAt),
	}
}

// CreateLink adds a one-time link; Conflict if its id or hash is taken.
func (tx *Tx) CreateLink(l models.OneTimeLink) error {
	return tx.create("link", &linkRow{
		ID: l.ID, Kind: string(l.Kind), Hash: l.Hash, WorkspaceID: l.WorkspaceID, Email: l.Email, Role: string(l.Grant.Role),
		Workloads: l.Grant.Workloads, Pillars: l.Grant.Pillars, UserID: l.UserID, CreatedAt: micros.Of(l.CreatedAt),
		CreatedBy: l.CreatedBy, ExpiresAt: micros.Of(l.ExpiresAt), UsedAt: micros.Of(l.UsedAt),
		RevokedAt: micros.Of(l.RevokedAt),
	})
}

// Link returns a link, or NotFound. In a write transaction it stays locked.
func (tx *Tx) Link(id string) (models.OneTimeLink, error) {
	row, err := oneRow[linkRow](tx, "link", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

// LinkByHash returns the link whose secret has this SHA-256, used and ended ones too, or NotFound. In a write
// transaction it stays locked, so that of two who use it at once one comes first.
func (tx *Tx) LinkByHash(hash []byte) (models.OneTimeLink, error) {
	row, err := oneRow[linkRow](tx, "link", tx.lock(tx.db.Where("hash = ?", hash)))
	return row.noun(), err
}

// Links lists the links of one kind in a workspace, newest first: up to one row more than the page.
func (tx *Tx) Links(kind models.LinkKind, workspaceID string, p models.PageRequest) ([]models.OneTimeLink, error) {
	q := tx.db.Where("kind = ? AND workspace_id = ?", string(kind), workspaceID).Order("created_at DESC, id DESC").
		Limit(paging.Rows(p))
	q, err := paging.Before(q, p, "links")
	if err != nil {
		return nil, err
	}
	return manyRows(tx, "links", q, linkRow.noun)
}

// LinkCursor is the cursor that continues a list of links after l.
func LinkCursor(l models.OneTimeLink) string { return paging.ByAge("links", l.CreatedAt, l.ID) }

// EndLink notes that a link was used or revoked; the other time is left as it is. NotFound if there is none.
func (tx *Tx) EndLink(id string, used bool, at time.Time) error {
	column := "revoked_at"
	if used {
		column = "used_at"
	}
	return tx.affected("end", "link", tx.db.Model(&linkRow{}).Where("id = ?", id).UpdateColumn(column, micros.Of(at)))
}

// RevokeLinks revokes the open links of a kind for a user or for nobody (a set-up link), and returns their number.
func (tx *Tx) RevokeLinks(kind models.LinkKind, userID string, at time.Time) (int64, error) {
	q := tx.db.Model(&linkRow{}).Where("kind = ? AND user_id = ? AND used_at = 0 AND revoked_at = 0", string(kind),
		userID).
		UpdateColumn("revoked_at", micros.Of(at))
	return q.RowsAffected, tx.failed("revoke", "links", q.Error)
}
