package credentials

import (
	"plumbline/models"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How often a guest link may be opened through this process: as often as in a workshop where everybody opens it at
// once, and then now and then. Browsers that have it open already don't count.
const (
	opensOfLink    = 120 // at once
	opensOfAddress = 40  // of one link from one network
	opensAgain     = 10 * time.Second
	maxOpenings    = 10_000 // links and networks that are remembered
)

// GuestOpenings bounds how often guest links are opened.
type GuestOpenings struct {
	mu  sync.Mutex
	all map[string]*rate.Limiter
}

// NewGuestOpenings makes the bounds of this process.
func NewGuestOpenings() *GuestOpenings { return &GuestOpenings{all: map[string]*rate.Limiter{}} }

// Check counts an opening of a link from an address; RateLimited if there were too many lately.
func (o *GuestOpenings) Check(linkID, address string, now time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.all) >= maxOpenings {
		o.forget(now)
	}
	here := o.limiter(linkID+"@"+models.NetworkOf(address), opensOfAddress)
	if !here.AllowN(now, 1) || !o.limiter(linkID, opensOfLink).AllowN(now, 1) {
		e := models.Errorf(models.CodeRateLimited, "this link was opened too often at once: try again in %s",
			InWords(opensAgain))
		e.Wait = opensAgain
		return e
	}
	return nil
}

func (o *GuestOpenings) limiter(key string, burst int) *rate.Limiter {
	l := o.all[key]
	if l == nil {
		l = rate.NewLimiter(rate.Every(opensAgain), burst)
		o.all[key] = l
	}
	return l
}

// forget drops those that would let as many through as new ones; if that are none, all.
func (o *GuestOpenings) forget(now time.Time) {
	for key, l := range o.all {
		if l.TokensAt(now) >= float64(l.Burst()) {
			delete(o.all, key)
		}
	}
	if len(o.all) >= maxOpenings {
		clear(o.all)
	}
}
