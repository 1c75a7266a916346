package branding

import (
	"context"
	"net/http"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/branding"
)

func (h handlers) presetRoutes() []rest.Route {
	const all, one = "/report-presets", "/report-presets/:preset"
	return []rest.Route{
		{Method: http.MethodGet, Path: all, ID: "listReportPresets",
			Summary: "The saved presets of the workspace by name, and which sections each report has",
			Action:  models.ReadWorkspace, Status: http.StatusOK, Do: rest.Do(h.listPresets)},
		{Method: http.MethodPost, Path: all, ID: "createReportPreset",
			Summary: "Save a preset: a report, which sections it has in which order, what its lists have, how it writes days",
			Action:  models.UpdateReports, Status: http.StatusCreated, Idempotent: true, Do: rest.Do(h.createPreset)},
		{Method: http.MethodGet, Path: one, ID: "getReportPreset", Summary: "A saved preset, by id or name",
			Action: models.ReadWorkspace, Status: http.StatusOK, Do: rest.Do(h.getPreset)},
		{Method: http.MethodPatch, Path: one, ID: "updateReportPreset", Summary: "Change a saved preset",
			Action: models.UpdateReports, Status: http.StatusOK, Conditional: true, Do: rest.Do(h.updatePreset)},
		{Method: http.MethodDelete, Path: one, ID: "deleteReportPreset", Summary: "Delete a saved preset",
			Action: models.UpdateReports, Status: http.StatusNoContent, Conditional: true, Do: rest.Do(h.deletePreset)},
	}
}

// PresetBody is what people choose.
type PresetBody struct {
	Name           string   `json:"name" doc:"unique; letter case and spaces do not count" required:"true"`
	Base           string   `json:"base" doc:"what it is made from" enum:"leadership,architect,auditor" required:"true"`
	Sections       []string `json:"sections,omitempty" doc:"keys of sections in their order; missing: all"`
	Pillars        []string `json:"pillars,omitempty" doc:"ids: lists have only their questions; missing: all"`
	Risks          []string `json:"risks,omitempty" doc:"lists have only questions with them; missing: all"`
	Priorities     string   `json:"priorities,omitempty" doc:"only: lists have pillars with a priority alone" enum:"only,"`
	Language       string   `json:"language,omitempty" doc:"of days and numbers; words stay English" enum:"en,de,fr,es,"`
	Paper          string   `json:"paper,omitempty" doc:"of a PDF and a document; a4 if missing" enum:"a4,letter,"`
	Classification string   `json:"classification,omitempty" doc:"who may read it, at most 40 characters"`
	Footer         string   `json:"footer,omitempty" doc:"instead of that of the workspace, at most 100 characters"`
}

func (b PresetBody) fields() branding.PresetFields {
	return branding.PresetFields{Name: b.Name, Base: b.Base, Choices: branding.Choices{Sections: b.Sections,
		Pillars: b.Pillars, Risks: b.Risks, Priorities: b.Priorities, Language: b.Language, Paper: b.Paper,
		Classification: b.Classification, Footer: b.Footer}}
}

// Preset is a saved preset.
type Preset struct {
	ID string `json:"id" doc:"32 hex digits"`
	PresetBody
	Version   int       `json:"version" doc:"the ETag's number"`
	CreatedAt time.Time `json:"created_at" doc:"when"`
	CreatedBy string    `json:"created_by" doc:"by whom"`
	UpdatedAt time.Time `json:"updated_at" doc:"when it was changed last"`
	UpdatedBy string    `json:"updated_by" doc:"by whom"`
}

// ETag is the version.
func (p Preset) ETag() int { return p.Version }

// PresetOf is a saved preset as the API replies it.
func PresetOf(p branding.Preset) Preset {
	return Preset{ID: p.ID, PresetBody: PresetBody{Name: p.Name, Base: p.Base, Sections: p.Sections, Pillars: p.Pillars,
		Risks: p.Risks, Priorities: p.Priorities, Language: p.Language, Paper: p.Paper, Classification: p.Classification,
		Footer: p.Footer}, Version: p.Version, CreatedAt: p.CreatedAt, CreatedBy: p.CreatedBy, UpdatedAt: p.UpdatedAt,
		UpdatedBy: p.UpdatedBy}
}

// Presets is the list of them, with what can be chosen.
type Presets struct {
	Items    []Preset             `json:"items" doc:"by name"`
	Sections map[string][]Section `json:"sections" doc:"by report: the sections that can be chosen, in its order"`
}

// Section is a section that can be chosen.
type Section struct {
	Key   string `json:"key" doc:"by which presets name it"`
	Title string `json:"title" doc:"in words"`
}

// PresetsOf is the list as the API replies it.
func PresetsOf(list []branding.Preset) Presets {
	out := Presets{Items: rest.Each(list, PresetOf), Sections: map[string][]Section{}}
	for _, base := range branding.Bases {
		out.Sections[base] = rest.Each(branding.Sections(base), func(s branding.Section) Section { return Section(s) })
	}
	return out
}

func (h handlers) listPresets(ctx context.Context, _ *rest.Request, _ rest.None) (Presets, error) {
	list, err := h.Service.ReportPresets.List(ctx)
	return PresetsOf(list), err
}

func (h handlers) createPreset(ctx context.Context, r *rest.Request, in PresetBody) (Preset, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return Preset{}, err
	}
	p, err := h.Service.ReportPresets.Create(ctx, in.fields(), key)
	return PresetOf(p), err
}

func (h handlers) getPreset(ctx context.Context, r *rest.Request, _ rest.None) (Preset, error) {
	p, err := h.Service.ReportPresets.Get(ctx, r.Param("preset"))
	return PresetOf(p), err
}

// PresetPatch changes the fields that are given.
type PresetPatch struct {
	Name           *string   `json:"name,omitempty" doc:"unique in the workspace"`
	Base           *string   `json:"base,omitempty" doc:"of another report" enum:"leadership,architect,auditor"`
	Sections       *[]string `json:"sections,omitempty" doc:"keys of sections in their order; none: all"`
	Pillars        *[]string `json:"pillars,omitempty" doc:"ids; none: all"`
	Risks          *[]string `json:"risks,omitempty" doc:"none: all"`
	Priorities     *string   `json:"priorities,omitempty" doc:"empty: all pillars" enum:"only,"`
	Language       *string   `json:"language,omitempty" doc:"of days and numbers" enum:"en,de,fr,es,"`
	Paper          *string   `json:"paper,omitempty" doc:"of a PDF and a document" enum:"a4,letter,"`
	Classification *string   `json:"classification,omitempty" doc:"empty: none"`
	Footer         *string   `json:"footer,omitempty" doc:"empty: that of the workspace"`
}

func (h handlers) updatePreset(ctx context.Context, r *rest.Request, in PresetPatch) (Preset, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return Preset{}, err
	}
	p, err := h.Service.ReportPresets.Update(ctx, r.Param("preset"), branding.PresetPatch{Name: in.Name, Base: in.Base,
		Sections: in.Sections, Pillars: in.Pillars, Risks: in.Risks, Priorities: in.Priorities, Language: in.Language,
		Paper: in.Paper, Classification: in.Classification, Footer: in.Footer}, seen)
	return PresetOf(p), err
}

func (h handlers) deletePreset(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return rest.None{}, err
	}
	return rest.None{}, h.Service.ReportPresets.Delete(ctx, r.Param("preset"), seen)
}
