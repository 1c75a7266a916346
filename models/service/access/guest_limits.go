package access

import (
	"plumbline/models"
	"plumbline/models/service/access/credentials"
	"plumbline/models/store"
)

// makeRoomForGuest makes sure that a link has few enough live sessions for one more: the one that rested longest
// is ended if it rested for a while. It holds until the end of the transaction.
func (g Guests) makeRoomForGuest(tx *store.Tx, linkID string) error {
	if err := tx.Alone("guest link " + linkID); err != nil {
		return err
	}
	now := g.core.Now()
	live, err := tx.LiveGuestSessions(linkID, now)
	if err != nil || len(live) < models.MaxGuestsOfLink {
		return err
	}
	wait := models.GuestRest - now.Sub(live[0].SeenAt)
	if wait <= 0 {
		return tx.RevokeSession(live[0].ID, now)
	}
	e := models.Errorf(models.CodeRateLimited,
		"this link is open in %d browsers already, which is as many as one link may have: try again in %s, or ask for "+
			"another link", models.MaxGuestsOfLink, credentials.InWords(wait))
	e.Wait = wait
	return e
}

// openAlready returns the view of a session by which the client has the link open already; false if it has none.
func (g Guests) openAlready(tx *store.Tx, linkID, secret string) (view SessionView, is bool, err error) {
	if !credentials.IsSecret(secret, credentials.SessionPrefix) {
		return view, false, nil
	}
	session, err := tx.SessionByHash(credentials.HashSecret(secret))
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && (session.GuestLinkID != linkID ||
		!g.steps.sessionLives(session))) {
		return view, false, nil
	}
	if err != nil {
		return view, false, err
	}
	actor, err := g.steps.guestActor(tx, session)
	if err != nil {
		return view, false, err
	}
	view, err = viewSession(tx, actor, session, models.User{})
	return view, err == nil, err
}
