package service

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Audit reads the audit lines: those of the actor's workspace, or those of the instance.
type Audit struct{ *floor }

// List gives audit lines, newest first.
func (a Audit) List(ctx context.Context, q models.AuditQuery) (models.List[models.AuditLine], error) {
	log := auditLog(models.ActorFrom(ctx), q.Instance)
	return core.Read(ctx, a.core, func(tx *store.Tx) (models.List[models.AuditLine], error) {
		if err := log.allow(); err != nil {
			return models.List[models.AuditLine]{}, err
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
func auditPage(tx *store.Tx, workspaceID string, q models.AuditQuery) (models.List[models.AuditLine], error) {
	var page models.List[models.AuditLine]
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
		step := core.PageOf(rows, q.Page, store.AuditCursor)
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
