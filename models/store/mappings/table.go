// Package mappings has the table of claim mappings, a part of the store: which claims of the identity provider give
// which roles.
//
// It may import models and micros, and with the store it knows GORM. A Table is of one transaction, which the store
// opens.
package mappings

import (
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/store/micros"
)

// Transaction is what the table needs of the transaction it is used in.
type Transaction struct {
	DB     *gorm.DB
	Found  func(noun string, err error) error     // gives the error of a query for one row its meaning
	Failed func(op, noun string, err error) error // gives that of a statement its meaning; nil stays nil
}

// Table is the table in one transaction.
type Table struct{ tx Transaction }

// New gives the table in a transaction.
func New(tx Transaction) *Table { return &Table{tx} }

type row struct {
	ID          string `gorm:"primaryKey"`
	Claim       string
	Value       string
	WorkspaceID string
	Role        string
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	CreatedBy   string
	MatchedAt   int64
}

// TableName is what GORM calls the table.
func (row) TableName() string { return "mappings" }

func (r row) noun() models.RoleMapping {
	return models.RoleMapping{ID: r.ID, Claim: r.Claim, Value: r.Value, WorkspaceID: r.WorkspaceID,
		Role:      models.Role(r.Role),
		CreatedAt: micros.Time(r.CreatedAt), CreatedBy: r.CreatedBy, MatchedAt: micros.Time(r.MatchedAt)}
}

// Create adds a mapping; Conflict if the claim's value has a role in the workspace already.
func (t *Table) Create(m models.RoleMapping) error {
	return t.tx.Failed("create", "mapping", t.tx.DB.Create(&row{ID: m.ID, Claim: m.Claim, Value: m.Value,
		WorkspaceID: m.WorkspaceID, Role: string(m.Role), CreatedAt: micros.Of(m.CreatedAt), CreatedBy: m.CreatedBy,
		MatchedAt: micros.Of(m.MatchedAt)}).Error)
}

// Get returns a mapping, or NotFound.
func (t *Table) Get(id string) (models.RoleMapping, error) {
	var r row
	err := t.tx.DB.Where("id = ?", id).Take(&r).Error
	return r.noun(), t.tx.Found("mapping", err)
}

// All lists all mappings by claim, value and workspace.
func (t *Table) All() ([]models.RoleMapping, error) {
	var rows []row
	if err := t.tx.DB.Order("claim, value, workspace_id").Find(&rows).Error; err != nil {
		return nil, t.tx.Failed("list", "mappings", err)
	}
	var all []models.RoleMapping
	for _, r := range rows {
		all = append(all, r.noun())
	}
	return all, nil
}

// Match notes when mappings matched; those that are gone are left out.
func (t *Table) Match(ids []string, at time.Time) error {
	q := t.tx.DB.Model(&row{}).Where("id IN ?", ids).UpdateColumn("matched_at", micros.Of(at))
	return t.tx.Failed("match", "mappings", q.Error)
}

// Delete removes a mapping, or gives NotFound.
func (t *Table) Delete(id string) error {
	q := t.tx.DB.Where("id = ?", id).Delete(&row{})
	if q.Error == nil && q.RowsAffected == 0 {
		return t.tx.Found("mapping", gorm.ErrRecordNotFound)
	}
	return t.tx.Failed("delete", "mapping", q.Error)
}
