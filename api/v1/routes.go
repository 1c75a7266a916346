package v1

import (
	"net/http"

	"plumbline/models"
)

// route is one operation. The table of them is the whole API: permission, types, parameters and handler; OpenAPI and the tests read it too.
type route struct {
	method, path string // path as gin has it, under Root
	id           string // operationId
	summary      string
	action       models.Action // what the actor must be allowed to; "" is public
	status       int
	query        []param
	idempotent   bool // takes Idempotency-Key
	conditional  bool // takes If-Match
	limit        int64
	do           endpoint
}

func (r route) queryParam(name string) (param, bool) {
	for _, p := range r.query {
		if p.name == name {
			return p, true
		}
	}
	return param{}, false
}

const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	patch  = http.MethodPatch
	remove = http.MethodDelete

	ok      = http.StatusOK
	created = http.StatusCreated
	gone    = http.StatusNoContent
)

func (a *API) routes() []route {
	table := [][]route{a.serverRoutes(), a.lensRoutes(), a.workloadRoutes(), a.reviewRoutes()}
	var all []route
	for _, part := range table {
		all = append(all, part...)
	}
	return all
}

func (a *API) serverRoutes() []route {
	return []route{
		{method: get, path: "/openapi.json", id: "getOpenAPI", summary: "This API as an OpenAPI 3.1 document", status: ok, do: do(a.getOpenAPI)},
		{method: get, path: "/workspace", id: "getWorkspace", summary: "The workspace of the token", action: models.ReadWorkspace, status: ok, do: do(a.getWorkspace)},
		{method: get, path: "/tokens", id: "listTokens", summary: "All tokens of the workspace, newest first", action: models.ManageTokens, status: ok, query: paging, do: do(a.listTokens)},
		{method: post, path: "/tokens", id: "createToken", summary: "Make a token; its secret is in this reply only", action: models.ManageTokens, status: created, do: do(a.createToken)},
		{method: remove, path: "/tokens/:token", id: "revokeToken", summary: "End a token at once", action: models.ManageTokens, status: gone, do: do(a.revokeToken)},
		{method: get, path: "/audit", id: "listAudit", summary: "Who changed what, newest first", action: models.ReadAudit, status: ok, query: append(paging, workloadFilter), do: do(a.listAudit)},
	}
}

func (a *API) lensRoutes() []route {
	return []route{
		{method: get, path: "/lenses", id: "listLenses", summary: "The lenses of the workspace, by name", action: models.ReadLens, status: ok, query: paging, do: do(a.listLenses)},
		{method: post, path: "/lenses", id: "importLens", summary: "Import a lens as a draft; the body is the lens", action: models.ImportLens, status: created, limit: lensBody, idempotent: true, do: do(a.importLens)},
		{method: post, path: "/lenses/check", id: "checkLens", summary: "Check a lens without storing it; the body is the lens", action: models.ReadLens, status: ok, limit: lensBody, query: []param{strict}, do: do(a.checkLens)},
		{method: get, path: "/lenses/:lens", id: "getLens", summary: "One lens, by id or key", action: models.ReadLens, status: ok, do: do(a.getLens)},
		{method: remove, path: "/lenses/:lens", id: "deleteLens", summary: "Take a lens out of the workspace; reviews that use it keep it", action: models.DeleteLens, status: gone, query: []param{confirm("name of the lens")}, do: do(a.deleteLens)},
		{method: get, path: "/lenses/:lens/draft", id: "getDraft", summary: "The draft, byte for byte as it was imported", action: models.ReadLens, status: ok, do: do(a.getDraft)},
		{method: put, path: "/lenses/:lens/draft", id: "putDraft", summary: "Give the lens a new draft; the body is the lens", action: models.ImportLens, status: ok, limit: lensBody, conditional: true, do: do(a.putDraft)},
		{method: remove, path: "/lenses/:lens/draft", id: "discardDraft", summary: "Throw the draft away; a lens that was never published goes with it", action: models.ImportLens, status: gone, do: do(a.discardDraft)},
		{method: get, path: "/lenses/:lens/versions", id: "listLensVersions", summary: "The published versions, newest first", action: models.ReadLens, status: ok, do: do(a.listLensVersions)},
		{method: post, path: "/lenses/:lens/versions", id: "publishLens", summary: "Publish the draft as a version", action: models.PublishLens, status: created, idempotent: true, do: do(a.publishLens)},
		{method: get, path: "/lenses/:lens/versions/:version", id: "getLensVersion", summary: "One version with its pillars, questions and choices; \"latest\" and \"draft\" are names too", action: models.ReadLens, status: ok, do: do(a.getLensVersion)},
		{method: get, path: "/lenses/:lens/versions/:version/document", id: "exportLens", summary: "The lens as a file", action: models.ReadLens, status: ok, query: []param{documentFormat}, do: do(a.exportLens)},
		{method: get, path: "/lenses/:lens/versions/:version/findings", id: "getLensFindings", summary: "What follows from the risk rules: rules that never fire, risks out of reach, choices without effect", action: models.ReadLens, status: ok, do: do(a.getLensFindings)},
		{method: get, path: "/lenses/:lens/diff", id: "diffLens", summary: "What changed between two versions", action: models.ReadLens, status: ok, query: []param{fromVersion, toVersion}, do: do(a.diffLens)},
	}
}

func (a *API) workloadRoutes() []route {
	return []route{
		{method: get, path: "/workloads", id: "listWorkloads", summary: "The workloads of the workspace, by name", action: models.ReadWorkload, status: ok, query: append(paging, nameFilter), do: do(a.listWorkloads)},
		{method: post, path: "/workloads", id: "createWorkload", summary: "Make a workload, with lenses applied if wanted", action: models.CreateWorkload, status: created, idempotent: true, do: do(a.createWorkload)},
		{method: post, path: "/workloads/import", id: "importWorkload", summary: "Bring back a workload from its export; the body is the file", action: models.CreateWorkload, status: created, limit: archiveBody, query: []param{asCopy}, do: do(a.importWorkload)},
		{method: get, path: "/workloads/:workload", id: "getWorkload", summary: "One workload", action: models.ReadWorkload, status: ok, do: do(a.getWorkload)},
		{method: patch, path: "/workloads/:workload", id: "updateWorkload", summary: "Change the fields that are given", action: models.UpdateWorkload, status: ok, conditional: true, do: do(a.updateWorkload)},
		{method: remove, path: "/workloads/:workload", id: "deleteWorkload", summary: "Delete a workload with its reviews and milestones", action: models.DeleteWorkload, status: gone, query: []param{confirm("name of the workload")}, do: do(a.deleteWorkload)},
		{method: get, path: "/workloads/:workload/export", id: "exportWorkload", summary: "Everything about a workload in one file, milestones and lens versions included", action: models.ReadWorkload, status: ok, do: do(a.exportWorkload)},
		{method: get, path: "/workloads/:workload/plan", id: "getPlan", summary: "The improvement plan, worst first", action: models.ReadWorkload, status: ok, query: []param{milestoneFilter, lensFilter}, do: do(a.getPlan)},
		{method: get, path: "/workloads/:workload/report.pdf", id: "getReport", summary: "The improvement plan as a PDF", action: models.ReadWorkload, status: ok, query: []param{milestoneFilter, lensFilter, paper}, do: do(a.getReport)},
		{method: get, path: "/workloads/:workload/milestones", id: "listMilestones", summary: "The milestones, newest first", action: models.ReadWorkload, status: ok, query: paging, do: do(a.listMilestones)},
		{method: post, path: "/workloads/:workload/milestones", id: "createMilestone", summary: "Freeze the workload as it is", action: models.CreateMilestone, status: created, idempotent: true, do: do(a.createMilestone)},
		{method: get, path: "/workloads/:workload/milestones/:number", id: "getMilestone", summary: "One milestone with the whole state it froze", action: models.ReadWorkload, status: ok, do: do(a.getMilestone)},
	}
}

func (a *API) reviewRoutes() []route {
	const at = "/workloads/:workload/lenses/:lens"
	return []route{
		{method: get, path: "/workloads/:workload/lenses", id: "listReviews", summary: "The reviews of a workload", action: models.ReadWorkload, status: ok, do: do(a.listReviews)},
		{method: post, path: "/workloads/:workload/lenses", id: "applyLens", summary: "Start a review with a lens", action: models.UpdateReview, status: created, idempotent: true, do: do(a.applyLens)},
		{method: get, path: at, id: "getReview", summary: "One review with its pillars", action: models.ReadWorkload, status: ok, do: do(a.getReview)},
		{method: patch, path: at, id: "updateReview", summary: "Change the notes of a review or its pillars", action: models.UpdateAnswer, status: ok, conditional: true, do: do(a.updateReview)},
		{method: remove, path: at, id: "removeReview", summary: "Take a lens off a workload, with its answers", action: models.UpdateReview, status: gone, query: []param{confirm("key of the lens")}, do: do(a.removeReview)},
		{method: get, path: at + "/upgrade", id: "previewUpgrade", summary: "What an upgrade to another lens version would do to the answers", action: models.UpdateReview, status: ok, query: []param{upgradeVersion}, do: do(a.previewUpgrade)},
		{method: post, path: at + "/upgrade", id: "upgradeReview", summary: "Save a milestone and move the review to another lens version", action: models.UpdateReview, status: ok, do: do(a.upgradeReview)},
		{method: get, path: at + "/answers", id: "listAnswers", summary: "The answers of a review in the lens's order", action: models.ReadWorkload, status: ok, query: []param{pillarFilter, riskFilter}, do: do(a.listAnswers)},
		{method: get, path: at + "/answers/:question", id: "getAnswer", summary: "One question with its answer, risk, reason and the shortest way down", action: models.ReadWorkload, status: ok, do: do(a.getAnswer)},
		{method: put, path: at + "/answers/:question", id: "putAnswer", summary: "Answer a question: what is not given is cleared", action: models.UpdateAnswer, status: ok, conditional: true, do: do(a.putAnswer)},
		{method: patch, path: at + "/answers/:question", id: "updateAnswer", summary: "Change an answer: what is not given stays", action: models.UpdateAnswer, status: ok, conditional: true, do: do(a.updateAnswer)},
	}
}
