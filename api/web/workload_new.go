package web

import (
	"slices"

	"plumbline/models"
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
func (w *Web) newWorkloadPage(r *request) (page, error) {
	key := r.query("template")
	if key == "" {
		key = models.WorkloadTemplates[0].Key
	}
	t := models.WorkloadTemplateFor(key)
	fields := workloadFormOf(models.WorkloadFields{Environment: t.Environment, ReviewOwner: r.session.Actor.Name, PillarPriorities: t.Priorities, Notes: t.Notes})
	fields.RegionsHelp, fields.Open = t.Regions, false
	return w.showNewWorkload(r, newWorkloadData{Template: t.Key, Fields: fields, Once: models.NewID()}, t.Lenses)
}

// useTemplate lays another template over the form: what a person typed stays, what the template before had filled in goes.
func (w *Web) useTemplate(r *request) (page, error) {
	t, before := models.WorkloadTemplateFor(r.post("template")), models.WorkloadTemplateFor(r.post("template_before"))
	fields := r.typed()
	fields.Environment, fields.RegionsHelp, fields.Open = string(t.Environment), t.Regions, false
	was, is := workloadFormOf(models.WorkloadFields{PillarPriorities: before.Priorities}), workloadFormOf(models.WorkloadFields{PillarPriorities: t.Priorities})
	if fields.Priorities == was.Priorities || fields.Priorities == "" {
		fields.Priorities = is.Priorities
	}
	if notes := newlines(fields.Notes); notes == before.Notes || notes == "" {
		fields.Notes = t.Notes
	}
	return w.showNewWorkload(r, newWorkloadData{Template: t.Key, Fields: fields, Once: r.post("once")}, t.Lenses)
}

func (w *Web) showNewWorkload(r *request, data newWorkloadData, lenses []string) (page, error) {
	for _, t := range models.WorkloadTemplates {
		data.Templates = append(data.Templates, templateChoice{t.Key, t.Name, t.Doc, t.Key == data.Template})
	}
	var err error
	data.Lenses, err = w.lensChoices(r, lenses...)
	if len(data.Lenses) == 1 && len(lenses) > 0 && !slices.ContainsFunc(data.Lenses, func(c lensChoice) bool { return c.On }) {
		data.Lenses[0].On = true // the only one there is
	}
	return page{name: "workload_new", title: "New workload", data: data}, err
}

// newWorkloadAgain is the form as it was sent.
func (w *Web) newWorkloadAgain(r *request) (page, error) {
	data := newWorkloadData{Template: r.post("template_before"), Fields: r.typed(), Once: models.NewID()}
	return w.showNewWorkload(r, data, r.http.PostForm["lenses"])
}

// createWorkload makes the workload with its reviews in one step.
func (w *Web) createWorkload(r *request) (page, error) {
	in, err := r.workloadInput()
	if err != nil {
		return w.again(r, "workload", err, w.newWorkloadAgain)
	}
	load, err := w.svc.Workloads.Create(r.http.Context(), in, r.once())
	if err != nil {
		return w.again(r, "workload", err, w.newWorkloadAgain)
	}
	return done(urls.Workload(load.ID), "workload")
}
