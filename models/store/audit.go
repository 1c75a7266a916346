package store

import (
	"database/sql/driver"
	"fmt"
	"slices"

	"plumbline/models"
	"plumbline/models/store/micros"
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
	Changes     changesColumn
	Position    int64
	Hash        []byte
	Slot        int64
	SlotNumber  int64
}

func (auditRow) TableName() string { return "audit" }

func (r auditRow) noun() models.AuditLine {
	return models.AuditLine{
		Seq: r.Seq, WorkspaceID: r.WorkspaceID, Position: r.Position, At: micros.Time(r.At),
		ActorKind: models.ActorKind(r.ActorKind), ActorID: r.ActorID, ActorName: r.ActorName, Address: r.Address,
		Action: models.Action(r.Action), Kind: r.Kind, ThingID: r.ThingID, WorkloadID: r.WorkloadID, Changes: r.Changes,
		Hash: r.Hash, Slot: r.Slot, SlotNumber: r.SlotNumber,
	}
}

// changesColumn is the column with the changed fields: a JSON array. Nil and empty come back as nil.
type changesColumn []models.FieldChange

// storedChange is a change of one text, or of a list: then it has no texts, and at least one of the lists.
type storedChange struct {
	Field    string   `json:"field"`
	From     string   `json:"from,omitempty"`
	To       string   `json:"to,omitempty"`
	FromList []string `json:"from_list,omitempty"`
	ToList   []string `json:"to_list,omitempty"`
}

func storedChangeOf(c models.FieldChange) storedChange {
	if c.IsList() {
		return storedChange{Field: c.Field, FromList: c.FromList, ToList: c.ToList}
	}
	return storedChange{Field: c.Field, From: c.From, To: c.To}
}

func (s storedChange) change() models.FieldChange {
	if len(s.FromList)+len(s.ToList) > 0 {
		return models.ListChange(s.Field, s.FromList, s.ToList)
	}
	return models.FieldChange{Field: s.Field, From: s.From, To: s.To}
}

// mixed reports whether a change has texts and lists, which Value does not write.
func (s storedChange) mixed() bool {
	return len(s.FromList)+len(s.ToList) > 0 && s.From+s.To != ""
}

// Value is part of driver.Valuer.
func (c changesColumn) Value() (driver.Value, error) {
	if len(c) == 0 {
		return "[]", nil
	}
	return encodeColumn(convertAll(c, storedChangeOf))
}

// Scan is part of sql.Scanner. What is not of the form that Value writes was not written by it: it comes back as one
// change that shows it, so that the log stays readable and a look at the chain finds the line edited.
func (c *changesColumn) Scan(column any) error {
	var stored []storedChange
	if err := decodeColumn(column, &stored); err != nil || slices.ContainsFunc(stored, storedChange.mixed) {
		if raw, ok := column.([]byte); ok {
			column = string(raw)
		}
		*c = changesColumn{{Field: "unreadable", To: fmt.Sprint(column)}}
		return nil
	}
	if len(stored) == 0 {
		return nil
	}
	*c = convertAll(stored, storedChange.change)
	return nil
}

// Audit lists the lines of a workspace that the query asks for, newest first: up to one row more than the page. Lines
// of the transaction itself are among them. On SQLite their chain is held from then on, so it is to be read last.
func (tx *Tx) Audit(workspaceID string, query models.AuditQuery) ([]models.AuditLine, error) {
	if err := tx.writeAudit(); err != nil {
		return nil, err
	}
	q := tx.db.Where("workspace_id = ?", workspaceID).Order("seq DESC").Limit(rowsFor(query.PageRequest))
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
	c, ok, err := afterCursor(query.PageRequest, "audit")
	if err != nil {
		return nil, err
	}
	if ok {
		q = q.Where("seq < ?", c.Int)
	}
	return manyRows(tx, "audit lines", q, auditRow.noun)
}

// AuditCursor is the cursor that continues a list of audit lines after l.
func AuditCursor(l models.AuditLine) string {
	return pageCursor{List: "audit", Int: l.Seq}.String()
}
