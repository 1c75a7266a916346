package service

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/store"
)

// SignInByProvider begins a session for whoever the identity provider says it is, and gives the session's secret. A person who comes for the first time
// is tied to the account with the same e-mail address, if the provider says that it has verified it, or gets an account if a mapping gives
// a role; nobody gets one by merely having a login there. Memberships that mappings gave are set anew each time; those that people gave are
// never touched.
func (s Sessions) SignInByProvider(ctx context.Context, who models.ProviderIdentity, previous string) (secret string, view SessionView, err error) {
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		p := &provided{floor: s.floor, tx: tx, who: who, by: SystemActor("")}
		p.by.Name, p.by.Address = "Identity provider", models.ClientFrom(ctx).Address
		if err := p.readMappings(); err != nil {
			return err
		}
		user, err := p.account()
		if err != nil {
			return err
		}
		if user.Disabled() {
			return models.Errorf(models.Forbidden, "this account is shut")
		}
		if user, err = p.administrator(user); err != nil {
			return err
		}
		if err := p.memberships(user); err != nil {
			return err
		}
		secret, view, err = s.begin(tx, ctx, beginning{user: user, method: models.MethodProvider, previous: previous})
		return err
	})
	return secret, view, err
}

// provided is a sign-in by the provider at work in its transaction.
type provided struct {
	*floor
	tx    *store.Tx
	who   models.ProviderIdentity
	by    models.Actor
	admin bool
	roles map[string]models.Role // by workspace: the strongest that a mapping gives
}

func (p *provided) readMappings() error {
	rows, err := p.tx.Mappings()
	if err != nil {
		return err
	}
	p.roles = map[string]models.Role{}
	for _, m := range rows {
		switch {
		case !slices.Contains(p.who.Claims[m.Claim], m.Value):
		case m.Role == models.Administrator:
			p.admin = true
		case m.Role.AtLeast(cmp.Or(p.roles[m.WorkspaceID], models.Viewer)):
			p.roles[m.WorkspaceID] = m.Role
		}
	}
	return nil
}

// account finds, ties or makes the account.
func (p *provided) account() (models.User, error) {
	known, err := p.tx.Identity(p.who.Issuer, p.who.Subject)
	if err == nil {
		return p.tx.User(known.UserID)
	}
	if models.CodeOf(err) != models.NotFound {
		return models.User{}, err
	}
	user, err := p.tx.UserByEmail(p.who.Email)
	switch {
	case err == nil && !p.who.EmailVerified:
		return user, models.Errorf(models.Conflict, "there is an account with this e-mail address, and the identity provider has not verified that it is yours")
	case models.CodeOf(err) == models.NotFound:
		if user, err = p.newAccount(); err != nil {
			return user, err
		}
	case err != nil:
		return user, err
	}
	tie := models.Identity{Issuer: p.who.Issuer, Subject: p.who.Subject, UserID: user.ID, CreatedAt: p.now()}
	if err := p.tx.CreateIdentity(tie); err != nil {
		return user, err
	}
	return user, p.record(p.tx, p.by, deed{action: models.ManageUsers, instance: true, kind: "user", id: user.ID,
		changes: changed(nil, "identity", "", p.who.Issuer+" "+p.who.Subject)})
}

func (p *provided) newAccount() (models.User, error) {
	if len(p.roles) == 0 && !p.admin {
		return models.User{}, models.Errorf(models.Forbidden, "nothing here is open to you: an administrator can map one of your groups, or an owner invite you")
	}
	in := models.UserInput{Email: p.who.Email, Name: cmp.Or(strings.TrimSpace(clip(p.who.Name, 100)), p.who.Email)}
	if err := models.Validate(in); err != nil {
		return models.User{}, err
	}
	return p.newUser(p.tx, p.by, in, "")
}

// administrator makes an administrator of whoever a mapping says is one. An account without a password came by the provider alone: from it
// the provider takes that away too, unless it is the last one.
func (p *provided) administrator(user models.User) (models.User, error) {
	want := p.admin || (user.Admin && user.Password != "")
	if want == user.Admin {
		return user, nil
	}
	if user.Admin {
		if n, err := p.tx.Administrators(); err != nil || n < 2 {
			p.log.Warn("the last administrator stays one, though no claim says so any more", "user", user.ID)
			return user, err
		}
	}
	return p.change(p.tx, p.by, models.ManageUsers, user, models.UserPatch{Admin: &want})
}

// memberships sets those that the provider keeps to what the mappings give.
func (p *provided) memberships(user models.User) error {
	have, err := p.tx.MembershipsOf(user.ID)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, m := range have {
		known[m.WorkspaceID] = true
		if m.Source != models.ProviderMember {
			continue
		}
		if err := p.keep(m, user); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.roles)) {
		if known[id] {
			continue
		}
		by := p.by
		by.WorkspaceID = id
		if _, err := p.newMember(p.tx, by, user, models.Grant{Role: p.roles[id]}, models.ProviderMember); err != nil {
			return err
		}
	}
	return nil
}

// keep changes or ends one membership that the provider keeps.
func (p *provided) keep(m models.Member, user models.User) error {
	role := p.roles[m.WorkspaceID]
	if role == m.Role {
		return nil
	}
	by := p.by
	by.WorkspaceID = m.WorkspaceID
	was, is := models.Grant{Role: m.Role}, models.Grant{Role: role}
	if role == "" {
		if err := p.tx.DeleteMember(m.WorkspaceID, m.UserID); err != nil {
			return err
		}
		return p.record(p.tx, by, deed{action: models.ManageMembers, kind: "member", id: m.UserID,
			changes: append(changed(nil, "email", user.Email, ""), grantChanges(was, is)...)})
	}
	m.Role = role
	m.Version++
	m.UpdatedAt, m.UpdatedBy = p.now(), by.Name
	if !role.AtLeast(models.Contributor) || role.AtLeast(models.Architect) {
		m.Pillars = nil
	}
	if role.AtLeast(models.Architect) {
		m.Workloads = nil
	}
	if err := p.tx.UpdateMember(m); err != nil {
		return err
	}
	return p.record(p.tx, by, deed{action: models.ManageMembers, kind: "member", id: m.UserID, changes: grantChanges(was, is)})
}
