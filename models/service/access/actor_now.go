package access

import (
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// ActorNow returns an actor as its credential allows now; one whose credential ended is refused. This check is not a
// use of the credential: a page that is left open does not keep its session alive.
func (steps *Steps) ActorNow(tx *store.Tx, a models.Actor) (now models.Actor, err error) {
	switch a.Kind {
	case models.UserActor, models.GuestActor:
		var s models.Session
		if s, err = tx.Session(a.SessionID); err == nil {
			now, err = steps.sessionActor(tx, s)
		}
	case models.TokenActor:
		var t models.Token
		if t, err = tx.Token(a.ID); err == nil {
			now, err = steps.tokenActor(tx, t)
		}
	case models.KeyActor:
		var k models.AccessKey
		if k, err = tx.AccessKey(a.ID); err == nil {
			now, err = steps.keyActor(tx, k)
		}
	default:
		now = a
	}
	if models.CodeOf(err) == models.CodeNotFound {
		err = core.BadCredential()
	}
	now.Address = a.Address
	return now, err
}

// Reader is the actor of something that reads for a person without a session, such as a calendar feed: what the person
// may see at the moment, and nothing more than a viewer may do. Whoever has no account or membership any more is
// refused.
func (steps *Steps) Reader(tx *store.Tx, workspaceID, userID, name string) (models.Actor, error) {
	return onBehalf(tx, userID, models.Actor{Kind: models.TokenActor, Name: name, WorkspaceID: workspaceID,
		Role: models.Viewer})
}

// NoteUse notes that something was used, to the minute, in the background; seen is the last use that is noted.
func (steps *Steps) NoteUse(id string, seen time.Time, write func(*store.Tx, time.Time) error) {
	steps.uses.Note(id, steps.core.Now(), seen, write)
}

// endFeeds ends all calendar feeds of a user, in whatever workspace.
func (steps *Steps) endFeeds(tx *store.Tx, by models.Actor, userID string) error {
	feeds, err := store.Feeds(tx).Active(userID, "")
	if err != nil {
		return err
	}
	for _, f := range feeds {
		if err := store.Feeds(tx).Revoke(f.ID, steps.core.Now()); err != nil {
			return err
		}
		if err := steps.core.Record(tx, by, endedByReset("calendar feed", f.ID, f.WorkspaceID)); err != nil {
			return err
		}
	}
	return nil
}
