// Package itemfiles is the page that imports items from a table, after showing what each line would change, and the
// download of items as one.
//
// It may import api/v1/itemfiles, which reads and writes the files. Handlers decide nothing: permission, rules and
// words are those of models/service.
package itemfiles

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/base64"
	"errors"
	"html/template"
	"io"
	"net/http"
	"strings"

	"plumbline/api/v1/itemfiles"
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/plan"
	"plumbline/models/urls"
)

// largestCarried is what the preview carries to the import, packed: of a larger file it is chosen again.
const largestCarried = 6 << 20

// maxShown is how many lines a preview shows.
const maxShown = 500

type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	shows := page.Shows{"itemimport": data{}}
	return page.Table{Templates: templates, Done: map[string]string{"items-imported": "The items are imported."},
		Rows: []page.Row{
			page.Get(urls.ImportItems, models.UpdateItem, h.page, shows),
			page.Post(urls.ImportItems, models.UpdateItem, h.send, shows).AtMost(itemfiles.MaxFile + largestCarried + 64<<10),
		}}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{})

type data struct {
	Preview  *plan.FileImport // nil before a file was sent
	Lines    []plan.FileLine  // the first of them
	More     int              // lines that are not shown
	File     string           // its name
	Carried  string           // the file, packed; "" of a large one
	Workload string           // id, of new items
	Name     string           // of the workload
	Anew     bool             // something changed since the preview before
}

func (h handlers) page(r *page.Request) (page.Reply, error) {
	d, err := h.start(r)
	return page.Reply{Template: "itemimport", Title: "Import items", Data: d}, err
}

func (h handlers) start(r *page.Request) (d data, err error) {
	if d.Workload = r.Query("workload"); r.Post("workload") != "" {
		d.Workload = r.Post("workload")
	}
	if d.Workload != "" {
		load, err := h.Service.Workloads.Get(r.HTTP.Context(), d.Workload)
		d.Name = load.Name
		return d, err
	}
	return d, nil
}

// send shows what a file would change, and imports it when that was seen. What has changed meanwhile is shown anew.
func (h handlers) send(r *page.Request) (page.Reply, error) {
	d, err := h.start(r)
	if err != nil {
		return page.Reply{}, err
	}
	file, err := sentFile(r, &d)
	if err != nil {
		return h.Again(r, "import", err, h.page)
	}
	sheet, err := itemfiles.Read(file)
	if err != nil {
		return h.Again(r, "import", err, h.page)
	}
	ctx := r.HTTP.Context()
	if r.Post("do") == "import" {
		_, err := h.Service.ItemFiles.Import(ctx, sheet, plan.ImportOptions{WorkloadID: d.Workload, Digest: r.Post("digest")})
		if err == nil {
			return page.Done(urls.ImportItems, "items-imported")
		}
		if code := models.CodeOf(err); code != models.CodeConflict && code != models.CodeInvalid {
			return page.Reply{}, err
		}
		d.Anew = true
	}
	preview, err := h.Service.ItemFiles.Import(ctx, sheet, plan.ImportOptions{WorkloadID: d.Workload, DryRun: true})
	if err != nil {
		return h.Again(r, "import", err, h.page)
	}
	d.Preview, d.Lines, d.Carried = &preview, preview.Lines, packed(file)
	if len(d.Lines) > maxShown {
		d.Lines, d.More = d.Lines[:maxShown], len(d.Lines)-maxShown
	}
	return page.Reply{Template: "itemimport", Title: "Import items", Data: d}, nil
}

// sentFile is the file of the form, or the one that the preview carried.
func sentFile(r *page.Request, d *data) ([]byte, error) {
	f, head, err := r.HTTP.FormFile("file")
	var file []byte
	switch {
	case err == nil:
		defer f.Close() //nolint:errcheck // it is in memory
		d.File = head.Filename
		file, err = io.ReadAll(f)
	case !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart):
	case r.Post("carried") != "":
		d.File = r.Post("name")
		file, err = unpacked(r.Post("carried"))
	default:
		err = nil
	}
	if err != nil {
		return nil, models.Errorf(models.CodeInvalid, "the file can't be read: choose it again").Because(err)
	}
	if len(file) == 0 {
		return nil, models.Errorf(models.CodeInvalid, "choose a file: CSV, or a workbook (.xlsx)")
	}
	return file, nil
}

// packed is a file as a field of a form has it; "" of one that is too large for that.
func packed(file []byte) string {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := z.Write(file)
	if err = errors.Join(err, z.Close()); err != nil || out.Len() > largestCarried*3/4 {
		return ""
	}
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

func unpacked(text string) ([]byte, error) {
	z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(text)))
	if err != nil {
		return nil, err
	}
	file, err := io.ReadAll(io.LimitReader(z, itemfiles.MaxFile+1))
	if err == nil && len(file) > itemfiles.MaxFile {
		err = errors.New("it is larger than a file may be")
	}
	return file, err
}
