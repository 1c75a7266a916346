package models

import "slices"

// Action is something an actor may want to do. Every route names the one it needs.
type Action string

// The actions, grouped by who may do them.
const (
	// Any actor, guests included.
	ReadSession Action = "session.read" // who am I, and what may I do

	// A person who is signed in, about what is that person's own.
	ManageSelf Action = "self.manage" // name, password, one-time codes, sessions, workspace switch

	ReadWorkspace Action = "workspace.read"
	ReadMembers   Action = "member.read"
	ReadLens      Action = "lens.read"
	ReadWorkload  Action = "workload.read" // with its milestones and export
	ReadReview    Action = "review.read"   // one review with its answers, plan and report; what a guest link opens
	ManageOwnKeys Action = "key.own"       // personal tokens and access keys

	ReadComments Action = "comment.read" // comments, assignments, parking lot and facilitation of a review
	ReadMine     Action = "mine.read"    // one's own questions and mentions

	UpdateAnswer       Action = "answer.update" // answers, and the notes of a review and its pillars
	CreateMilestone    Action = "milestone.create"
	CreateComment      Action = "comment.create" // and edit and delete one's own
	UpdateAssignment   Action = "assignment.update"
	UpdateParking      Action = "parking.update"
	UpdateFacilitation Action = "facilitation.update"
	AskAcceptance      Action = "acceptance.ask"
	UpdateProposal     Action = "proposal.update" // what-ifs that are kept
	SendRecap          Action = "recap.send"      // mails of what a review came to

	DeleteComment    Action = "comment.delete" // of others
	DecideAcceptance Action = "acceptance.decide"

	ReadItem           Action = "item.read"
	UpdateItem         Action = "item.update" // create, edit, move and comment on items
	DeleteItem         Action = "item.delete"
	UpdatePlanSettings Action = "plan.settings"

	CreateWorkload  Action = "workload.create"
	UpdateWorkload  Action = "workload.update"
	DeleteWorkload  Action = "workload.delete"
	UpdateReview    Action = "review.update" // apply, upgrade and remove a lens
	ImportLens      Action = "lens.import"   // drafts
	PublishLens     Action = "lens.publish"
	DeleteLens      Action = "lens.delete"
	ManageGuests    Action = "guest.manage" // guest links
	ShareWorkload   Action = "workload.share"
	ShareLens       Action = "lens.share"
	ReadShares      Action = "share.read"   // what other workspaces offer
	AnswerShares    Action = "share.answer" // accept, reject and leave it
	UpdateWorkspace Action = "workspace.update"
	UpdateReports   Action = "report.settings"

	ReadAudit     Action = "audit.read"
	ManageMembers Action = "member.manage" // members, invitations, resets
	ManageTokens  Action = "token.manage"  // tokens and access keys of the workspace

	// The administrator of the instance.
	ManageUsers      Action = "user.manage"
	ManageWorkspaces Action = "workspace.manage"
	ManageMappings   Action = "mapping.manage" // claims of the identity provider → roles
	ReadInstance     Action = "instance.audit" // audit lines that belong to no workspace
	ManageOutbox     Action = "outbox.manage"  // mails and other things that leave the server
	ManageSigning    Action = "signing.manage" // the keys that sign reports
)

// What an action may need beside a role in the workspace.
const (
	AnyActor      Role = "anybody"       // any actor
	SignedInUser  Role = "person"        // a user who is signed in
	Administrator Role = "administrator" // of the instance
)

// PermissionRule is a row of the matrix.
type PermissionRule struct {
	Action  Action
	Need    Role   // the weakest role that may, or AnyActor, SignedInUser or Administrator
	Carries Role   // the weakest share of a thing with another workspace that carries the action there; "" if none does
	Doc     string // what it is, in a few words
}

// PermissionRules is the matrix: every action there is, and who may do it.
var PermissionRules = []PermissionRule{
	{ReadSession, AnyActor, "", "see your own account and access"},
	{ManageSelf, SignedInUser, "", "your own name, time zone, password, one-time codes and sessions; switch workspace"},

	{ReadWorkspace, Viewer, "", "see the workspace"},
	{ReadMembers, Viewer, "", "see the members"},
	{ReadLens, Viewer, Viewer, "list and read lenses and their versions"},
	{ReadWorkload, Viewer, Viewer, "list and read workloads with their milestones, and export them"},
	{ReadReview, Viewer, Viewer, "read a review with its answers, plan and reports; guest links open this alone"},
	{ManageOwnKeys, Viewer, "", "create, list and revoke your own tokens and access keys; for people, not for tokens"},

	{ReadComments, Viewer, Viewer,
		"read the comments, assignments, parking lot and facilitation of a review; not for guests"},
	{ReadMine, Viewer, "", "see the questions assigned to you, and your mentions"},

	{UpdateAnswer, Contributor, Contributor, "answer questions; notes of reviews and pillars"},
	{CreateMilestone, Contributor, Contributor, "save a milestone of a workload"},
	{CreateComment, Contributor, Contributor,
		"comment on questions, edit and delete your own comments; see who else works on the workload"},
	{UpdateAssignment, Contributor, Contributor, "assign questions and pillars to people"},
	{UpdateParking, Contributor, Contributor, "add to the parking lot, and complete its items"},
	{UpdateFacilitation, Contributor, Contributor,
		"lead a review: current question, agenda, shared screen"},
	{AskAcceptance, Contributor, Contributor, "ask that a risk be accepted until a day, and withdraw that"},
	{UpdateProposal, Contributor, Contributor, "keep what-ifs as proposals, edit and delete them"},
	{SendRecap, Contributor, Contributor, "mail people what a review came to; not for narrowed contributors"},
	{DeleteComment, Architect, "", "delete comments of others"},
	{DecideAcceptance, Architect, "", "accept risks that others ask for, or decline; for people"},
	{ReadItem, Viewer, Viewer, "see the items of the improvement plan, their comments and activity; not for guests"},
	{UpdateItem, Contributor, Contributor, "create, edit, move, verify and comment on items"},
	{DeleteItem, Architect, "", "delete items"},

	{CreateWorkload, Architect, "", "create and import workloads"},
	{UpdateWorkload, Architect, "", "edit the properties of a workload"},
	{DeleteWorkload, Architect, "", "delete a workload with its reviews and milestones"},
	{UpdateReview, Architect, "", "add, upgrade and remove lenses of a workload"},
	{ImportLens, Architect, Contributor, "import lenses and work on their drafts"},
	{PublishLens, Architect, "", "publish versions of lenses"},
	{DeleteLens, Architect, "", "delete lenses"},
	{ManageGuests, Architect, "", "create and revoke guest links"},
	{ShareWorkload, Architect, "", "share workloads with other workspaces, and revoke that"},
	{ShareLens, Architect, "", "share lenses with other workspaces, and revoke that"},
	{ReadShares, Architect, "", "see what other workspaces offer"},
	{AnswerShares, Architect, "", "accept, reject and leave what other workspaces offer"},

	{UpdateWorkspace, Owner, "", "rename the workspace, set its time zone, require one-time codes"},
	{UpdateReports, Owner, "", "set how reports look, and save presets of reports"},
	{UpdatePlanSettings, Owner, "", "set due dates by risk, the cap of a plan, its currency, and whom escalation tells"},
	{ReadAudit, Owner, "", "read the workspace's audit log"},
	{ManageMembers, Owner, "", "members, their roles, invitations and password resets"},
	{ManageTokens, Owner, "", "tokens and access keys of the workspace, those of its members included"},

	{ManageUsers, Administrator, "", "create, edit, disable and reset accounts"},
	{ManageWorkspaces, Administrator, "", "create and list workspaces, add members to them"},
	{ManageMappings, Administrator, "", "which claims of the identity provider give which roles"},
	{ReadInstance, Administrator, "", "read the audit log of the instance: accounts, workspaces, sign-in"},
	{ManageOutbox, Administrator, "", "see which mails wait, were sent or failed; retry and discard them"},
	{ManageSigning, Administrator, "", "rotate the key that signs reports"},
}

var ruleOf = func() map[Action]PermissionRule {
	m := map[Action]PermissionRule{}
	for _, r := range PermissionRules {
		m[r.Action] = r
	}
	return m
}()

// RuleFor returns the action's row of the matrix, and false for an action nobody knows.
func RuleFor(action Action) (PermissionRule, bool) {
	r, ok := ruleOf[action]
	return r, ok
}

// ThingPlace says where a thing belongs. What does not apply is "".
type ThingPlace struct {
	WorkspaceID string
	WorkloadID  string
	LensID      string   // of a review
	PillarID    string   // of an answer
	FormerIDs   []string // ids that the pillar had in the review before upgrades renamed it
	Whole       bool     // all pillars of the review at once: what lies above them, such as the notes of the review itself
	Shared      Role     // what the workspace of the actor was given of it, where it belongs to another one: the operation has looked that up
}

// PlacedThing is anything that belongs somewhere.
type PlacedThing interface{ Place() ThingPlace }

// ThingPlace makes a Place PlacedThing.
func (p ThingPlace) Place() ThingPlace { return p }

// Allow decides whether the actor may do the action to the thing; nothing else does. An empty actor, an unknown action
// or role, and a missing thing are refused. What the actor can't see is CodeNotFound, never CodeForbidden, so that its
// existence can't be told from outside: a thing of another workspace that is not shared, a workload beyond the actor's
// scope.
func Allow(a Actor, action Action, thing PlacedThing) error {
	if a.Kind == "" {
		return Errorf(CodeUnauthenticated, "a valid token or session is needed")
	}
	rule, known := ruleOf[action]
	switch {
	case !known:
		return Errorf(CodeForbidden, "nobody may do this")
	case rule.Need == AnyActor:
		return nil
	case rule.Need == SignedInUser:
		return permittedIf(a.Kind == UserActor && a.UserID != "", "this is for people who are signed in, not for tokens")
	case a.LacksCodes == RequiredByInstance, a.LacksCodes == RequiredByWorkspace && rule.Need != Administrator:
		return Errorf(CodeOneTimeCodesRequired,
			"%s requires one-time codes, and your account has none: set them up under “Your account”",
			map[CodesRequiredBy]string{RequiredByInstance: "this server", RequiredByWorkspace: "this workspace"}[a.LacksCodes])
	case rule.Need == Administrator:
		return permittedIf(a.Admin, "this is for administrators (%s)", action)
	}
	if action == ManageOwnKeys && a.Kind != UserActor {
		return Errorf(CodeForbidden, "personal tokens and keys are made and ended by the person who is signed in")
	}
	return allowIn(a, rule, thing)
}

// allowIn is for what is done in a workspace.
func allowIn(a Actor, rule PermissionRule, thing PlacedThing) error {
	nothing := Errorf(CodeNotFound, "there is no such thing in this workspace")
	if a.WorkspaceID == "" {
		return Errorf(CodeForbidden, "you are a member of no workspace: an owner can invite you")
	}
	if thing == nil {
		return nothing
	}
	at := thing.Place()
	foreign := at.WorkspaceID != a.WorkspaceID
	if at.WorkspaceID == "" || (foreign && at.Shared == "") || !a.Scope.reaches(at) {
		return nothing
	}
	switch {
	case a.Kind == GuestActor && rule.Action != ReadReview:
		return Errorf(CodeForbidden, "a guest link opens one review, to read")
	case !a.Role.AtLeast(rule.Need):
		return Errorf(CodeForbidden, "the role %s may not do this (%s needs %s)", a.Role, rule.Action, rule.Need)
	case foreign && !at.Shared.AtLeast(rule.Carries):
		return Errorf(CodeForbidden, "this is shared as %s, which does not carry %s", at.Shared, rule.Action)
	case rule.Need != Viewer && !a.Scope.changes(rule.Action, at):
		return Errorf(CodeForbidden, "you are limited to the pillars %v", a.Scope.Pillars)
	}
	return nil
}

// reaches reports whether things at the place are there for the scope. The workspace as a whole is.
func (s RoleScope) reaches(at ThingPlace) bool {
	if len(s.Workloads) > 0 && at.WorkloadID != "" && !slices.Contains(s.Workloads, at.WorkloadID) {
		return false
	}
	return s.LensID == "" || at.LensID == "" || s.LensID == at.LensID
}

// changes reports whether the scope lets the action change what is there. Where no pillar is named, operations ask
// again with the pillar.
func (s RoleScope) changes(action Action, at ThingPlace) bool {
	if len(s.Pillars) == 0 {
		return true
	}
	switch action {
	case CreateComment, UpdateParking, UpdateProposal: // all may be read, so all may be talked about
		return true
	case UpdateAnswer, UpdateAssignment, UpdateItem, AskAcceptance:
		return !at.Whole &&
			(at.PillarID == "" || slices.Contains(s.Pillars, at.PillarID) || slices.ContainsFunc(at.FormerIDs, s.namesPillar))
	}
	return false
}

func (s RoleScope) namesPillar(id string) bool { return slices.Contains(s.Pillars, id) }

func permittedIf(fine bool, format string, args ...any) error {
	if fine {
		return nil
	}
	return Errorf(CodeForbidden, format, args...)
}
