package v1

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

func (a *API) exportAudit(ctx context.Context, r *rest.Request, _ rest.None) (rest.Stream, error) {
	return a.auditFile(ctx, auditQuery(r), r.Query("format"))
}

func (a *API) exportInstanceAudit(ctx context.Context, r *rest.Request, _ rest.None) (rest.Stream, error) {
	q := auditQuery(r)
	q.Instance = true
	return a.auditFile(ctx, q, r.Query("format"))
}

func (a *API) auditFile(ctx context.Context, q models.AuditQuery, format string) (rest.Stream, error) {
	file := NewAuditFile(format)
	export, err := a.svc.Audit.Export(ctx, q, file.format)
	if err != nil {
		return rest.Stream{}, err
	}
	s := rest.Stream{MediaType: "application/jsonl", File: export.FileName("jsonl")}
	if file.format == "csv" {
		s = rest.Stream{MediaType: "text/csv; charset=utf-8", File: export.FileName("csv")}
	}
	s.Next = func() ([]byte, error) {
		lines, err := export.Next(ctx)
		if err != nil {
			return nil, err
		}
		return file.Part(lines)
	}
	return s, nil
}

// AuditFile writes audit lines as a file: JSON lines, each as the API gives it, or CSV, a row for each change of a
// line, and one for a line without.
type AuditFile struct {
	format string
	Begun  bool
}

// NewAuditFile begins a file in the format jsonl or csv.
func NewAuditFile(format string) *AuditFile {
	if format != "csv" {
		format = "jsonl"
	}
	return &AuditFile{format: format}
}

// Part gives the bytes of the next lines; without lines it gives what a file without any needs, and nil after that.
func (f *AuditFile) Part(lines []models.AuditLine) ([]byte, error) {
	var out bytes.Buffer
	if f.format == "jsonl" {
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(true) // as in the replies of the API
		for _, l := range lines {
			if err := enc.Encode(auditOut(l)); err != nil {
				return nil, err
			}
		}
		return out.Bytes(), nil
	}
	w := csv.NewWriter(&out)
	var rows [][]string
	if !f.Begun {
		rows = append(rows, auditColumns)
		f.Begun = true
	}
	for _, l := range lines {
		rows = append(rows, auditRows(l)...)
	}
	err := w.WriteAll(rows)
	return out.Bytes(), err
}

var auditColumns = []string{"seq", "position", "at", "actor_kind", "actor_id", "actor_name", "address", "action",
	"kind", "thing_id", "workload_id",
	"field", "from", "to", "hash", "slot", "slot_number"}

func auditRows(l models.AuditLine) (rows [][]string) {
	changes := l.Changes
	if len(changes) == 0 {
		changes = []models.FieldChange{{}}
	}
	for _, c := range changes {
		row := []string{strconv.FormatInt(l.Seq, 10), strconv.FormatInt(l.Position, 10), l.At.Format(time.RFC3339Nano),
			string(l.ActorKind),
			l.ActorID, l.ActorName, l.Address, string(l.Action), l.Kind, l.ThingID, l.WorkloadID, c.Field, c.From, c.To,
			hex.EncodeToString(l.Hash), strconv.FormatInt(l.Slot, 10), strconv.FormatInt(l.SlotNumber, 10)}
		for i := range row {
			row[i] = inertCell(row[i])
		}
		rows = append(rows, row)
	}
	return rows
}

// formulaSigns begin a formula, also as wide and small forms, which spreadsheets of East Asia take for the same.
const formulaSigns = "=+-@" + "＝＋－＠" + "\ufe66\ufe62\ufe63\ufe6b"

// inertCell keeps a spreadsheet from taking a text for a formula: it looks past white space and characters that do not
// show, and so does this.
func inertCell(cell string) string {
	seen := strings.TrimLeftFunc(cell,
		func(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) })
	first, _ := utf8.DecodeRuneInString(seen)
	switch {
	case seen != "" && strings.ContainsRune(formulaSigns, first), strings.HasPrefix(cell, "\t"),
		strings.HasPrefix(cell, "\r"):
		return "'" + cell
	}
	return cell
}
