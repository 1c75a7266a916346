package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"

	"plumbline/models"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// lensForm bounds a form that brings a lens: a whole document as text and another one as a file, and some fields. The verbs say what a lens may have.
const lensForm = 2*questionnaires.MaxInput + 64<<10

// largeForms are the forms that may be larger than maxForm, by path: up to so many bytes, as multipart/form-data.
var largeForms = map[string]int64{urls.ImportLens: lensForm, urls.Lens(":lens").Import(): lensForm}

type lensImportData struct {
	Lens     lensHead // empty: a new one
	Version  int
	Text     string
	Problems []problemView
	Errors   int
}

func (w *Web) lensImportPage(*request) (page, error) {
	return page{name: "lensimport", title: "Import a lens", data: lensImportData{}}, nil
}

func (w *Web) draftImportPage(r *request) (page, error) {
	l, err := w.svc.Lenses.Get(r.http.Context(), r.param("lens"))
	if err != nil {
		return page{}, err
	}
	return page{name: "lensimport", title: "Import a draft of " + l.Name, data: lensImportData{Lens: r.head(l), Version: l.Version}}, nil
}

func (w *Web) importLens(r *request) (page, error) {
	document, err := r.document()
	if err != nil {
		return page{}, err
	}
	l, problems, err := w.svc.Lenses.Import(r.http.Context(), document, models.IdempotencyKey{})
	if err != nil {
		return w.importAgain(r, document, problems, err)
	}
	return done(urls.Lens(l.ID).Draft(), "lens-imported")
}

func (w *Web) importDraft(r *request) (page, error) {
	document, err := r.document()
	if err != nil {
		return page{}, err
	}
	l, problems, err := w.svc.Drafts.Put(r.http.Context(), r.param("lens"), document, r.seen())
	if err != nil {
		return w.importAgain(r, document, problems, err)
	}
	return done(lensPath(l).Draft(), "lens-imported")
}

// importAgain shows what is wrong with the document, and the document, to be mended right there.
func (w *Web) importAgain(r *request, document []byte, problems questionnaires.Problems, err error) (page, error) {
	show := w.lensImportPage
	if r.param("lens") != "" {
		show = w.draftImportPage
	}
	p, err := w.again(r, "import", err, show)
	if err != nil {
		return p, err
	}
	data := p.data.(lensImportData)
	data.Text, data.Problems = string(document), problemViews(problems, string(document))
	for _, x := range data.Problems {
		if x.Error {
			data.Errors++
		}
	}
	if data.Errors > 0 {
		r.form.Alert = "Not imported: " + count(data.Errors, "error is", "errors are") + " in the way. Each is listed below with its line."
	}
	p.data = data
	return p, nil
}

// document is what was chosen as a file, or else pasted. Browsers end the lines of a text with CR LF.
func (r *request) document() ([]byte, error) {
	f, _, err := r.http.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return []byte(strings.ReplaceAll(r.post("document"), "\r\n", "\n")), nil
	}
	if err != nil {
		return nil, models.Errorf(models.Invalid, "the file can't be read").Because(err)
	}
	defer f.Close() //nolint:errcheck // it is in memory
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, models.Errorf(models.Invalid, "the file can't be read").Because(err)
	}
	if len(data) == 0 {
		return []byte(strings.ReplaceAll(r.post("document"), "\r\n", "\n")), nil
	}
	return bytes.Clone(data), nil
}
