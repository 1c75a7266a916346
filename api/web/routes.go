package web

import (
	"net/http"

	"plumbline/models"
)

// route is one page, or one form's target. The tests walk the table.
type route struct {
	method, path string
	action       models.Action // what the actor must be allowed to; "" is open to everybody
	do           func(*request) (page, error)
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

func (w *Web) routes() []route {
	var all []route
	for _, part := range [][]route{w.doorRoutes(), w.accountRoutes(), w.workspaceRoutes(), w.lensRoutes(), w.instanceRoutes()} {
		all = append(all, part...)
	}
	return all
}

func (w *Web) doorRoutes() []route {
	return []route{
		{get, "/signin", "", w.signinPage},
		{post, "/signin", "", w.signin},
		{post, "/signout", models.ReadSession, w.signout},
		{get, "/join", "", w.joinPage},
		{post, "/join", "", w.joinCheck},
		{post, "/join/use", "", w.joinUse},
		{get, "/guest", "", w.guestPage},
		{post, "/guest", "", w.guestOpen},
	}
}

func (w *Web) accountRoutes() []route {
	return []route{
		{get, "/account", models.ManageSelf, w.accountPage},
		{post, "/account/name", models.ManageSelf, w.renameSelf},
		{post, "/account/password", models.ManageSelf, w.changePassword},
		{post, "/account/codes", models.ManageSelf, w.beginCodes},
		{post, "/account/codes/confirm", models.ManageSelf, w.confirmCodes},
		{post, "/account/codes/end", models.ManageSelf, w.endCodes},
		{post, "/account/sessions/end", models.ManageSelf, w.revokeOthers},
		{post, "/account/sessions/:session/end", models.ManageSelf, w.revokeSession},
		{get, "/account/tokens", models.ManageOwnKeys, w.ownTokensPage},
		{post, "/account/tokens", models.ManageOwnKeys, w.createOwnToken},
		{post, "/account/tokens/:token/revoke", models.ManageOwnKeys, w.revokeOwnToken},
		{post, "/account/keys/:key/revoke", models.ManageOwnKeys, w.revokeOwnKey},
	}
}

func (w *Web) workspaceRoutes() []route {
	return []route{
		{get, "/", models.ReadSession, w.home},
		{get, "/workloads/:workload/report.pdf", models.ReadReview, w.report},
		{get, "/members", models.ReadMembers, w.membersPage},
		{post, "/members", models.ManageMembers, w.invite},
		{get, "/members/:user", models.ManageMembers, w.memberPage},
		{post, "/members/:user", models.ManageMembers, w.updateMember},
		{post, "/members/:user/remove", models.ManageMembers, w.removeMember},
		{post, "/members/:user/reset", models.ManageMembers, w.resetMember},
		{post, "/invitations/:invitation/revoke", models.ManageMembers, w.revokeInvitation},
		{get, "/tokens", models.ManageTokens, w.tokensPage},
		{post, "/tokens", models.ManageTokens, w.createToken},
		{post, "/tokens/:token/revoke", models.ManageTokens, w.revokeToken},
		{post, "/keys/:key/revoke", models.ManageTokens, w.revokeKey},
		{get, "/audit", models.ReadAudit, w.auditPage},
		{get, "/workspace", models.ReadWorkspace, w.workspacePage},
		{post, "/workspace", models.UpdateWorkspace, w.renameWorkspace},
		{post, "/workspace/switch", models.ManageSelf, w.switchWorkspace},
	}
}

func (w *Web) instanceRoutes() []route {
	return []route{
		{get, "/admin/users", models.ManageUsers, w.usersPage},
		{post, "/admin/users", models.ManageUsers, w.createUser},
		{get, "/admin/users/:user", models.ManageUsers, w.userPage},
		{post, "/admin/users/:user", models.ManageUsers, w.updateUser},
		{post, "/admin/users/:user/disable", models.ManageUsers, w.disableUser},
		{post, "/admin/users/:user/enable", models.ManageUsers, w.enableUser},
		{post, "/admin/users/:user/reset", models.ManageUsers, w.resetUser},
		{get, "/admin/workspaces", models.ManageWorkspaces, w.workspacesPage},
		{post, "/admin/workspaces", models.ManageWorkspaces, w.createWorkspace},
		{post, "/admin/workspaces/members", models.ManageWorkspaces, w.addMember},
	}
}
