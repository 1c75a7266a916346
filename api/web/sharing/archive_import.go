package sharing

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strings"

	v1 "plumbline/api/v1"
	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/archive"
	"plumbline/models/urls"
)

// largestArchive bounds the file, and largestCarried what the preview carries to the import, packed: of a larger one
// the file is chosen again.
const (
	largestArchive = 32 << 20
	largestCarried = 6 << 20
	archiveForm    = largestArchive + largestCarried + 64<<10
)

type importData struct {
	Preview *archive.ArchivePreview // nil before a file was sent
	File    string                  // its name
	Carried string                  // the file, packed; "" of a large one
	Once    string
	Faults  []models.FieldFault // of the file, with their places in it
}

func (h handlers) importPage(*page.Request) (page.Reply, error) {
	return page.Reply{Template: "archiveimport", Title: "Import workload", Data: importData{}}, nil
}

// importArchive shows what a file holds, and imports it when that was seen.
func (h handlers) importArchive(r *page.Request) (page.Reply, error) {
	data, name, err := archiveSent(r)
	if err != nil {
		return h.importRefused(r, err)
	}
	var reply page.Reply
	err = h.Service.Work.Archive(r.HTTP.Context(), func(ctx context.Context) (err error) {
		read, err := v1.ReadArchive(data)
		if err != nil {
			return err
		}
		if r.Post("do") == "import" {
			opt := archive.ImportOptions{Copy: r.Post("copy") == "true", Form: r.Once()}
			load, err := h.Service.Archives.Import(ctx, read, opt)
			reply, _ = page.Done(urls.WorkloadPage(load.ID), "workload-imported")
			return err
		}
		preview, err := h.Service.Archives.Preview(ctx, read)
		shown := importData{Preview: &preview, File: name, Carried: packed(data), Once: models.NewID()}
		reply = page.Reply{Template: "archiveimport", Title: "Import " + preview.Workload.Name, Data: shown}
		return err
	})
	if err != nil {
		return h.importRefused(r, err)
	}
	return reply, nil
}

// importRefused shows what is wrong with the file, each fault with its place.
func (h handlers) importRefused(r *page.Request, err error) (page.Reply, error) {
	reply, err := h.Again(r, "import", err, h.importPage)
	if err != nil {
		return reply, err
	}
	if len(r.Form.Faults) > 0 {
		r.Form.Alert = "Not imported: the file is not whole, or not an export of a workload."
	}
	r.Form.Alert = strings.Replace(r.Form.Alert, "The request can't be read", "The file can't be read", 1)
	reply.Data = importData{Faults: r.Form.Faults}
	r.Form.Faults = nil
	return reply, nil
}

// archiveSent is the file of the form, or the one that the preview carried.
func archiveSent(r *page.Request) (data []byte, name string, err error) {
	f, head, err := r.HTTP.FormFile("file")
	switch {
	case err == nil:
		defer f.Close() //nolint:errcheck // it is in memory
		data, err = io.ReadAll(f)
		name = head.Filename
	case !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart):
	case r.Post("carried") != "":
		data, err = unpacked(r.Post("carried"))
		name = r.Post("name")
	default:
		err = nil
	}
	if err != nil {
		return nil, name, models.Errorf(models.CodeInvalid, "the file can't be read: choose it again").Because(err)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, name, models.Errorf(models.CodeInvalid, "choose the file that an export wrote")
	}
	return data, name, nil
}

// packed is a file as a field of a form has it; "" of one that is too large for that.
func packed(data []byte) string {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := z.Write(data)
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
	data, err := io.ReadAll(io.LimitReader(z, largestArchive+1))
	if err == nil && len(data) > largestArchive {
		err = errors.New("it is larger than a file may be")
	}
	return data, err
}
