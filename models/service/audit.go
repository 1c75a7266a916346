package service

import (
	"context"

	"plumbline/models"
	"plumbline/models/store"
)

// Audit reads the audit lines.
type Audit struct{ *floor }

// List gives the workspace's audit lines, newest first.
func (a Audit) List(ctx context.Context, q models.AuditQuery) (List[models.AuditLine], error) {
	actor := models.ActorFrom(ctx)
	return read(ctx, a.floor, func(tx *store.Tx) (List[models.AuditLine], error) {
		if err := models.Allow(actor, models.ReadAudit, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return List[models.AuditLine]{}, err
		}
		rows, err := tx.Audit(actor.WorkspaceID, q)
		return pageOf(rows, q.Page, store.AuditCursor), err
	})
}

// deed is what an audit line says beside who and when.
type deed struct {
	action     models.Action
	kind       string
	id         string
	workloadID string
	changes    []models.Change
}

// record writes the audit line of a change, in the change's own transaction. Whatever is to leave the process after the commit
// starts here too.
func (f *floor) record(tx *store.Tx, actor models.Actor, d deed) error {
	return tx.AppendAudit(models.AuditLine{
		WorkspaceID: actor.WorkspaceID,
		At:          f.now(),
		ActorKind:   actor.Kind,
		ActorID:     actor.ID,
		ActorName:   actor.Name,
		Action:      d.action,
		Kind:        d.kind,
		ThingID:     d.id,
		WorkloadID:  d.workloadID,
		Changes:     d.changes,
	})
}

// changed lists a field if it changed.
func changed(list []models.Change, field, from, to string) []models.Change {
	if from == to {
		return list
	}
	return append(list, models.Change{Field: field, From: from, To: to})
}
