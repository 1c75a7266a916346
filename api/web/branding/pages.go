// Package branding is the page on which a workspace says how its reports look, and saves presets of reports.
//
// Handlers decide nothing: permission, rules and words are those of models/service/branding and models/branding.
package branding

import (
	"embed"
	"encoding/base64"
	"errors"
	"html/template"
	"io"
	"net/http"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/models/labels"
	"plumbline/models/urls"
)

type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	return page.Table{Templates: templates, Done: map[string]string{"report-brand": "Look of reports saved.",
		"report-preset": "Preset saved.", "report-preset-deleted": "Preset deleted."},
		Rows: []page.Row{
			page.Get(urls.ReportSettings, models.ReadWorkspace, h.show, page.Shows{"reportsettings": data{}}),
			page.Post(urls.ReportSettings, models.UpdateReports, h.look),
			page.Post(urls.ReportLogo, models.UpdateReports, h.logo).AtMost(branding.MaxLogoFile + 64<<10),
			page.Post(urls.SavedPresets, models.UpdateReports, h.save),
			page.Get(urls.SavedPreset(":preset"), models.ReadWorkspace, h.preset,
				page.Shows{"reportpreset": presetData{}}),
			page.Post(urls.SavedPreset(":preset"), models.UpdateReports, h.update),
			page.Get(urls.PreviewPreset(":preset"), models.ReadWorkspace, h.preview, nil),
			page.Post(urls.DeletePreset(":preset"), models.UpdateReports, h.remove),
		}}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{"inSentence": labels.InSentence})

type data struct {
	Brand   branding.Brand
	Picture template.URL // of the logo; "" without one
	Presets []presetRow
	Bases   []choice
	Papers  []choice
	Written []choice
	Risks   []choice
	Keys    []string // a line for each report: the keys of its sections
}

type presetRow struct {
	branding.Preset
	Holds  string
	At     string
	Delete string
}

type choice struct {
	Value, Words string
	Chosen       bool
}

// readers are the reports in words.
var readers = map[string]string{"leadership": "Leadership", "architect": "Architects", "auditor": "Auditors"}

func (h handlers) show(r *page.Request) (page.Reply, error) {
	brand, err := h.Service.ReportBrands.Get(r.HTTP.Context())
	if err != nil {
		return page.Reply{}, err
	}
	all, err := h.Service.ReportPresets.List(r.HTTP.Context())
	if err != nil {
		return page.Reply{}, err
	}
	d := data{Brand: brand}
	if !brand.Logo.Empty() { // a PNG that the server drew
		d.Picture = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(brand.Logo.PNG)) //nolint:gosec
	}
	for _, p := range all {
		d.Presets = append(d.Presets, presetRow{p, holds(p), urls.SavedPreset(p.ID), urls.DeletePreset(p.ID)})
	}
	for _, base := range branding.Bases {
		d.Bases = append(d.Bases, choice{base, readers[base], r.Post("base") == base})
		var keys []string
		for _, s := range branding.Sections(base) {
			keys = append(keys, s.Key)
		}
		d.Keys = append(d.Keys, readers[base]+": "+strings.Join(keys, ", "))
	}
	for _, l := range branding.Languages {
		d.Written = append(d.Written, choice{l.Key, l.Name, r.Post("language") == l.Key})
	}
	d.Papers = []choice{{"a4", "A4", false}, {"letter", "Letter", r.Post("paper") == "letter"}}
	d.Risks = []choice{{"", "All", false}, {"HIGH", "High", r.Post("risks") == "HIGH"},
		{"HIGH,MEDIUM", "High and medium", r.Post("risks") == "HIGH,MEDIUM"}}
	return page.Reply{Template: "reportsettings", Title: "Report settings", Data: d}, nil
}

// holds says in a few words what a preset has of its report.
func holds(p branding.Preset) string {
	text := "all sections"
	if len(p.Sections) > 0 {
		var titles []string
		for _, key := range p.Sections {
			for _, s := range branding.Sections(p.Base) {
				if s.Key == key {
					titles = append(titles, s.Title)
				}
			}
		}
		text = strings.Join(titles, ", ")
	}
	if p.Narrows() {
		text += "; fewer questions listed"
	}
	return readers[p.Base] + ": " + text
}

func (h handlers) look(r *page.Request) (page.Reply, error) {
	primary, accent, footer := r.Line("primary_color"), r.Line("accent_color"), r.Line("footer")
	_, err := h.Service.ReportBrands.Update(r.HTTP.Context(), branding.Patch{PrimaryColor: &primary, AccentColor: &accent,
		Footer: &footer}, r.Seen())
	if err != nil {
		return h.Again(r, "look", err, h.show)
	}
	return page.Done(urls.ReportSettings, "report-brand")
}

// logo sets the logo of the form, or removes it where no file came.
func (h handlers) logo(r *page.Request) (page.Reply, error) {
	file, _, err := r.HTTP.FormFile("logo")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		if r.Post("remove") != "" {
			_, err = h.Service.ReportBrands.RemoveLogo(r.HTTP.Context(), r.Seen())
		} else {
			_, err = h.Service.ReportBrands.SetLogo(r.HTTP.Context(), nil, r.Seen())
		}
	} else if err == nil {
		var sent []byte
		if sent, err = io.ReadAll(io.LimitReader(file, branding.MaxLogoFile+1)); err == nil {
			_, err = h.Service.ReportBrands.SetLogo(r.HTTP.Context(), sent, r.Seen())
		}
	}
	if err != nil {
		return h.Again(r, "logo", err, h.show)
	}
	return page.Done(urls.ReportSettings, "report-brand")
}

// listed reads names with commas between them.
func listed(text string) (list []string) {
	return strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' })
}

func (h handlers) save(r *page.Request) (page.Reply, error) {
	in := branding.PresetFields{Name: r.Line("name"), Base: r.Post("base"), Choices: branding.Choices{
		Sections: listed(r.Post("sections")), Risks: listed(r.Post("risks")), Language: r.Post("language"),
		Paper: r.Post("paper"), Classification: r.Line("classification")}}
	if r.Post("priorities") != "" {
		in.Priorities = branding.OnlyPriorities
	}
	made, err := h.Service.ReportPresets.Create(r.HTTP.Context(), in, r.Once())
	if err != nil {
		return h.Again(r, "preset", err, h.show)
	}
	return page.Done(urls.SavedPreset(made.ID), "report-preset")
}

func (h handlers) remove(r *page.Request) (page.Reply, error) {
	if err := h.Service.ReportPresets.Delete(r.HTTP.Context(), r.Param("preset"), nil); err != nil {
		return page.Reply{}, err
	}
	return page.Done(urls.ReportSettings, "report-preset-deleted")
}
