package workloads

import (
	"slices"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/urls"
)

type newWorkloadData struct {
	Templates []templateChoice
	Template  string // key of the chosen one
	Fields    workloadForm
	Lenses    []lensChoice
	Once      string // makes one workload of a form that is sent twice
}

// templateChoice is a template to start from.
type templateChoice struct {
	Key, Name, Doc string
	On             bool
}

// newWorkloadPage starts from the template that the address names, or from the first.
func (h handlers) newWorkloadPage(r *page.Request) (page.Reply, error) {
	key := r.Query("template")
	if key == "" {
		key = labels.WorkloadTemplates[0].Key
	}
	t := labels.WorkloadTemplateFor(key)
	fields := workloadFormOf(models.WorkloadFields{Environment: t.Environment, ReviewOwner: r.Session.Actor.Name,
		PillarPriorities: t.Priorities, Notes: t.Notes})
	fields.RegionsHelp, fields.Open = t.Regions, false
	return h.showNewWorkload(r, newWorkloadData{Template: t.Key, Fields: fields, Once: models.NewID()}, t.Lenses)
}

// useTemplate lays another template over the form: what a person typed stays, what the template before had filled in
// goes.
func (h handlers) useTemplate(r *page.Request) (page.Reply, error) {
	t, before := labels.WorkloadTemplateFor(r.Post("template")), labels.WorkloadTemplateFor(r.Post("template_before"))
	fields := typedForm(r)
	fields.Environment, fields.RegionsHelp, fields.Open = string(t.Environment), t.Regions, false
	was, is := workloadFormOf(models.WorkloadFields{PillarPriorities: before.Priorities}),
		workloadFormOf(models.WorkloadFields{PillarPriorities: t.Priorities})
	if fields.Priorities == was.Priorities || fields.Priorities == "" {
		fields.Priorities = is.Priorities
	}
	if notes := plainLineEnds(fields.Notes); notes == before.Notes || notes == "" {
		fields.Notes = t.Notes
	}
	return h.showNewWorkload(r, newWorkloadData{Template: t.Key, Fields: fields, Once: r.Post("once")}, t.Lenses)
}

func (h handlers) showNewWorkload(r *page.Request, data newWorkloadData, lenses []string) (page.Reply, error) {
	for _, t := range labels.WorkloadTemplates {
		data.Templates = append(data.Templates, templateChoice{t.Key, t.Name, t.Doc, t.Key == data.Template})
	}
	var err error
	data.Lenses, err = h.lensChoices(r, lenses...)
	if len(data.Lenses) == 1 && len(lenses) > 0 && !slices.ContainsFunc(data.Lenses,
		func(c lensChoice) bool { return c.On }) {
		data.Lenses[0].On = true // the only one there is
	}
	return page.Reply{Template: "workload_new", Title: "Create workload", Data: data}, err
}

// newWorkloadAgain is the form as it was sent.
func (h handlers) newWorkloadAgain(r *page.Request) (page.Reply, error) {
	data := newWorkloadData{Template: r.Post("template_before"), Fields: typedForm(r), Once: models.NewID()}
	return h.showNewWorkload(r, data, r.HTTP.PostForm["lenses"])
}

// createWorkload makes the workload with its reviews in one step.
func (h handlers) createWorkload(r *page.Request) (page.Reply, error) {
	in, err := typedInput(r)
	if err != nil {
		return h.Again(r, "workload", err, h.newWorkloadAgain)
	}
	load, err := h.Service.Workloads.Create(r.HTTP.Context(), in, r.Once())
	if err != nil {
		return h.Again(r, "workload", err, h.newWorkloadAgain)
	}
	return page.Done(urls.WorkloadPage(load.ID), "workload")
}
