package v1

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"plumbline/models"
	"plumbline/models/service"
)

// AuditPages gives a page of audit lines after another.
type AuditPages func(models.AuditQuery) (service.List[models.AuditLine], error)

// AuditFormats are the forms in which audit lines leave: JSON lines as the API gives them, or CSV with a row for each change.
var AuditFormats = []string{"jsonl", "csv"}

// AuditExport gives the lines of the query piece by piece, newest first; nil is the end. It holds one page at a time.
func AuditExport(format string, q models.AuditQuery, pages AuditPages) func() ([]byte, error) {
	q.Limit, q.After = models.MaxPage, ""
	first, done := true, false
	return func() ([]byte, error) {
		if done {
			return nil, nil
		}
		page, err := pages(q)
		if err != nil {
			return nil, err
		}
		q.After, done = page.Next, page.Next == ""
		out, err := encodeAudit(format, page.Items, first)
		first = false
		return out, err
	}
}

func encodeAudit(format string, lines []models.AuditLine, first bool) ([]byte, error) {
	var out bytes.Buffer
	if format != "csv" {
		for _, l := range lines {
			data, err := json.Marshal(auditOut(l))
			if err != nil {
				return nil, err
			}
			out.Write(append(data, '\n'))
		}
		return append([]byte{}, out.Bytes()...), nil
	}
	w := csv.NewWriter(&out)
	if first {
		if err := w.Write(auditColumns); err != nil {
			return nil, err
		}
	}
	for _, l := range lines {
		for _, row := range auditRows(auditOut(l)) {
			if err := w.Write(row); err != nil {
				return nil, err
			}
		}
	}
	w.Flush()
	return append([]byte{}, out.Bytes()...), w.Error()
}

var auditColumns = []string{"seq", "position", "at", "actor_kind", "actor_id", "actor_name", "address", "action", "kind", "thing_id",
	"workload_id", "field", "from", "to", "hash"}

// auditRows is a row for each change of the line, or one where it has none.
func auditRows(l auditLine) [][]string {
	changes := l.Changes
	if len(changes) == 0 {
		changes = []auditChange{{}}
	}
	return each(changes, func(c auditChange) []string {
		row := []string{strconv.FormatInt(l.Seq, 10), strconv.FormatInt(l.Position, 10), l.At.Format(time.RFC3339Nano), l.ActorKind, l.ActorID,
			l.ActorName, l.Address, l.Action, l.Kind, l.ThingID, l.WorkloadID, c.Field, c.From, c.To, l.Hash}
		return each(row, harmless)
	})
}

// harmless keeps a spreadsheet from taking a text for a formula: such a text gets an apostrophe in front (OWASP, CSV injection).
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func (a *API) exportAudit(ctx context.Context, r *request, _ none) (stream, error) {
	if err := a.svc.Audit.Exported(ctx, auditFormatOf(r)); err != nil {
		return stream{}, err
	}
	return auditStream(r, func(q models.AuditQuery) (service.List[models.AuditLine], error) { return a.svc.Audit.List(ctx, q) }), nil
}

func (a *API) exportInstanceAudit(ctx context.Context, r *request, _ none) (stream, error) {
	if err := a.svc.Audit.ExportedInstance(ctx, auditFormatOf(r)); err != nil {
		return stream{}, err
	}
	return auditStream(r, func(q models.AuditQuery) (service.List[models.AuditLine], error) {
		return a.svc.Audit.ListInstance(ctx, q)
	}), nil
}

func auditFormatOf(r *request) string {
	if r.query("format") == "csv" {
		return "csv"
	}
	return "jsonl"
}

func auditStream(r *request, pages AuditPages) stream {
	format := auditFormatOf(r)
	mediaType := "application/jsonl"
	if format == "csv" {
		mediaType = "text/csv; charset=utf-8"
	}
	return stream{mediaType: mediaType, fileName: "audit." + format, next: AuditExport(format, r.auditQuery(), pages)}
}
