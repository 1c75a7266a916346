package workloads

import (
	"slices"
	"strconv"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

type editWorkloadData struct {
	ID, Name string // of the workload as it is
	Version  string // that the form was based on
	Fields   workloadForm
	Changed  []changedField // with a stale form: what is otherwise now than what was typed
}

// changedField is a field of a stale form.
type changedField struct{ Words, Typed, Now string }

func (h handlers) editWorkloadPage(r *page.Request) (page.Reply, error) {
	load, err := h.Service.Workloads.Get(r.HTTP.Context(), r.Param("workload"))
	if err != nil {
		return page.Reply{}, err
	}
	// Before anything is typed.
	if err := models.Allow(r.Session.Actor, models.UpdateWorkload, page.PlaceOf(load)); err != nil {
		return page.Reply{}, err
	}
	data := editWorkloadData{ID: load.ID, Name: load.Name, Version: strconv.Itoa(load.Version),
		Fields: workloadFormOf(load.WorkloadFields)}
	if r.Form.Name == "workload" {
		now := data.Fields
		if data.Fields = typedForm(r); r.Status == page.StatusOf(models.CodeStale) {
			data.Changed = differences(data.Fields, now)
		} else {
			data.Version = r.Post("version") // it still has to meet what somebody else may have saved meanwhile
		}
	}
	return page.Reply{Template: "workload_edit", Title: "Edit " + load.Name, Data: data}, nil
}

func differences(typed, now workloadForm) []changedField {
	fields := []changedField{
		{"Name", typed.Name, now.Name}, {"Description", typed.Description, now.Description},
		{"Environment", typed.Environment, now.Environment}, {"Review owner", typed.ReviewOwner, now.ReviewOwner},
		{"AWS regions", strings.Join(typed.AWSRegions, ", "), strings.Join(now.AWSRegions, ", ")},
		{"Non-AWS locations", typed.NonAWSRegions, now.NonAWSRegions},
		{"AWS accounts", typed.AccountIDs, now.AccountIDs}, {"Architecture diagram or link", typed.Design, now.Design},
		{"Next review on", typed.ReviewDueOn, now.ReviewDueOn},
		{"Review every … months", typed.ReviewEvery, now.ReviewEvery},
	}
	for i, text := range typed.Plain {
		fields = append(fields, changedField{text.Label, text.Value, now.Plain[i].Value})
	}
	fields = append(fields, changedField{"Notes", plainLineEnds(typed.Notes), now.Notes},
		changedField{"Pillar priorities", typed.Priorities, now.Priorities},
		changedField{"Application", typed.Applications, now.Applications},
		changedField{"Improvement status", typed.Status, now.Status},
		changedField{"Tags", plainLineEnds(typed.Tags), now.Tags})
	return slices.DeleteFunc(fields, func(f changedField) bool { return f.Typed == f.Now })
}

func (h handlers) updateWorkload(r *page.Request) (page.Reply, error) {
	fields, err := typedFields(r)
	if err == nil {
		_, err = h.Service.Workloads.Update(r.HTTP.Context(), r.Param("workload"), models.WholePatch(fields), r.Seen())
	}
	if models.CodeOf(err) == models.CodeStale && h.savedAlready(r) {
		err = nil
	}
	if err != nil {
		return h.Again(r, "workload", err, h.editWorkloadPage)
	}
	return page.Done(urls.WorkloadPage(r.Param("workload")), "saved")
}

// savedAlready tells whether the workload holds just what the form has: it was sent twice.
func (h handlers) savedAlready(r *page.Request) bool {
	load, err := h.Service.Workloads.Get(r.HTTP.Context(), r.Param("workload"))
	fields, fault := typedFields(r)
	return err == nil && fault == nil &&
		len(differences(workloadFormOf(fields), workloadFormOf(load.WorkloadFields))) == 0
}
