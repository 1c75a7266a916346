// Package itemfiles has the operations of the JSON API by which items go out as CSV, XLSX and ICS, and come in as the
// first two. Its Read and Export are those of the pages and of the command line too.
//
// Handlers decide nothing: permission and rules are those of models/service/plan.
package itemfiles

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"plumbline/api/v1/itemfilter"
	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/plan"
	"plumbline/models/urls"
	"plumbline/reports/csvfile"
	"plumbline/reports/ics"
	"plumbline/reports/table"
	"plumbline/reports/xlsx"
)

// MaxFile bounds a file of items, in bytes.
const MaxFile = 16 << 20

// The formats, as addresses and flags have them.
const (
	CSV  = "csv"
	XLSX = "xlsx"
	ICS  = "ics" // due dates; it goes out only
)

// Dependencies are what the operations stand on.
type Dependencies struct {
	Service *service.Service
	Site    urls.Site // under which people reach the server
}

type handlers struct {
	svc  *service.Service
	site urls.Site
}

// Routes is the table of the operations.
func Routes(d Dependencies) []rest.Route {
	h := handlers{d.Service, d.Site}
	types := []string{csvfile.MediaType, xlsx.MediaType}
	return []rest.Route{
		{Method: http.MethodGet, Path: "/items/export", ID: "exportItems", Cost: rest.Heavy,
			Summary: "Items as a table: CSV, or a workbook of a spreadsheet; or their due dates as a calendar",
			Action:  models.ReadItem,
			Status:  http.StatusOK, Query: append([]rest.Parameter{{Name: "format", Doc: "csv if not given",
				Enum: []string{CSV, XLSX, ICS}}}, itemfilter.Parameters...), Sends: append(slices.Clone(types), ics.MediaType),
			Do: rest.Do(h.export)},
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

func (h handlers) export(ctx context.Context, r *rest.Request, _ rest.None) (rest.Blob, error) {
	query, err := itemfilter.Parse(r.Query, models.ActorFrom(ctx).UserID)
	if err != nil {
		return rest.Blob{}, err
	}
	return Export(ctx, h.svc, query, Output{r.Query("format"), h.site})
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
