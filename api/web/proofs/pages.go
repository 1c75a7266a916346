// Package proofs is the page on which anybody verifies a report, with the public keys of the server; administrators
// rotate the key there. The file never comes here: the browser, or whoever has the file, computes its SHA-256.
//
// Handlers decide nothing: permission, rules and words are those of models/service/proofs.
package proofs

import (
	"embed"
	"net/url"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/proof"
	"plumbline/models/service/proofs"
	"plumbline/models/timezone"
	"plumbline/models/urls"
	"plumbline/reports/sign"
)

type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	return page.Table{Templates: templates, Done: map[string]string{"key-rotated": "A new key signs reports from now on."},
		Rows: []page.Row{
			page.Get(urls.Verify, "", h.verify, page.Shows{"verify": verifyData{}}),
			page.Post(urls.RotateReportKey, models.ManageSigning, h.rotate),
		}}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, nil)

type verifyData struct {
	Asked  string // the SHA-256 that was asked about; "" before
	Title  string // of the verdict
	Kind   string // good, old or bad
	Detail string
	*proofs.Verdict

	Keys  []keyRow
	Admin bool
}

type keyRow struct {
	proof.Key
	PEM string
}

// verify shows the form, the verdict on what was asked about, and the keys.
func (h handlers) verify(r *page.Request) (page.Reply, error) {
	ctx := r.HTTP.Context()
	keys, err := h.Service.Proofs.Keys(ctx)
	if err != nil {
		return page.Reply{}, err
	}
	data := verifyData{Admin: models.Allow(models.ActorFrom(ctx), models.ManageSigning, nil) == nil}
	for _, k := range keys {
		text, err := sign.PEM(k.Public)
		if err != nil {
			return page.Reply{}, err
		}
		data.Keys = append(data.Keys, keyRow{k, text})
	}
	shown := page.Reply{Template: "verify", Title: "Verify a report", Data: &data}
	if !r.HTTP.URL.Query().Has("sha256") {
		return dereferenced(shown), nil
	}
	data.Asked = digestIn(r.Query("sha256"))
	verdict, err := h.Service.Proofs.Verify(ctx, proofs.Question{SHA256: data.Asked})
	switch models.CodeOf(err) {
	case "":
	case models.CodeInvalid, models.CodeRateLimited:
		asked := data.Asked
		data.Asked = ""
		reply, err := h.Again(r, "verify", err, func(*page.Request) (page.Reply, error) { return dereferenced(shown), nil })
		r.Form.Values = url.Values{"sha256": {asked}}
		if len(r.Form.Faults) > 0 {
			r.Form.Alert = "Fix the field below."
		}
		return reply, err
	default:
		return page.Reply{}, err
	}
	day := r.Zone().Day
	if verdict.About == nil {
		day = timezone.UTC.Day // to strangers days are told, which have no zone
	}
	data.Verdict, data.Title, data.Kind = &verdict, verdict.Title(), kindOf(verdict)
	data.Detail = page.Sentence(verdict.Detail(day))
	return dereferenced(shown), nil
}

// dereferenced is the reply with the data as templates are typed for it.
func dereferenced(reply page.Reply) page.Reply {
	reply.Data = *reply.Data.(*verifyData)
	return reply
}

func kindOf(v proofs.Verdict) string {
	switch {
	case v.Finding != proofs.Genuine:
		return "bad"
	case v.Standing.Is == proofs.Newest:
		return "good"
	}
	return "old"
}

// digestIn takes a SHA-256 as programs print it: letters large or small, the name of the file behind it.
func digestIn(text string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(text, "\uFEFF")), " ")
	return strings.ToLower(strings.TrimPrefix(first, `\`)) // which sha256sum puts before odd names
}

// rotate has a new key sign.
func (h handlers) rotate(r *page.Request) (page.Reply, error) {
	if _, err := h.Service.Proofs.Rotate(r.HTTP.Context()); err != nil {
		return page.Reply{}, err
	}
	return page.Done(urls.Verify, "key-rotated")
}
