package branding

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/branding"
	"plumbline/models/labels"
	"plumbline/models/urls"
	"plumbline/questionnaires"
)

// mostTried is how many workloads are offered for a preview: the first by name.
const mostTried = models.MaxPage

// presetData is the page of one saved preset.
type presetData struct {
	branding.Preset
	To        string // who reads the report
	At        string
	Preview   string
	Sections  []sectionRow
	Pillars   string // ids
	Written   []choice
	Papers    []choice
	Risks     []choice
	Only      bool // pillars with a priority
	Workloads []models.Workload
}

// sectionRow is a section that the report may have, with its place.
type sectionRow struct {
	Key, Title string
	In         bool
	Place      int // from 1; those that are left out come last
}

// sectionRows are all sections of a report: those that it has in their order, then the others.
func sectionRows(base string, chosen []string) (rows []sectionRow) {
	for _, s := range branding.Sections(base) {
		at := slices.Index(chosen, s.Key)
		rows = append(rows, sectionRow{Key: s.Key, Title: s.Title, In: at >= 0 || len(chosen) == 0, Place: at})
	}
	slices.SortStableFunc(rows, func(a, b sectionRow) int {
		return cmp.Or(cmp.Compare(boolRank(a.In), boolRank(b.In)), cmp.Compare(a.Place, b.Place))
	})
	for i := range rows {
		rows[i].Place = i + 1
	}
	return rows
}

func boolRank(in bool) int {
	if in {
		return 0
	}
	return 1
}

// preset shows a saved preset, for those who may change it as a form.
func (h handlers) preset(r *page.Request) (page.Reply, error) {
	p, err := h.Service.ReportPresets.Get(r.HTTP.Context(), r.Param("preset"))
	if err != nil {
		return page.Reply{}, err
	}
	d := presetData{Preset: p, To: readers[p.Base], At: urls.SavedPreset(p.ID), Preview: urls.PreviewPreset(p.ID)}
	if r.Form.Name != "" { // what was typed comes back
		d.Choices = choicesOf(r, p.Base)
	}
	d.Sections, d.Pillars = sectionRows(p.Base, d.Choices.Sections), strings.Join(d.Choices.Pillars, ", ")
	d.Only = d.Priorities == branding.OnlyPriorities
	for _, l := range branding.Languages {
		d.Written = append(d.Written, choice{l.Key, l.Name, d.Language == l.Key})
	}
	d.Papers = []choice{{"a4", "A4", false}, {"letter", "Letter", d.Paper == "letter"}}
	for _, risk := range listedRisks {
		d.Risks = append(d.Risks, choice{string(risk), labels.Risk(risk),
			len(d.Choices.Risks) == 0 || slices.Contains(d.Choices.Risks, string(risk))})
	}
	list, err := h.Service.Workloads.List(r.HTTP.Context(), models.WorkloadQuery{
		PageRequest: models.PageRequest{Limit: mostTried}})
	for _, w := range list.Items {
		d.Workloads = append(d.Workloads, w.Workload)
	}
	return page.Reply{Template: "reportpreset", Title: p.Name, Data: d}, err
}

// listedRisks are the risks by which a report may list questions.
var listedRisks = []questionnaires.Risk{questionnaires.RiskHigh, questionnaires.RiskMedium,
	questionnaires.RiskUndecided, questionnaires.RiskUnanswered, questionnaires.RiskNone,
	questionnaires.RiskNotApplicable}

// choicesOf reads the form. All sections in their own order are no choice, and so are all risks.
func choicesOf(r *page.Request, base string) branding.Choices {
	form := r.HTTP.PostForm
	c := branding.Choices{Pillars: listed(r.Post("pillars")), Language: r.Post("language"), Paper: r.Post("paper"),
		Classification: r.Line("classification"), Footer: r.Line("footer")}
	if r.Post("priorities") != "" {
		c.Priorities = branding.OnlyPriorities
	}
	if risks := form["risk"]; len(risks) < len(listedRisks) {
		c.Risks = risks
	}
	var all []string
	for _, s := range branding.Sections(base) {
		all = append(all, s.Key)
	}
	c.Sections = slices.Clone(form["section"])
	place := func(key string) int {
		n, err := strconv.Atoi(r.Line("place_" + key))
		if err != nil {
			return len(all) + 1
		}
		return n
	}
	slices.SortStableFunc(c.Sections, func(a, b string) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(slices.Index(all, a), slices.Index(all, b)))
	})
	if slices.Equal(c.Sections, all) {
		c.Sections = nil
	}
	return c
}

// update saves a preset.
func (h handlers) update(r *page.Request) (page.Reply, error) {
	p, err := h.Service.ReportPresets.Get(r.HTTP.Context(), r.Param("preset"))
	if err != nil {
		return page.Reply{}, err
	}
	c, name := choicesOf(r, p.Base), r.Line("name")
	if len(r.HTTP.PostForm["section"]) == 0 {
		return h.Again(r, "preset", models.InvalidInput(models.FieldFault{Field: "sections",
			Message: "must be at least one"}), h.preset)
	}
	if c.Risks != nil && len(c.Risks) == 0 || len(r.HTTP.PostForm["risk"]) == 0 {
		return h.Again(r, "preset", models.InvalidInput(models.FieldFault{Field: "risks",
			Message: "must be at least one"}), h.preset)
	}
	patch := branding.PresetPatch{Name: &name, Sections: &c.Sections, Pillars: &c.Pillars, Risks: &c.Risks,
		Priorities: &c.Priorities, Language: &c.Language, Paper: &c.Paper, Classification: &c.Classification,
		Footer: &c.Footer}
	if _, err := h.Service.ReportPresets.Update(r.HTTP.Context(), p.ID, patch, r.Seen()); err != nil {
		return h.Again(r, "preset", err, h.preset)
	}
	return page.Done(urls.SavedPreset(p.ID), "report-preset")
}

// preview leads to the report on a workload that the preset makes.
func (h handlers) preview(r *page.Request) (page.Reply, error) {
	p, err := h.Service.ReportPresets.Get(r.HTTP.Context(), r.Param("preset"))
	if err != nil {
		return page.Reply{}, err
	}
	if r.Query("workload") == "" {
		return page.Done(urls.SavedPreset(p.ID), "")
	}
	return page.Done(urls.ReportAsPage(r.Query("workload"), p.ID), "")
}
