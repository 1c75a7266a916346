package web

import (
	"net/http"

	"plumbline/models"
	"plumbline/models/urls"
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
		{get, urls.SignIn, "", w.signinPage},
		{post, urls.SignIn, "", w.signin},
		{get, urls.Reset, "", w.resetPage},
		{post, urls.Reset, "", w.reset},
		{post, urls.SignOut, models.ReadSession, w.signout},
		{get, urls.Join, "", w.joinPage},
		{post, urls.Join, "", w.joinCheck},
		{post, urls.UseJoin, "", w.joinUse},
		{get, urls.Guest, "", w.guestPage},
		{post, urls.Guest, "", w.guestOpen},
	}
}

func (w *Web) accountRoutes() []route {
	const own = urls.OwnCredentials
	return []route{
		{get, urls.Account, models.ManageSelf, w.accountPage},
		{post, urls.AccountName, models.ManageSelf, w.renameSelf},
		{post, urls.AccountPassword, models.ManageSelf, w.changePassword},
		{post, urls.AccountCodes, models.ManageSelf, w.beginCodes},
		{post, urls.ConfirmCodes, models.ManageSelf, w.confirmCodes},
		{post, urls.EndCodes, models.ManageSelf, w.endCodes},
		{post, urls.EndOtherSessions, models.ManageSelf, w.revokeOthers},
		{post, urls.EndSession(":session"), models.ManageSelf, w.revokeSession},
		{get, own.Tokens(), models.ManageOwnKeys, w.ownTokensPage},
		{post, own.Tokens(), models.ManageOwnKeys, w.createOwnToken},
		{post, own.RevokeToken(":token"), models.ManageOwnKeys, w.revokeOwnToken},
		{post, own.RevokeKey(":key"), models.ManageOwnKeys, w.revokeOwnKey},
	}
}

func (w *Web) workspaceRoutes() []route {
	const credentials = urls.WorkspaceCredentials
	member := urls.Member(":user")
	return []route{
		{get, urls.Members, models.ReadMembers, w.membersPage},
		{post, urls.Members, models.ManageMembers, w.invite},
		{get, string(member), models.ManageMembers, w.memberPage},
		{post, string(member), models.ManageMembers, w.updateMember},
		{post, member.Remove(), models.ManageMembers, w.removeMember},
		{post, member.Reset(), models.ManageMembers, w.resetMember},
		{post, urls.RevokeInvitation(":invitation"), models.ManageMembers, w.revokeInvitation},
		{get, credentials.Tokens(), models.ManageTokens, w.tokensPage},
		{post, credentials.Tokens(), models.ManageTokens, w.createToken},
		{post, credentials.RevokeToken(":token"), models.ManageTokens, w.revokeToken},
		{post, credentials.RevokeKey(":key"), models.ManageTokens, w.revokeKey},
		{get, urls.Audit, models.ReadAudit, w.auditPage},
		{get, urls.Workspace, models.ReadWorkspace, w.workspacePage},
		{post, urls.Workspace, models.UpdateWorkspace, w.renameWorkspace},
		{post, urls.WorkspaceCodes, models.UpdateWorkspace, w.requireCodes},
		{post, urls.SwitchWorkspace, models.ManageSelf, w.switchWorkspace},
	}
}

func (w *Web) reviewRoutes() []route {
	review := urls.Review(":workload", ":lens")
	question := review.Question(":question")
	return []route{
		{get, string(review), models.ReadReview, w.continueReview},
		{get, review.Notes(), models.ReadReview, w.reviewNotes},
		{post, review.Notes(), models.UpdateAnswer, w.saveReviewNotes},
		{get, string(question), models.ReadReview, w.question},
		{post, string(question), models.UpdateAnswer, w.saveForm},
		{get, question.Live(), models.ReadReview, w.liveAnswer},
		{post, question.Save(), models.UpdateAnswer, w.saveEdit},
		{get, question.History(), models.ReadReview, w.history},
		{post, urls.Preview, models.UpdateAnswer, w.preview},
	}
}

func (w *Web) togetherRoutes() []route {
	review := urls.Review(":workload", ":lens")
	question, parked := review.Question(":question"), review.Parked(":item")
	return []route{
		{get, urls.Mine, models.ReadMine, w.minePage},
		{get, question.Comments(), models.ReadComments, w.commentsPage},
		{post, question.Comments(), models.CreateComment, w.createComment},
		{post, question.Comment(":comment"), models.CreateComment, w.editComment},
		{post, question.DeleteComment(":comment"), models.CreateComment, w.deleteComment},
		{post, question.Assign(), models.UpdateAssignment, w.assign},
		{get, review.Parking(), models.ReadComments, w.parkingPage},
		{post, review.Parking(), models.UpdateParking, w.park},
		{post, parked.Done(), models.UpdateParking, w.tickParked},
		{post, parked.Open(), models.UpdateParking, w.openParked},
		{post, parked.Keep(), models.UpdateParking, w.keepParked},
		{post, parked.Delete(), models.UpdateParking, w.deleteParked},
	}
}

func (w *Web) workloadRoutes() []route {
	at, review := urls.Workload(":workload"), urls.Review(":workload", ":lens")
	return []route{
		{get, urls.Home, models.ReadSession, w.home},
		{get, urls.NewWorkload, models.CreateWorkload, w.newWorkloadPage},
		{post, urls.NewWorkload, models.CreateWorkload, w.useTemplate},
		{post, urls.Workloads, models.CreateWorkload, w.createWorkload},
		{post, urls.SampleWorkload, models.CreateWorkload, w.addSample},
		{get, string(at), models.ReadWorkload, w.workloadPage},
		{get, at.Edit(), models.UpdateWorkload, w.editWorkloadPage},
		{post, at.Edit(), models.UpdateWorkload, w.updateWorkload},
		{post, at.Delete(), models.DeleteWorkload, w.deleteWorkload},
		{post, at.Tour(), models.ReadWorkload, w.endTour},
		{get, at.Report(), models.ReadReview, w.queued(w.report)},
		{post, at.Lenses(), models.UpdateReview, w.applyLens},
		{get, review.Remove(), models.UpdateReview, w.removeLensPage},
		{post, review.Remove(), models.UpdateReview, w.removeLens},
		{get, review.Upgrade(), models.UpdateReview, w.upgradePage},
		{post, review.Upgrade(), models.UpdateReview, w.upgradeReview},
		{get, at.Milestones(), models.ReadWorkload, w.milestonesPage},
		{post, at.Milestones(), models.CreateMilestone, w.saveMilestone},
		{get, at.Milestone(":number"), models.ReadWorkload, w.milestonePage},
		{get, at.Compare(), models.ReadWorkload, w.comparePage},
	}
}

func (w *Web) instanceRoutes() []route {
	user := urls.User(":user")
	return []route{
		{get, urls.Users, models.ManageUsers, w.usersPage},
		{post, urls.Users, models.ManageUsers, w.createUser},
		{post, urls.InstanceSettings, models.ManageUsers, w.updateSettings},
		{get, string(user), models.ManageUsers, w.userPage},
		{post, string(user), models.ManageUsers, w.updateUser},
		{post, user.Disable(), models.ManageUsers, w.disableUser},
		{post, user.Enable(), models.ManageUsers, w.enableUser},
		{post, user.Reset(), models.ManageUsers, w.resetUser},
		{get, urls.Workspaces, models.ManageWorkspaces, w.workspacesPage},
		{post, urls.Workspaces, models.ManageWorkspaces, w.createWorkspace},
		{post, urls.WorkspaceMembers, models.ManageWorkspaces, w.addMember},
	}
}
