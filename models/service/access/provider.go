package access

import (
	"cmp"
	"context"
	"strings"
	"unicode"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// providerName stands in histories for what the claims of the identity provider decided.
const providerName = "identity provider"

// maxProviderText bounds issuer and subject, in bytes.
const maxProviderText = 1000

// SignInByProvider begins a session of whoever the identity provider has vouched for, and returns its secret. A session
// that the client had before (its secret, "" if none) ends. Who that is: the account that the subject is tied to;
// else the account with the e-mail address, if the provider says that the address is the person's, which ties it;
// else a new account, if a mapping gives the person a role. Memberships that claims keep are set again. A second
// factor is the provider's business: one-time codes of the account are not asked for.
func (s Sessions) SignInByProvider(ctx context.Context, id models.ProviderIdentity, previous string) (secret string,
	view SessionView, err error) {
	for _, text := range []string{id.Issuer, id.Subject} {
		if text == "" || len(text) > maxProviderText || models.TextFault(text) != "" {
			return "", view, models.Errorf(models.CodeUnauthenticated, "the identity provider did not say who this is")
		}
	}
	s.steps.noteClaims(ctx, id.Claims)
	var kept []string
	err = s.core.Store.Write(ctx, func(tx *store.Tx) error {
		p := &providerSignIn{Steps: s.steps, tx: tx, id: id, address: models.ClientFrom(ctx).Address}
		user, err := p.account()
		if err != nil {
			return err
		}
		if err := p.roles(&user); err != nil {
			return err
		}
		kept = p.kept
		secret, view, err = s.steps.beginSession(tx, ctx, sessionStart{user: user, method: models.MethodProvider,
			previous: previous})
		return err
	})
	if err != nil {
		return "", SessionView{}, err
	}
	for _, what := range kept {
		s.core.Log.WarnContext(ctx,
			"the claims of the identity provider take a role away that somebody must have: it stays", "user", view.User.ID,
			"role", what)
	}
	return secret, view, nil
}

// providerSignIn is a sign-in by the provider within its transaction.
type providerSignIn struct {
	*Steps
	tx      *store.Tx
	id      models.ProviderIdentity
	address string
	granted mappedRoles
	made    bool     // the account is one that the provider made, now or at its first sign-in
	kept    []string // roles that should have gone, and stay
}

// mappedRoles are what the mappings give: roles by workspace id, and whether the person is an administrator.
type mappedRoles struct {
	roles   map[string]models.Role
	admin   bool
	matched []models.RoleMapping
}

// by is the actor of the audit lines; workspaceID is "" for the instance.
func (p *providerSignIn) by(workspaceID string) models.Actor {
	return models.Actor{Kind: models.SystemActor, Name: providerName, WorkspaceID: workspaceID, Address: p.address}
}

// account finds or makes the account, and reads the mappings.
func (p *providerSignIn) account() (models.User, error) {
	if err := p.tx.Alone("identity " + p.id.Issuer + "\n" + p.id.Subject); err != nil {
		return models.User{}, err
	}
	mappings, err := store.Mappings(p.tx).All()
	if err != nil {
		return models.User{}, err
	}
	p.granted = grantsOf(mappings, p.id.Claims)
	if err := noteMatches(p.tx, p.granted.matched, p.core.Now()); err != nil {
		return models.User{}, err
	}
	identity, err := p.tx.Identity(p.id.Issuer, p.id.Subject)
	var user models.User
	switch {
	case err == nil:
		if user, err = p.tx.User(identity.UserID); err == nil {
			// The identity of an account that the provider made is as old as the account; one that was tied to an
			// account came later.
			p.made = user.CreatedBy == providerName && identity.CreatedAt.Equal(user.CreatedAt)
		}
	case models.CodeOf(err) == models.CodeNotFound:
		user, err = p.firstTime()
	}
	if err == nil && user.Disabled() {
		err = models.Errorf(models.CodeForbidden, "this account is disabled")
	}
	return user, err
}

// firstTime is for a subject that nobody here is tied to.
func (p *providerSignIn) firstTime() (models.User, error) {
	email := strings.TrimSpace(p.id.Email)
	if email == "" || models.TextFault(email) != "" || models.HasUnseen(email) {
		return models.User{}, models.Errorf(models.CodeForbidden,
			"the identity provider gives no e-mail address for this login")
	}
	user, err := p.tx.UserByEmail(email)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return p.newcomer(email)
	case err != nil:
		return user, err
	}
	return user, p.tie(user)
}

// tie ties the subject to an account that has the e-mail address already. An address that the provider has not
// verified could be anybody's, and one that came with another subject before has been given to another person since.
func (p *providerSignIn) tie(user models.User) error {
	if !p.id.EmailVerified {
		return models.Errorf(models.CodeConflict,
			"there is an account with this e-mail address, and the identity provider has not verified that the "+
				"address is yours: sign in with the password, or have the address verified there")
	}
	known, err := p.tx.IdentitiesOf(user.ID)
	if err != nil {
		return err
	}
	for _, other := range known {
		if other.Issuer == p.id.Issuer {
			return models.Errorf(models.CodeConflict,
				"the account with this e-mail address belongs to another login of the identity provider: "+
					"an administrator must look at it")
		}
	}
	if user.Disabled() {
		return models.Errorf(models.CodeForbidden, "this account is disabled")
	}
	if err := p.tx.CreateIdentity(models.Identity{Issuer: p.id.Issuer, Subject: p.id.Subject, UserID: user.ID,
		CreatedAt: p.core.Now()}); err != nil {
		return err
	}
	return p.core.Record(p.tx, p.by(""), core.AuditEntry{Action: models.ManageUsers, Instance: true, Kind: "user",
		ID:      user.ID,
		Changes: core.AddChange(nil, "identity", "", p.id.Issuer+" "+p.id.Subject)})
}

// newcomer makes an account for somebody whom a mapping gives a role: an account at the provider alone gives no access.
func (p *providerSignIn) newcomer(email string) (models.User, error) {
	if len(p.granted.roles) == 0 && !p.granted.admin {
		return models.User{}, models.Errorf(models.CodeForbidden,
			"your login gives you no role on this server: ask an administrator")
	}
	in := models.UserInput{Email: email, Name: cmp.Or(oneLine(p.id.Name, 100), oneLine(email, 100))}
	if err := models.Validate(&in); err != nil {
		return models.User{}, models.Errorf(models.CodeForbidden,
			"the identity provider gives no e-mail address that can be used: %w", err)
	}
	user, err := p.newUser(p.tx, p.by(""), in, "")
	if err != nil {
		return user, err
	}
	p.made = true
	err = p.tx.CreateIdentity(models.Identity{Issuer: p.id.Issuer, Subject: p.id.Subject, UserID: user.ID,
		CreatedAt: user.CreatedAt})
	if err != nil {
		return user, err
	}
	return user, p.core.Record(p.tx, p.by(""), core.AuditEntry{Action: models.ManageUsers, Instance: true,
		Kind: "user", ID: user.ID,
		Changes: core.AddChange(nil, "identity", "", p.id.Issuer+" "+p.id.Subject)})
}

// oneLine makes a name of what the provider says: what does not show is left out, and it is cut to so many characters.
func oneLine(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !models.OneLine(string(r)) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.TrimSpace(clipText(strings.TrimSpace(s), most))
}
