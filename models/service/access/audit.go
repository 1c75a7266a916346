package access

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Audit reads the audit lines: those of the actor's workspace, or those of the instance.
type Audit struct{ core *core.OperationBase }

// List returns audit lines, newest first.
func (a Audit) List(ctx context.Context, q models.AuditQuery) (models.ResultPage[models.AuditLine], error) {
	log := auditLog(models.ActorFrom(ctx), q.Instance)
	return core.Read(ctx, a.core, func(tx *store.Tx) (models.ResultPage[models.AuditLine], error) {
		if err := log.allow(); err != nil {
			return models.ResultPage[models.AuditLine]{}, err
		}
		return core.AuditPage(tx, log.space, q)
	})
}

// readableAuditLog is a chain of audit lines as one actor may see it.
type readableAuditLog struct {
	actor  models.Actor
	action models.Action // that opens it
	space  string        // workspace id; "" is the instance
}

func auditLog(actor models.Actor, instance bool) readableAuditLog {
	if instance {
		return readableAuditLog{actor, models.ReadInstance, ""}
	}
	return readableAuditLog{actor, models.ReadAudit, actor.WorkspaceID}
}

func (l readableAuditLog) allow() error {
	return models.Allow(l.actor, l.action, models.InWorkspace(l.space))
}
