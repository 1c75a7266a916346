// Package account is the pages of whoever comes in, and of who is in: signing in, links to join by, guest links,
// resets, the account, its sessions, tokens and access keys.
//
// Handlers decide nothing: permission, rules and words are those of models/service.
package account

import (
	"embed"
	"html/template"
	"slices"
	"strings"

	"plumbline/api/web/page"
	"plumbline/models"
	"plumbline/models/urls"
)

// handlers has a method for each row of the table, and what they share.
type handlers struct{ *page.Adapter }

// Pages is the table of the area.
func Pages(adapter *page.Adapter) page.Table {
	h := handlers{adapter}
	return page.Table{Rows: slices.Concat(h.entryRows(), h.accountRows(), h.workspaceTokenRows()),
		Templates: templates, Done: doneTexts}
}

// entryRows lead in, and out.
func (h handlers) entryRows() []page.Row {
	return []page.Row{
		page.Get(urls.SignIn, "", h.signinPage, page.Shows{"signin": signinData{}}),
		page.Post(urls.SignIn, "", h.signin),
		page.Get(urls.Reset, "", h.resetPage, page.Shows{"reset": resetData{}}),
		page.Post(urls.Reset, "", h.reset),
		page.Post(urls.SignOut, models.ReadSession, h.signout).WhenSignedOut(h.signedOut),
		page.Get(urls.Join, "", h.joinPage, page.Shows{"join": joinData{}}),
		page.Post(urls.Join, "", h.joinCheck),
		page.Post(urls.UseJoin, "", h.joinUse),
		page.Get(urls.Guest, "", h.guestPage, page.Shows{"guest": guestData{}}),
		page.Post(urls.Guest, "", h.guestOpen),
	}
}

// accountRows are about the person who is signed in.
func (h handlers) accountRows() []page.Row {
	const own = urls.OwnCredentials
	return []page.Row{
		page.Get(urls.Account, models.ManageSelf, h.accountPage, page.Shows{"account": accountData{}}),
		page.Post(urls.AccountName, models.ManageSelf, h.renameSelf),
		page.Post(urls.AccountTimeZone, models.ManageSelf, h.setTimeZone),
		page.Post(urls.AccountNotices, models.ManageSelf, h.setNotices),
		page.Post(urls.AccountPassword, models.ManageSelf, h.changePassword),
		page.Post(urls.AccountCodes, models.ManageSelf, h.beginCodes, page.Shows{"codes": codesData{}}),
		page.Post(urls.ConfirmCodes, models.ManageSelf, h.confirmCodes),
		page.Post(urls.EndCodes, models.ManageSelf, h.endCodes),
		page.Post(urls.EndOtherSessions, models.ManageSelf, h.revokeOthers),
		page.Post(urls.EndSession(":session"), models.ManageSelf, h.revokeSession),
		page.Get(own.Tokens(), models.ManageOwnKeys, h.ownTokensPage, page.Shows{"tokens": tokensData{}}),
		page.Post(own.Tokens(), models.ManageOwnKeys, h.createOwnToken, page.OnceShown),
		page.Post(own.RevokeToken(":token"), models.ManageOwnKeys, h.revokeOwnToken),
		page.Post(own.RevokeKey(":key"), models.ManageOwnKeys, h.revokeOwnKey),
	}
}

// workspaceTokenRows are the tokens and keys that belong to the workspace: they look like a person's.
func (h handlers) workspaceTokenRows() []page.Row {
	const credentials = urls.WorkspaceCredentials
	return []page.Row{
		page.Get(credentials.Tokens(), models.ManageTokens, h.tokensPage, page.Shows{"tokens": tokensData{}}),
		page.Post(credentials.Tokens(), models.ManageTokens, h.createToken, page.OnceShown),
		page.Post(credentials.RevokeToken(":token"), models.ManageTokens, h.revokeToken),
		page.Post(credentials.RevokeKey(":key"), models.ManageTokens, h.revokeKey),
	}
}

//go:embed templates
var templateFiles embed.FS

var templates = page.NewTemplates(templateFiles, template.FuncMap{
	"agent": browserName,
	"lines": func(s []string) string { return strings.Join(s, "\n") },
})

// doneTexts is what pages say was done.
var doneTexts = map[string]string{
	"reset-sent": "If there is an account with that address, the link is on its way. It can be used once, and for a " +
		"short time only.",
	"signed-out": "You are signed out.",
	"reset":      "Password set. Sign in with it and a one-time code.",
	"name":       "Name saved.",
	"zone":       "Time zone saved.",
	"notices":    "Notifications saved.",
	"password":   "Password saved. All your other sessions are signed out.",
	"codes-off":  "Two-factor sign-in disabled.",
	"session":    "The session is signed out.",
	"sessions":   "All other sessions are signed out.",
	"revoked":    "Revoked. It does not work any more.",
}
