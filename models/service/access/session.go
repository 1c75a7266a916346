package access

import (
	"context"
	"strconv"
	"time"

	"plumbline/models"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/models/timezone"
)

// Sessions are the operations of signing in and out.
type Sessions struct {
	core  *core.OperationBase
	steps *Steps
}

// SessionView is who asks, and what is open to them.
type SessionView struct {
	Actor      models.Actor
	Session    models.Session // of a user or guest
	User       models.User    // of a user, or of whom a personal token acts for
	Workspace  models.Workspace
	Workspaces []Membership     // of a user
	Guest      models.GuestLink // of a guest
	Device     string           // of a user whose session begins: the cookie by which the device is known from now on
}

// Zone is the time zone in which whoever asks reads dates: the person's own, else the workspace's, else UTC. A guest
// has the workspace's.
func (v SessionView) Zone() timezone.Zone {
	return timezone.First(v.User.TimeZone, v.Workspace.TimeZone)
}

// Membership is a workspace that a user is a member of.
type Membership struct {
	models.Workspace
	Role models.Role
}

// Authenticate gives the actor behind a session's secret. Unknown, revoked, idle for too long and too old look the
// same from outside. What it reads need not be of one moment: what ended before is never let in.
func (s Sessions) Authenticate(ctx context.Context, secret string) (models.Actor, error) {
	if !credentials.IsSecret(secret, credentials.SessionPrefix) {
		return models.Actor{}, core.BadCredential()
	}
	var session models.Session
	hash := credentials.HashSecret(secret)
	actor, err := core.ReadCredential(ctx, s.core, store.SessionCredential, hash,
		func(tx *store.Tx) (actor models.Actor, err error) {
			if session, err = tx.SessionByHash(hash); err != nil {
				return actor, err
			}
			return s.steps.sessionActor(tx, session)
		})
	if models.CodeOf(err) == models.CodeNotFound {
		return models.Actor{}, core.BadCredential()
	}
	if err != nil {
		return models.Actor{}, err
	}
	s.steps.noteSession(session)
	return actor, nil
}

// Enter is Authenticate and Get at once: who comes with a session's secret, and what is open to them.
func (s Sessions) Enter(ctx context.Context, secret string) (SessionView, error) {
	if !credentials.IsSecret(secret, credentials.SessionPrefix) {
		return SessionView{}, core.BadCredential()
	}
	view, err := core.Read(ctx, s.core, func(tx *store.Tx) (SessionView, error) {
		session, err := tx.SessionByHash(credentials.HashSecret(secret))
		if err != nil {
			return SessionView{}, err
		}
		actor, user, err := s.steps.sessionOwner(tx, session)
		if err == nil {
			err = models.Allow(actor, models.ReadSession, models.InWorkspace(actor.WorkspaceID))
		}
		if err != nil {
			return SessionView{}, err
		}
		return viewSession(tx, actor, session, user)
	})
	if models.CodeOf(err) == models.CodeNotFound {
		return SessionView{}, core.BadCredential()
	}
	if err != nil {
		return SessionView{}, err
	}
	s.steps.noteSession(view.Session)
	return view, nil
}

// noteSession notes that a session is used.
func (steps *Steps) noteSession(session models.Session) {
	steps.uses.Note(session.ID, steps.core.Now(), session.SeenAt, func(tx *store.Tx, minute time.Time) error {
		return tx.TouchSession(session.ID, minute)
	})
}

// sessionActor is whoever the session is of, as long as it lives.
func (steps *Steps) sessionActor(tx *store.Tx, s models.Session) (models.Actor, error) {
	actor, _, err := steps.sessionOwner(tx, s)
	return actor, err
}

// sessionOwner is sessionActor with the user; guests have none.
func (steps *Steps) sessionOwner(tx *store.Tx, s models.Session) (actor models.Actor, user models.User, err error) {
	if !steps.sessionLives(s) {
		return actor, user, core.BadCredential()
	}
	if s.GuestLinkID != "" {
		actor, err = steps.guestActor(tx, s)
		return actor, user, err
	}
	if user, err = tx.User(s.UserID); err != nil {
		return actor, user, err
	}
	actor, err = actorOf(tx, s, user)
	return actor, user, err
}

// mostAhead is how far ahead of the present something may have been made: clocks are corrected. What was made later
// still was made by a clock that was wrong, and would live for as long longer than it should.
const mostAhead = 24 * time.Hour

func (steps *Steps) fromAhead(created time.Time) bool {
	return created.After(steps.core.Now().Add(mostAhead))
}

func (steps *Steps) sessionLives(s models.Session) bool {
	now := steps.core.Now()
	return s.RevokedAt.IsZero() && !steps.signOuts.has(s.ID) && !steps.fromAhead(s.CreatedAt) &&
		now.Before(s.ExpiresAt) &&
		now.Before(s.SeenAt.Add(steps.sessionIdle))
}

// actorOf is a signed-in user. One who is no member of the session's workspace any more is in none.
func actorOf(tx *store.Tx, s models.Session, user models.User) (models.Actor, error) {
	if user.Disabled() {
		return models.Actor{}, core.BadCredential()
	}
	actor := models.Actor{Kind: models.UserActor, ID: user.ID, UserID: user.ID, Name: user.Name, Admin: user.Admin,
		SessionID: s.ID}
	lacks, err := codesOf(tx, user, s.Method, s.WorkspaceID)
	if err != nil {
		return models.Actor{}, err
	}
	actor.LacksCodes = lacks
	if s.WorkspaceID == "" {
		return actor, nil
	}
	member, err := tx.Member(s.WorkspaceID, user.ID)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return actor, nil
	case err != nil:
		return actor, err
	}
	actor.WorkspaceID, actor.Role, actor.Scope = member.WorkspaceID, member.Role, member.Scope()
	return actor, nil
}

// Get tells who asks, and which workspaces are open to them.
func (s Sessions) Get(ctx context.Context) (SessionView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, s.core, func(tx *store.Tx) (view SessionView, err error) {
		if err := models.Allow(actor, models.ReadSession, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return view, err
		}
		var session models.Session
		if actor.SessionID != "" {
			if session, err = tx.Session(actor.SessionID); err != nil {
				return view, err
			}
		}
		var user models.User
		if actor.UserID != "" {
			if user, err = tx.User(actor.UserID); err != nil {
				return view, err
			}
		}
		return viewSession(tx, actor, session, user)
	})
}

func viewSession(tx *store.Tx, actor models.Actor, session models.Session, user models.User) (view SessionView,
	err error) {
	view = SessionView{Actor: actor, Session: session, User: user}
	if actor.WorkspaceID != "" {
		if view.Workspace, err = tx.Workspace(actor.WorkspaceID); err != nil {
			return view, err
		}
	}
	if session.GuestLinkID != "" {
		view.Guest, err = tx.GuestLink(session.GuestLinkID)
		return view, err
	}
	if actor.Kind != models.UserActor {
		return view, nil
	}
	members, err := tx.MembershipsOf(user.ID)
	if err != nil {
		return view, err
	}
	for _, m := range members {
		space := view.Workspace
		if m.WorkspaceID != space.ID {
			if space, err = tx.Workspace(m.WorkspaceID); err != nil {
				return view, err
			}
		}
		view.Workspaces = append(view.Workspaces, Membership{space, m.Role})
	}
	return view, nil
}

// Switch moves the session to another workspace of its user.
func (s Sessions) Switch(ctx context.Context, workspaceID string) (SessionView, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, s.core, func(tx *store.Tx) (SessionView, error) {
		if err := models.Allow(actor, models.ManageSelf, nil); err != nil {
			return SessionView{}, err
		}
		if _, err := tx.Member(workspaceID, actor.UserID); err != nil {
			if models.CodeOf(err) == models.CodeNotFound {
				return SessionView{}, models.InvalidInput(models.FieldFault{Field: "workspace",
					Message: "is none of your workspaces"})
			}
			return SessionView{}, err
		}
		if err := tx.MoveSession(actor.SessionID, workspaceID); err != nil {
			return SessionView{}, err
		}
		session, err := tx.Session(actor.SessionID)
		if err != nil {
			return SessionView{}, err
		}
		user, err := tx.User(actor.UserID)
		if err != nil {
			return SessionView{}, err
		}
		moved, err := actorOf(tx, session, user)
		if err != nil {
			return SessionView{}, err
		}
		return viewSession(tx, moved, session, user)
	})
}

// List returns the live sessions of the person, newest first.
func (s Sessions) List(ctx context.Context) ([]models.Session, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, s.core, func(tx *store.Tx) ([]models.Session, error) {
		if err := models.Allow(actor, models.ManageSelf, nil); err != nil {
			return nil, err
		}
		all, err := tx.LiveSessions(actor.UserID, s.core.Now())
		if err != nil {
			return nil, err
		}
		live := all[:0]
		for _, one := range all {
			if s.steps.sessionLives(one) {
				live = append(live, one)
			}
		}
		return live, nil
	})
}

// Revoke ends one of the person's sessions at once: the present one is signing out.
func (s Sessions) Revoke(ctx context.Context, id string) error {
	actor := models.ActorFrom(ctx)
	return s.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, models.ManageSelf, nil); err != nil {
			return err
		}
		session, err := tx.Session(id)
		if err != nil && models.CodeOf(err) != models.CodeNotFound {
			return err
		}
		if err != nil || session.UserID != actor.UserID {
			return models.Errorf(models.CodeNotFound, "you have no session %q", id)
		}
		if !session.RevokedAt.IsZero() {
			return nil
		}
		if err := tx.RevokeSession(id, s.core.Now()); err != nil {
			return err
		}
		return s.core.Record(tx, actor, core.AuditEntry{Action: models.ManageSelf, Instance: true, Kind: "session",
			ID:      id,
			Changes: core.AddChange(nil, "revoked", "no", "yes")})
	})
}

// signOut ends the session of the actor in the database.
func (s Sessions) signOut(ctx context.Context, actor models.Actor) error {
	if actor.Kind == models.UserActor {
		return s.Revoke(ctx, actor.SessionID)
	}
	return s.core.Store.Write(ctx, func(tx *store.Tx) error {
		if err := models.Allow(actor, models.ReadSession, nil); err != nil {
			return err
		}
		if actor.SessionID == "" {
			return models.Errorf(models.CodeConflict, "there is no session to end: a token ends when it is revoked")
		}
		s.core.Publish(tx, models.ReviewEvent{Kind: models.EventAccess})
		return tx.RevokeSession(actor.SessionID, s.core.Now())
	})
}

// RevokeOthers ends all sessions of the person but the present one, and returns their number.
func (s Sessions) RevokeOthers(ctx context.Context) (int64, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, s.core, func(tx *store.Tx) (int64, error) {
		if err := models.Allow(actor, models.ManageSelf, nil); err != nil {
			return 0, err
		}
		n, err := tx.RevokeSessions(actor.UserID, actor.SessionID, s.core.Now())
		if err != nil || n == 0 {
			return n, err
		}
		return n, s.core.Record(tx, actor, core.AuditEntry{Action: models.ManageSelf, Instance: true, Kind: "session",
			ID:      "others",
			Changes: core.AddChange(nil, "revoked", "", strconv.Itoa(int(n)))})
	})
}

func clipText(s string, most int) string {
	runes := []rune(s)
	if models.TextFault(s) != "" {
		return ""
	}
	if len(runes) > most {
		return string(runes[:most])
	}
	return s
}

// Seal makes a text of a secret that only this server can read or make, for a browser to keep. What was sealed for
// one purpose opens for no other.
func (s Sessions) Seal(secret []byte, purpose string) (string, error) {
	return s.steps.cookies.Seal(secret, "cookie: "+purpose)
}

// Open is the opposite of Seal. What does not open was not sealed here, or by a key that is gone.
func (s Sessions) Open(sealed, purpose string) ([]byte, error) {
	return s.steps.cookies.Open(sealed, "cookie: "+purpose)
}
