package v1

import (
	"net/http"
	"slices"

	"plumbline/api/v1/branding"
	"plumbline/api/v1/calendars"
	"plumbline/api/v1/itemfiles"
	"plumbline/api/v1/notices"
	"plumbline/api/v1/planning"
	"plumbline/api/v1/portfolio"
	"plumbline/api/v1/proofs"
	"plumbline/api/v1/remediation"
	"plumbline/api/v1/rest"
	"plumbline/models"
)

const (
	methodGet    = http.MethodGet
	methodPost   = http.MethodPost
	methodPut    = http.MethodPut
	methodPatch  = http.MethodPatch
	methodDelete = http.MethodDelete

	statusOK        = http.StatusOK
	statusCreated   = http.StatusCreated
	statusAccepted  = http.StatusAccepted
	statusNoContent = http.StatusNoContent
)

// OpenRoutes are the routes of operations that everybody may call, as middleware.BodyRules wants them.
func (a *API) OpenRoutes() []string {
	return rest.RoutesWhere(RootPath, a.routes(), func(r rest.Route) bool { return r.Action == "" })
}

// QueuedRoutes are those whose bodies are read only with a place in a queue.
func (a *API) QueuedRoutes() []string {
	return rest.RoutesWhere(RootPath, a.routes(), func(r rest.Route) bool { return r.Cost == rest.WholeWorkload })
}

func (a *API) routes() []rest.Route {
	return slices.Concat(a.serverRoutes(), a.sessionRoutes(), a.memberRoutes(), a.credentialRoutes(),
		a.instanceRoutes(), a.outboxRoutes(), a.lensRoutes(), a.workloadRoutes(), a.reviewRoutes(), a.togetherRoutes(),
		a.shareRoutes(), a.guestRoutes(), planning.Routes(planning.Dependencies{Service: a.svc}),
		remediation.Routes(remediation.Dependencies{Service: a.svc}), proofs.Routes(proofs.Dependencies{Service: a.svc}),
		notices.Routes(notices.Dependencies{Service: a.svc, Site: a.site}),
		itemfiles.Routes(itemfiles.Dependencies{Service: a.svc, Site: a.site}),
		portfolio.Routes(portfolio.Dependencies{Service: a.svc, Font: a.font}),
		branding.Routes(branding.Dependencies{Service: a.svc}),
		calendars.Routes(calendars.Dependencies{Service: a.svc, Site: a.site, Paging: pagingParams}))
}

func (a *API) serverRoutes() []rest.Route {
	return []rest.Route{
		{Method: methodGet, Path: "/openapi.json", ID: "getOpenAPI", Summary: "This API as an OpenAPI 3.1 document",
			Status: statusOK, Do: rest.Do(a.getOpenAPI)},
		{Method: methodGet, Path: "/workspace", ID: "getWorkspace", Summary: "The workspace that the request works in",
			Action: models.ReadWorkspace, Status: statusOK, Do: rest.Do(a.getWorkspace)},
		{Method: methodPatch, Path: "/workspace", ID: "renameWorkspace",
			Summary: "Change the name or the settings of the workspace",
			Action:  models.UpdateWorkspace, Status: statusOK, Do: rest.Do(a.renameWorkspace)},
		{Method: methodGet, Path: "/audit", ID: "listAudit", Summary: "Who changed what, newest first",
			Action: models.ReadAudit, Status: statusOK, Query: append(pagingParams, auditFilters...), Do: rest.Do(a.listAudit)},
		{Method: methodGet, Path: "/audit/export", ID: "exportAudit",
			Summary: "Who changed what as a file, newest first; leaves a line itself", Action: models.ReadAudit,
			Status: statusOK, Query: append(auditFilters, auditFormat), Do: rest.Do(a.exportAudit)},
		{Method: methodGet, Path: "/audit/verify", ID: "verifyAudit",
			Summary: "Whether the audit log is as it was written: nothing edited, removed or put in", Action: models.ReadAudit,
			Status: statusOK, Do: rest.Do(a.verifyAudit)},
	}
}

func (a *API) sessionRoutes() []rest.Route {
	return []rest.Route{
		{Method: methodPost, Path: "/session", ID: "signIn", Summary: "Sign in; the reply sets the session cookie",
			Status: statusCreated, Do: rest.Do(a.signIn)},
		{Method: methodGet, Path: "/session", ID: "getSession", Summary: "Who asks, and what is open to them",
			Action: models.ReadSession, Status: statusOK, Do: rest.Do(a.getSession)},
		{Method: methodPatch, Path: "/session", ID: "switchWorkspace",
			Summary: "Work in another one of the user's workspaces", Action: models.ManageSelf, Status: statusOK,
			Do: rest.Do(a.switchWorkspace)},
		{Method: methodDelete, Path: "/session", ID: "signOut", Summary: "End the session", Action: models.ReadSession,
			Status: statusNoContent, Do: rest.Do(a.signOut)},
		{Method: methodGet, Path: "/sessions", ID: "listSessions", Summary: "The user's own sessions, newest first",
			Action: models.ManageSelf, Status: statusOK, Do: rest.Do(a.listSessions)},
		{Method: methodDelete, Path: "/sessions", ID: "revokeOtherSessions",
			Summary: "End all of the user's sessions but this one", Action: models.ManageSelf, Status: statusOK,
			Do: rest.Do(a.revokeOtherSessions)},
		{Method: methodDelete, Path: "/sessions/:session", ID: "revokeSession", Summary: "End one of the user's sessions",
			Action: models.ManageSelf, Status: statusNoContent, Do: rest.Do(a.revokeSession)},
		{Method: methodPost, Path: "/links/check", ID: "checkLink", Summary: "What a one-time link is for, without using it",
			Status: statusOK, Do: rest.Do(a.checkLink)},
		{Method: methodPost, Path: "/links/use", ID: "useLink",
			Summary: "Set up the server, accept an invitation or reset a password; the reply sets the session cookie",
			Status:  statusOK, Do: rest.Do(a.useLink)},
		{Method: methodPost, Path: "/resets", ID: "requestReset",
			Summary: "Have a reset link mailed; the reply is the same whether or not there is such an account",
			Status:  statusAccepted, Do: rest.Do(a.requestReset)},
		{Method: methodPatch, Path: "/me", ID: "updateSelf", Summary: "Change the user's own name or time zone",
			Action: models.ManageSelf, Status: statusOK, Do: rest.Do(a.updateSelf)},
		{Method: methodPut, Path: "/me/password", ID: "changePassword",
			Summary: "Change the user's own password; the other sessions end", Action: models.ManageSelf,
			Status: statusNoContent, Do: rest.Do(a.changePassword)},
		{Method: methodPost, Path: "/me/totp", ID: "beginTOTP",
			Summary: "Draw a secret for one-time codes; not in force before it is confirmed", Action: models.ManageSelf,
			Status: statusCreated, Do: rest.Do(a.beginTOTP)},
		{Method: methodPut, Path: "/me/totp", ID: "confirmTOTP",
			Summary: "Put the one-time codes into force with the first code", Action: models.ManageSelf, Status: statusOK,
			Do: rest.Do(a.confirmTOTP)},
		{Method: methodPost, Path: "/me/totp/end", ID: "dropTOTP", Summary: "End the one-time codes",
			Action: models.ManageSelf, Status: statusNoContent, Do: rest.Do(a.dropTOTP)},
	}
}

func (a *API) memberRoutes() []rest.Route {
	return []rest.Route{
		{Method: methodGet, Path: "/members", ID: "listMembers", Summary: "The members of the workspace, by name",
			Action: models.ReadMembers, Status: statusOK, Query: append(pagingParams, textFilter), Do: rest.Do(a.listMembers)},
		{Method: methodGet, Path: "/members/:user", ID: "getMember", Summary: "One member", Action: models.ReadMembers,
			Status: statusOK, Do: rest.Do(a.getMember)},
		{Method: methodPut, Path: "/members/:user", ID: "updateMember", Summary: "Give a member another role or narrowing",
			Action: models.ManageMembers, Status: statusOK, Conditional: true, Do: rest.Do(a.updateMember)},
		{Method: methodDelete, Path: "/members/:user", ID: "removeMember", Summary: "Take a member out of the workspace",
			Action: models.ManageMembers, Status: statusNoContent,
			Query: []rest.Parameter{confirmParam("e-mail address of the member")}, Do: rest.Do(a.removeMember)},
		{Method: methodPost, Path: "/members/:user/reset", ID: "resetMember",
			Summary: "Create a link with which the member sets a new password", Action: models.ManageMembers,
			Status: statusCreated, Do: rest.Do(a.resetMember)},
		{Method: methodGet, Path: "/invitations", ID: "listInvitations",
			Summary: "The invitations into the workspace, newest first", Action: models.ManageMembers, Status: statusOK,
			Query: pagingParams, Do: rest.Do(a.listInvitations)},
		{Method: methodPost, Path: "/invitations", ID: "inviteMember",
			Summary: "Invite somebody; the link is in this reply only", Action: models.ManageMembers, Status: statusCreated,
			Do: rest.Do(a.inviteMember)},
		{Method: methodDelete, Path: "/invitations/:invitation", ID: "revokeInvitation", Summary: "End an invitation at once",
			Action: models.ManageMembers, Status: statusNoContent, Do: rest.Do(a.revokeInvitation)},
	}
}

func (a *API) credentialRoutes() []rest.Route {
	return []rest.Route{
		{Method: methodGet, Path: "/tokens", ID: "listTokens", Summary: "All tokens of the workspace, newest first",
			Action: models.ManageTokens, Status: statusOK, Query: pagingParams, Do: rest.Do(a.listTokens)},
		{Method: methodPost, Path: "/tokens", ID: "createToken",
			Summary: "Create a token of the workspace; its secret is in this reply only", Action: models.ManageTokens,
			Status: statusCreated, Do: rest.Do(a.createToken)},
		{Method: methodDelete, Path: "/tokens/:token", ID: "revokeToken", Summary: "End a token at once",
			Action: models.ManageTokens, Status: statusNoContent, Do: rest.Do(a.revokeToken)},
		{Method: methodGet, Path: "/me/tokens", ID: "listOwnTokens",
			Summary: "The user's personal tokens in the workspace, newest first", Action: models.ManageOwnKeys, Status: statusOK,
			Query: pagingParams, Do: rest.Do(a.listOwnTokens)},
		{Method: methodPost, Path: "/me/tokens", ID: "createOwnToken",
			Summary: "Create a personal token; its secret is in this reply only", Action: models.ManageOwnKeys,
			Status: statusCreated, Do: rest.Do(a.createOwnToken)},
		{Method: methodDelete, Path: "/me/tokens/:token", ID: "revokeOwnToken", Summary: "End a personal token at once",
			Action: models.ManageOwnKeys, Status: statusNoContent, Do: rest.Do(a.revokeOwnToken)},
		{Method: methodGet, Path: "/access-keys", ID: "listKeys", Summary: "All access keys of the workspace, newest first",
			Action: models.ManageTokens, Status: statusOK, Query: pagingParams, Do: rest.Do(a.listKeys)},
		{Method: methodPost, Path: "/access-keys", ID: "createKey",
			Summary: "Create an access key of the workspace for signed requests; its secret is in this reply only",
			Action:  models.ManageTokens, Status: statusCreated, Do: rest.Do(a.createKey)},
		{Method: methodDelete, Path: "/access-keys/:key", ID: "revokeKey", Summary: "End an access key at once",
			Action: models.ManageTokens, Status: statusNoContent, Do: rest.Do(a.revokeKey)},
		{Method: methodGet, Path: "/me/access-keys", ID: "listOwnKeys",
			Summary: "The user's personal access keys in the workspace, newest first", Action: models.ManageOwnKeys,
			Status: statusOK, Query: pagingParams, Do: rest.Do(a.listOwnKeys)},
		{Method: methodPost, Path: "/me/access-keys", ID: "createOwnKey",
			Summary: "Create a personal access key; its secret is in this reply only", Action: models.ManageOwnKeys,
			Status: statusCreated, Do: rest.Do(a.createOwnKey)},
		{Method: methodDelete, Path: "/me/access-keys/:key", ID: "revokeOwnKey", Summary: "End a personal access key at once",
			Action: models.ManageOwnKeys, Status: statusNoContent, Do: rest.Do(a.revokeOwnKey)},
	}
}

func (a *API) instanceRoutes() []rest.Route {
	return []rest.Route{
		{Method: methodGet, Path: "/users", ID: "listUsers", Summary: "All accounts of the instance, by name",
			Action: models.ManageUsers, Status: statusOK, Query: append(pagingParams, textFilter), Do: rest.Do(a.listUsers)},
		{Method: methodPost, Path: "/users", ID: "createUser", Summary: "Create an account", Action: models.ManageUsers,
			Status: statusCreated, Do: rest.Do(a.createUser)},
		{Method: methodGet, Path: "/users/:user", ID: "getUser", Summary: "One account, by id or e-mail address",
			Action: models.ManageUsers, Status: statusOK, Do: rest.Do(a.getUser)},
		{Method: methodPatch, Path: "/users/:user", ID: "updateUser",
			Summary: "Change an account: name, address, administrator, disabled", Action: models.ManageUsers, Status: statusOK,
			Conditional: true, Do: rest.Do(a.updateUser)},
		{Method: methodPost, Path: "/users/:user/reset", ID: "resetUser",
			Summary: "Create a link with which the user sets a new password", Action: models.ManageUsers, Status: statusCreated,
			Do: rest.Do(a.resetUser)},
		{Method: methodGet, Path: "/workspaces", ID: "listWorkspaces",
			Summary: "All workspaces of the instance, the oldest first", Action: models.ManageWorkspaces, Status: statusOK,
			Do: rest.Do(a.listWorkspaces)},
		{Method: methodPost, Path: "/workspaces", ID: "createWorkspace", Summary: "Create a workspace",
			Action: models.ManageWorkspaces, Status: statusCreated, Do: rest.Do(a.createWorkspace)},
		{Method: methodGet, Path: "/mappings", ID: "listMappings",
			Summary: "The claims of the identity provider that give roles", Action: models.ManageMappings, Status: statusOK,
			Do: rest.Do(a.listMappings)},
		{Method: methodPost, Path: "/mappings", ID: "createMapping", Summary: "Give a role to whoever has a value in a claim",
			Action: models.ManageMappings, Status: statusCreated, Do: rest.Do(a.createMapping)},
		{Method: methodGet, Path: "/mappings/claims", ID: "listClaims",
			Summary: "The names of the claims that came at sign-ins, never their values", Action: models.ManageMappings,
			Status: statusOK, Do: rest.Do(a.listClaims)},
		{Method: methodDelete, Path: "/mappings/:mapping", ID: "deleteMapping",
			Summary: "Take a mapping away; its roles go at each person's next sign-in", Action: models.ManageMappings,
			Status: statusNoContent, Do: rest.Do(a.deleteMapping)},
		{Method: methodPost, Path: "/workspaces/:workspace/members", ID: "addMember",
			Summary: "Add an account to a workspace", Action: models.ManageWorkspaces, Status: statusCreated,
			Do: rest.Do(a.addMember)},
		{Method: methodGet, Path: "/instance/settings", ID: "getSettings", Summary: "What is set for the whole server",
			Action: models.ManageUsers, Status: statusOK, Do: rest.Do(a.getSettings)},
		{Method: methodPatch, Path: "/instance/settings", ID: "updateSettings",
			Summary: "Change what is set for the whole server", Action: models.ManageUsers, Status: statusOK,
			Do: rest.Do(a.updateSettings)},
		{Method: methodGet, Path: "/instance/audit", ID: "listInstanceAudit",
			Summary: "Who changed what beside the workspaces (accounts, sessions, workspaces), newest first",
			Action:  models.ReadInstance, Status: statusOK, Query: append(pagingParams, auditFilters...),
			Do: rest.Do(a.listInstanceAudit)},
		{Method: methodGet, Path: "/instance/audit/export", ID: "exportInstanceAudit",
			Summary: "The same as a file; leaves a line itself", Action: models.ReadInstance, Status: statusOK,
			Query: append(auditFilters, auditFormat), Do: rest.Do(a.exportInstanceAudit)},
		{Method: methodGet, Path: "/instance/audit/verify", ID: "verifyInstanceAudit",
			Summary: "Whether the instance's audit log is as it was written", Action: models.ReadInstance, Status: statusOK,
			Do: rest.Do(a.verifyInstanceAudit)},
	}
}

func (a *API) lensRoutes() []rest.Route {
	return []rest.Route{
		{Method: methodGet, Path: "/lenses", ID: "listLenses", Summary: "The lenses of the workspace, by name",
			Action: models.ReadLens, Status: statusOK, Query: pagingParams, Do: rest.Do(a.listLenses)},
		{Method: methodPost, Path: "/lenses", ID: "importLens", Cost: rest.Heavy,
			Summary: "Import a lens as a draft; the body is the lens", Action: models.ImportLens, Status: statusCreated,
			Limit: rest.LensBody, Idempotent: true, Do: rest.Do(a.importLens)},
		{Method: methodPost, Path: "/lenses/check", ID: "checkLens", Cost: rest.Heavy,
			Summary: "Check a lens without storing it; the body is the lens", Action: models.ReadLens, Status: statusOK,
			Limit: rest.LensBody, Query: []rest.Parameter{strictParam}, Do: rest.Do(a.checkLens)},
		{Method: methodGet, Path: "/lenses/:lens", ID: "getLens", Summary: "One lens, by id or key", Action: models.ReadLens,
			Status: statusOK, Do: rest.Do(a.getLens)},
		{Method: methodPatch, Path: "/lenses/:lens", ID: "renameLens", Summary: "Display a published lens under another name",
			Action: models.PublishLens, Status: statusOK, Conditional: true, Do: rest.Do(a.renameLens)},
		{Method: methodDelete, Path: "/lenses/:lens", ID: "deleteLens",
			Summary: "Take a lens out of the workspace; reviews that use it keep it", Action: models.DeleteLens,
			Status: statusNoContent, Query: []rest.Parameter{confirmParam("name of the lens")}, Do: rest.Do(a.deleteLens)},
		{Method: methodGet, Path: "/lenses/:lens/draft", ID: "getDraft",
			Summary: "The draft, byte for byte as it was imported", Action: models.ReadLens, Status: statusOK,
			Do: rest.Do(a.getDraft)},
		{Method: methodPut, Path: "/lenses/:lens/draft", ID: "putDraft", Cost: rest.Heavy,
			Summary: "Give the lens a new draft; the body is the lens", Action: models.ImportLens, Status: statusOK,
			Limit: rest.LensBody, Conditional: true, Do: rest.Do(a.putDraft)},
		{Method: methodDelete, Path: "/lenses/:lens/draft", ID: "discardDraft",
			Summary: "Throw the draft away; a lens that was never published goes with it", Action: models.ImportLens,
			Status: statusNoContent, Do: rest.Do(a.discardDraft)},
		{Method: methodGet, Path: "/lenses/:lens/versions", ID: "listLensVersions",
			Summary: "The published versions, newest first", Action: models.ReadLens, Status: statusOK,
			Do: rest.Do(a.listLensVersions)},
		{Method: methodPost, Path: "/lenses/:lens/versions", ID: "publishLens", Cost: rest.Heavy,
			Summary: "Publish the draft as a version", Action: models.PublishLens, Status: statusCreated, Idempotent: true,
			Do: rest.Do(a.publishLens)},
		{Method: methodGet, Path: "/lenses/:lens/versions/:version", ID: "getLensVersion",
			Summary: "One version with its pillars, questions and choices; \"latest\" and \"draft\" are names too",
			Action:  models.ReadLens, Status: statusOK, Do: rest.Do(a.getLensVersion)},
		{Method: methodGet, Path: "/lenses/:lens/versions/:version/document", ID: "exportLens", Summary: "The lens as a file",
			Action: models.ReadLens, Status: statusOK, Query: []rest.Parameter{documentFormat}, Do: rest.Do(a.exportLens)},
		{Method: methodGet, Path: "/lenses/:lens/versions/:version/findings", ID: "getLensFindings",
			Summary: "What follows from the risk rules: rules that never fire, risks out of reach, choices without effect",
			Action:  models.ReadLens, Status: statusOK, Do: rest.Do(a.getLensFindings)},
		{Method: methodGet, Path: "/lenses/:lens/diff", ID: "diffLens", Summary: "What changed between two versions",
			Action: models.ReadLens, Status: statusOK, Query: []rest.Parameter{fromVersion, toVersion}, Do: rest.Do(a.diffLens)},
	}
}
