// Package remediation has the operations of the JSON API that lead from a risk to its end: items, their settings, and
// risks that are accepted meanwhile. Each is a row of Routes, which the API mounts with its own.
//
// Handlers decide nothing: permission and rules are those of models/service.
package remediation

import (
	"net/http"
	"slices"

	"plumbline/api/v1/rest"
	"plumbline/models/remediation"
	"plumbline/models/service"
	"plumbline/models/service/plan"
)

// handlers has a method for each row of the table.
type handlers struct{ svc *service.Service }

// Dependencies are what the operations stand on.
type Dependencies struct{ Service *service.Service }

// Routes is the table of the operations.
func Routes(d Dependencies) []rest.Route {
	h := handlers{d.Service}
	return slices.Concat(h.acceptanceRoutes(), h.itemRoutes(), h.itemTalkRoutes(), h.settingsRoutes())
}

// Current shows the state that a stale change met, in the shape in which the route would give it; nil for what is not
// of this package.
func Current(now any) any {
	switch v := now.(type) {
	case acceptanceView:
		return acceptanceOut(v)
	case plan.ItemView:
		return itemOut(v)
	case remediation.ItemComment:
		return commentOut(v)
	case remediation.PlanSettings:
		return settingsOut(v)
	}
	return nil
}

const (
	methodGet    = http.MethodGet
	methodPost   = http.MethodPost
	methodPut    = http.MethodPut
	methodPatch  = http.MethodPatch
	methodDelete = http.MethodDelete

	statusOK        = http.StatusOK
	statusCreated   = http.StatusCreated
	statusNoContent = http.StatusNoContent
)
