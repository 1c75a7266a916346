// Package itemfiles has the operations of the JSON API by which items go out as CSV and XLSX, and come in as such. Its
// Read and Write are those of the pages and of the command line too.
//
// Handlers decide nothing: permission and rules are those of models/service/plan.
package itemfiles

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/plan"
	"plumbline/models/text"
	"plumbline/questionnaires"
	"plumbline/reports/csvfile"
	"plumbline/reports/table"
	"plumbline/reports/xlsx"
)

// MaxFile bounds a file of items, in bytes.
const MaxFile = 16 << 20

// The formats, as addresses and flags have them.
const (
	CSV  = "csv"
	XLSX = "xlsx"
)

// Dependencies are what the operations stand on.
type Dependencies struct{ Service *service.Service }

type handlers struct{ svc *service.Service }

// Routes is the table of the operations.
func Routes(d Dependencies) []rest.Route {
	h := handlers{d.Service}
	types := []string{csvfile.MediaType, xlsx.MediaType}
	return []rest.Route{
		{Method: http.MethodGet, Path: "/items/export", ID: "exportItems", Cost: rest.Heavy,
			Summary: "Items as a table: CSV, or a workbook of a spreadsheet", Action: models.ReadItem,
			Status: http.StatusOK, Query: append([]rest.Parameter{{Name: "format", Doc: "csv if not given",
				Enum: []string{CSV, XLSX}}}, filters...), Sends: types, Do: rest.Do(h.export)},
		{Method: http.MethodPost, Path: "/items/import", ID: "importItems", Cost: rest.Heavy,
			Summary: "Create and edit items by the lines of a table; with dry_run=true only tell what would change",
			Action:  models.UpdateItem, Status: http.StatusOK, Limit: MaxFile, Takes: types,
			Query: []rest.Parameter{
				{Name: "dry_run", Doc: "true: change nothing", Enum: []string{"true", "false"}},
				{Name: "digest", Doc: "of the dry run whose changes are to be made; refused if anything has changed since"},
				{Name: "workload", Doc: "id of the workload of new items whose lines name none; others are refused then"},
			}, Do: rest.Do(h.importItems)},
	}
}

// filters narrow an export as they narrow the list.
var filters = []rest.Parameter{
	{Name: "workload", Doc: "id of a workload"},
	{Name: "status", Doc: "a status, several with commas between them, or active: all that is not closed"},
	{Name: "owner", Doc: "id of a member; none: items of nobody"},
	{Name: "risk", Doc: "risk of the questions when the item was created", Enum: []string{"HIGH", "MEDIUM"}},
	{Name: "priority", Doc: "priority", Enum: []string{"urgent", "high", "normal", "low"}},
	{Name: "due_from", Doc: "due on this day or later, such as 2026-12-31"},
	{Name: "due_to", Doc: "due on this day or earlier"},
	{Name: "text", Doc: "words of the title, or a number such as #12"},
}

// QueryOf reads the filters of an address.
func QueryOf(param func(string) string) (q remediation.ItemQuery, err error) {
	q = remediation.ItemQuery{WorkloadID: param("workload"), Risk: questionnaires.Risk(param("risk")),
		Priority: remediation.Priority(param("priority")), Text: param("text")}
	for _, one := range strings.FieldsFunc(param("status"), func(r rune) bool { return r == ',' }) {
		switch status := remediation.Status(one); {
		case one == "active":
			q.Active = true
		case !status.Known():
			return q, models.InvalidInput(models.FieldFault{Field: "status", Message: "has no status " + one})
		default:
			q.Statuses = append(q.Statuses, status)
		}
	}
	if owner := param("owner"); owner == "none" {
		q.Unowned = true
	} else {
		q.OwnerID = owner
	}
	for name, into := range map[string]*remediation.Date{"due_from": &q.DueFrom, "due_to": &q.DueTo} {
		var ok bool
		if *into, ok = remediation.ParseDate(param(name)); !ok && param(name) != "" {
			return q, models.InvalidInput(models.FieldFault{Field: name, Message: "must be a day such as 2026-12-31"})
		}
	}
	return q, nil
}

func (h handlers) export(ctx context.Context, r *rest.Request, _ rest.None) (rest.Blob, error) {
	query, err := QueryOf(r.Query)
	if err != nil {
		return rest.Blob{}, err
	}
	items, err := h.svc.ItemFiles.Export(ctx, query)
	if err != nil {
		return rest.Blob{}, err
	}
	return FileOf(items, r.Query("format"))
}

// FileOf writes a table of items in a format, CSV if none is given.
func FileOf(items plan.ItemTable, format string) (rest.Blob, error) {
	var out bytes.Buffer
	if format == XLSX {
		title := strings.TrimSpace(items.Workload + " items")
		err := xlsx.Write(&out, xlsx.Properties{Title: title, At: items.At}, items.Table)
		return rest.Blob{MediaType: xlsx.MediaType, File: text.FileNameOf(XLSX, items.Workload, "items"),
			Data: out.Bytes()}, err
	}
	err := csvfile.Write(&out, items.Table)
	return rest.Blob{MediaType: csvfile.MediaType, File: text.FileNameOf(CSV, items.Workload, "items"),
		Data: out.Bytes()}, err
}

// Read reads a file of items: a workbook by what it begins with, CSV otherwise.
func Read(data []byte) (table.Sheet, error) {
	if len(data) > MaxFile {
		return table.Sheet{}, models.Errorf(models.CodeTooLarge, "the file has more than %d MB", MaxFile>>20)
	}
	if bytes.HasPrefix(data, []byte("PK")) || bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) {
		return xlsx.Read(data, "Items", plan.FileLimits)
	}
	return csvfile.Read(data, plan.FileLimits)
}

type importJSON struct {
	DryRun     bool        `json:"dry_run" doc:"nothing was changed"`
	Created    int         `json:"created" doc:"new items"`
	Changed    int         `json:"changed" doc:"items that change"`
	Unchanged  int         `json:"unchanged" doc:"lines that say nothing new"`
	Lines      []lineJSON  `json:"lines" doc:"lines that create or change an item"`
	Errors     []faultJSON `json:"errors" doc:"what keeps the file from being imported"`
	MoreErrors bool        `json:"more_errors,omitempty" doc:"there are more errors than are listed"`
	Digest     string      `json:"digest,omitempty" doc:"for the import of exactly these changes; not with errors"`
}

type lineJSON struct {
	Line     int          `json:"line" doc:"of the file"`
	New      bool         `json:"new" doc:"does it create an item"`
	ItemID   string       `json:"item_id,omitempty" doc:"the item that is changed"`
	Number   int          `json:"number,omitempty" doc:"its number"`
	Workload string       `json:"workload" doc:"name of the workload"`
	Title    string       `json:"title" doc:"title, before the change"`
	Changes  []changeJSON `json:"changes" doc:"cells that change"`
}

type changeJSON struct {
	Column string `json:"column" doc:"name of the column"`
	From   string `json:"from" doc:"what it was"`
	To     string `json:"to" doc:"what it becomes"`
}

type faultJSON struct {
	Line    int    `json:"line" doc:"of the file; 0: the file, or its header"`
	Column  string `json:"column" doc:"name of the column; empty: the whole line"`
	Message string `json:"message" doc:"what is wrong"`
}

func (h handlers) importItems(ctx context.Context, r *rest.Request, in rest.Raw) (importJSON, error) {
	sheet, err := Read(in)
	if err != nil {
		return importJSON{}, err
	}
	opt := plan.ImportOptions{WorkloadID: r.Query("workload"), DryRun: r.Query("dry_run") == "true",
		Digest: r.Query("digest")}
	done, err := h.svc.ItemFiles.Import(ctx, sheet, opt)
	return importOut(done, opt.DryRun), err
}

func importOut(i plan.FileImport, dry bool) importJSON {
	return importJSON{DryRun: dry, Created: i.Made, Changed: i.Changed, Unchanged: i.Unchanged, Digest: i.Digest,
		MoreErrors: i.MoreFaults,
		Lines: rest.Each(i.Lines, func(l plan.FileLine) lineJSON {
			return lineJSON{l.Line, l.New, l.ItemID, l.Number, l.Workload, l.Title,
				rest.Each(l.Changes, func(c models.FieldChange) changeJSON { return changeJSON{c.Field, c.From, c.To} })}
		}),
		Errors: rest.Each(i.Faults, func(f plan.FileFault) faultJSON { return faultJSON{f.Line, f.Column, f.Message} })}
}
