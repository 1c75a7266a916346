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
			Each: plan.PlannedEach(r.Post("each"))}, r.Once())
	}
	if err != nil {
		return h.Again(r, "plan", err, h.planPage)
	}
	return page.Done(urls.PlanOf(workload), "plan-items")
}

// chosenPractices are those that a form names, each once: a tick may name several.
func chosenPractices(r *page.Request) (list []plan.PracticeName) {
	seen := map[string]bool{}
	for _, value := range r.HTTP.PostForm["practices"] {
		for _, name := range strings.Fields(value) {
			if seen[name] {
				continue
			}
			seen[name] = true
			parts := urls.PracticeParts(name)
			list = append(list, plan.PracticeName{Lens: parts[0], Question: parts[1], Choice: parts[2]})
		}
	}
	return list
}
