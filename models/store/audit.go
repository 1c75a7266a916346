package store

import (
	"database/sql/driver"

	"plumbline/models"
)

type auditRow struct {
	Seq         int64 `gorm:"primaryKey"`
	WorkspaceID string
	WorkloadID  string
	At          int64
	ActorKind   string
	ActorID     string
	ActorName   string
	Action      string
	Kind        string
	ThingID     string
	Changes     changes
}

func (auditRow) TableName() string { return "audit" }

func (r auditRow) noun() models.AuditLine {
	return models.AuditLine{
		Seq: r.Seq, WorkspaceID: r.WorkspaceID, At: moment(r.At), ActorKind: models.ActorKind(r.ActorKind),
		ActorID: r.ActorID, ActorName: r.ActorName, Action: models.Action(r.Action), Kind: r.Kind, ThingID: r.ThingID,
		WorkloadID: r.WorkloadID, Changes: r.Changes,
	}
}

// changes is the column with the changed fields: a JSON array. Nil and empty come back as nil.
type changes []models.Change

type storedChange struct {
	Field string `json:"field"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// Value is part of driver.Valuer.
func (c changes) Value() (driver.Value, error) {
	if len(c) == 0 {
		return "[]", nil
	}
	return encode(each(c, func(m models.Change) storedChange { return storedChange(m) }))
}

// Scan is part of sql.Scanner.
func (c *changes) Scan(column any) error {
	var stored []storedChange
	if err := decode(column, &stored); err != nil || len(stored) == 0 {
		return err
	}
	*c = each(stored, func(s storedChange) models.Change { return models.Change(s) })
	return nil
}

var insertAudit = newStatement("INSERT INTO audit (workspace_id, workload_id, at, actor_kind, actor_id, actor_name, action, " +
	"kind, thing_id, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")

// AppendAudit adds a line; its Seq is given by the database.
func (tx *Tx) AppendAudit(l models.AuditLine) error {
	what, err := changes(l.Changes).Value()
	if err != nil {
		return tx.failed("encode", "audit line", err)
	}
	_, err = tx.run(insertAudit, l.WorkspaceID, l.WorkloadID, micros(l.At), string(l.ActorKind), l.ActorID, l.ActorName,
		string(l.Action), l.Kind, l.ThingID, what)
	return tx.failed("append", "audit line", err)
}

// Audit lists the lines of a workspace, or of one of its workloads, newest first: up to one row more than the page.
func (tx *Tx) Audit(workspaceID string, query models.AuditQuery) ([]models.AuditLine, error) {
	q := tx.db.Where("workspace_id = ?", workspaceID).Order("seq DESC").Limit(rowsFor(query.Page))
	if query.WorkloadID != "" {
		q = q.Where("workload_id = ? AND workload_id <> ''", query.WorkloadID) // the latter for the partial index
	}
	c, ok, err := after(query.Page, "audit")
	if err != nil {
		return nil, err
	}
	if ok {
		q = q.Where("seq < ?", c.Int)
	}
	return many(tx, "audit lines", q, auditRow.noun)
}

// AuditCursor is the cursor that continues a list of audit lines after l.
func AuditCursor(l models.AuditLine) string {
	return cursor{List: "audit", Int: l.Seq}.String()
}
