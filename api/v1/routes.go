package v1

import (
	"net/http"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

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

// OpenRoutes are the routes of operations that everybody may call, as middleware.BodyRules wants them.
func (a *API) OpenRoutes() []string {
	return a.routesWhere(func(r rest.Route) bool { return r.Action == "" })
}

// QueuedRoutes are those whose bodies are read only with a place in a queue.
func (a *API) QueuedRoutes() []string {
	return a.routesWhere(func(r rest.Route) bool { return r.Cost == rest.WholeWorkload })
}

func (a *API) routesWhere(is func(rest.Route) bool) (list []string) {
	for _, r := range a.routes() {
		if is(r) {
			list = append(list, r.Method+" "+Root+r.Path)
		}
	}
	return list
}

func (a *API) routes() []rest.Route {
	table := [][]rest.Route{a.serverRoutes(), a.sessionRoutes(), a.memberRoutes(), a.credentialRoutes(), a.instanceRoutes(),
		a.lensRoutes(), a.workloadRoutes(), a.reviewRoutes(), a.togetherRoutes(), a.shareRoutes(), a.guestRoutes()}
	var all []rest.Route
	for _, part := range table {
		all = append(all, part...)
	}
	return all
}

func (a *API) serverRoutes() []rest.Route {
	return []rest.Route{
		{Method: get, Path: "/openapi.json", ID: "getOpenAPI", Summary: "This API as an OpenAPI 3.1 document", Status: ok, Do: rest.Do(a.getOpenAPI)},
		{Method: get, Path: "/workspace", ID: "getWorkspace", Summary: "The workspace that the request works in", Action: models.ReadWorkspace, Status: ok, Do: rest.Do(a.getWorkspace)},
		{Method: patch, Path: "/workspace", ID: "renameWorkspace", Summary: "Give the workspace another name", Action: models.UpdateWorkspace, Status: ok, Do: rest.Do(a.renameWorkspace)},
		{Method: get, Path: "/audit", ID: "listAudit", Summary: "Who changed what, newest first", Action: models.ReadAudit, Status: ok, Query: append(paging, auditFilters...), Do: rest.Do(a.listAudit)},
		{Method: get, Path: "/audit/export", ID: "exportAudit", Summary: "Who changed what as a file, newest first; leaves a line itself", Action: models.ReadAudit, Status: ok, Query: append(auditFilters, auditFormat), Do: rest.Do(a.exportAudit)},
		{Method: get, Path: "/audit/verify", ID: "verifyAudit", Summary: "Whether the audit log is as it was written: nothing edited, removed or put in", Action: models.ReadAudit, Status: ok, Do: rest.Do(a.verifyAudit)},
	}
}

func (a *API) sessionRoutes() []rest.Route {
	return []rest.Route{
		{Method: post, Path: "/session", ID: "signIn", Summary: "Sign in; the reply sets the session cookie", Status: created, Do: rest.Do(a.signIn)},
		{Method: get, Path: "/session", ID: "getSession", Summary: "Who asks, and what is open to them", Action: models.ReadSession, Status: ok, Do: rest.Do(a.getSession)},
		{Method: patch, Path: "/session", ID: "switchWorkspace", Summary: "Work in another one of the user's workspaces", Action: models.ManageSelf, Status: ok, Do: rest.Do(a.switchWorkspace)},
		{Method: remove, Path: "/session", ID: "signOut", Summary: "End the session", Action: models.ReadSession, Status: gone, Do: rest.Do(a.signOut)},
		{Method: get, Path: "/sessions", ID: "listSessions", Summary: "The user's own sessions, newest first", Action: models.ManageSelf, Status: ok, Do: rest.Do(a.listSessions)},
		{Method: remove, Path: "/sessions", ID: "revokeOtherSessions", Summary: "End all of the user's sessions but this one", Action: models.ManageSelf, Status: ok, Do: rest.Do(a.revokeOtherSessions)},
		{Method: remove, Path: "/sessions/:session", ID: "revokeSession", Summary: "End one of the user's sessions", Action: models.ManageSelf, Status: gone, Do: rest.Do(a.revokeSession)},
		{Method: post, Path: "/links/check", ID: "checkLink", Summary: "What a one-time link is for, without using it", Status: ok, Do: rest.Do(a.checkLink)},
		{Method: post, Path: "/links/use", ID: "useLink", Summary: "Set up the server, accept an invitation or reset a password; the reply sets the session cookie", Status: ok, Do: rest.Do(a.useLink)},
		{Method: post, Path: "/resets", ID: "requestReset", Summary: "Have a reset link mailed; the reply is the same whether or not there is such an account", Status: accepted, Do: rest.Do(a.requestReset)},
		{Method: patch, Path: "/me", ID: "updateSelf", Summary: "Change the user's own name", Action: models.ManageSelf, Status: ok, Do: rest.Do(a.updateSelf)},
		{Method: put, Path: "/me/password", ID: "changePassword", Summary: "Change the user's own password; the other sessions end", Action: models.ManageSelf, Status: gone, Do: rest.Do(a.changePassword)},
		{Method: post, Path: "/me/totp", ID: "beginTOTP", Summary: "Draw a secret for one-time codes; not in force before it is confirmed", Action: models.ManageSelf, Status: created, Do: rest.Do(a.beginTOTP)},
		{Method: put, Path: "/me/totp", ID: "confirmTOTP", Summary: "Put the one-time codes into force with the first code", Action: models.ManageSelf, Status: ok, Do: rest.Do(a.confirmTOTP)},
		{Method: post, Path: "/me/totp/end", ID: "dropTOTP", Summary: "End the one-time codes", Action: models.ManageSelf, Status: gone, Do: rest.Do(a.dropTOTP)},
	}
}

func (a *API) memberRoutes() []rest.Route {
	return []rest.Route{
		{Method: get, Path: "/members", ID: "listMembers", Summary: "The members of the workspace, by name", Action: models.ReadMembers, Status: ok, Query: append(paging, textFilter), Do: rest.Do(a.listMembers)},
		{Method: get, Path: "/members/:user", ID: "getMember", Summary: "One member", Action: models.ReadMembers, Status: ok, Do: rest.Do(a.getMember)},
		{Method: put, Path: "/members/:user", ID: "updateMember", Summary: "Give a member another role or narrowing", Action: models.ManageMembers, Status: ok, Conditional: true, Do: rest.Do(a.updateMember)},
		{Method: remove, Path: "/members/:user", ID: "removeMember", Summary: "Take a member out of the workspace", Action: models.ManageMembers, Status: gone, Query: []rest.Parameter{confirm("e-mail address of the member")}, Do: rest.Do(a.removeMember)},
		{Method: post, Path: "/members/:user/reset", ID: "resetMember", Summary: "Make a link with which the member sets a new password", Action: models.ManageMembers, Status: created, Do: rest.Do(a.resetMember)},
		{Method: get, Path: "/invitations", ID: "listInvitations", Summary: "The invitations into the workspace, newest first", Action: models.ManageMembers, Status: ok, Query: paging, Do: rest.Do(a.listInvitations)},
		{Method: post, Path: "/invitations", ID: "inviteMember", Summary: "Invite somebody; the link is in this reply only", Action: models.ManageMembers, Status: created, Do: rest.Do(a.inviteMember)},
		{Method: remove, Path: "/invitations/:invitation", ID: "revokeInvitation", Summary: "End an invitation at once", Action: models.ManageMembers, Status: gone, Do: rest.Do(a.revokeInvitation)},
	}
}

func (a *API) credentialRoutes() []rest.Route {
	return []rest.Route{
		{Method: get, Path: "/tokens", ID: "listTokens", Summary: "All tokens of the workspace, newest first", Action: models.ManageTokens, Status: ok, Query: paging, Do: rest.Do(a.listTokens)},
		{Method: post, Path: "/tokens", ID: "createToken", Summary: "Make a token of the workspace; its secret is in this reply only", Action: models.ManageTokens, Status: created, Do: rest.Do(a.createToken)},
		{Method: remove, Path: "/tokens/:token", ID: "revokeToken", Summary: "End a token at once", Action: models.ManageTokens, Status: gone, Do: rest.Do(a.revokeToken)},
		{Method: get, Path: "/me/tokens", ID: "listOwnTokens", Summary: "The user's personal tokens in the workspace, newest first", Action: models.ManageOwnKeys, Status: ok, Query: paging, Do: rest.Do(a.listOwnTokens)},
		{Method: post, Path: "/me/tokens", ID: "createOwnToken", Summary: "Make a personal token; its secret is in this reply only", Action: models.ManageOwnKeys, Status: created, Do: rest.Do(a.createOwnToken)},
		{Method: remove, Path: "/me/tokens/:token", ID: "revokeOwnToken", Summary: "End a personal token at once", Action: models.ManageOwnKeys, Status: gone, Do: rest.Do(a.revokeOwnToken)},
		{Method: get, Path: "/access-keys", ID: "listKeys", Summary: "All access keys of the workspace, newest first", Action: models.ManageTokens, Status: ok, Query: paging, Do: rest.Do(a.listKeys)},
		{Method: post, Path: "/access-keys", ID: "createKey", Summary: "Make an access key of the workspace for signed requests; its secret is in this reply only", Action: models.ManageTokens, Status: created, Do: rest.Do(a.createKey)},
		{Method: remove, Path: "/access-keys/:key", ID: "revokeKey", Summary: "End an access key at once", Action: models.ManageTokens, Status: gone, Do: rest.Do(a.revokeKey)},
		{Method: get, Path: "/me/access-keys", ID: "listOwnKeys", Summary: "The user's personal access keys in the workspace, newest first", Action: models.ManageOwnKeys, Status: ok, Query: paging, Do: rest.Do(a.listOwnKeys)},
		{Method: post, Path: "/me/access-keys", ID: "createOwnKey", Summary: "Make a personal access key; its secret is in this reply only", Action: models.ManageOwnKeys, Status: created, Do: rest.Do(a.createOwnKey)},
		{Method: remove, Path: "/me/access-keys/:key", ID: "revokeOwnKey", Summary: "End a personal access key at once", Action: models.ManageOwnKeys, Status: gone, Do: rest.Do(a.revokeOwnKey)},
	}
}

func (a *API) instanceRoutes() []rest.Route {
	return []rest.Route{
		{Method: get, Path: "/users", ID: "listUsers", Summary: "All accounts of the instance, by name", Action: models.ManageUsers, Status: ok, Query: append(paging, textFilter), Do: rest.Do(a.listUsers)},
		{Method: post, Path: "/users", ID: "createUser", Summary: "Make an account", Action: models.ManageUsers, Status: created, Do: rest.Do(a.createUser)},
		{Method: get, Path: "/users/:user", ID: "getUser", Summary: "One account, by id or e-mail address", Action: models.ManageUsers, Status: ok, Do: rest.Do(a.getUser)},
		{Method: patch, Path: "/users/:user", ID: "updateUser", Summary: "Change an account: name, address, administrator, disabled", Action: models.ManageUsers, Status: ok, Conditional: true, Do: rest.Do(a.updateUser)},
		{Method: post, Path: "/users/:user/reset", ID: "resetUser", Summary: "Make a link with which the user sets a new password", Action: models.ManageUsers, Status: created, Do: rest.Do(a.resetUser)},
		{Method: get, Path: "/workspaces", ID: "listWorkspaces", Summary: "All workspaces of the instance, the oldest first", Action: models.ManageWorkspaces, Status: ok, Do: rest.Do(a.listWorkspaces)},
		{Method: post, Path: "/workspaces", ID: "createWorkspace", Summary: "Make a workspace", Action: models.ManageWorkspaces, Status: created, Do: rest.Do(a.createWorkspace)},
		{Method: get, Path: "/mappings", ID: "listMappings", Summary: "The claims of the identity provider that give roles", Action: models.ManageMappings, Status: ok, Do: rest.Do(a.listMappings)},
		{Method: post, Path: "/mappings", ID: "createMapping", Summary: "Give a role to whoever has a value in a claim", Action: models.ManageMappings, Status: created, Do: rest.Do(a.createMapping)},
		{Method: get, Path: "/mappings/claims", ID: "listClaims", Summary: "The names of the claims that came at sign-ins, never their values", Action: models.ManageMappings, Status: ok, Do: rest.Do(a.listClaims)},
		{Method: remove, Path: "/mappings/:mapping", ID: "deleteMapping", Summary: "Take a mapping away; its roles go at each person's next sign-in", Action: models.ManageMappings, Status: gone, Do: rest.Do(a.deleteMapping)},
		{Method: post, Path: "/workspaces/:workspace/members", ID: "addMember", Summary: "Make an account a member of a workspace", Action: models.ManageWorkspaces, Status: created, Do: rest.Do(a.addMember)},
		{Method: get, Path: "/instance/settings", ID: "getSettings", Summary: "What is set for the whole server", Action: models.ManageUsers, Status: ok, Do: rest.Do(a.getSettings)},
		{Method: patch, Path: "/instance/settings", ID: "updateSettings", Summary: "Change what is set for the whole server", Action: models.ManageUsers, Status: ok, Do: rest.Do(a.updateSettings)},
		{Method: get, Path: "/instance/audit", ID: "listInstanceAudit", Summary: "Who changed what beside the workspaces (accounts, sessions, workspaces), newest first", Action: models.ReadInstance, Status: ok, Query: append(paging, auditFilters...), Do: rest.Do(a.listInstanceAudit)},
		{Method: get, Path: "/instance/audit/export", ID: "exportInstanceAudit", Summary: "The same as a file; leaves a line itself", Action: models.ReadInstance, Status: ok, Query: append(auditFilters, auditFormat), Do: rest.Do(a.exportInstanceAudit)},
		{Method: get, Path: "/instance/audit/verify", ID: "verifyInstanceAudit", Summary: "Whether the instance's audit log is as it was written", Action: models.ReadInstance, Status: ok, Do: rest.Do(a.verifyInstanceAudit)},
	}
}

func (a *API) lensRoutes() []rest.Route {
	return []rest.Route{
		{Method: get, Path: "/lenses", ID: "listLenses", Summary: "The lenses of the workspace, by name", Action: models.ReadLens, Status: ok, Query: paging, Do: rest.Do(a.listLenses)},
		{Method: post, Path: "/lenses", ID: "importLens", Cost: rest.Heavy, Summary: "Import a lens as a draft; the body is the lens", Action: models.ImportLens, Status: created, Limit: rest.LensBody, Idempotent: true, Do: rest.Do(a.importLens)},
		{Method: post, Path: "/lenses/check", ID: "checkLens", Cost: rest.Heavy, Summary: "Check a lens without storing it; the body is the lens", Action: models.ReadLens, Status: ok, Limit: rest.LensBody, Query: []rest.Parameter{strict}, Do: rest.Do(a.checkLens)},
		{Method: get, Path: "/lenses/:lens", ID: "getLens", Summary: "One lens, by id or key", Action: models.ReadLens, Status: ok, Do: rest.Do(a.getLens)},
		{Method: patch, Path: "/lenses/:lens", ID: "renameLens", Summary: "Display a published lens under another name", Action: models.PublishLens, Status: ok, Conditional: true, Do: rest.Do(a.renameLens)},
		{Method: remove, Path: "/lenses/:lens", ID: "deleteLens", Summary: "Take a lens out of the workspace; reviews that use it keep it", Action: models.DeleteLens, Status: gone, Query: []rest.Parameter{confirm("name of the lens")}, Do: rest.Do(a.deleteLens)},
		{Method: get, Path: "/lenses/:lens/draft", ID: "getDraft", Summary: "The draft, byte for byte as it was imported", Action: models.ReadLens, Status: ok, Do: rest.Do(a.getDraft)},
		{Method: put, Path: "/lenses/:lens/draft", ID: "putDraft", Cost: rest.Heavy, Summary: "Give the lens a new draft; the body is the lens", Action: models.ImportLens, Status: ok, Limit: rest.LensBody, Conditional: true, Do: rest.Do(a.putDraft)},
		{Method: remove, Path: "/lenses/:lens/draft", ID: "discardDraft", Summary: "Throw the draft away; a lens that was never published goes with it", Action: models.ImportLens, Status: gone, Do: rest.Do(a.discardDraft)},
		{Method: get, Path: "/lenses/:lens/versions", ID: "listLensVersions", Summary: "The published versions, newest first", Action: models.ReadLens, Status: ok, Do: rest.Do(a.listLensVersions)},
		{Method: post, Path: "/lenses/:lens/versions", ID: "publishLens", Cost: rest.Heavy, Summary: "Publish the draft as a version", Action: models.PublishLens, Status: created, Idempotent: true, Do: rest.Do(a.publishLens)},
		{Method: get, Path: "/lenses/:lens/versions/:version", ID: "getLensVersion", Summary: "One version with its pillars, questions and choices; \"latest\" and \"draft\" are names too", Action: models.ReadLens, Status: ok, Do: rest.Do(a.getLensVersion)},
		{Method: get, Path: "/lenses/:lens/versions/:version/document", ID: "exportLens", Summary: "The lens as a file", Action: models.ReadLens, Status: ok, Query: []rest.Parameter{documentFormat}, Do: rest.Do(a.exportLens)},
		{Method: get, Path: "/lenses/:lens/versions/:version/findings", ID: "getLensFindings", Summary: "What follows from the risk rules: rules that never fire, risks out of reach, choices without effect", Action: models.ReadLens, Status: ok, Do: rest.Do(a.getLensFindings)},
		{Method: get, Path: "/lenses/:lens/diff", ID: "diffLens", Summary: "What changed between two versions", Action: models.ReadLens, Status: ok, Query: []rest.Parameter{fromVersion, toVersion}, Do: rest.Do(a.diffLens)},
	}
}

func (a *API) workloadRoutes() []rest.Route {
	return []rest.Route{
		{Method: get, Path: "/workloads", ID: "listWorkloads", Summary: "The workloads of the workspace", Action: models.ReadWorkload, Status: ok, Query: append(paging, listFilters...), Do: rest.Do(a.listWorkloads)},
		{Method: post, Path: "/workloads", ID: "createWorkload", Summary: "Make a workload, with lenses applied if wanted", Action: models.CreateWorkload, Status: created, Idempotent: true, Do: rest.Do(a.createWorkload)},
		{Method: post, Path: "/workloads/sample", ID: "createSample", Summary: "Make the sample workload, reviewed halfway, which shows newcomers around", Action: models.CreateWorkload, Status: created, Do: rest.Do(a.createSample)},
		{Method: post, Path: "/workloads/import", ID: "importWorkload", Cost: rest.WholeWorkload, Summary: "Bring back a workload from its export; the body is the file", Action: models.CreateWorkload, Status: created, Limit: rest.ArchiveBody, Query: []rest.Parameter{asCopy}, Do: rest.Do(a.importWorkload)},
		{Method: get, Path: "/workloads/:workload", ID: "getWorkload", Summary: "One workload", Action: models.ReadWorkload, Status: ok, Do: rest.Do(a.getWorkload)},
		{Method: patch, Path: "/workloads/:workload", ID: "updateWorkload", Summary: "Change the fields that are given", Action: models.UpdateWorkload, Status: ok, Conditional: true, Do: rest.Do(a.updateWorkload)},
		{Method: remove, Path: "/workloads/:workload", ID: "deleteWorkload", Summary: "Delete a workload with its reviews and milestones", Action: models.DeleteWorkload, Status: gone, Query: []rest.Parameter{confirm("name of the workload")}, Do: rest.Do(a.deleteWorkload)},
		{Method: get, Path: "/workloads/:workload/export", ID: "exportWorkload", Cost: rest.WholeWorkload, Summary: "Everything about a workload in one file, milestones and lens versions included", Action: models.ReadWorkload, Status: ok, Do: rest.Do(a.exportWorkload)},
		{Method: get, Path: "/workloads/:workload/plan", ID: "getPlan", Cost: rest.Heavy, Summary: "The improvement plan, worst first", Action: models.ReadReview, Status: ok, Query: []rest.Parameter{milestoneFilter, lensFilter}, Do: rest.Do(a.getPlan)},
		{Method: get, Path: "/workloads/:workload/report.pdf", ID: "getReport", Cost: rest.Heavy, Summary: "The improvement plan as a PDF", Action: models.ReadReview, Status: ok, Query: []rest.Parameter{milestoneFilter, lensFilter, paper}, Do: rest.Do(a.getReport)},
		{Method: get, Path: "/workloads/:workload/milestones", ID: "listMilestones", Summary: "The milestones, newest first", Action: models.ReadWorkload, Status: ok, Query: paging, Do: rest.Do(a.listMilestones)},
		{Method: post, Path: "/workloads/:workload/milestones", ID: "createMilestone", Summary: "Freeze the workload as it is", Action: models.CreateMilestone, Status: created, Idempotent: true, Do: rest.Do(a.createMilestone)},
		{Method: get, Path: "/workloads/:workload/milestones/:number", ID: "getMilestone", Summary: "One milestone with the whole state it froze", Action: models.ReadWorkload, Status: ok, Do: rest.Do(a.getMilestone)},
		{Method: get, Path: "/workloads/:workload/compare", ID: "compareMilestones", Summary: "Two states of a workload side by side, question by question", Action: models.ReadWorkload, Status: ok, Query: []rest.Parameter{fromState, toState}, Do: rest.Do(a.compare)},
	}
}

func (a *API) reviewRoutes() []rest.Route {
	const at = "/workloads/:workload/lenses/:lens"
	return []rest.Route{
		{Method: get, Path: "/workloads/:workload/lenses", ID: "listReviews", Summary: "The reviews of a workload", Action: models.ReadWorkload, Status: ok, Do: rest.Do(a.listReviews)},
		{Method: post, Path: "/workloads/:workload/lenses", ID: "applyLens", Summary: "Start a review with a lens", Action: models.UpdateReview, Status: created, Idempotent: true, Do: rest.Do(a.applyLens)},
		{Method: get, Path: at, ID: "getReview", Summary: "One review with its pillars", Action: models.ReadReview, Status: ok, Do: rest.Do(a.getReview)},
		{Method: get, Path: at + "/events", ID: "watchReview", Summary: "What happens in the review, as it happens: server-sent events, the first of them hello; without end", Action: models.ReadReview, Status: ok, Query: []rest.Parameter{openQuestion, clientID}, Do: rest.Do(a.watchReview)},
		{Method: get, Path: at + "/presence", ID: "listPresent", Summary: "Who has the review open, and on which question, by name", Action: models.ReadWorkload, Status: ok, Do: rest.Do(a.listPresent)},
		{Method: patch, Path: at, ID: "updateReview", Summary: "Change the notes of a review or its pillars", Action: models.UpdateAnswer, Status: ok, Conditional: true, Do: rest.Do(a.updateReview)},
		{Method: remove, Path: at, ID: "removeReview", Summary: "Take a lens off a workload, with its answers", Action: models.UpdateReview, Status: gone, Query: []rest.Parameter{confirm("key of the lens")}, Do: rest.Do(a.removeReview)},
		{Method: get, Path: at + "/upgrade", ID: "previewUpgrade", Summary: "What an upgrade to another lens version would do to what is in the review", Action: models.UpdateReview, Status: ok, Query: []rest.Parameter{upgradeVersion, upgradeByTitle}, Do: rest.Do(a.previewUpgrade)},
		{Method: post, Path: at + "/upgrade/preview", ID: "tryUpgrade", Summary: "The same with a map of renamed ids; changes nothing", Action: models.UpdateReview, Status: ok, Do: rest.Do(a.tryUpgrade)},
		{Method: post, Path: at + "/upgrade", ID: "upgradeReview", Summary: "Save a milestone and move the review to another lens version", Action: models.UpdateReview, Status: ok, Do: rest.Do(a.upgradeReview)},
		{Method: get, Path: at + "/answers", ID: "listAnswers", Summary: "The answers of a review in the lens's order", Action: models.ReadReview, Status: ok, Query: []rest.Parameter{pillarFilter, riskFilter}, Do: rest.Do(a.listAnswers)},
		{Method: get, Path: at + "/answers/:question", ID: "getAnswer", Summary: "One question with its answer, risk, reason and how to lower the risk", Action: models.ReadReview, Status: ok, Do: rest.Do(a.getAnswer)},
		{Method: get, Path: at + "/answers/:question/history", ID: "listHistory", Summary: "Who changed an answer, when, from what to what; newest first", Action: models.ReadReview, Status: ok, Query: paging, Do: rest.Do(a.listHistory)},
		{Method: put, Path: at + "/answers/:question", ID: "putAnswer", Summary: "Answer a question: what is not given is cleared", Action: models.UpdateAnswer, Status: ok, Conditional: true, Do: rest.Do(a.putAnswer)},
		{Method: patch, Path: at + "/answers/:question", ID: "updateAnswer", Summary: "Change an answer: what is not given stays", Action: models.UpdateAnswer, Status: ok, Conditional: true, Do: rest.Do(a.updateAnswer)},
	}
}

func (a *API) shareRoutes() []rest.Route {
	return []rest.Route{
		{Method: get, Path: "/workloads/:workload/shares", ID: "listWorkloadShares", Summary: "With whom the workload is shared, newest first, ended ones included", Action: models.ShareWorkload, Status: ok, Query: paging, Do: rest.Do(a.listWorkloadShares)},
		{Method: post, Path: "/workloads/:workload/shares", ID: "shareWorkload", Summary: "Offer the workload to another workspace", Action: models.ShareWorkload, Status: created, Do: rest.Do(a.shareWorkload)},
		{Method: remove, Path: "/workloads/:workload/shares/:share", ID: "revokeWorkloadShare", Summary: "End a share of the workload at once, accepted or not", Action: models.ShareWorkload, Status: gone, Do: rest.Do(a.revokeWorkloadShare)},
		{Method: get, Path: "/lenses/:lens/shares", ID: "listLensShares", Summary: "With whom the lens is shared, newest first, ended ones included", Action: models.ShareLens, Status: ok, Query: paging, Do: rest.Do(a.listLensShares)},
		{Method: post, Path: "/lenses/:lens/shares", ID: "shareLens", Summary: "Offer the lens to another workspace", Action: models.ShareLens, Status: created, Do: rest.Do(a.shareLens)},
		{Method: remove, Path: "/lenses/:lens/shares/:share", ID: "revokeLensShare", Summary: "End a share of the lens at once, accepted or not; reviews that use it go on", Action: models.ShareLens, Status: gone, Do: rest.Do(a.revokeLensShare)},
		{Method: get, Path: "/shares", ID: "listShares", Summary: "What other workspaces offer to this one, newest first", Action: models.ReadShares, Status: ok, Query: paging, Do: rest.Do(a.listShares)},
		{Method: post, Path: "/shares/:share/accept", ID: "acceptShare", Summary: "Accept an offer", Action: models.AnswerShares, Status: ok, Do: rest.Do(a.acceptShare)},
		{Method: post, Path: "/shares/:share/reject", ID: "rejectShare", Summary: "Reject an offer, or leave what was accepted", Action: models.AnswerShares, Status: ok, Do: rest.Do(a.rejectShare)},
	}
}

func (a *API) guestRoutes() []rest.Route {
	const at = "/workloads/:workload/lenses/:lens/guest-links"
	return []rest.Route{
		{Method: get, Path: at, ID: "listGuestLinks", Summary: "The guest links to a review, newest first, ended ones included", Action: models.ManageGuests, Status: ok, Query: paging, Do: rest.Do(a.listGuestLinks)},
		{Method: post, Path: at, ID: "createGuestLink", Summary: "Make a guest link to a review; the link is in this reply only", Action: models.ManageGuests, Status: created, Do: rest.Do(a.createGuestLink)},
		{Method: remove, Path: at + "/:link", ID: "revokeGuestLink", Summary: "End a guest link at once", Action: models.ManageGuests, Status: gone, Do: rest.Do(a.revokeGuestLink)},
		{Method: post, Path: "/guest", ID: "openGuestLink", Summary: "Open a guest link; the reply sets the session cookie", Status: created, Do: rest.Do(a.openGuestLink)},
	}
}
