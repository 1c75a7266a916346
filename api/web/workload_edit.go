package web

import (
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

func differences(typed, now workloadForm) (list []changedField) {
	for _, f := range []changedField{
		{"Name", typed.Name, now.Name}, {"Description", typed.Description, now.Description}, {"Environment", typed.Environment, now.Environment},
		{"Review owner", typed.ReviewOwner, now.ReviewOwner}, {"AWS regions", typed.AWSRegions, now.AWSRegions},
		{"Other places", typed.NonAWSRegions, now.NonAWSRegions}, {"AWS accounts", typed.AccountIDs, now.AccountIDs},
		{"Architecture", typed.Design, now.Design}, {"Kind of industry", typed.IndustryType, now.IndustryType}, {"Industry", typed.Industry, now.Industry},
		{"Notes", newlines(typed.Notes), now.Notes}, {"Pillars by importance", typed.Priorities, now.Priorities},
		{"Application", typed.Applications, now.Applications}, {"Improvement", typed.Status, now.Status}, {"Tags", newlines(typed.Tags), now.Tags},
	} {
		if f.Typed != f.Now {
			list = append(list, f)
		}
	}
	return list
}

func (w *Web) updateWorkload(r *request) (page, error) {
	fields, err := r.workloadFields()
	if err == nil {
		_, err = w.svc.Workloads.Update(r.http.Context(), r.param("workload"), patchOf(fields), r.seen())
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
