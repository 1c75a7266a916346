package store

import (
	"plumbline/models"
	"plumbline/models/store/columns"
	"plumbline/models/store/micros"
	"plumbline/models/store/paging"
)

type auditRow struct {
	Seq         int64 `gorm:"primaryKey"`
	WorkspaceID string
	WorkloadID  string
	At          int64
	ActorKind   string
	ActorID     string
	ActorName   string
	Address     string
	Action      string
	Kind        string
	ThingID     string
	Changes     columns.Changes
	Position    int64
	Hash        []byte
	Slot        int64
	SlotNumber  int64
}

func (auditRow) TableName() string { return "audit" }

func (r auditRow) noun() models.AuditLine {
	return models.AuditLine{Seq: r.Seq, WorkspaceID: r.WorkspaceID, Position: r.Position, At: micros.Time(r.At),
		ActorKind: models.ActorKind(r.ActorKind), ActorID: r.ActorID, ActorName: r.ActorName, Address: r.Address,
		Action: models.Action(r.Action), Kind: r.Kind, ThingID: r.ThingID, WorkloadID: r.WorkloadID, Changes: r.Changes,
		Hash: r.Hash, Slot: r.Slot, SlotNumber: r.SlotNumber}
}

// Audit lists the lines of a workspace that the query asks for, newest first: up to one row more than the page. Lines
// of the transaction itself are among them. On SQLite their chain is held from then on, so it is to be read last.
func (tx *Tx) Audit(workspaceID string, query models.AuditQuery) ([]models.AuditLine, error) {
	if err := tx.writeAudit(); err != nil {
		return nil, err
	}
	q := tx.db.Where("workspace_id = ?", workspaceID).Order("seq DESC").Limit(paging.Rows(query.PageRequest))
	if query.WorkloadID != "" {
		q = q.Where("workload_id = ? AND workload_id <> ''", query.WorkloadID) // the latter for the partial index
	}
	for _, want := range [][2]string{{"actor_id", query.ActorID}, {"action", string(query.Action)}, {"kind", query.Kind},
		{"thing_id", query.ThingID}} {
		if want[1] != "" {
			q = q.Where(want[0]+" = ?", want[1])
		}
	}
	if len(query.ThingIDs) > 0 {
		q = q.Where(tx.among("thing_id", query.ThingIDs))
	}
	if !query.Since.IsZero() {
		q = q.Where("at >= ?", micros.Of(query.Since))
	}
	if !query.Until.IsZero() {
		q = q.Where("at < ?", micros.Of(query.Until))
	}
	c, ok, err := paging.After(query.PageRequest, "audit")
	if err != nil {
		return nil, err
	}
	if ok {
		q = q.Where("seq < ?", c.Int)
	}
	return manyRows(tx, "audit lines", q, auditRow.noun)
}

// AuditCursor is the cursor that continues a list of audit lines after l.
func AuditCursor(l models.AuditLine) string { return paging.Cursor{List: "audit", Int: l.Seq}.String() }
