package access

import (
	"maps"
	"slices"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// grantsOf compares the claims with the mappings: the strongest role wins in each workspace.
func grantsOf(mappings []models.RoleMapping, claims models.IdentityClaims) mappedRoles {
	g := mappedRoles{roles: map[string]models.Role{}}
	for _, m := range mappings {
		if !slices.ContainsFunc(claims.Values(m.Claim), func(v string) bool { return models.SameName(v, m.Value) }) {
			continue
		}
		g.matched = append(g.matched, m)
		switch {
		case m.Role == models.Administrator:
			g.admin = true
		case !g.roles[m.WorkspaceID].AtLeast(m.Role):
			g.roles[m.WorkspaceID] = m.Role
		}
	}
	return g
}

// roles sets again what the claims decide: the memberships that they keep, and whether the person is an administrator.
// Memberships that people keep are left as they are, stronger or weaker.
func (p *providerSignIn) roles(user *models.User) error {
	members, err := p.tx.MembershipsOf(user.ID)
	if err != nil {
		return err
	}
	for _, m := range members {
		wanted := p.granted.roles[m.WorkspaceID]
		delete(p.granted.roles, m.WorkspaceID)
		if m.Source != models.ProviderMember || m.Role == wanted {
			continue
		}
		if err := p.move(*user, m, wanted); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.granted.roles)) {
		if _, err := p.newMember(p.tx, p.by(id), *user, models.MemberGrant{Role: p.granted.roles[id]},
			models.ProviderMember); err != nil {
			return err
		}
	}
	return p.administrator(user)
}

// move returns a membership that claims keep another role, or ends it (""). The last owner of a workspace stays one, as
// where people decide.
func (p *providerSignIn) move(user models.User, m models.Member, role models.Role) error {
	if m.Role == models.Owner && !user.Disabled() {
		if err := p.tx.Alone("owners of " + m.WorkspaceID); err != nil {
			return err
		}
		n, err := p.tx.Owners(m.WorkspaceID)
		if err != nil {
			return err
		}
		if n <= 1 {
			p.kept = append(p.kept, "last owner of workspace "+m.WorkspaceID)
			return nil
		}
	}
	changes := core.AddChange(nil, "role", string(m.Role), string(role))
	if role == "" {
		if err := p.tx.DeleteMember(m.WorkspaceID, user.ID); err != nil {
			return err
		}
		changes = append(core.AddChange(nil, "email", user.Email, ""), changes...)
	} else {
		m.Role, m.Version, m.UpdatedAt, m.UpdatedBy = role, m.Version+1, p.core.Now(), providerName
		if err := p.tx.UpdateMember(m); err != nil {
			return err
		}
	}
	ended, err := p.Hooks.AccessNarrowed(p.tx, user.ID)
	if err != nil {
		return err
	}
	return p.core.Record(p.tx, p.by(m.WorkspaceID), core.AuditEntry{Action: models.ManageMembers, Kind: "member",
		ID: user.ID, Changes: endedChanges(changes, ended)})
}

// administrator makes an administrator of whom a mapping says so. It makes none any more only of accounts that the
// provider made: whom people made an administrator, people look after. The last administrator stays one.
func (p *providerSignIn) administrator(user *models.User) error {
	if user.Admin == p.granted.admin || (user.Admin && !p.made) {
		return nil
	}
	if user.Admin {
		last, err := lastAdministrator(p.tx)
		if err != nil {
			return err
		}
		if last {
			p.kept = append(p.kept, "last administrator")
			return nil
		}
	}
	admin := p.granted.admin
	now, err := p.changeUser(p.tx, p.by(""), models.ManageUsers, *user, models.UserPatch{Admin: &admin})
	*user = now
	return err
}

func lastAdministrator(tx *store.Tx) (bool, error) {
	if err := tx.Alone("administrators"); err != nil {
		return false, err
	}
	n, err := tx.Administrators()
	return n <= 1, err
}
