package service

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"plumbline/models"
	"plumbline/models/store"
)

// How often a guest link may be opened through this process: as often as in a workshop where everybody opens it at once, and then now and then. Browsers
// that have it open already don't count.
const (
	opensOfLink    = 120 // at once
	opensOfAddress = 40  // of one link from one network
	opensAgain     = 10 * time.Second
	maxOpenings    = 10_000 // links and networks that are remembered
)

// openings bounds how often guest links are opened.
type openings struct {
	mu  sync.Mutex
	all map[string]*rate.Limiter
}

func newOpenings() *openings { return &openings{all: map[string]*rate.Limiter{}} }

// check counts an opening of a link from an address; RateLimited if there were too many lately.
func (o *openings) check(linkID, address string, now time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.all) >= maxOpenings {
		o.forget(now)
	}
	here := o.limiter(linkID+"@"+network(address), opensOfAddress)
	if !here.AllowN(now, 1) || !o.limiter(linkID, opensOfLink).AllowN(now, 1) {
		e := models.Errorf(models.RateLimited, "this link was opened too often at once: try again in %s", inWords(opensAgain))
		e.Wait = opensAgain
		return e
	}
	return nil
}

func (o *openings) limiter(key string, burst int) *rate.Limiter {
	l := o.all[key]
	if l == nil {
		l = rate.NewLimiter(rate.Every(opensAgain), burst)
		o.all[key] = l
	}
	return l
}

// forget drops those that would let as many through as new ones; if that are none, all.
func (o *openings) forget(now time.Time) {
	for key, l := range o.all {
		if l.TokensAt(now) >= float64(l.Burst()) {
			delete(o.all, key)
		}
	}
	if len(o.all) >= maxOpenings {
		clear(o.all)
	}
}

// place makes sure that a link has few enough live sessions for one more: the one that rested longest gives way if it rested for a while. It holds until
// the end of the transaction.
func (g Guests) place(tx *store.Tx, linkID string) error {
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
	e := models.Errorf(models.RateLimited, "this link is open in %d browsers already, which is as many as one link may have: try again in %s, or ask for "+
		"another link", models.MaxGuestsOfLink, inWords(wait))
	e.Wait = wait
	return e
}

// still gives the view of a session by which the client has the link open already; false if it has none.
func (g Guests) still(tx *store.Tx, linkID, secret string) (view SessionView, is bool, err error) {
	if !isSecret(secret, SessionPrefix) {
		return view, false, nil
	}
	session, err := tx.SessionByHash(hash(secret))
	if models.CodeOf(err) == models.NotFound || (err == nil && (session.GuestLinkID != linkID || !g.lives(session))) {
		return view, false, nil
	}
	if err != nil {
		return view, false, err
	}
	actor, err := g.guestActor(tx, session)
	if err != nil {
		return view, false, err
	}
	view, err = viewSession(tx, actor, session, models.User{})
	return view, err == nil, err
}
