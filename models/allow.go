package models

// Action is something an actor may want to do. Every route names the one it needs.
type Action string

// The actions, grouped by the weakest role that may do them.
const (
	ReadWorkspace Action = "workspace.read"
	ReadLens      Action = "lens.read"
	ReadWorkload  Action = "workload.read" // with its reviews, answers, milestones and reports

	UpdateAnswer    Action = "answer.update" // answers, and the notes of a review and its pillars
	CreateMilestone Action = "milestone.create"

	CreateWorkload Action = "workload.create"
	UpdateWorkload Action = "workload.update"
	DeleteWorkload Action = "workload.delete"
	UpdateReview   Action = "review.update" // apply, upgrade and remove a lens
	ImportLens     Action = "lens.import"   // drafts
	PublishLens    Action = "lens.publish"
	DeleteLens     Action = "lens.delete"

	ReadAudit    Action = "audit.read"
	ManageTokens Action = "token.manage"
)

// needs is the matrix: the weakest role for each action. An action that is not in it is allowed to nobody.
var needs = map[Action]Role{
	ReadWorkspace: Viewer,
	ReadLens:      Viewer,
	ReadWorkload:  Viewer,

	UpdateAnswer:    Contributor,
	CreateMilestone: Contributor,

	CreateWorkload: Architect,
	UpdateWorkload: Architect,
	DeleteWorkload: Architect,
	UpdateReview:   Architect,
	ImportLens:     Architect,
	PublishLens:    Architect,
	DeleteLens:     Architect,

	ReadAudit:    Owner,
	ManageTokens: Owner,
}

// RoleFor gives the weakest role that may do the action, and false for an action nobody knows.
func RoleFor(action Action) (Role, bool) {
	r, ok := needs[action]
	return r, ok
}

// Owned is anything that belongs to a workspace.
type Owned interface{ Workspace() string }

// Allow says whether the actor may do the action to the thing; it is the only place that does. Nobody, an unknown action,
// an unknown role or no thing at all: no. A thing of another workspace is NotFound, never Forbidden, so that its
// existence can't be told from outside.
func Allow(a Actor, action Action, thing Owned) error {
	switch {
	case a.WorkspaceID == "" || a.Role.rank() == 0:
		return Errorf(Unauthenticated, "a valid token is needed")
	case thing == nil || thing.Workspace() != a.WorkspaceID:
		return Errorf(NotFound, "there is no such thing in this workspace")
	}
	need, known := needs[action]
	if !known || a.Role.rank() < need.rank() {
		return Errorf(Forbidden, "the role %s may not do this (%s needs %s)", a.Role, action, need)
	}
	return nil
}
