package lenses

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// lensForm bounds a form that brings a lens: a whole document as text and another one as a file, and some fields. The
// service says what a lens may have.
const lensForm = 2*questionnaires.MaxInput + 64<<10

type lensImportData struct {
	Lens     lensHead // empty: a new one
	Version  int
	Text     string
	Problems []problemView
	Errors   int
}

func (h handlers) lensImportPage(*page.Request) (page.Reply, error) {
	return page.Reply{Template: "lensimport", Title: "Import lens", Data: lensImportData{}}, nil
}

func (h handlers) draftImportPage(r *page.Request) (page.Reply, error) {
	l, err := h.Service.Lenses.Get(r.HTTP.Context(), r.Param("lens"))
	if err != nil {
		return page.Reply{}, err
	}
	return page.Reply{Template: "lensimport", Title: "Import draft of " + l.Name,
		Data: lensImportData{Lens: headOf(r, l), Version: l.Version}}, nil
}

func (h handlers) importLens(r *page.Request) (page.Reply, error) {
	document, err := documentOf(r)
	if err != nil {
		return page.Reply{}, err
	}
	l, problems, err := h.Service.Lenses.Import(r.HTTP.Context(), document, models.IdempotencyKey{})
	if err != nil {
		return h.importAgain(r, document, problems, err)
	}
	return page.Done(urls.LensPage(l.ID).Draft(), "lens-imported")
}

func (h handlers) importDraft(r *page.Request) (page.Reply, error) {
	document, err := documentOf(r)
	if err != nil {
		return page.Reply{}, err
	}
	l, problems, err := h.Service.Drafts.Put(r.HTTP.Context(), r.Param("lens"), document, r.Seen())
	if err != nil {
		return h.importAgain(r, document, problems, err)
	}
	return page.Done(lensPath(l).Draft(), "lens-imported")
}

// importAgain shows what is wrong with the document, and the document, to be mended right there.
func (h handlers) importAgain(r *page.Request, document []byte, problems questionnaires.Problems,
	err error) (page.Reply, error) {
	show := h.lensImportPage
	if r.Param("lens") != "" {
		show = h.draftImportPage
	}
	p, err := h.Again(r, "import", err, show)
	if err != nil {
		return p, err
	}
	data := p.Data.(lensImportData)
	data.Text, data.Problems = string(document), problemViews(problems, string(document))
	for _, x := range data.Problems {
		if x.Error {
			data.Errors++
		}
	}
	if data.Errors > 0 {
		r.Form.Alert = "Not imported: " + countNoun(data.Errors, "error", "errors") +
			" to fix. Each is listed below with its line."
	}
	p.Data = data
	return p, nil
}

// documentOf is what was chosen as a file, or else pasted. Browsers end the lines of a text with CR LF.
func documentOf(r *page.Request) ([]byte, error) {
	f, _, err := r.HTTP.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return []byte(strings.ReplaceAll(r.Post("document"), "\r\n", "\n")), nil
	}
	if err != nil {
		return nil, models.Errorf(models.CodeInvalid, "the file can't be read").Because(err)
	}
	defer f.Close() //nolint:errcheck // it is in memory
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, models.Errorf(models.CodeInvalid, "the file can't be read").Because(err)
	}
	if len(data) == 0 {
		return []byte(strings.ReplaceAll(r.Post("document"), "\r\n", "\n")), nil
	}
	return bytes.Clone(data), nil
}
