package plan

import (
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/service/plan"
	"plumbline/models/urls"
)

// making is the end of a form that makes items of practices.
type making struct {
	ID   string // of the form, for its fields
	Each string // as it was sent
}

func makingOf(v page.View, id string) making { return making{id, v.Form.Values.Get("each")} }

// makeItems makes items of the practices that were ticked.
func (h handlers) makeItems(r *page.Request) (page.Reply, error) {
	workload := r.Param("workload")
	practices := chosenPractices(r)
	err := error(models.Errorf(models.CodeInvalid, "choose at least one practice"))
	if len(practices) > 0 {
		_, err = h.Service.PlannedItems.Create(r.HTTP.Context(), workload, plan.Planned{Practices: practices,
			PlannedFields: plannedFields(r)}, r.Once())
	}
	if err != nil {
		return h.Again(r, "plan", err, h.planPage)
	}
	return page.Done(urls.PlanOf(workload), "plan-items")
}

// makeFleetItems makes items of the practices that were ticked on the plan of the workspace.
func (h handlers) makeFleetItems(r *page.Request) (page.Reply, error) {
	chosen := chosenPlaces(r)
	err := error(models.Errorf(models.CodeInvalid, "choose at least one practice"))
	if len(chosen) > 0 {
		_, err = h.Service.PlannedItems.CreateIn(r.HTTP.Context(), chosen, plannedFields(r), r.Once())
	}
	if err != nil {
		return h.Again(r, "plan", err, h.workspacePlan)
	}
	return page.Done(urls.WorkspacePlan, "plan-items")
}

// plannedFields is what new items of practices have in common.
func plannedFields(r *page.Request) plan.PlannedFields {
	return plan.PlannedFields{Each: plan.PlannedEach(r.Post("each"))}
}

// chosenPlaces are the practices that a form names with their workloads, each once.
func chosenPlaces(r *page.Request) (list []plan.PlacedPractice) {
	for _, name := range ticked(r) {
		workload, practice, _ := strings.Cut(name, "/")
		list = append(list, plan.PlacedPractice{WorkloadID: workload, PracticeName: practiceName(practice)})
	}
	return list
}

// chosenPractices are those that a form names, each once.
func chosenPractices(r *page.Request) (list []plan.PracticeName) {
	for _, name := range ticked(r) {
		list = append(list, practiceName(name))
	}
	return list
}

// ticked are the names of what a form ticks, each once: a tick may name several.
func ticked(r *page.Request) (names []string) {
	seen := map[string]bool{}
	for _, value := range r.HTTP.PostForm["practices"] {
		for _, name := range strings.Fields(value) {
			if !seen[name] {
				seen[name], names = true, append(names, name)
			}
		}
	}
	return names
}

func practiceName(name string) plan.PracticeName {
	parts := urls.PracticeParts(name)
	return plan.PracticeName{Lens: parts[0], Question: parts[1], Choice: parts[2]}
}
