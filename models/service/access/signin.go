package access

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// wrongSignIn is what everybody is told who can't sign in, whether or not there is such an account.
func wrongSignIn() error {
	return models.Errorf(models.CodeUnauthenticated, "the e-mail address or the password is wrong")
}

// SignIn checks e-mail address, password and, where the account wants one, the one-time or recovery code, and begins a
// session, whose secret it returns. A session that the client had before (its secret, "" if none) ends. Every failure
// gives the same message and takes the same time; after some failures it is RateLimited. Tries that succeed never
// count. A right password without a code that is wanted is Unauthenticated with a Fault at "code".
func (s Sessions) SignIn(ctx context.Context, in models.SignIn, previous string) (secret string, view SessionView,
	err error) {
	if len(in.Email) > 1000 || len(in.Password) > 4*models.MaxPassword || models.TextFault(in.Email) != "" {
		return "", view, wrongSignIn()
	}
	user, err := core.Read(ctx, s.core, func(tx *store.Tx) (models.User, error) { return tx.UserByEmail(in.Email) })
	if err != nil && models.CodeOf(err) != models.CodeNotFound {
		return "", view, err
	}
	t := s.steps.signInTries(models.ClientFrom(ctx), in.Email, user)
	err = s.steps.attempts.Make(ctx, t, func() error {
		secret, view, err = s.signIn(ctx, in, t, previous)
		return err
	})
	return secret, view, err
}

// reasonAgainst says why a sign-in of the account fails, "" if it does not.
func reasonAgainst(user models.User, good bool) string {
	switch {
	case user.ID == "":
		return credentials.UnknownAccount
	case user.Password == "":
		return "the account has no password"
	case !good:
		return "wrong password"
	case user.Disabled():
		return "the account is disabled"
	}
	return ""
}

// signIn compares password and code, and begins the session.
func (s Sessions) signIn(ctx context.Context, in models.SignIn, t credentials.GuardedTry,
	previous string) (secret string,
	view SessionView, err error) {
	user := t.User
	good, err := s.steps.passwords.Matches(ctx, in.Password, user.Password)
	if err != nil {
		return "", view, err
	}
	if reason := reasonAgainst(user, good); reason != "" {
		return "", view, &credentials.FailedTry{Err: wrongSignIn(), Reason: reason}
	}
	renewed := ""
	if s.steps.passwords.Outdated(user.Password) {
		if renewed, err = s.steps.passwords.Hash(ctx, in.Password); err != nil {
			return "", view, err
		}
	}
	err = s.core.Store.Write(ctx, func(tx *store.Tx) error {
		now, err := tx.User(user.ID)
		if err != nil || now.Password != user.Password || now.Disabled() { // changed meanwhile
			return &credentials.FailedTry{Err: wrongSignIn(), Reason: "the account was changed meanwhile"}
		}
		if err := s.steps.useCode(&now, in.Code); err != nil {
			return err
		}
		if err := credentials.ForgetFailures(tx, t.Counters); err != nil {
			return err
		}
		if renewed != "" {
			now.Password = renewed
		}
		secret, view, err = s.steps.beginSession(tx, ctx, sessionStart{user: now, method: models.MethodPassword,
			previous: previous})
		return err
	})
	return secret, view, err
}

// sessionStart is a session that is about to begin.
type sessionStart struct {
	user      models.User
	method    string
	previous  string // secret of the session that the client had before
	workspace string // to start in; "" is the one of the last session, or the first
}

// beginSession starts a session of a user under a new secret, and ends the one the client had.
func (steps *Steps) beginSession(tx *store.Tx, ctx context.Context, b sessionStart) (string, SessionView, error) {
	if err := steps.endPrevious(tx, b.previous); err != nil {
		return "", SessionView{}, err
	}
	now, client := steps.core.Now(), models.ClientFrom(ctx)
	if _, err := tx.PurgeSessions(now.Add(-30 * 24 * time.Hour)); err != nil {
		return "", SessionView{}, err
	}
	members, err := tx.MembershipsOf(b.user.ID)
	if err != nil {
		return "", SessionView{}, err
	}
	live, err := steps.makeRoom(tx, b.user.ID)
	if err != nil {
		return "", SessionView{}, err
	}
	secret := credentials.NewSecret(credentials.SessionPrefix)
	session := models.Session{
		ID: models.NewID(), Hash: credentials.HashSecret(secret), UserID: b.user.ID, WorkspaceID: startIn(b.workspace,
			live, members), Method: b.method,
		Address: client.Address, Agent: clipText(client.Agent,
			models.MaxAgent), CreatedAt: now, SeenAt: now.Truncate(time.Minute),
		ExpiresAt: now.Add(steps.sessionMax),
	}
	if err := tx.CreateSession(session); err != nil {
		return "", SessionView{}, err
	}
	b.user.LastSignInAt = now
	if err := tx.UpdateUser(b.user); err != nil {
		return "", SessionView{}, err
	}
	actor, err := actorOf(tx, session, b.user)
	if err != nil {
		return "", SessionView{}, err
	}
	actor.Address = client.Address
	if err := steps.core.Record(tx, actor, core.AuditEntry{Action: models.ManageSelf, Instance: true, Kind: "session",
		ID:      session.ID,
		Changes: core.AddChange(nil, "sign_in", "", b.method)}); err != nil {
		return "", SessionView{}, err
	}
	view, err := viewSession(tx, actor, session, b.user)
	if err == nil {
		view.Device, err = credentials.RememberDevice(steps.cookies, client.Device, b.user.ID, now)
	}
	return secret, view, err
}

func (steps *Steps) endPrevious(tx *store.Tx, secret string) error {
	if !credentials.IsSecret(secret, credentials.SessionPrefix) {
		return nil
	}
	old, err := tx.SessionByHash(credentials.HashSecret(secret))
	if err == nil {
		err = tx.RevokeSession(old.ID, steps.core.Now())
	}
	if models.CodeOf(err) == models.CodeNotFound { // none, or ended already
		return nil
	}
	return err
}

// makeRoom keeps the number of a user's sessions bounded, and returns those that live, newest first.
func (steps *Steps) makeRoom(tx *store.Tx, userID string) ([]models.Session, error) {
	live, err := tx.LiveSessions(userID, steps.core.Now())
	if err != nil || len(live) < models.MaxLiveSessions {
		return live, err
	}
	for _, s := range live[models.MaxLiveSessions-1:] {
		if err := tx.RevokeSession(s.ID, steps.core.Now()); err != nil {
			return nil, err
		}
	}
	return live, nil
}

// startIn chooses the workspace of a new session: the one wanted, else that of the last session, else the first.
func startIn(wanted string, live []models.Session, members []models.Member) string {
	if len(live) > 0 && wanted == "" {
		wanted = live[0].WorkspaceID
	}
	for _, m := range members {
		if m.WorkspaceID == wanted {
			return wanted
		}
	}
	if len(members) > 0 {
		return members[0].WorkspaceID
	}
	return ""
}
