package access

import (
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
