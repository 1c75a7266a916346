// Package team is the pages of a workspace and of the server as a whole: members and invitations, the audit log,
// settings, accounts, workspaces, the outbox.
//
// Handlers decide nothing: permission, rules and words are those of models/service.
package team

import (
	"embed"
	"html/template"
	"slices"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/urls"
)

// handlers has a method for each row of the table, and what they share.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	return page.Table{Rows: slices.Concat(h.workspaceRows(), h.instanceRows()), Templates: templates, Done: doneTexts}
}

// workspaceRows are about the workspace and who is in it.
func (h handlers) workspaceRows() []page.Row {
	member := urls.MemberPage(":user")
	return []page.Row{
		page.Get(urls.Members, models.ReadMembers, h.membersPage, page.Shows{"members": membersData{}}),
		page.Post(urls.Members, models.ManageMembers, h.invite, page.OnceShown),
		page.Get(member, models.ManageMembers, h.memberPage, page.Shows{"member": memberData{}}),
		page.Post(member, models.ManageMembers, h.updateMember),
		page.Post(member.Remove(), models.ManageMembers, h.removeMember),
		page.Post(member.Reset(), models.ManageMembers, h.resetMember, page.OnceShown),
		page.Post(urls.RevokeInvitation(":invitation"), models.ManageMembers, h.revokeInvitation),
		page.Get(urls.Audit, models.ReadAudit, h.auditPage, page.Shows{"audit": auditData{}}),
		page.Get(urls.VerifyAudit, models.ReadAudit, h.verifyAudit, page.Shows{"auditverify": auditVerdictData{}}).Lengthy(),
		page.Get(urls.Workspace, models.ReadWorkspace, h.workspacePage, page.Shows{"workspace": workspaceData{}}),
		page.Post(urls.Workspace, models.UpdateWorkspace, h.renameWorkspace),
		page.Post(urls.WorkspaceTimeZone, models.UpdateWorkspace, h.setTimeZone),
		page.Post(urls.WorkspaceCodes, models.UpdateWorkspace, h.requireCodes),
		page.Post(urls.SwitchWorkspace, models.ManageSelf, h.switchWorkspace),
	}
}

// instanceRows are about the server as a whole, for its administrators.
func (h handlers) instanceRows() []page.Row {
	user := urls.UserPage(":user")
	return []page.Row{
		page.Get(urls.Users, models.ManageUsers, h.usersPage, page.Shows{"users": usersData{}}),
		page.Post(urls.Users, models.ManageUsers, h.createUser),
		page.Post(urls.InstanceSettings, models.ManageUsers, h.updateSettings),
		page.Get(user, models.ManageUsers, h.userPage, page.Shows{"user": userData{}}),
		page.Post(user, models.ManageUsers, h.updateUser),
		page.Post(user.Disable(), models.ManageUsers, h.disableUser),
		page.Post(user.Enable(), models.ManageUsers, h.enableUser),
		page.Post(user.Reset(), models.ManageUsers, h.resetUser, page.OnceShown),
		page.Get(urls.Workspaces, models.ManageWorkspaces, h.workspacesPage, page.Shows{"workspaces": workspacesData{}}),
		page.Post(urls.Workspaces, models.ManageWorkspaces, h.createWorkspace),
		page.Post(urls.WorkspaceMembers, models.ManageWorkspaces, h.addMember),
		page.Get(urls.Outbox, models.ManageOutbox, h.outboxPage, page.Shows{"outbox": outboxData{}}),
		page.Post(urls.Delivery(":delivery").Retry(), models.ManageOutbox, h.retryDelivery),
		page.Post(urls.Delivery(":delivery").Discard(), models.ManageOutbox, h.discardDelivery),
		page.Get(urls.Mappings, models.ManageMappings, h.mappingsPage, page.Shows{"mappings": mappingsData{}}),
		page.Post(urls.Mappings, models.ManageMappings, h.createMapping),
		page.Post(urls.Mapping(":mapping").Delete(), models.ManageMappings, h.deleteMapping),
		page.Get(urls.InstanceAudit, models.ReadInstance, h.instanceAuditPage, page.Shows{"audit": auditData{}}),
		page.Get(urls.VerifyInstanceAudit, models.ReadInstance, h.verifyInstanceAudit,
			page.Shows{"auditverify": auditVerdictData{}}).Lengthy(),
	}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{
	"granting": newGrantView, "brief": shortIDs, "long": page.IsLongText, "deed": labels.AuditText,
	"changedField": labels.AuditField,
})

// doneTexts is what pages say was done.
var doneTexts = map[string]string{
	"codes-required": "Setting saved.",
	"workspace-zone": "Time zone saved.",
	"member":         "Member saved.",
	"removed":        "Member removed.",
	"invitation":     "Invitation revoked.",
	"workspace":      "Workspace renamed.",
	"user":           "User saved.",
	"created":        "User created. Create a reset link below: with it the user sets a password.",
	"disabled":       "User disabled and signed out.",
	"enabled":        "User enabled.",
	"space":          "Workspace created. Add its first owner below.",
	"added":          "Member added.",
	"retried":        "The mail is sent again.",
	"discarded":      "Mail discarded.",

	"mapping-created": "Mapping created. It works from each person's next sign-in on.",
	"mapping-deleted": "Mapping deleted. What it gave goes at the next sign-in of each person.",
}
