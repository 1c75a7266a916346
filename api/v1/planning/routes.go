// Package planning is the part of the JSON API about where a workload or a workspace goes: comparisons, checks, the
// trend, what-if and proposals. Its routes are rows of the table of api/v1.
//
// Handlers decide nothing: they turn a request into one call of the service and its result into JSON.
package planning

import (
	"net/http"
	"slices"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service"
)

// Dependencies is what the handlers of these routes call.
type Dependencies struct{ Service *service.Service }

// Routes are the rows of this part, for the table of api/v1.
func Routes(d Dependencies) []rest.Route {
	return slices.Concat(d.comparisonRoutes(), d.checkRoutes(), d.trendRoutes(), d.planRoutes(), d.whatIfRoutes())
}

// maxInt32 bounds numbers in addresses.
const maxInt32 = 1<<31 - 1

func (d Dependencies) comparisonRoutes() []rest.Route {
	return []rest.Route{
		{Method: http.MethodGet, Path: "/workloads/:workload/compare", ID: "compareMilestones",
			Summary: "Two states of a workload side by side, question by question, and why each risk is another one",
			Action:  models.ReadWorkload, Status: http.StatusOK, Query: []rest.Parameter{fromState, toState},
			Do: rest.Do(d.compare)},
		{Method: http.MethodGet, Path: "/workloads/:workload/milestones/:number/items", ID: "getMilestoneItems",
			Summary: "Which items were opened, closed and reopened since the milestone before",
			Action:  models.ReadItem, Status: http.StatusOK, Do: rest.Do(d.milestoneItems)},
	}
}
