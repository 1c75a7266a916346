package planning

import (
	"fmt"
	"net/http"
	"slices"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

// Query parameters of plans and paths.
var (
	pagingParams = []rest.Parameter{
		{Name: "limit", Doc: fmt.Sprintf("how many rows at most; %d if not given", models.DefaultPage), Min: 1,
			Max: models.MaxPage},
		{Name: "cursor", Doc: "next_cursor of the page before"},
	}
	partParams = []rest.Parameter{
		{Name: "lens", Doc: "only reviews with this lens (id or key)"},
		{Name: "pillar", Doc: "only this pillar (id)"},
	}
	workloadParam = rest.Parameter{Name: "workload", Doc: "only this workload (id)"}
	goalParam     = rest.Parameter{Name: "goal", Enum: []string{"high", goalMedium},
		Doc: "high (if not given): no high risk is left; medium: no medium one either"}
	practiceParams = []rest.Parameter{
		{Name: "risk", Doc: "only where the question has this risk", Enum: []string{"HIGH", "MEDIUM", "UNDECIDED"}},
		{Name: "effort", Doc: "only practices of this effort", Enum: []string{"HIGH", "MEDIUM", "LOW"}},
		{Name: "impact", Doc: "only practices of this impact", Enum: []string{"HIGH", "MEDIUM", "LOW"}},
		{Name: "quick_wins", Doc: "only where the practice is a quick win", Enum: []string{"true", "false"}},
	}
)

// planRoutes are the plan of a workspace and the cheapest path.
func (d Dependencies) planRoutes() []rest.Route {
	return []rest.Route{
		{Method: http.MethodGet, Path: "/plan", ID: "getWorkspacePlan",
			Summary: "What is missing in the workloads one reaches: first what removes most risk for least effort",
			Action:  models.ReadWorkload, Status: http.StatusOK,
			Query: slices.Concat(pagingParams, []rest.Parameter{workloadParam}, partParams, practiceParams),
			Do:    rest.Do(d.getWorkspacePlan)},
		{Method: http.MethodGet, Path: "/cheapest-path", ID: "getCheapestPath",
			Summary: "The fewest practices that clear the high risks of the workloads one reaches",
			Action:  models.ReadWorkload, Status: http.StatusOK,
			Query: slices.Concat(pagingParams, []rest.Parameter{goalParam, workloadParam}, partParams),
			Do:    rest.Do(d.getCheapestPath)},
		{Method: http.MethodGet, Path: "/workloads/:workload/cheapest-path", ID: "getWorkloadCheapestPath",
			Summary: "The fewest practices that clear the high risks of the workload",
			Action:  models.ReadWorkload, Status: http.StatusOK,
			Query: slices.Concat(pagingParams, []rest.Parameter{goalParam}, partParams), Do: rest.Do(d.getCheapestPath)},
	}
}

// whatIfRoutes are what-ifs, and the proposals that keep them.
func (d Dependencies) whatIfRoutes() []rest.Route {
	const at = "/workloads/:workload/proposals"
	return []rest.Route{
		{Method: http.MethodPost, Path: "/workloads/:workload/what-if", ID: "tryOut",
			Summary: "Take practices as done and see what is left; nothing is saved", Action: models.ReadReview,
			Status: http.StatusOK, Do: rest.Do(d.tryOut)},
		{Method: http.MethodGet, Path: at, ID: "listProposals", Summary: "The proposals of a workload, newest first",
			Action: models.ReadWorkload, Status: http.StatusOK, Do: rest.Do(d.listProposals)},
		{Method: http.MethodPost, Path: at, ID: "createProposal", Summary: "Keep practices as a proposal",
			Action: models.UpdateProposal, Status: http.StatusCreated, Idempotent: true, Do: rest.Do(d.createProposal)},
		{Method: http.MethodGet, Path: at + "/:proposal", ID: "getProposal",
			Summary: "A proposal, and what it would do to the workload as it is now", Action: models.ReadWorkload,
			Status: http.StatusOK, Do: rest.Do(d.getProposal)},
		{Method: http.MethodPatch, Path: at + "/:proposal", ID: "updateProposal",
			Summary: "Change a proposal: what is not given stays", Action: models.UpdateProposal, Status: http.StatusOK,
			Conditional: true, Do: rest.Do(d.updateProposal)},
		{Method: http.MethodDelete, Path: at + "/:proposal", ID: "deleteProposal", Summary: "Delete a proposal",
			Action: models.UpdateProposal, Status: http.StatusNoContent, Do: rest.Do(d.deleteProposal)},
	}
}
