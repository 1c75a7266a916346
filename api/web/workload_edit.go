package web

import (
	"slices"
	"strconv"

	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/models/urls"
)

type editWorkloadData struct {
	ID, Name string // of the workload as it is
	Version  string // that the form was based on
	Can      can
	Fields   workloadForm
	Changed  []changedField // with a stale form: what is otherwise now than what was typed
}

// changedField is a field of a stale form.
type changedField struct{ Words, Typed, Now string }

func (w *Web) editWorkloadPage(r *request) (page, error) {
	load, err := w.svc.Workloads.Get(r.http.Context(), r.param("workload"))
	if err != nil {
		return page{}, err
	}
	if err := models.Allow(r.session.Actor, models.UpdateWorkload, placeOf(load)); err != nil { // before anything is typed
		return page{}, err
	}
	data := editWorkloadData{ID: load.ID, Name: load.Name, Version: strconv.Itoa(load.Version), Can: canWith(r.session.Actor, placeOf(load)),
		Fields: workloadFormOf(load.WorkloadFields)}
	if r.form.Name == "workload" {
		now := data.Fields
		if data.Fields = r.typed(); r.status == statusOf(models.Stale) {
			data.Changed = differences(data.Fields, now)
		} else {
			data.Version = r.post("version") // it still has to meet what somebody else may have saved meanwhile
		}
	}
	return page{name: "workload_edit", title: "Change " + load.Name, data: data}, nil
}

func differences(typed, now workloadForm) []changedField {
	fields := []changedField{
		{"Name", typed.Name, now.Name}, {"Description", typed.Description, now.Description},
		{"Environment", typed.Environment, now.Environment}, {"Review owner", typed.ReviewOwner, now.ReviewOwner},
		{"AWS regions", typed.AWSRegions, now.AWSRegions}, {"Other places", typed.NonAWSRegions, now.NonAWSRegions},
		{"AWS accounts", typed.AccountIDs, now.AccountIDs}, {"Architecture", typed.Design, now.Design},
	}
	for i, text := range typed.Plain {
		fields = append(fields, changedField{text.Label, text.Value, now.Plain[i].Value})
	}
	fields = append(fields, changedField{"Notes", newlines(typed.Notes), now.Notes},
		changedField{"Pillars by importance", typed.Priorities, now.Priorities},
		changedField{"Application", typed.Applications, now.Applications},
		changedField{"Improvement", typed.Status, now.Status}, changedField{"Tags", newlines(typed.Tags), now.Tags})
	return slices.DeleteFunc(fields, func(f changedField) bool { return f.Typed == f.Now })
}

func (w *Web) updateWorkload(r *request) (page, error) {
	fields, err := r.workloadFields()
	if err == nil {
		_, err = w.svc.Workloads.Update(r.http.Context(), r.param("workload"), models.WholePatch(fields), r.seen())
	}
	if err != nil {
		return w.again(r, "workload", err, w.editWorkloadPage)
	}
	return done(urls.Workload(r.param("workload")), "saved")
}

func (w *Web) deleteWorkload(r *request) (page, error) {
	if err := w.svc.Workloads.Delete(r.http.Context(), r.param("workload"), reviews.WorkloadDeletion{Confirm: r.line("confirm")}); err != nil {
		return w.again(r, "delete", err, w.editWorkloadPage)
	}
	return done(urls.Home, "deleted")
}
