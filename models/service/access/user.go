package access

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// Users are the operations of accounts: of one's own, and of all for administrators.
type Users struct {
	core  *core.OperationBase
	steps *Steps
}

// selfOf is the account of the person who asks.
func selfOf(tx *store.Tx, actor models.Actor) (models.User, error) {
	if err := models.Allow(actor, models.ManageSelf, nil); err != nil {
		return models.User{}, err
	}
	return tx.User(actor.UserID)
}

// UpdateSelf changes what is the person's own to change of an account: the name and the time zone.
func (u Users) UpdateSelf(ctx context.Context, own models.OwnPatch) (models.User, error) {
	patch := models.UserPatch{Name: own.Name, TimeZone: own.TimeZone}
	if err := models.Validate(&patch); err != nil {
		return models.User{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, u.core, func(tx *store.Tx) (models.User, error) {
		user, err := selfOf(tx, actor)
		if err != nil {
			return user, err
		}
		return u.steps.changeUser(tx, actor, models.ManageSelf, user, patch)
	})
}

// ChangePassword sets the person's password; it wants the old one, where there is one. All other sessions of the
// person end.
func (u Users) ChangePassword(ctx context.Context, old, new string) error {
	actor := models.ActorFrom(ctx)
	about, err := core.Read(ctx, u.core, func(tx *store.Tx) ([]string, error) {
		user, err := selfOf(tx, actor)
		if err != nil {
			return nil, err
		}
		return credentials.AboutUser(tx, user)
	})
	if err == nil {
		err = credentials.CheckPassword("new_password", new, about...)
	}
	if err != nil {
		return err
	}
	phc, err := u.steps.passwords.Hash(ctx, new)
	if err != nil {
		return err
	}
	return u.withPassword(ctx, old, func(tx *store.Tx, actor models.Actor, user models.User) error {
		if _, err := tx.RevokeSessions(user.ID, actor.SessionID, u.core.Now()); err != nil {
			return err
		}
		return u.steps.setPassword(tx, actor, user, phc)
	})
}

// setPassword stores a password's hash.
func (steps *Steps) setPassword(tx *store.Tx, actor models.Actor, user models.User, phc string) error {
	user.Password, user.PasswordAt = phc, steps.core.Now()
	user.Version++
	if err := tx.UpdateUser(user); err != nil {
		return err
	}
	if _, err := tx.RevokeLinks(models.ResetLink, user.ID, steps.core.Now()); err != nil {
		return err
	}
	return steps.core.Record(tx, actor, core.AuditEntry{Action: models.ManageSelf, Instance: true, Kind: "user",
		ID:      user.ID,
		Changes: core.AddChange(nil, "password", "", "changed")})
}

// recentSignIn is how long after a sign-in an account without a password may do what others are asked their password
// for.
const recentSignIn = 10 * time.Minute

// signedInRecently refuses a session that began too long ago. One that began in the future, by a clock that ran
// ahead, did too.
func (steps *Steps) signedInRecently(tx *store.Tx, actor models.Actor) error {
	session, err := tx.Session(actor.SessionID)
	if err == nil && steps.core.Now().Sub(session.CreatedAt).Abs() > recentSignIn {
		err = models.Errorf(models.CodeConflict,
			"your account has no password that could be asked for: sign out, sign in again, and do this within %s",
			credentials.InWords(recentSignIn))
	}
	return err
}

// withPassword does something to the person's own account after the password was given once more. Wrong ones are
// counted for the session. An account that has no password, since its owner comes from an identity provider, must
// have signed in a short while ago instead.
func (u Users) withPassword(ctx context.Context, password string,
	do func(*store.Tx, models.Actor, models.User) error) error {
	actor := models.ActorFrom(ctx)
	user, err := core.Read(ctx, u.core, func(tx *store.Tx) (models.User, error) { return selfOf(tx, actor) })
	if err != nil {
		return err
	}
	// what strangers try does not lock a live session
	t := credentials.GuardedTry{What: credentials.SignInTry,
		Counters: credentials.NarrowCounter("session:" + actor.SessionID), User: user}
	if user.Password != "" {
		err = u.steps.attempts.Make(ctx, t, func() error {
			good, err := u.steps.passwords.Matches(ctx, password, user.Password)
			if err == nil && !good {
				err = &credentials.FailedTry{Err: models.InvalidInput(models.FieldFault{Field: "password", Message: "is wrong"}),
					Reason: "wrong password in a live session"}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return u.core.Store.Write(ctx, func(tx *store.Tx) error {
		now, err := selfOf(tx, actor)
		if err != nil {
			return err
		}
		if now.Password == "" {
			if err := u.steps.signedInRecently(tx, actor); err != nil {
				return err
			}
		}
		if now.Password != user.Password {
			return models.Errorf(models.CodeConflict, "the password was changed meanwhile")
		}
		if err := credentials.ForgetFailures(tx, t.Counters); err != nil {
			return err
		}
		return do(tx, actor, now)
	})
}

// List returns all accounts of the instance by name.
func (u Users) List(ctx context.Context, q models.UserQuery) (models.ResultPage[models.User], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, u.core, func(tx *store.Tx) (models.ResultPage[models.User], error) {
		if err := models.Allow(actor, models.ManageUsers, nil); err != nil {
			return models.ResultPage[models.User]{}, err
		}
		rows, err := tx.Users(q)
		return core.PageOf(rows, q.PageRequest, store.UserCursor), err
	})
}

// Get returns one account by id or e-mail address.
func (u Users) Get(ctx context.Context, ref string) (models.User, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, u.core, func(tx *store.Tx) (models.User, error) {
		if err := models.Allow(actor, models.ManageUsers, nil); err != nil {
			return models.User{}, err
		}
		return userOf(tx, ref)
	})
}

// userOf finds an account by id or e-mail address.
func userOf(tx *store.Tx, ref string) (models.User, error) {
	get := tx.UserByEmail
	if models.IsID(ref) {
		get = tx.User
	}
	user, err := get(ref)
	if models.CodeOf(err) == models.CodeNotFound {
		return user, models.Errorf(models.CodeNotFound, "there is no user %q", ref)
	}
	return user, err
}

// Create makes an account. Without a password ("") its owner gets in by a reset link or the identity provider.
func (u Users) Create(ctx context.Context, in models.UserInput, password string) (models.User, error) {
	if err := models.Validate(&in); err != nil {
		return models.User{}, err
	}
	phc := ""
	if password != "" {
		if err := credentials.CheckPassword("password", password, in.Name, in.Email); err != nil {
			return models.User{}, err
		}
		var err error
		if phc, err = u.steps.passwords.Hash(ctx, password); err != nil {
			return models.User{}, err
		}
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, u.core, func(tx *store.Tx) (models.User, error) {
		if err := models.Allow(actor, models.ManageUsers, nil); err != nil {
			return models.User{}, err
		}
		return u.steps.newUser(tx, actor, in, phc)
	})
}

// newUser stores a new account.
func (steps *Steps) newUser(tx *store.Tx, by models.Actor, in models.UserInput, phc string) (models.User, error) {
	if _, err := tx.UserByEmail(in.Email); err == nil {
		return models.User{}, models.Errorf(models.CodeConflict, "there is an account with the e-mail address %s already",
			in.Email)
	} else if models.CodeOf(err) != models.CodeNotFound {
		return models.User{}, err
	}
	user := models.User{ID: models.NewID(), Email: in.Email, Name: in.Name, Password: phc, Admin: in.Admin,
		CreatedAt: steps.core.Now(),
		CreatedBy: by.Name, Version: 1}
	if phc != "" {
		user.PasswordAt = steps.core.Now()
	}
	if err := tx.CreateUser(user); err != nil {
		return user, err
	}
	changes := core.AddChange(core.AddChange(nil, "email", "", in.Email), "name", "", in.Name)
	return user, steps.core.Record(tx, by, core.AuditEntry{Action: models.ManageUsers, Instance: true, Kind: "user",
		ID:      user.ID,
		Changes: core.AddChange(changes, "administrator", "no", core.YesNo(in.Admin))})
}

// Update changes an account: name, e-mail address, time zone, administrator or not, disabled or not. A disabled
// account's sessions end, and its personal tokens and keys stop working. The last administrator stays one.
func (u Users) Update(ctx context.Context, ref string, patch models.UserPatch, seen models.IfMatch) (models.User,
	error) {
	if err := models.Validate(&patch); err != nil {
		return models.User{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, u.core, func(tx *store.Tx) (models.User, error) {
		if err := models.Allow(actor, models.ManageUsers, nil); err != nil {
			return models.User{}, err
		}
		user, err := userOf(tx, ref)
		if err != nil {
			return user, err
		}
		if err := core.CheckVersion(seen, user.Version, user); err != nil {
			return user, err
		}
		return u.steps.changeUser(tx, actor, models.ManageUsers, user, patch)
	})
}

// changeUser applies a patch to an account. One that changes nothing writes no audit line.
func (steps *Steps) changeUser(tx *store.Tx, actor models.Actor, action models.Action, old models.User,
	patch models.UserPatch) (models.User, error) {
	user := old
	if patch.Name != nil {
		user.Name = *patch.Name
	}
	if patch.TimeZone != nil {
		user.TimeZone, _ = timezone.Name(*patch.TimeZone) // "" for ""
	}
	if patch.Email != nil {
		user.Email = *patch.Email
	}
	if patch.Admin != nil {
		user.Admin = *patch.Admin
	}
	if patch.Disabled != nil && *patch.Disabled != old.Disabled() {
		user.DisabledAt = old.DisabledAt
		if *patch.Disabled {
			user.DisabledAt = steps.core.Now()
		} else {
			user.DisabledAt = models.User{}.DisabledAt
		}
	}
	changes := core.AddChange(nil, "name", old.Name, user.Name)
	changes = core.AddChange(changes, "email", old.Email, user.Email)
	changes = core.AddChange(changes, "administrator", core.YesNo(old.Admin), core.YesNo(user.Admin))
	changes = core.AddChange(changes, "disabled", core.YesNo(old.Disabled()), core.YesNo(user.Disabled()))
	changes = core.AddChange(changes, "time_zone", old.TimeZone, user.TimeZone)
	if len(changes) == 0 {
		return old, nil
	}
	if err := steps.emailIsFree(tx, user); err != nil {
		return old, err
	}
	user.Version++
	if err := tx.UpdateUser(user); err != nil {
		return old, err
	}
	if user.Disabled() && !old.Disabled() {
		if _, err := tx.RevokeSessions(user.ID, "", steps.core.Now()); err != nil {
			return old, err
		}
	}
	if err := keepsAdministrator(tx, old, user); err != nil {
		return old, err
	}
	return user, steps.core.Record(tx, actor, core.AuditEntry{Action: action, Instance: true, Kind: "user",
		ID: user.ID, Changes: changes})
}

func (steps *Steps) emailIsFree(tx *store.Tx, user models.User) error {
	other, err := tx.UserByEmail(user.Email)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return nil
	case err == nil && other.ID != user.ID:
		return models.Errorf(models.CodeConflict, "there is an account with the e-mail address %s already", user.Email)
	}
	return err
}

// keepsAdministrator refuses a change that leaves the instance without an administrator.
func keepsAdministrator(tx *store.Tx, old, now models.User) error {
	if !old.Admin || old.Disabled() || (now.Admin && !now.Disabled()) {
		return nil
	}
	if err := tx.Alone("administrators"); err != nil {
		return err
	}
	if n, err := tx.Administrators(); err != nil || n > 0 {
		return err
	}
	return models.Errorf(models.CodeConflict, "this is the last administrator: make another one first")
}
