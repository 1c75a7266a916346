package service

import (
	"cmp"
	"context"

	"plumbline/models"
	"plumbline/models/store"
)

// Audit reads the audit lines: those of the actor's workspace, or those of the instance.
type Audit struct{ *floor }

// List gives audit lines, newest first.
func (a Audit) List(ctx context.Context, q models.AuditQuery) (List[models.AuditLine], error) {
	log := auditLog(models.ActorFrom(ctx), q.Instance)
	return read(ctx, a.floor, func(tx *store.Tx) (List[models.AuditLine], error) {
		if err := log.allow(); err != nil {
			return List[models.AuditLine]{}, err
		}
		return auditPage(tx, log.space, q)
	})
}

// log is a chain of audit lines as one actor may see it.
type log struct {
	actor  models.Actor
	action models.Action // that opens it
	space  string        // workspace id; "" is the instance
}

func auditLog(actor models.Actor, instance bool) log {
	if instance {
		return log{actor, models.ReadInstance, ""}
	}
	return log{actor, models.ReadAudit, actor.WorkspaceID}
}

func (l log) allow() error { return models.Allow(l.actor, l.action, models.InWorkspace(l.space)) }

// maxAuditPage bounds the text of one page, since lines hold whole notes, as they were and as they are.
const maxAuditPage = 4 << 20

// auditPage reads line after line in small steps until the page is full by number or by size.
func auditPage(tx *store.Tx, workspaceID string, q models.AuditQuery) (List[models.AuditLine], error) {
	var page List[models.AuditLine]
	limit, size := q.Limit, 0
	if limit <= 0 {
		limit = models.DefaultPage
	}
	for {
		q.Limit = min(limit-len(page.Items), 10)
		rows, err := tx.Audit(workspaceID, q)
		if err != nil {
			return page, err
		}
		step := pageOf(rows, q.Page, store.AuditCursor)
		for _, line := range step.Items {
			page.Items = append(page.Items, line)
			for _, c := range line.Changes {
				size += len(c.From) + len(c.To)
			}
			if size > maxAuditPage || len(page.Items) >= limit {
				if line.Seq != step.Items[len(step.Items)-1].Seq || step.Next != "" {
					page.Next = store.AuditCursor(line)
				}
				return page, nil
			}
		}
		if step.Next == "" {
			return page, nil
		}
		q.After = step.Next
	}
}

// deed is what an audit line says beside who and when.
type deed struct {
	action     models.Action
	kind       string
	id         string
	workloadID string
	instance   bool   // belongs to no workspace
	workspace  string // the thing's, where it may not be the actor's; "" is the actor's
	changes    []models.Change
}

// record writes the audit line of a change, in the change's own transaction. Whatever is to leave the process after the commit
// starts here too.
func (f *floor) record(tx *store.Tx, actor models.Actor, d deed) error {
	if d.narrows() {
		f.tell(tx, models.Event{Kind: models.EventAccess})
	}
	space := cmp.Or(d.workspace, actor.WorkspaceID)
	if d.instance {
		space = ""
	}
	return tx.AppendAudit(models.AuditLine{
		WorkspaceID: space,
		At:          f.now(),
		ActorKind:   actor.Kind,
		ActorID:     actor.ID,
		ActorName:   actor.Name,
		Address:     actor.Address,
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
