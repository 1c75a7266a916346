package realtime

import (
	"cmp"
	"time"

	"plumbline/models"
)

// Limits of one process, so that listeners can't use it up.
const (
	MaxWatches       = 1000 // in all
	maxWatchesSignIn = 64   // of one session, token or access key
	maxWatchesPerson = 128  // of one person, with all sessions, tokens and access keys
	maxWatchesVisit  = 8    // of one opening of a guest link
	maxWatchesLink   = 64   // of one guest link, with all openings
	maxWatchesGuests = MaxWatches / 2
	watchFeedSize    = 128 // events that wait for one listener
)

// watchQuota is something that may have so many watches and no more, such as a session or a guest link.
type watchQuota struct {
	key  string
	most int
	who  string // completes "too many pages listen …"
}

// quotasOf returns the quotas that a listener counts in. Neither one person nor one guest link, nor all guests
// together, can take all watches.
func quotasOf(a models.Actor) []watchQuota {
	if a.Kind == models.GuestActor {
		return []watchQuota{
			{"visit " + a.SessionID, maxWatchesVisit, "in this browser"},
			{"link " + a.ID, maxWatchesLink, "with this guest link"},
			{"guests", maxWatchesGuests, "with guest links"},
		}
	}
	quotas := []watchQuota{{"credential " + cmp.Or(a.SessionID, a.ID), maxWatchesSignIn, "with this sign-in or token"}}
	if a.UserID != "" {
		quotas = append(quotas, watchQuota{"person " + a.UserID, maxWatchesPerson, "with your sign-ins and tokens"})
	}
	return quotas
}

// admit counts one more watch in its quotas, or tells why it can't be.
func (h *Hub) admit(quotas []watchQuota) error {
	switch {
	case h.stopped:
		return errStopping()
	case h.count >= MaxWatches:
		return models.Errorf(models.CodeUnavailable, "too many people listen at the moment; try again later")
	}
	for _, q := range quotas {
		if h.taken[q.key] >= q.most {
			e := models.Errorf(models.CodeRateLimited, "too many pages listen %s; close some", q.who)
			e.Wait = time.Minute
			return e
		}
	}
	h.count++
	for _, q := range quotas {
		h.taken[q.key]++
	}
	return nil
}

// dismiss takes a watch out of its quotas.
func (h *Hub) dismiss(quotas []watchQuota) {
	h.count--
	for _, q := range quotas {
		if h.taken[q.key]--; h.taken[q.key] <= 0 {
			delete(h.taken, q.key)
		}
	}
}
