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
	for _, part := range [][]route{w.doorRoutes(), w.accountRoutes(), w.workspaceRoutes(), w.workloadRoutes(), w.reviewRoutes(), w.togetherRoutes(),
		w.facilitationRoutes(), w.lensRoutes(), w.instanceRoutes()} {
		all = append(all, part...)
	}
	return all
}

// OpenRoutes are the pages and forms that everybody may come to, as gin has their paths, with their methods before them: "POST /signin".
func (w *Web) OpenRoutes() []string {
	var list []string
	for _, r := range w.routes() {
		if r.action == "" {
			list = append(list, r.method+" "+r.path)
		}
	}
	return list
}

func (w *Web) doorRoutes() []route {
	return []route{
		{get, "/signin", "", w.signinPage},
		{post, "/signin", "", w.signin},
		{get, "/reset", "", w.resetPage},
		{post, "/reset", "", w.reset},
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
		{post, "/workspace/codes", models.UpdateWorkspace, w.requireCodes},
		{post, "/workspace/switch", models.ManageSelf, w.switchWorkspace},
	}
}

func (w *Web) reviewRoutes() []route {
	const (
		review   = "/workloads/:workload/lenses/:lens"
		question = review + "/questions/:question"
	)
	return []route{
		{get, review, models.ReadReview, w.continueReview},
		{get, review + "/notes", models.ReadReview, w.reviewNotes},
		{post, review + "/notes", models.UpdateAnswer, w.saveReviewNotes},
		{get, question, models.ReadReview, w.question},
		{post, question, models.UpdateAnswer, w.saveForm},
		{get, question + "/live", models.ReadReview, w.liveAnswer},
		{post, question + "/save", models.UpdateAnswer, w.saveEdit},
		{get, question + "/history", models.ReadReview, w.history},
		{post, "/preview", models.UpdateAnswer, w.preview},
	}
}

func (w *Web) togetherRoutes() []route {
	const review = "/workloads/:workload/lenses/:lens"
	const question = review + "/questions/:question"
	return []route{
		{get, "/mine", models.ReadMine, w.minePage},
		{get, question + "/comments", models.ReadComments, w.commentsPage},
		{post, question + "/comments", models.CreateComment, w.createComment},
		{post, question + "/comments/:comment", models.CreateComment, w.editComment},
		{post, question + "/comments/:comment/delete", models.CreateComment, w.deleteComment},
		{post, question + "/assign", models.UpdateAssignment, w.assign},
		{get, review + "/parking", models.ReadComments, w.parkingPage},
		{post, review + "/parking", models.UpdateParking, w.park},
		{post, review + "/parking/:item/done", models.UpdateParking, w.tickParked},
		{post, review + "/parking/:item/open", models.UpdateParking, w.openParked},
		{post, review + "/parking/:item/keep", models.UpdateParking, w.keepParked},
		{post, review + "/parking/:item/delete", models.UpdateParking, w.deleteParked},
	}
}

func (w *Web) workloadRoutes() []route {
	const at, lens = "/workloads/:workload", "/workloads/:workload/lenses/:lens"
	return []route{
		{get, "/", models.ReadSession, w.home},
		{get, "/workloads/new", models.CreateWorkload, w.newWorkloadPage},
		{post, "/workloads/new", models.CreateWorkload, w.useTemplate},
		{post, "/workloads", models.CreateWorkload, w.createWorkload},
		{post, "/workloads/sample", models.CreateWorkload, w.addSample},
		{get, at, models.ReadWorkload, w.workloadPage},
		{get, at + "/edit", models.UpdateWorkload, w.editWorkloadPage},
		{post, at + "/edit", models.UpdateWorkload, w.updateWorkload},
		{post, at + "/delete", models.DeleteWorkload, w.deleteWorkload},
		{post, at + "/tour", models.ReadWorkload, w.endTour},
		{get, at + "/report.pdf", models.ReadReview, w.queued(w.report)},
		{post, at + "/lenses", models.UpdateReview, w.applyLens},
		{get, lens + "/remove", models.UpdateReview, w.removeLensPage},
		{post, lens + "/remove", models.UpdateReview, w.removeLens},
		{get, lens + "/upgrade", models.UpdateReview, w.upgradePage},
		{post, lens + "/upgrade", models.UpdateReview, w.upgradeReview},
		{get, at + "/milestones", models.ReadWorkload, w.milestonesPage},
		{post, at + "/milestones", models.CreateMilestone, w.saveMilestone},
		{get, at + "/milestones/:number", models.ReadWorkload, w.milestonePage},
		{get, at + "/compare", models.ReadWorkload, w.comparePage},
	}
}

func (w *Web) instanceRoutes() []route {
	return []route{
		{get, "/admin/users", models.ManageUsers, w.usersPage},
		{post, "/admin/users", models.ManageUsers, w.createUser},
		{post, "/admin/settings", models.ManageUsers, w.updateSettings},
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
