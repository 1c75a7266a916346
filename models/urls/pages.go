package urls

import "net/url"

// Pages that every server has once, and the targets of their forms.
const (
	Home = "/"

	SignIn       = "/signin"
	SignOut      = "/signout"
	Reset        = "/reset"
	Join         = "/join" // one-time links lead here, with the secret behind a "#"
	UseJoin      = "/join/use"
	Guest        = "/guest" // guest links lead here, with the secret behind a "#"
	OIDCLogin    = "/auth/oidc/login"
	OIDCCallback = "/auth/oidc/callback"

	Help = "/help" // takes ?q=, what is searched for

	Verify          = "/verify"      // of a report; takes ?sha256=
	RotateReportKey = "/verify/keys" // has a new key sign reports

	Account          = "/account"
	AccountName      = "/account/name"
	AccountTimeZone  = "/account/time-zone"
	AccountPassword  = "/account/password"
	AccountCodes     = "/account/codes"
	ConfirmCodes     = "/account/codes/confirm"
	EndCodes         = "/account/codes/end"
	EndOtherSessions = "/account/sessions/end"
	AccountNotices   = "/account/notices"
	CodesOfAccount   = Account + "#codes"   // where the account page deals with one-time codes
	NoticesOfAccount = Account + "#notices" // where it says which mails come

	Trend = "/trend" // of the workspace; takes ?days=

	// Portfolio is how all workloads stand together. It takes ?lens=, ?environment= and ?of=all, for all workspaces of
	// the person. PortfolioReport is that as a file; it takes ?format= and ?paper= too.
	Portfolio       = "/portfolio"
	PortfolioReport = "/portfolio/report"

	Members           = "/members"
	Audit             = "/audit"
	VerifyAudit       = "/audit/verify"
	Workspace         = "/workspace"
	WorkspaceCodes    = "/workspace/codes"
	WorkspaceTimeZone = "/workspace/time-zone"
	SwitchWorkspace   = "/workspace/switch"

	Users            = "/admin/users"
	InstanceSettings = "/admin/settings"
	Workspaces       = "/admin/workspaces"
	WorkspaceMembers = "/admin/workspaces/members"
	Outbox           = "/admin/outbox"

	Mappings            = "/admin/mappings"
	InstanceAudit       = "/admin/audit"
	VerifyInstanceAudit = "/admin/audit/verify"

	API     = "/api" // the page about the API
	APIRoot = "/api/v1"
	OpenAPI = APIRoot + "/openapi.json"

	ExportAudit         = APIRoot + "/audit/export" // the API's, which sends the file bit by bit
	ExportInstanceAudit = APIRoot + "/instance/audit/export"

	Workloads      = "/workloads"
	NewWorkload    = "/workloads/new"
	SampleWorkload = "/workloads/sample"
	ImportWorkload = "/workloads/import"
	ImportItems    = "/items/import"
	ExportItems    = APIRoot + "/items/export" // the API's
	Shares         = "/shares"                 // what other workspaces offer to this one
	Mine           = "/mine"
	ReadMine       = "/mine/read"
	Preview        = "/preview"

	Lenses     = "/lenses"
	ImportLens = "/lenses/import"
	NewLens    = "/lenses/new"
)

// partOf returns the address of a part of a page; ids are the segments of the path, each escaped.
func partOf(page string, ids ...string) string {
	for _, id := range ids {
		page += "/" + url.PathEscape(id)
	}
	return page
}

// APIGroup returns the page about a group of operations of the API.
func APIGroup(group string) string { return partOf(Help, "api", group) }

// HelpTopic returns the page of a topic of the help.
func HelpTopic(name string) string { return partOf(Help, name) }

// EndSession is the target that ends one session of the account.
func EndSession(session string) string { return partOf("/account/sessions", session, "end") }

// RevokeInvitation is the target that ends an invitation.
func RevokeInvitation(invitation string) string { return partOf("/invitations", invitation, "revoke") }

// SharesPath is the page of the shares of a workload or a lens.
type SharesPath string

// Revoke is the page, and the target, that revokes a share.
func (s SharesPath) Revoke(share string) string { return partOf(string(s), share, "revoke") }

// SharePath is where an offer of another workspace is answered.
type SharePath string

// Share returns the place of the offer with an id.
func Share(id string) SharePath { return SharePath(partOf(Shares, id)) }

// Accept is the target that accepts the offer.
func (s SharePath) Accept() string { return partOf(string(s), "accept") }

// Reject is the page, and the target, that rejects the offer, or leaves what was accepted.
func (s SharePath) Reject() string { return partOf(string(s), "reject") }

// MemberPath is the page of a member of the workspace.
type MemberPath string

// MemberPage returns the page of the member with a user id.
func MemberPage(user string) MemberPath { return MemberPath(partOf(Members, user)) }

// Remove is the target that removes the member.
func (m MemberPath) Remove() string { return partOf(string(m), "remove") }

// Reset is the target that makes a link for a new password.
func (m MemberPath) Reset() string { return partOf(string(m), "reset") }

// UserPath is the page of an account, for administrators.
type UserPath string

// UserPage returns the page of the account with an id.
func UserPage(user string) UserPath { return UserPath(partOf(Users, user)) }

// Disable is the target that disables the account.
func (u UserPath) Disable() string { return partOf(string(u), "disable") }

// Enable is the target that enables it again.
func (u UserPath) Enable() string { return partOf(string(u), "enable") }

// Reset is the target that makes a link for a new password.
func (u UserPath) Reset() string { return partOf(string(u), "reset") }

// Calendars is the page of one's calendar feeds, and the target that creates one.
const Calendars = Account + "/calendars"

// RevokeCalendar is the target that revokes a calendar feed.
func RevokeCalendar(feed string) string { return partOf(Calendars, feed, "revoke") }

// DeliveryPath is where a delivery in the outbox is dealt with, for administrators.
type DeliveryPath string

// Delivery returns the place of the delivery with an id.
func Delivery(id string) DeliveryPath { return DeliveryPath(partOf(Outbox, id)) }

// Retry is the target that has it sent again.
func (d DeliveryPath) Retry() string { return partOf(string(d), "retry") }

// Discard is the target that takes it out of the outbox.
func (d DeliveryPath) Discard() string { return partOf(string(d), "discard") }

// MappingPath is where a claim mapping is dealt with, for administrators.
type MappingPath string

// Mapping returns the place of the mapping with an id.
func Mapping(id string) MappingPath { return MappingPath(partOf(Mappings, id)) }

// Delete is the target that deletes it.
func (m MappingPath) Delete() string { return partOf(string(m), "delete") }

// CredentialsPath is where the page of tokens and access keys is: of a workspace, or of an account.
type CredentialsPath string

// The two pages of tokens and access keys.
const (
	WorkspaceCredentials CredentialsPath = ""
	OwnCredentials       CredentialsPath = Account
)

// Tokens is the page, and the target that makes one.
func (c CredentialsPath) Tokens() string { return partOf(string(c), "tokens") }

// RevokeToken is the target that ends a token.
func (c CredentialsPath) RevokeToken(token string) string {
	return partOf(string(c), "tokens", token, "revoke")
}

// RevokeKey is the target that ends an access key.
func (c CredentialsPath) RevokeKey(key string) string {
	return partOf(string(c), "keys", key, "revoke")
}
