package access

import (
	"cmp"
	"context"
	"strconv"

	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/service/outbox"
	"plumbline/models/store"
)

// Members are the operations of the people in a workspace.
type Members struct {
	core  *core.OperationBase
	steps *Steps
}

// MemberView is a member with the account.
type MemberView = store.Membership

// List returns the workspace's members by name.
func (m Members) List(ctx context.Context, q models.UserQuery) (models.ResultPage[MemberView], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, m.core, func(tx *store.Tx) (models.ResultPage[MemberView], error) {
		if err := models.Allow(actor, models.ReadMembers, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return models.ResultPage[MemberView]{}, err
		}
		rows, err := tx.Members(actor.WorkspaceID, q)
		return core.PageOf(rows, q.PageRequest, func(v MemberView) string { return store.UserCursor(v.User) }), err
	})
}

// Get returns one member by user id.
func (m Members) Get(ctx context.Context, userID string) (MemberView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, m.core, func(tx *store.Tx) (MemberView, error) {
		return memberOf(tx, actor, models.ReadMembers, userID)
	})
}

// memberOf finds a member of the actor's workspace. In a write transaction both member and account stay locked.
func memberOf(tx *store.Tx, actor models.Actor, action models.Action, userID string) (MemberView, error) {
	if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
		return MemberView{}, err
	}
	user, err := tx.User(userID)
	if err == nil {
		var member models.Member
		if member, err = tx.Member(actor.WorkspaceID, userID); err == nil {
			return MemberView{Member: member, User: user}, nil
		}
	}
	if models.CodeOf(err) == models.CodeNotFound { // the same words for somebody of another workspace
		err = models.Errorf(models.CodeNotFound, "there is no member %q in this workspace", userID)
	}
	return MemberView{}, err
}

// newMember puts a user into the actor's workspace.
func (steps *Steps) newMember(tx *store.Tx, by models.Actor, user models.User, g models.MemberGrant,
	source models.MemberSource) (models.Member, error) {
	member := models.Member{
		WorkspaceID: by.WorkspaceID, UserID: user.ID, Role: g.Role, Workloads: g.Workloads, Pillars: g.Pillars,
		Source: source, Version: 1,
		CreatedAt: steps.core.Now(), CreatedBy: by.Name, UpdatedAt: steps.core.Now(), UpdatedBy: by.Name,
	}
	if err := tx.CreateMember(member); err != nil {
		return member, err
	}
	return member, steps.core.Record(tx, by, core.AuditEntry{Action: models.ManageMembers, Kind: "member", ID: user.ID,
		Changes: append(core.AddChange(nil, "email", "", user.Email), grantChanges(models.MemberGrant{}, g)...)})
}

func grantChanges(a, b models.MemberGrant) []models.FieldChange {
	list := core.AddChange(nil, "role", string(a.Role), string(b.Role))
	list = core.AddListChange(list, "workloads", a.Workloads, b.Workloads)
	return core.AddListChange(list, "pillars", a.Pillars, b.Pillars)
}

// Add makes a user with an account a member: for administrators, who run the instance, and the command line. A
// workspace's owner invites.
func (m Members) Add(ctx context.Context, workspaceID, userRef string, g models.MemberGrant) (MemberView, error) {
	if err := models.ValidateGrant(&g); err != nil {
		return MemberView{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, m.core, func(tx *store.Tx) (MemberView, error) {
		if err := models.Allow(actor, models.ManageWorkspaces, nil); err != nil {
			return MemberView{}, err
		}
		if _, err := tx.Workspace(workspaceID); err != nil {
			return MemberView{}, err
		}
		user, err := userOf(tx, userRef)
		if err != nil {
			return MemberView{}, err
		}
		if _, err := tx.Member(workspaceID, user.ID); err == nil {
			return MemberView{}, models.Errorf(models.CodeConflict, "%s is a member of this workspace already", user.Email)
		} else if models.CodeOf(err) != models.CodeNotFound {
			return MemberView{}, err
		}
		actor.WorkspaceID = workspaceID // the line belongs there
		member, err := m.steps.newMember(tx, actor, user, g, models.LocalMember)
		return MemberView{Member: member, User: user}, err
	})
}

// Update changes a member's role and narrowing. The last owner stays one.
func (m Members) Update(ctx context.Context, userID string, g models.MemberGrant, seen models.IfMatch) (MemberView,
	error) {
	if err := models.ValidateGrant(&g); err != nil {
		return MemberView{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, m.core, func(tx *store.Tx) (MemberView, error) {
		old, err := memberOf(tx, actor, models.ManageMembers, userID)
		if err != nil {
			return old, err
		}
		if err := core.CheckVersion(seen, old.Member.Version, old); err != nil {
			return old, err
		}
		now := old
		now.Role, now.Workloads, now.Pillars = g.Role, g.Workloads, g.Pillars
		changes := grantChanges(models.MemberGrant{Role: old.Role, Workloads: old.Workloads, Pillars: old.Pillars}, g)
		if len(changes) == 0 {
			return old, nil
		}
		now.Source = models.LocalMember // what a person decided, claims do not undo
		now.Member.Version++
		now.UpdatedAt, now.UpdatedBy = m.core.Now(), actor.Name
		if err := tx.UpdateMember(now.Member); err != nil {
			return old, err
		}
		if err := keepsOwner(tx, old); err != nil {
			return old, err
		}
		ended, err := m.steps.Hooks.AccessNarrowed(tx, userID)
		if err != nil {
			return old, err
		}
		changes = endedChanges(changes, ended)
		return now, m.core.Record(tx, actor, core.AuditEntry{Action: models.ManageMembers, Kind: "member", ID: userID,
			Changes: changes})
	})
}

// keepsOwner refuses a change that leaves the workspace without an owner; it is asked after the change, about the
// member as it was.
func keepsOwner(tx *store.Tx, old MemberView) error {
	if old.Role != models.Owner {
		return nil
	}
	if err := tx.Alone("owners of " + old.WorkspaceID); err != nil {
		return err
	}
	if n, err := tx.Owners(old.WorkspaceID); err != nil || n > 0 {
		return err
	}
	return models.Errorf(models.CodeConflict, "this is the last owner of the workspace: make another one first")
}

// Remove removes a member from the workspace, with the assignments there; personal tokens and keys stop working with
// it. The confirmation must be the e-mail address.
func (m Members) Remove(ctx context.Context, userID, confirm string) error {
	actor := models.ActorFrom(ctx)
	return m.core.Store.Write(ctx, func(tx *store.Tx) error {
		old, err := memberOf(tx, actor, models.ManageMembers, userID)
		if err != nil {
			return err
		}
		if models.FoldName(confirm) != models.FoldName(old.User.Email) {
			return models.InvalidInput(models.FieldFault{Field: "confirm", Message: "must be the e-mail address of the member"})
		}
		if err := tx.DeleteMember(actor.WorkspaceID, userID); err != nil {
			return err
		}
		if err := keepsOwner(tx, old); err != nil {
			return err
		}
		ended, err := m.steps.Hooks.AccessNarrowed(tx, userID)
		if err != nil {
			return err
		}
		g := models.MemberGrant{Role: old.Role, Workloads: old.Workloads, Pillars: old.Pillars}
		return m.core.Record(tx, actor, core.AuditEntry{Action: models.ManageMembers, Kind: "member", ID: userID,
			Changes: endedChanges(append(core.AddChange(nil, "email", old.User.Email, ""),
				grantChanges(g, models.MemberGrant{})...), ended)})
	})
}

// Invite makes an invitation and returns the secret of its link, which is mailed too where the server sends mail.
// Whether there is an account with the e-mail address is not told.
func (m Members) Invite(ctx context.Context, in models.InvitationInput,
	idem models.IdempotencyKey) (secret string, link models.OneTimeLink, err error) {
	if err := models.Validate(&in); err != nil {
		return "", link, err
	}
	if err := models.ValidateGrant(&in.Grant); err != nil {
		return "", link, err
	}
	actor := models.ActorFrom(ctx)
	err = m.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, models.ManageMembers, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return err
		}
		secret = credentials.SecretFor(credentials.LinkPrefix, idem)
		if link, err = m.invitedBefore(tx, actor, idem); err != nil || link.ID != "" {
			return err
		}
		space, err := tx.Workspace(actor.WorkspaceID)
		if err != nil {
			return err
		}
		user, err := tx.UserByEmail(in.Email)
		if err == nil {
			if _, err = tx.Member(actor.WorkspaceID, user.ID); err == nil {
				return models.Errorf(models.CodeConflict, "%s is a member of this workspace already", in.Email)
			}
		}
		if models.CodeOf(err) != models.CodeNotFound {
			return err
		}
		secret, link, err = m.steps.newLinkOf(tx, actor, models.OneTimeLink{Kind: models.InvitationLink,
			WorkspaceID: actor.WorkspaceID, Email: in.Email, Grant: in.Grant}, InvitationTTL, idem)
		if err != nil {
			return err
		}
		if err := m.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "invitation", ID: link.ID}); err != nil {
			return err
		}
		err = m.steps.outbox.Post(tx, outbox.Letter{To: link.Email, WorkspaceID: space.ID, Link: link,
			About: notice.Invitation{By: actor.Name, Workspace: space.Name, Role: link.Grant.Role, Secret: secret,
				ExpiresAt: link.ExpiresAt, TimeZone: cmp.Or(user.TimeZone, space.TimeZone)}})
		if err != nil {
			return err
		}
		return m.core.Record(tx, actor, core.AuditEntry{Action: models.ManageMembers, Kind: "invitation", ID: link.ID,
			Changes: append(core.AddChange(nil, "email", "", in.Email), grantChanges(models.MemberGrant{}, in.Grant)...)})
	})
	return secret, link, err
}

// invitedBefore is the invitation that the same form made, empty if it made none.
func (m Members) invitedBefore(tx *store.Tx, actor models.Actor, idem models.IdempotencyKey) (models.OneTimeLink,
	error) {
	id, err := m.core.MadeBefore(tx, actor, idem, "invitation")
	if err != nil || id == "" {
		return models.OneTimeLink{}, err
	}
	link, err := tx.Link(id)
	if err == nil && !link.Open(m.core.Now()) {
		err = models.Errorf(models.CodeConflict,
			"the invitation that this form created was used or has ended since: create another one")
	}
	return link, core.SinceDeleted(err)
}

// Invitations returns the workspace's invitations, newest first, used and ended ones included.
func (m Members) Invitations(ctx context.Context, p models.PageRequest) (models.ResultPage[models.OneTimeLink], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, m.core, func(tx *store.Tx) (models.ResultPage[models.OneTimeLink], error) {
		if err := models.Allow(actor, models.ManageMembers, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return models.ResultPage[models.OneTimeLink]{}, err
		}
		rows, err := tx.Links(models.InvitationLink, actor.WorkspaceID, p)
		return core.PageOf(rows, p, store.LinkCursor), err
	})
}

// RevokeInvitation ends an invitation at once. One that was used already stays as it is.
func (m Members) RevokeInvitation(ctx context.Context, id string) error {
	actor := models.ActorFrom(ctx)
	return m.core.Store.Write(ctx, func(tx *store.Tx) error {
		link, err := tx.Link(id)
		if err == nil {
			err = models.Allow(actor, models.ManageMembers, link)
		}
		if models.CodeOf(err) == models.CodeNotFound || (err == nil && link.Kind != models.InvitationLink) {
			return models.Errorf(models.CodeNotFound, "there is no invitation %q in this workspace", id)
		}
		if err != nil || !link.Open(m.core.Now()) {
			return err
		}
		if err := tx.EndLink(id, false, m.core.Now()); err != nil {
			return err
		}
		return m.core.Record(tx, actor, core.AuditEntry{Action: models.ManageMembers, Kind: "invitation", ID: id,
			Changes: core.AddChange(nil, "email", link.Email, "")})
	})
}

// Reset makes a link with which a member sets a new password. An owner may do that for accounts that belong to this
// workspace alone: one that is open elsewhere too, or an administrator's, would open more to the owner than is the
// owner's, so there an administrator must do it.
func (m Members) Reset(ctx context.Context, userID string) (secret string, link models.OneTimeLink, err error) {
	actor := models.ActorFrom(ctx)
	err = m.core.Store.Write(ctx, func(tx *store.Tx) error {
		member, err := memberOf(tx, actor, models.ManageMembers, userID)
		if err != nil {
			return err
		}
		all, err := tx.MembershipsOf(userID)
		if err != nil {
			return err
		}
		if !actor.Admin && (len(all) != 1 || member.User.Admin || member.User.Disabled()) {
			return models.Errorf(models.CodeConflict, "only an administrator can reset this account")
		}
		if secret, link, err = m.steps.resetLink(tx, actor, member.User); err != nil {
			return err
		}
		return m.core.Record(tx, actor, core.AuditEntry{Action: models.ManageMembers, Kind: "member", ID: userID,
			Changes: core.AddChange(nil, "reset_link", "", link.ID)})
	})
	return secret, link, err
}

// resetLink replaces the open reset links of an account by a new one.
func (steps *Steps) resetLink(tx *store.Tx, by models.Actor, user models.User) (string, models.OneTimeLink, error) {
	if _, err := tx.RevokeLinks(models.ResetLink, user.ID, steps.core.Now()); err != nil {
		return "", models.OneTimeLink{}, err
	}
	return steps.newLink(tx, by, models.OneTimeLink{Kind: models.ResetLink, UserID: user.ID}, ResetTTL)
}

// Reset makes a link with which the owner of any account sets a new password: for administrators. With dropTOTP the
// one-time codes end, for somebody who has lost the app and the recovery codes.
func (u Users) Reset(ctx context.Context, ref string, dropTOTP bool) (secret string, link models.OneTimeLink,
	err error) {
	actor := models.ActorFrom(ctx)
	err = u.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, models.ManageUsers, nil); err != nil {
			return err
		}
		user, err := userOf(tx, ref)
		if err != nil {
			return err
		}
		if secret, link, err = u.steps.resetLink(tx, actor, user); err != nil {
			return err
		}
		changes := core.AddChange(nil, "reset_link", "", link.ID)
		if dropTOTP && user.TOTP != "" {
			changes = core.AddChange(changes, "one_time_codes", core.YesNo(user.HasTOTP()), "no")
			user.TOTP, user.TOTPAt, user.TOTPStep, user.RecoveryCodes = "", models.User{}.TOTPAt, 0, nil
			user.Version++
			if err := tx.UpdateUser(user); err != nil {
				return err
			}
		}
		return u.core.Record(tx, actor, core.AuditEntry{Action: models.ManageUsers, Instance: true, Kind: "user",
			ID: user.ID, Changes: changes})
	})
	return secret, link, err
}

// endedChanges adds to the changes of a membership that assignments ended with it.
func endedChanges(changes []models.FieldChange, n int64) []models.FieldChange {
	if n == 0 {
		return changes
	}
	return append(changes, models.FieldChange{Field: "assignments", From: strconv.Itoa(int(n)), To: "0"})
}
