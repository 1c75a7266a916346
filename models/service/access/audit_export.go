package access

import (
	"cmp"
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/text"
)

// Export writes down that the log is taken along, in which format, and returns the lines, newest first, page by page:
// the export's own line is among them. All are sealed by then, so that the file can be checked as it is.
func (a Audit) Export(ctx context.Context, q models.AuditQuery, format string) (*AuditExport, error) {
	log := auditLog(models.ActorFrom(ctx), q.Instance)
	q.PageRequest = models.PageRequest{Limit: models.MaxPage}
	export, err := core.Write(ctx, a.core, func(tx *store.Tx) (*AuditExport, error) {
		if err := log.allow(); err != nil {
			return nil, err
		}
		what := core.AddChange(core.AddChange(nil, "format", "", format), "workload", "", q.WorkloadID)
		what = core.AddChange(core.AddChange(what, "actor", "", q.ActorID), "action", "", string(q.Action))
		what = core.AddChange(what, "kind", "", q.Kind)
		what = core.AddChange(core.AddChange(what, "since", "", timeText(q.Since)), "until", "", timeText(q.Until))
		export := &AuditExport{core: a.core, log: log, query: q, of: "Instance"}
		if log.space != "" {
			space, err := tx.Workspace(log.space)
			if err != nil {
				return nil, err
			}
			export.of = space.Name
		}
		return export, a.core.Record(tx, log.actor, core.AuditEntry{Action: log.action, Instance: q.Instance,
			Kind: "audit",
			ID:   cmp.Or(log.space, "instance"), Changes: what})
	})
	if err != nil {
		return nil, err
	}
	return export, a.core.Store.SealAudit(ctx)
}

// AuditExport is a running export. Each page is a transaction of its own, so that a slow reader blocks nothing.
type AuditExport struct {
	core  *core.OperationBase
	log   readableAuditLog
	query models.AuditQuery
	done  bool
	of    string // whose log it is
}

// FileName is what the export is called as a file.
func (e *AuditExport) FileName(extension string) text.FileName {
	return text.FileNameOf(extension, e.of, "audit log")
}

// Next returns the next page, nil at the end.
func (e *AuditExport) Next(ctx context.Context) ([]models.AuditLine, error) {
	if e.done {
		return nil, nil
	}
	page, err := core.Read(ctx, e.core, func(tx *store.Tx) (models.ResultPage[models.AuditLine], error) {
		return core.AuditPage(tx, e.log.space, e.query)
	})
	e.query.After, e.done = page.Next, page.Next == ""
	return page.Items, err
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
