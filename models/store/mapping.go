package store

import (
	"time"

	"plumbline/models"
	"plumbline/models/store/micros"
)

type mappingRow struct {
	ID          string `gorm:"primaryKey"`
	Claim       string
	Value       string
	WorkspaceID string
	Role        string
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	CreatedBy   string
	MatchedAt   int64
}

func (mappingRow) TableName() string { return "mappings" }

func (r mappingRow) noun() models.RoleMapping {
	return models.RoleMapping{ID: r.ID, Claim: r.Claim, Value: r.Value, WorkspaceID: r.WorkspaceID,
		Role:      models.Role(r.Role),
		CreatedAt: micros.Time(r.CreatedAt), CreatedBy: r.CreatedBy, MatchedAt: micros.Time(r.MatchedAt)}
}

// CreateMapping adds a mapping; Conflict if the claim's value has a role in the workspace already.
func (tx *Tx) CreateMapping(m models.RoleMapping) error {
	return tx.create("mapping", &mappingRow{ID: m.ID, Claim: m.Claim, Value: m.Value, WorkspaceID: m.WorkspaceID,
		Role: string(m.Role), CreatedAt: micros.Of(m.CreatedAt), CreatedBy: m.CreatedBy, MatchedAt: micros.Of(m.MatchedAt)})
}

// Mapping returns a mapping, or NotFound.
func (tx *Tx) Mapping(id string) (models.RoleMapping, error) {
	row, err := oneRow[mappingRow](tx, "mapping", tx.db.Where("id = ?", id))
	return row.noun(), err
}

// Mappings lists all mappings by claim, value and workspace.
func (tx *Tx) Mappings() ([]models.RoleMapping, error) {
	return manyRows(tx, "mappings", tx.db.Order("claim, value, workspace_id"), mappingRow.noun)
}

// MatchMappings notes when mappings matched; those that are gone are left out.
func (tx *Tx) MatchMappings(ids []string, at time.Time) error {
	q := tx.db.Model(&mappingRow{}).Where(tx.among("id", ids)).UpdateColumn("matched_at", micros.Of(at))
	return tx.failed("match", "mappings", q.Error)
}

// DeleteMapping removes a mapping, or gives NotFound.
func (tx *Tx) DeleteMapping(id string) error {
	return tx.affected("delete", "mapping", tx.db.Where("id = ?", id).Delete(&mappingRow{}))
}
