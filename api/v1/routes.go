package v1

import (
	"net/http"

	"plumbline/api/middleware"
	"plumbline/models"
)

// route is one operation. The table of them is the whole API: permission, types, parameters and handler; OpenAPI and the tests read it too.
type route struct {
	method, path string // path as gin has it, under Root
	id           string // operationId
	summary      string
	action       models.Action // what the actor must be allowed to; "" is open to everybody
	status       int
	query        []param
	idempotent   bool // takes Idempotency-Key
	conditional  bool // takes If-Match
	limit        int64
	work         work // what bounds it beside the limit, if it is expensive
	do           endpoint
}

// work says how an expensive operation is bounded.
type work int

const (
	light         work = iota
	heavy              // takes a place in the queue once its body was read
	wholeWorkload      // takes the one place for whole workloads before its body is read
)

// bodyLimit is how many bytes the body may have.
func (r route) bodyLimit() int64 {
	switch {
	case r.limit > 0:
		return r.limit
	case r.action == "":
		return middleware.MaxOpenBody
	}
	return defaultBody
}

// OpenRoutes are the routes of operations that everybody may call, as middleware.BodyRules wants them.
func (a *API) OpenRoutes() []string {
	return a.routesWhere(func(r route) bool { return r.action == "" })
}

// QueuedRoutes are those whose bodies are read only with a place in a queue.
func (a *API) QueuedRoutes() []string {
	return a.routesWhere(func(r route) bool { return r.work == wholeWorkload })
}

func (a *API) routesWhere(is func(route) bool) (list []string) {
	for _, r := range a.routes() {
		if is(r) {
			list = append(list, r.method+" "+Root+r.path)
		}
	}
	return list
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

	ok       = http.StatusOK
	created  = http.StatusCreated
	accepted = http.StatusAccepted
	gone     = http.StatusNoContent
)

func (a *API) routes() []route {
	table := [][]route{a.serverRoutes(), a.sessionRoutes(), a.memberRoutes(), a.credentialRoutes(), a.instanceRoutes(),
		a.lensRoutes(), a.workloadRoutes(), a.reviewRoutes(), a.togetherRoutes(), a.shareRoutes(), a.guestRoutes()}
	var all []route
	for _, part := range table {
		all = append(all, part...)
	}
	return all
}

func (a *API) serverRoutes() []route {
	return []route{
		{method: get, path: "/openapi.json", id: "getOpenAPI", summary: "This API as an OpenAPI 3.1 document", status: ok, do: do(a.getOpenAPI)},
		{method: get, path: "/workspace", id: "getWorkspace", summary: "The workspace that the request works in", action: models.ReadWorkspace, status: ok, do: do(a.getWorkspace)},
		{method: patch, path: "/workspace", id: "renameWorkspace", summary: "Give the workspace another name", action: models.UpdateWorkspace, status: ok, do: do(a.renameWorkspace)},
		{method: get, path: "/audit", id: "listAudit", summary: "Who changed what, newest first", action: models.ReadAudit, status: ok, query: append(paging, auditFilters...), do: do(a.listAudit)},
		{method: get, path: "/audit/export", id: "exportAudit", summary: "Who changed what as a file, newest first; leaves a line itself", action: models.ReadAudit, status: ok, query: append(auditFilters, auditFormat), do: do(a.exportAudit)},
		{method: get, path: "/audit/verify", id: "verifyAudit", summary: "Whether the audit log is as it was written: nothing edited, removed or put in", action: models.ReadAudit, status: ok, do: do(a.verifyAudit)},
	}
}

func (a *API) sessionRoutes() []route {
	return []route{
		{method: post, path: "/session", id: "signIn", summary: "Sign in; the reply sets the session cookie", status: created, do: do(a.signIn)},
		{method: get, path: "/session", id: "getSession", summary: "Who asks, and what is open to them", action: models.ReadSession, status: ok, do: do(a.getSession)},
		{method: patch, path: "/session", id: "switchWorkspace", summary: "Work in another one of the user's workspaces", action: models.ManageSelf, status: ok, do: do(a.switchWorkspace)},
		{method: remove, path: "/session", id: "signOut", summary: "End the session", action: models.ReadSession, status: gone, do: do(a.signOut)},
		{method: get, path: "/sessions", id: "listSessions", summary: "The user's own sessions, newest first", action: models.ManageSelf, status: ok, do: do(a.listSessions)},
		{method: remove, path: "/sessions", id: "revokeOtherSessions", summary: "End all of the user's sessions but this one", action: models.ManageSelf, status: ok, do: do(a.revokeOtherSessions)},
		{method: remove, path: "/sessions/:session", id: "revokeSession", summary: "End one of the user's sessions", action: models.ManageSelf, status: gone, do: do(a.revokeSession)},
		{method: post, path: "/links/check", id: "checkLink", summary: "What a one-time link is for, without using it", status: ok, do: do(a.checkLink)},
		{method: post, path: "/links/use", id: "useLink", summary: "Set up the server, accept an invitation or reset a password; the reply sets the session cookie", status: ok, do: do(a.useLink)},
		{method: post, path: "/resets", id: "requestReset", summary: "Have a reset link mailed; the reply is the same whether or not there is such an account", status: accepted, do: do(a.requestReset)},
		{method: patch, path: "/me", id: "updateSelf", summary: "Change the user's own name", action: models.ManageSelf, status: ok, do: do(a.updateSelf)},
		{method: put, path: "/me/password", id: "changePassword", summary: "Change the user's own password; the other sessions end", action: models.ManageSelf, status: gone, do: do(a.changePassword)},
		{method: post, path: "/me/totp", id: "beginTOTP", summary: "Draw a secret for one-time codes; not in force before it is confirmed", action: models.ManageSelf, status: created, do: do(a.beginTOTP)},
		{method: put, path: "/me/totp", id: "confirmTOTP", summary: "Put the one-time codes into force with the first code", action: models.ManageSelf, status: ok, do: do(a.confirmTOTP)},
		{method: post, path: "/me/totp/end", id: "dropTOTP", summary: "End the one-time codes", action: models.ManageSelf, status: gone, do: do(a.dropTOTP)},
	}
}

func (a *API) memberRoutes() []route {
	return []route{
		{method: get, path: "/members", id: "listMembers", summary: "The members of the workspace, by name", action: models.ReadMembers, status: ok, query: append(paging, textFilter), do: do(a.listMembers)},
		{method: get, path: "/members/:user", id: "getMember", summary: "One member", action: models.ReadMembers, status: ok, do: do(a.getMember)},
		{method: put, path: "/members/:user", id: "updateMember", summary: "Give a member another role or narrowing", action: models.ManageMembers, status: ok, conditional: true, do: do(a.updateMember)},
		{method: remove, path: "/members/:user", id: "removeMember", summary: "Take a member out of the workspace", action: models.ManageMembers, status: gone, query: []param{confirm("e-mail address of the member")}, do: do(a.removeMember)},
		{method: post, path: "/members/:user/reset", id: "resetMember", summary: "Make a link with which the member sets a new password", action: models.ManageMembers, status: created, do: do(a.resetMember)},
		{method: get, path: "/invitations", id: "listInvitations", summary: "The invitations into the workspace, newest first", action: models.ManageMembers, status: ok, query: paging, do: do(a.listInvitations)},
		{method: post, path: "/invitations", id: "inviteMember", summary: "Invite somebody; the link is in this reply only", action: models.ManageMembers, status: created, do: do(a.inviteMember)},
		{method: remove, path: "/invitations/:invitation", id: "revokeInvitation", summary: "End an invitation at once", action: models.ManageMembers, status: gone, do: do(a.revokeInvitation)},
	}
}

func (a *API) credentialRoutes() []route {
	return []route{
		{method: get, path: "/tokens", id: "listTokens", summary: "All tokens of the workspace, newest first", action: models.ManageTokens, status: ok, query: paging, do: do(a.listTokens)},
		{method: post, path: "/tokens", id: "createToken", summary: "Make a token of the workspace; its secret is in this reply only", action: models.ManageTokens, status: created, do: do(a.createToken)},
		{method: remove, path: "/tokens/:token", id: "revokeToken", summary: "End a token at once", action: models.ManageTokens, status: gone, do: do(a.revokeToken)},
		{method: get, path: "/me/tokens", id: "listOwnTokens", summary: "The user's personal tokens in the workspace, newest first", action: models.ManageOwnKeys, status: ok, query: paging, do: do(a.listOwnTokens)},
		{method: post, path: "/me/tokens", id: "createOwnToken", summary: "Make a personal token; its secret is in this reply only", action: models.ManageOwnKeys, status: created, do: do(a.createOwnToken)},
		{method: remove, path: "/me/tokens/:token", id: "revokeOwnToken", summary: "End a personal token at once", action: models.ManageOwnKeys, status: gone, do: do(a.revokeOwnToken)},
		{method: get, path: "/access-keys", id: "listKeys", summary: "All access keys of the workspace, newest first", action: models.ManageTokens, status: ok, query: paging, do: do(a.listKeys)},
		{method: post, path: "/access-keys", id: "createKey", summary: "Make an access key of the workspace for signed requests; its secret is in this reply only", action: models.ManageTokens, status: created, do: do(a.createKey)},
		{method: remove, path: "/access-keys/:key", id: "revokeKey", summary: "End an access key at once", action: models.ManageTokens, status: gone, do: do(a.revokeKey)},
		{method: get, path: "/me/access-keys", id: "listOwnKeys", summary: "The user's personal access keys in the workspace, newest first", action: models.ManageOwnKeys, status: ok, query: paging, do: do(a.listOwnKeys)},
		{method: post, path: "/me/access-keys", id: "createOwnKey", summary: "Make a personal access key; its secret is in this reply only", action: models.ManageOwnKeys, status: created, do: do(a.createOwnKey)},
		{method: remove, path: "/me/access-keys/:key", id: "revokeOwnKey", summary: "End a personal access key at once", action: models.ManageOwnKeys, status: gone, do: do(a.revokeOwnKey)},
	}
}

func (a *API) instanceRoutes() []route {
	return []route{
		{method: get, path: "/users", id: "listUsers", summary: "All accounts of the instance, by name", action: models.ManageUsers, status: ok, query: append(paging, textFilter), do: do(a.listUsers)},
		{method: post, path: "/users", id: "createUser", summary: "Make an account", action: models.ManageUsers, status: created, do: do(a.createUser)},
		{method: get, path: "/users/:user", id: "getUser", summary: "One account, by id or e-mail address", action: models.ManageUsers, status: ok, do: do(a.getUser)},
		{method: patch, path: "/users/:user", id: "updateUser", summary: "Change an account: name, address, administrator, disabled", action: models.ManageUsers, status: ok, conditional: true, do: do(a.updateUser)},
		{method: post, path: "/users/:user/reset", id: "resetUser", summary: "Make a link with which the user sets a new password", action: models.ManageUsers, status: created, do: do(a.resetUser)},
		{method: get, path: "/workspaces", id: "listWorkspaces", summary: "All workspaces of the instance, the oldest first", action: models.ManageWorkspaces, status: ok, do: do(a.listWorkspaces)},
		{method: post, path: "/workspaces", id: "createWorkspace", summary: "Make a workspace", action: models.ManageWorkspaces, status: created, do: do(a.createWorkspace)},
		{method: get, path: "/mappings", id: "listMappings", summary: "The claims of the identity provider that give roles", action: models.ManageMappings, status: ok, do: do(a.listMappings)},
		{method: post, path: "/mappings", id: "createMapping", summary: "Give a role to whoever has a value in a claim", action: models.ManageMappings, status: created, do: do(a.createMapping)},
		{method: get, path: "/mappings/claims", id: "listClaims", summary: "The names of the claims that came at sign-ins, never their values", action: models.ManageMappings, status: ok, do: do(a.listClaims)},
		{method: remove, path: "/mappings/:mapping", id: "deleteMapping", summary: "Take a mapping away; its roles go at each person's next sign-in", action: models.ManageMappings, status: gone, do: do(a.deleteMapping)},
		{method: post, path: "/workspaces/:workspace/members", id: "addMember", summary: "Make an account a member of a workspace", action: models.ManageWorkspaces, status: created, do: do(a.addMember)},
		{method: get, path: "/instance/settings", id: "getSettings", summary: "What is set for the whole server", action: models.ManageUsers, status: ok, do: do(a.getSettings)},
		{method: patch, path: "/instance/settings", id: "updateSettings", summary: "Change what is set for the whole server", action: models.ManageUsers, status: ok, do: do(a.updateSettings)},
		{method: get, path: "/instance/audit", id: "listInstanceAudit", summary: "Who changed what beside the workspaces (accounts, sessions, workspaces), newest first", action: models.ReadInstance, status: ok, query: append(paging, auditFilters...), do: do(a.listInstanceAudit)},
		{method: get, path: "/instance/audit/export", id: "exportInstanceAudit", summary: "The same as a file; leaves a line itself", action: models.ReadInstance, status: ok, query: append(auditFilters, auditFormat), do: do(a.exportInstanceAudit)},
		{method: get, path: "/instance/audit/verify", id: "verifyInstanceAudit", summary: "Whether the instance's audit log is as it was written", action: models.ReadInstance, status: ok, do: do(a.verifyInstanceAudit)},
	}
}

func (a *API) lensRoutes() []route {
	return []route{
		{method: get, path: "/lenses", id: "listLenses", summary: "The lenses of the workspace, by name", action: models.ReadLens, status: ok, query: paging, do: do(a.listLenses)},
		{method: post, path: "/lenses", id: "importLens", work: heavy, summary: "Import a lens as a draft; the body is the lens", action: models.ImportLens, status: created, limit: lensBody, idempotent: true, do: do(a.importLens)},
		{method: post, path: "/lenses/check", id: "checkLens", work: heavy, summary: "Check a lens without storing it; the body is the lens", action: models.ReadLens, status: ok, limit: lensBody, query: []param{strict}, do: do(a.checkLens)},
		{method: get, path: "/lenses/:lens", id: "getLens", summary: "One lens, by id or key", action: models.ReadLens, status: ok, do: do(a.getLens)},
		{method: patch, path: "/lenses/:lens", id: "renameLens", summary: "Display a published lens under another name", action: models.PublishLens, status: ok, conditional: true, do: do(a.renameLens)},
		{method: remove, path: "/lenses/:lens", id: "deleteLens", summary: "Take a lens out of the workspace; reviews that use it keep it", action: models.DeleteLens, status: gone, query: []param{confirm("name of the lens")}, do: do(a.deleteLens)},
		{method: get, path: "/lenses/:lens/draft", id: "getDraft", summary: "The draft, byte for byte as it was imported", action: models.ReadLens, status: ok, do: do(a.getDraft)},
		{method: put, path: "/lenses/:lens/draft", id: "putDraft", work: heavy, summary: "Give the lens a new draft; the body is the lens", action: models.ImportLens, status: ok, limit: lensBody, conditional: true, do: do(a.putDraft)},
		{method: remove, path: "/lenses/:lens/draft", id: "discardDraft", summary: "Throw the draft away; a lens that was never published goes with it", action: models.ImportLens, status: gone, do: do(a.discardDraft)},
		{method: get, path: "/lenses/:lens/versions", id: "listLensVersions", summary: "The published versions, newest first", action: models.ReadLens, status: ok, do: do(a.listLensVersions)},
		{method: post, path: "/lenses/:lens/versions", id: "publishLens", work: heavy, summary: "Publish the draft as a version", action: models.PublishLens, status: created, idempotent: true, do: do(a.publishLens)},
		{method: get, path: "/lenses/:lens/versions/:version", id: "getLensVersion", summary: "One version with its pillars, questions and choices; \"latest\" and \"draft\" are names too", action: models.ReadLens, status: ok, do: do(a.getLensVersion)},
		{method: get, path: "/lenses/:lens/versions/:version/document", id: "exportLens", summary: "The lens as a file", action: models.ReadLens, status: ok, query: []param{documentFormat}, do: do(a.exportLens)},
		{method: get, path: "/lenses/:lens/versions/:version/findings", id: "getLensFindings", summary: "What follows from the risk rules: rules that never fire, risks out of reach, choices without effect", action: models.ReadLens, status: ok, do: do(a.getLensFindings)},
		{method: get, path: "/lenses/:lens/diff", id: "diffLens", summary: "What changed between two versions", action: models.ReadLens, status: ok, query: []param{fromVersion, toVersion}, do: do(a.diffLens)},
	}
}

func (a *API) workloadRoutes() []route {
	return []route{
		{method: get, path: "/workloads", id: "listWorkloads", summary: "The workloads of the workspace", action: models.ReadWorkload, status: ok, query: append(paging, listFilters...), do: do(a.listWorkloads)},
		{method: post, path: "/workloads", id: "createWorkload", summary: "Make a workload, with lenses applied if wanted", action: models.CreateWorkload, status: created, idempotent: true, do: do(a.createWorkload)},
		{method: post, path: "/workloads/sample", id: "createSample", summary: "Make the sample workload, reviewed halfway, which shows newcomers around", action: models.CreateWorkload, status: created, do: do(a.createSample)},
		{method: post, path: "/workloads/import", id: "importWorkload", work: wholeWorkload, summary: "Bring back a workload from its export; the body is the file", action: models.CreateWorkload, status: created, limit: archiveBody, query: []param{asCopy}, do: do(a.importWorkload)},
		{method: get, path: "/workloads/:workload", id: "getWorkload", summary: "One workload", action: models.ReadWorkload, status: ok, do: do(a.getWorkload)},
		{method: patch, path: "/workloads/:workload", id: "updateWorkload", summary: "Change the fields that are given", action: models.UpdateWorkload, status: ok, conditional: true, do: do(a.updateWorkload)},
		{method: remove, path: "/workloads/:workload", id: "deleteWorkload", summary: "Delete a workload with its reviews and milestones", action: models.DeleteWorkload, status: gone, query: []param{confirm("name of the workload")}, do: do(a.deleteWorkload)},
		{method: get, path: "/workloads/:workload/export", id: "exportWorkload", work: wholeWorkload, summary: "Everything about a workload in one file, milestones and lens versions included", action: models.ReadWorkload, status: ok, do: do(a.exportWorkload)},
		{method: get, path: "/workloads/:workload/plan", id: "getPlan", work: heavy, summary: "The improvement plan, worst first", action: models.ReadReview, status: ok, query: []param{milestoneFilter, lensFilter}, do: do(a.getPlan)},
		{method: get, path: "/workloads/:workload/report.pdf", id: "getReport", work: heavy, summary: "The improvement plan as a PDF", action: models.ReadReview, status: ok, query: []param{milestoneFilter, lensFilter, paper}, do: do(a.getReport)},
		{method: get, path: "/workloads/:workload/milestones", id: "listMilestones", summary: "The milestones, newest first", action: models.ReadWorkload, status: ok, query: paging, do: do(a.listMilestones)},
		{method: post, path: "/workloads/:workload/milestones", id: "createMilestone", summary: "Freeze the workload as it is", action: models.CreateMilestone, status: created, idempotent: true, do: do(a.createMilestone)},
		{method: get, path: "/workloads/:workload/milestones/:number", id: "getMilestone", summary: "One milestone with the whole state it froze", action: models.ReadWorkload, status: ok, do: do(a.getMilestone)},
		{method: get, path: "/workloads/:workload/compare", id: "compareMilestones", summary: "Two states of a workload side by side, question by question", action: models.ReadWorkload, status: ok, query: []param{fromState, toState}, do: do(a.compare)},
	}
}

func (a *API) reviewRoutes() []route {
	const at = "/workloads/:workload/lenses/:lens"
	return []route{
		{method: get, path: "/workloads/:workload/lenses", id: "listReviews", summary: "The reviews of a workload", action: models.ReadWorkload, status: ok, do: do(a.listReviews)},
		{method: post, path: "/workloads/:workload/lenses", id: "applyLens", summary: "Start a review with a lens", action: models.UpdateReview, status: created, idempotent: true, do: do(a.applyLens)},
		{method: get, path: at, id: "getReview", summary: "One review with its pillars", action: models.ReadReview, status: ok, do: do(a.getReview)},
		{method: get, path: at + "/events", id: "watchReview", summary: "What happens in the review, as it happens: server-sent events, the first of them hello; without end", action: models.ReadReview, status: ok, query: []param{openQuestion, clientID}, do: do(a.watchReview)},
		{method: get, path: at + "/presence", id: "listPresent", summary: "Who has the review open, and on which question, by name", action: models.ReadWorkload, status: ok, do: do(a.listPresent)},
		{method: patch, path: at, id: "updateReview", summary: "Change the notes of a review or its pillars", action: models.UpdateAnswer, status: ok, conditional: true, do: do(a.updateReview)},
		{method: remove, path: at, id: "removeReview", summary: "Take a lens off a workload, with its answers", action: models.UpdateReview, status: gone, query: []param{confirm("key of the lens")}, do: do(a.removeReview)},
		{method: get, path: at + "/upgrade", id: "previewUpgrade", summary: "What an upgrade to another lens version would do to what is in the review", action: models.UpdateReview, status: ok, query: []param{upgradeVersion, upgradeByTitle}, do: do(a.previewUpgrade)},
		{method: post, path: at + "/upgrade/preview", id: "tryUpgrade", summary: "The same with a map of renamed ids; changes nothing", action: models.UpdateReview, status: ok, do: do(a.tryUpgrade)},
		{method: post, path: at + "/upgrade", id: "upgradeReview", summary: "Save a milestone and move the review to another lens version", action: models.UpdateReview, status: ok, do: do(a.upgradeReview)},
		{method: get, path: at + "/answers", id: "listAnswers", summary: "The answers of a review in the lens's order", action: models.ReadReview, status: ok, query: []param{pillarFilter, riskFilter}, do: do(a.listAnswers)},
		{method: get, path: at + "/answers/:question", id: "getAnswer", summary: "One question with its answer, risk, reason and how to lower the risk", action: models.ReadReview, status: ok, do: do(a.getAnswer)},
		{method: get, path: at + "/answers/:question/history", id: "listHistory", summary: "Who changed an answer, when, from what to what; newest first", action: models.ReadReview, status: ok, query: paging, do: do(a.listHistory)},
		{method: put, path: at + "/answers/:question", id: "putAnswer", summary: "Answer a question: what is not given is cleared", action: models.UpdateAnswer, status: ok, conditional: true, do: do(a.putAnswer)},
		{method: patch, path: at + "/answers/:question", id: "updateAnswer", summary: "Change an answer: what is not given stays", action: models.UpdateAnswer, status: ok, conditional: true, do: do(a.updateAnswer)},
	}
}

func (a *API) shareRoutes() []route {
	return []route{
		{method: get, path: "/workloads/:workload/shares", id: "listWorkloadShares", summary: "With whom the workload is shared, newest first, ended ones included", action: models.ShareWorkload, status: ok, query: paging, do: do(a.listWorkloadShares)},
		{method: post, path: "/workloads/:workload/shares", id: "shareWorkload", summary: "Offer the workload to another workspace", action: models.ShareWorkload, status: created, do: do(a.shareWorkload)},
		{method: remove, path: "/workloads/:workload/shares/:share", id: "revokeWorkloadShare", summary: "End a share of the workload at once, accepted or not", action: models.ShareWorkload, status: gone, do: do(a.revokeWorkloadShare)},
		{method: get, path: "/lenses/:lens/shares", id: "listLensShares", summary: "With whom the lens is shared, newest first, ended ones included", action: models.ShareLens, status: ok, query: paging, do: do(a.listLensShares)},
		{method: post, path: "/lenses/:lens/shares", id: "shareLens", summary: "Offer the lens to another workspace", action: models.ShareLens, status: created, do: do(a.shareLens)},
		{method: remove, path: "/lenses/:lens/shares/:share", id: "revokeLensShare", summary: "End a share of the lens at once, accepted or not; reviews that use it go on", action: models.ShareLens, status: gone, do: do(a.revokeLensShare)},
		{method: get, path: "/shares", id: "listShares", summary: "What other workspaces offer to this one, newest first", action: models.ReadShares, status: ok, query: paging, do: do(a.listShares)},
		{method: post, path: "/shares/:share/accept", id: "acceptShare", summary: "Accept an offer", action: models.AnswerShares, status: ok, do: do(a.acceptShare)},
		{method: post, path: "/shares/:share/reject", id: "rejectShare", summary: "Reject an offer, or leave what was accepted", action: models.AnswerShares, status: ok, do: do(a.rejectShare)},
	}
}

func (a *API) guestRoutes() []route {
	const at = "/workloads/:workload/lenses/:lens/guest-links"
	return []route{
		{method: get, path: at, id: "listGuestLinks", summary: "The guest links to a review, newest first, ended ones included", action: models.ManageGuests, status: ok, query: paging, do: do(a.listGuestLinks)},
		{method: post, path: at, id: "createGuestLink", summary: "Make a guest link to a review; the link is in this reply only", action: models.ManageGuests, status: created, do: do(a.createGuestLink)},
		{method: remove, path: at + "/:link", id: "revokeGuestLink", summary: "End a guest link at once", action: models.ManageGuests, status: gone, do: do(a.revokeGuestLink)},
		{method: post, path: "/guest", id: "openGuestLink", summary: "Open a guest link; the reply sets the session cookie", status: created, do: do(a.openGuestLink)},
	}
}
