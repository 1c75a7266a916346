package store

import (
	"plumbline/models"
	"plumbline/models/store/micros"
)

type workspaceRow struct {
	ID        string `gorm:"primaryKey"`
	Name      string
	AccountID string
	CreatedAt int64 `gorm:"autoCreateTime:false"`

	TimeZone     string
	RequireCodes bool
}

func (workspaceRow) TableName() string { return "workspaces" }

func (r workspaceRow) noun() models.Workspace {
	return models.Workspace{ID: r.ID, Name: r.Name, AccountID: r.AccountID, CreatedAt: micros.Time(r.CreatedAt),
		TimeZone: r.TimeZone, RequireCodes: r.RequireCodes}
}

// CreateWorkspace adds a workspace; Conflict if its id or account id is taken.
func (tx *Tx) CreateWorkspace(w models.Workspace) error {
	row := workspaceRow{ID: w.ID, Name: w.Name, AccountID: w.AccountID, CreatedAt: micros.Of(w.CreatedAt),
		TimeZone: w.TimeZone, RequireCodes: w.RequireCodes}
	return tx.create("workspace", &row)
}

// Workspace returns a workspace, or NotFound.
func (tx *Tx) Workspace(id string) (models.Workspace, error) {
	row, err := oneRow[workspaceRow](tx, "workspace", tx.db.Where("id = ?", id))
	return row.noun(), err
}

// WorkspaceToUpdate is Workspace for a transaction that is about to change it: others who would wait for this one.
func WorkspaceToUpdate(tx *Tx, id string) (models.Workspace, error) {
	row, err := oneRow[workspaceRow](tx, "workspace", tx.lock(tx.db.Where("id = ?", id)))
	return row.noun(), err
}

// WorkspaceByAccount returns the workspace with the account id, or NotFound.
func (tx *Tx) WorkspaceByAccount(accountID string) (models.Workspace, error) {
	row, err := oneRow[workspaceRow](tx, "workspace", tx.db.Where("account_id = ?", accountID))
	return row.noun(), err
}

// UpdateWorkspace writes the name of a workspace, its time zone and whether it requires one-time codes; NotFound if
// there is none.
func (tx *Tx) UpdateWorkspace(w models.Workspace) error {
	q := tx.db.Model(&workspaceRow{}).Where("id = ?", w.ID).Select("name", "time_zone", "require_codes")
	return tx.affected("update", "workspace",
		q.UpdateColumns(workspaceRow{Name: w.Name, TimeZone: w.TimeZone, RequireCodes: w.RequireCodes}))
}

// Workspaces returns all workspaces, oldest first.
func (tx *Tx) Workspaces() ([]models.Workspace, error) {
	return manyRows(tx, "workspaces", tx.db.Order("created_at, id"), workspaceRow.noun)
}
