package proofs

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"plumbline/models"
)

// How often one network may ask through this process: a folder of files at once, and then one every second.
const (
	askedAtOnce = 120
	askedAgain  = time.Second
	maxNetworks = 10_000 // that are remembered
)

// limits bounds how often a network asks about files.
type limits struct {
	mu  sync.Mutex
	all map[string]*rate.Limiter
}

func newLimits() *limits { return &limits{all: map[string]*rate.Limiter{}} }

// check counts a question; RateLimited if there were too many lately.
func (l *limits) check(address string, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	network := models.NetworkOf(address)
	one := l.all[network]
	if one == nil {
		if len(l.all) >= maxNetworks {
			clear(l.all) // each begins anew: no more than twice as much for a moment
		}
		one = rate.NewLimiter(rate.Every(askedAgain), askedAtOnce)
		l.all[network] = one
	}
	if !one.AllowN(now, 1) {
		e := models.Errorf(models.CodeRateLimited, "too many files were verified from here at once: try again in a second")
		e.Wait = askedAgain
		return e
	}
	return nil
}
