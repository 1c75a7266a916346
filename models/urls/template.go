package urls

// fixedPages are the pages without ids, by their names in templates: "members" is the function membersURL.
var fixedPages = map[string]string{
	"home": Home, "signIn": SignIn, "signOut": SignOut, "reset": Reset, "join": Join, "useJoin": UseJoin, "guest": Guest,
	"oidcLogin": OIDCLogin, "help": Help, "verify": Verify, "reportSettings": ReportSettings,
	"reportLogo": ReportLogo, "savedPresets": SavedPresets, "rotateReportKey": RotateReportKey,

	"account": Account, "accountName": AccountName, "accountTimeZone": AccountTimeZone,
	"accountNotices":  AccountNotices,
	"accountPassword": AccountPassword, "accountCodes": AccountCodes,
	"confirmCodes": ConfirmCodes, "endCodes": EndCodes, "endOtherSessions": EndOtherSessions,
	"ownTokens": OwnCredentials.Tokens(), "calendars": Calendars,
	"importItems": ImportItems, "exportItems": ExportItems,

	"members": Members, "tokens": WorkspaceCredentials.Tokens(), "audit": Audit, "workspace": Workspace,
	"workspaceCodes": WorkspaceCodes, "workspaceTimeZone": WorkspaceTimeZone, "switchWorkspace": SwitchWorkspace,
	"users": Users, "instanceSettings": InstanceSettings, "workspaces": Workspaces, "workspaceMembers": WorkspaceMembers,
	"outbox": Outbox, "instanceAudit": InstanceAudit, "mappings": Mappings,
	"api": API, "openAPI": OpenAPI,

	"workloads": Workloads, "newWorkload": NewWorkload, "sampleWorkload": SampleWorkload, "importWorkload": ImportWorkload,
	"shares": Shares, "mine": Mine, "readMine": ReadMine, "acceptances": Acceptances,
	"trend": Trend, "portfolio": Portfolio, "portfolioReport": PortfolioReport,
	"items": string(Items), "newItem": Items.New(), "editItems": EditItems, "planSettings": PlanSettings,
	"workspacePlan": WorkspacePlan, "workspacePath": WorkspacePath,
	"lenses": Lenses, "importLens": ImportLens, "newLens": NewLens,
}

// TemplateFunctions are the addresses for html/template: {{membersURL}}, {{workloadURL .ID}},
// {{(workloadURL .ID).Edit}}, {{(reviewURL .WorkloadID .Key).Question .QuestionID}}.
func TemplateFunctions() map[string]any {
	all := map[string]any{
		"workloadURL": WorkloadPage, "reviewURL": ReviewPage, "memberURL": MemberPage, "userURL": UserPage,
		"deliveryURL": Delivery, "mappingURL": Mapping, "helpTopicURL": HelpTopic, "shareURL": Share, "lensURL": LensPage,
		"itemURL": Item, "planURL": PlanOf, "itemsOfURL": ItemsOf, "practiceName": PracticeName, "endSessionURL": EndSession,
		"acceptanceURL": Acceptance, "revokeInvitationURL": RevokeInvitation,
	}
	for name, path := range fixedPages {
		all[name+"URL"] = func() string { return path }
	}
	return all
}
