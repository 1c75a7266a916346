package models

import (
	"fmt"
	"time"
)

// Member is a person in a workspace.
type Member struct {
	WorkspaceID string
	UserID      string
	Role        Role
	Workloads   []string // ids; empty: all
	Pillars     []string // ids; empty: all
	Source      MemberSource
	Version     int // for ETag
	CreatedAt   time.Time
	CreatedBy   string
	UpdatedAt   time.Time
	UpdatedBy   string
}

// MemberSource says who keeps a membership.
type MemberSource string

// Memberships are kept by people, or by the claims of the identity provider: these are set again at each sign-in.
const (
	LocalMember    MemberSource = "local"
	ProviderMember MemberSource = "provider"
)

// ThingPlace makes a Member PlacedThing.
func (m Member) Place() ThingPlace { return ThingPlace{WorkspaceID: m.WorkspaceID} }

// RoleScope is what the membership narrows the member to.
func (m Member) Scope() RoleScope { return RoleScope{Workloads: m.Workloads, Pillars: m.Pillars} }

// MemberGrant is what a membership allows: a role, narrowed or not. Owners and architects reach everything.
type MemberGrant struct {
	Role      Role     `validate:"required,oneof=viewer contributor architect owner"`
	Workloads []string `validate:"max=200,unique,dive,required,text,max=64"`
	Pillars   []string `validate:"max=50,unique,dive,required,text,max=128"`
}

// ValidateGrant is Validate and what the tags can't say.
func ValidateGrant(g *MemberGrant) error {
	if err := Validate(g); err != nil {
		return err
	}
	var faults []FieldFault
	for i, id := range g.Workloads {
		if !IsID(id) {
			faults = append(faults, FieldFault{Field: fmt.Sprintf("workloads/%d", i), Message: "must be the id of a workload"})
		}
	}
	if len(g.Workloads) > 0 && g.Role.AtLeast(Architect) {
		faults = append(faults, FieldFault{Field: "workloads", Message: "narrows viewers and contributors only"})
	}
	if len(g.Pillars) > 0 && g.Role != Contributor {
		faults = append(faults, FieldFault{Field: "pillars", Message: "narrows contributors only"})
	}
	if len(faults) > 0 {
		return InvalidInput(faults...)
	}
	return nil
}

// OneTimeLink is a one-time link: whoever holds its secret may do the one thing it is for, once.
type OneTimeLink struct {
	ID          string
	Kind        LinkKind
	Hash        []byte      // SHA-256 of the secret
	WorkspaceID string      // of an invitation
	Email       string      // of an invitation
	Grant       MemberGrant // of an invitation
	UserID      string      // of a reset
	CreatedAt   time.Time
	CreatedBy   string
	ExpiresAt   time.Time
	UsedAt      time.Time // zero: not used
	RevokedAt   time.Time // zero: not revoked
}

// LinkKind says what a link is for.
type LinkKind string

// Set-up makes the first administrator, an invitation a member, a reset a new password.
const (
	SetupLink      LinkKind = "setup"
	InvitationLink LinkKind = "invitation"
	ResetLink      LinkKind = "reset"
)

// Open reports whether the link can be used at the moment.
func (l OneTimeLink) Open(now time.Time) bool {
	return l.UsedAt.IsZero() && l.RevokedAt.IsZero() && now.Before(l.ExpiresAt)
}

// ThingPlace makes a OneTimeLink PlacedThing.
func (l OneTimeLink) Place() ThingPlace { return ThingPlace{WorkspaceID: l.WorkspaceID} }

// InvitationInput invites a person into a workspace.
type InvitationInput struct {
	Email string      `validate:"required,text,line,email,max=254"`
	Grant MemberGrant `validate:"-"` // by ValidateGrant
}

// Actor is the member as somebody who asks: what the person may do in the workspace, whoever asks for it.
func (m Member) Actor() Actor {
	return Actor{
		Kind: UserActor, ID: m.UserID, UserID: m.UserID, WorkspaceID: m.WorkspaceID, Role: m.Role, Scope: m.Scope(),
	}
}
