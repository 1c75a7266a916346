package access

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Links are the operations of one-time links: the first set-up, invitations and resets. Whoever asks needs no
// session, only the link's secret.
type Links struct {
	core  *core.OperationBase
	steps *Steps
}

// How long the links wait.
const (
	SetupTTL      = 24 * time.Hour
	InvitationTTL = 7 * 24 * time.Hour
	ResetTTL      = 24 * time.Hour
)

// LinkView is what a link says of itself to whoever holds it.
type LinkView struct {
	models.OneTimeLink
	Workspace models.Workspace // of an invitation
	Email     string           // of the account that it makes or changes; "" for a set-up
	// there is an account with the e-mail address: an invitation then wants its owner to be signed in
	Known bool
}

// newLink stores a link and returns its secret.
func (steps *Steps) newLink(tx *store.Tx, by models.Actor, l models.OneTimeLink, ttl time.Duration) (string,
	models.OneTimeLink, error) {
	return steps.newLinkOf(tx, by, l, ttl, models.IdempotencyKey{})
}

// newLinkOf is newLink for a form, which gets the same secret when it is sent again.
func (steps *Steps) newLinkOf(tx *store.Tx, by models.Actor, l models.OneTimeLink, ttl time.Duration,
	form models.IdempotencyKey) (string, models.OneTimeLink, error) {
	secret := credentials.SecretFor(credentials.LinkPrefix, form)
	l.ID, l.Hash, l.CreatedAt, l.CreatedBy, l.ExpiresAt = models.NewID(), credentials.HashSecret(
		secret,
	), steps.core.Now(), by.Name, steps.core.Now().
		Add(ttl)
	return secret, l, tx.CreateLink(l)
}

// openLink finds a link that can be used.
func (steps *Steps) openLink(tx *store.Tx, secret string) (models.OneTimeLink, error) {
	gone := models.Errorf(models.CodeNotFound,
		"this link does not open: it was used, ended or replaced, it has expired, or part of it is missing. Ask whoever "+
			"sent it to you for a new one; if you used it already, sign in")
	if !credentials.IsSecret(secret, credentials.LinkPrefix) {
		return models.OneTimeLink{}, gone
	}
	link, err := tx.LinkByHash(credentials.HashSecret(secret))
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && (!link.Open(steps.core.Now()) ||
		steps.fromAhead(link.CreatedAt))) {
		return models.OneTimeLink{}, gone
	}
	return link, err
}

// Check tells what a link is for, without using it.
func (l Links) Check(ctx context.Context, secret string) (LinkView, error) {
	return core.Read(ctx, l.core, func(tx *store.Tx) (LinkView, error) {
		link, err := l.steps.openLink(tx, secret)
		if err != nil {
			return LinkView{}, err
		}
		view := LinkView{OneTimeLink: link, Email: link.Email}
		switch link.Kind {
		case models.InvitationLink:
			if view.Workspace, err = tx.Workspace(link.WorkspaceID); err != nil {
				return view, err
			}
			_, err = tx.UserByEmail(link.Email)
		case models.ResetLink:
			var user models.User
			user, err = tx.User(link.UserID)
			view.Email = user.Email
		default:
			return view, nil
		}
		view.Known = err == nil
		if models.CodeOf(err) == models.CodeNotFound {
			err = nil
		}
		return view, err
	})
}

// LinkInput is what the holder of a link brings: for a set-up all of it, for an invitation without an account name
// and password, for a reset the password. Previous is the secret of the session that the client had, "" if none.
type LinkInput struct {
	Email    string
	Name     string
	Password string
	Previous string

	KeepTokens bool // at a reset: personal tokens and access keys, which end otherwise, go on working
}

// Use uses a link up, and begins a session: it returns the session's secret. An invitation to somebody with an account
// wants that person to be signed in, and takes the rest from there. A reset of an account with one-time codes begins
// no session (secret ""): signing in wants the code. Of two who use a link at once, one gets NotFound.
func (l Links) Use(ctx context.Context, link string, in LinkInput) (secret string, view SessionView, err error) {
	actor := models.ActorFrom(ctx)
	phc, err := l.hashFor(ctx, link, actor, in)
	if err != nil {
		return "", view, err
	}
	err = l.core.Store.Write(ctx, func(tx *store.Tx) error {
		found, err := l.steps.openLink(tx, link)
		if err != nil {
			return err
		}
		use := &linkUse{Steps: l.steps, tx: tx, actor: actor, link: found, in: in, phc: phc}
		user, err := use.run()
		if err != nil {
			return err
		}
		if err := tx.EndLink(found.ID, true, l.core.Now()); err != nil {
			return err
		}
		if found.Kind == models.ResetLink && user.HasTOTP() {
			return nil
		}
		secret, view, err = l.steps.beginSession(tx, ctx, sessionStart{user: user, method: models.MethodLink,
			previous: in.Previous, workspace: use.workspace})
		return err
	})
	return secret, view, err
}

// hashFor hashes the password that the link wants, before the transaction: hashing takes long. The link is looked at
// first, so that nobody without one can make the server work.
func (l Links) hashFor(ctx context.Context, link string, actor models.Actor, in LinkInput) (string, error) {
	view, err := l.Check(ctx, link)
	if err != nil {
		return "", err
	}
	if view.Kind == models.InvitationLink && view.Known {
		return "", nil
	}
	if view.Kind != models.ResetLink {
		user := models.UserInput{Email: in.Email, Name: in.Name}
		if view.Kind == models.InvitationLink {
			user.Email = view.OneTimeLink.Email
		}
		if err := models.Validate(&user); err != nil {
			return "", err
		}
	}
	about := []string{in.Name, in.Email, view.Email, view.Workspace.Name}
	if view.Kind == models.ResetLink {
		about, err = core.Read(ctx, l.core, func(tx *store.Tx) ([]string, error) {
			user, err := tx.User(view.UserID)
			if err != nil {
				return nil, err
			}
			return credentials.AboutUser(tx, user)
		})
		if err != nil {
			return "", err
		}
	}
	if err := credentials.CheckPassword("password", in.Password, about...); err != nil {
		return "", err
	}
	return l.steps.passwords.Hash(ctx, in.Password)
}

// CreateDemoLink makes a link that signs a user in by itself, on the machine of the server only, and ends the one
// before. Only a server that was made as a demo has any.
func (l Links) CreateDemoLink(ctx context.Context, userID string) (string, error) {
	if l.steps.demo == nil {
		return "", models.Errorf(models.CodeConflict, "this server is no demo: people sign in")
	}
	if err := models.Allow(models.ActorFrom(ctx), models.ManageUsers, nil); err != nil {
		return "", err
	}
	return l.steps.demo.Create(userID, l.core.Now()), nil
}

// IsDemoLink tells whether a secret is that of the demo's link. Such a link is used, not looked at.
func (l Links) IsDemoLink(secret string) bool { return l.steps.demo.Is(secret) }

// UseDemoLink uses the demo's link up, and begins a session: it returns the session's secret. Previous is the secret of
// the session that the client had, "" if none.
func (l Links) UseDemoLink(ctx context.Context, link, previous string) (secret string, view SessionView, err error) {
	userID, err := l.steps.demo.Take(link, models.ClientFrom(ctx).Address, l.core.Now())
	if err != nil {
		return "", view, err
	}
	err = l.core.Store.Write(ctx, func(tx *store.Tx) error {
		user, err := tx.User(userID)
		if err == nil && user.Disabled() {
			err = models.Errorf(models.CodeNotFound, "this account is disabled")
		}
		if err == nil {
			secret, view, err = l.steps.beginSession(tx, ctx, sessionStart{user: user, method: models.MethodLink,
				previous: previous})
		}
		return err
	})
	return secret, view, err
}

// linkUse is the use of a link within its transaction.
type linkUse struct {
	*Steps
	tx        *store.Tx
	actor     models.Actor
	link      models.OneTimeLink
	in        LinkInput
	phc       string
	workspace string // to start in
}

func (u *linkUse) run() (models.User, error) {
	switch u.link.Kind {
	case models.SetupLink:
		return u.setup()
	case models.InvitationLink:
		return u.join()
	}
	return u.reset()
}

// setup makes the first administrator, who owns the first workspace.
func (u *linkUse) setup() (models.User, error) {
	if n, err := u.tx.Administrators(); err != nil || n > 0 {
		if err == nil {
			err = models.Errorf(models.CodeNotFound, "this server is set up already")
		}
		return models.User{}, err
	}
	by := models.ProgramActor("")
	by.Address = u.actor.Address
	user, err := u.newUser(u.tx, by, models.UserInput{Email: u.in.Email, Name: u.in.Name, Admin: true}, u.phc)
	if err != nil {
		return user, err
	}
	spaces, err := u.tx.Workspaces()
	if err != nil || len(spaces) == 0 {
		return user, err
	}
	by.WorkspaceID, u.workspace = spaces[0].ID, spaces[0].ID
	_, err = u.newMember(u.tx, by, user, models.MemberGrant{Role: models.Owner}, models.LocalMember)
	return user, err
}

// join makes the member that an invitation is for, and the account where there is none yet.
func (u *linkUse) join() (models.User, error) {
	by := models.Actor{Kind: models.SystemActor, Name: u.link.CreatedBy, WorkspaceID: u.link.WorkspaceID,
		Address: u.actor.Address}
	user, err := u.tx.UserByEmail(u.link.Email)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		if u.phc == "" {
			return user, models.Errorf(models.CodeConflict, "the account was removed meanwhile: try again")
		}
		user, err = u.newUser(u.tx, by, models.UserInput{Email: u.link.Email, Name: u.in.Name}, u.phc)
	case err == nil && (u.actor.Kind != models.UserActor || u.actor.UserID != user.ID):
		err = models.Errorf(models.CodeUnauthenticated,
			"there is an account for this e-mail address: sign in with it, and open the link again")
	}
	if err != nil {
		return user, err
	}
	u.workspace = u.link.WorkspaceID
	if _, err := u.tx.Member(u.link.WorkspaceID, user.ID); models.CodeOf(err) != models.CodeNotFound {
		return user, err // a member already: the link changes nothing
	}
	by.ID, by.Name, by.Kind, by.UserID = user.ID, user.Name, models.UserActor, user.ID
	_, err = u.newMember(u.tx, by, user, u.link.Grant, models.LocalMember)
	return user, err
}

// reset sets another password; all sessions end, and all personal tokens and access keys unless they are kept on
// purpose: whoever knew the old password may have made some.
func (u *linkUse) reset() (models.User, error) {
	user, err := u.tx.User(u.link.UserID)
	if err != nil {
		return user, err
	}
	if user.Disabled() {
		return user, models.Errorf(models.CodeNotFound, "this account is disabled")
	}
	if _, err := u.tx.RevokeSessions(user.ID, "", u.core.Now()); err != nil {
		return user, err
	}
	if err := u.tx.ForgetAttempts(credentials.CountersFor("password", user.Email, "")[1].Key); err != nil {
		return user, err
	}
	by := models.Actor{Kind: models.UserActor, ID: user.ID, Name: user.Name, Address: u.actor.Address}
	if err := u.setPassword(u.tx, by, user, u.phc); err != nil {
		return user, err
	}
	if !u.in.KeepTokens {
		if err := u.endPersonal(u.tx, by, user.ID); err != nil {
			return user, err
		}
	}
	return u.tx.User(user.ID)
}
