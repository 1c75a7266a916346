package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// limit says how many failures of a kind are free, and how long each further one locks: twice as long every time, up to a bound.
type limit struct {
	free   int
	window time.Duration // failures older than this are forgotten
	lock   time.Duration
	most   time.Duration
}

// The limits. One address guessing at one account is slowed down soon; the account as a whole late, since anybody could lock its owner out
// that way; an address as a whole later still, since an office may share it.
var (
	perPair    = limit{free: 5, window: 24 * time.Hour, lock: 30 * time.Second, most: 15 * time.Minute}
	perAccount = limit{free: 50, window: 24 * time.Hour, lock: time.Minute, most: 15 * time.Minute}
	perAddress = limit{free: 200, window: time.Hour, lock: time.Minute, most: 15 * time.Minute}
)

// attemptsKept is how long failures are kept at all: longer than every window.
const attemptsKept = 48 * time.Hour

// guarded is one thing that is counted.
type guarded struct {
	key string
	limit
}

// guards are the counters of a try at an account (or a link) from an address.
func guards(what, account, address string) []guarded {
	sum := sha256.Sum256([]byte(models.Fold(account)))
	name := what + ":" + hex.EncodeToString(sum[:12])
	list := []guarded{{name + "@" + models.NetworkOf(address), perPair}, {name, perAccount}}
	if address != "" {
		list = append(list, guarded{"address:" + models.NetworkOf(address), perAddress})
	}
	return list
}

// narrowCounter is the one counter of tries from a device or a session that is known: what strangers try does not lock it.
func narrowCounter(key string) []guarded { return []guarded{{key, perPair}} }

// perMailbox bounds the mails that strangers can have sent to one address: ten a day are free, then fewer and fewer.
var perMailbox = limit{free: 10, window: 24 * time.Hour, lock: 5 * time.Minute, most: time.Hour}

// mailboxGuards are the counters of asking for a mail to an address, from a network.
func mailboxGuards(what, mailbox, address string) []guarded {
	counted := guards(what, mailbox, address)
	counted[1].limit = perMailbox
	if len(counted) > 2 {
		counted[2].key = what + " " + counted[2].key // asking for mails keeps nobody from signing in
	}
	return counted
}

// signInTry is what a try to sign in is called in the log and the audit log.
const signInTry = "sign-in"

// tried is a try that may fail.
type tried struct {
	what string    // for the log, such as "sign-in"; "" leaves no trace
	list []guarded // its counters: the first is the narrowest
	user models.User
	id   string // of what else is tried to be opened
}

// failedTry is the error of a try that counts as failed. Whoever asked is told the error alone; the reason is for the log and the audit log.
type failedTry struct {
	err    error
	reason string
}

func (e *failedTry) Error() string { return e.err.Error() }
func (e *failedTry) Unwrap() error { return e.err }

// attempt makes a try and counts it if it failed (a failedTry); a try that succeeds never counts. It is refused (RateLimited) while too many have failed. Tries
// of one kind wait for each other, so that many at once do not slip by: whether one may be made is known when the one before has been counted. Servers
// on one database do not wait for each other; there may be as many tries too many as there are servers.
func (f *floor) attempt(ctx context.Context, t tried, do func() error) error {
	leave, err := f.queues.enter(ctx, t.list)
	if err != nil {
		return err
	}
	defer leave()
	if err := f.unlocked(ctx, t); err != nil {
		return err
	}
	err = do()
	failed, ok := errors.AsType[*failedTry](err)
	if !ok {
		return err
	}
	if err := f.countFailure(context.WithoutCancel(ctx), t, failed.reason); err != nil { // who does not wait for the answer is counted too
		return err
	}
	return failed.err
}

// unlocked refuses a try while one of its counters locks it.
func (f *floor) unlocked(ctx context.Context, t tried) error {
	wait, err := core.Read(ctx, f.core, func(tx *store.Tx) (wait time.Duration, err error) {
		for _, g := range t.list {
			a, err := tx.Attempts(g.key)
			if err != nil {
				return 0, err
			}
			wait = max(wait, g.wait(a, f.core.Now()))
		}
		return wait, nil
	})
	if err != nil || wait <= 0 {
		return err
	}
	f.logRefused(ctx, t, wait)
	e := models.Errorf(models.RateLimited, "too many failed tries: try again in %s", inWords(wait))
	e.Wait = wait
	return e
}

// clockSlack is by how much the clocks of servers on one database may differ.
const clockSlack = time.Minute

// wait is how long a counter still locks. A lock that ends later than any lock made now would was made by a clock that ran ahead: it locks no more.
func (g guarded) wait(a models.Attempts, now time.Time) time.Duration {
	left := a.LockedUntil.Sub(now)
	if left > g.most+clockSlack {
		return 0
	}
	return min(max(left, 0), g.most)
}

// failed is the count after one failure more.
func (g guarded) failed(a models.Attempts, now time.Time) models.Attempts {
	switch {
	case now.Sub(a.Since) > g.window:
		a = models.Attempts{Since: now}
	case a.Since.After(now): // by a clock that ran ahead
		a.Since = now
	}
	a.Key, a.LockedUntil = g.key, time.Time{}
	a.Failures++
	if over := a.Failures - g.free; over >= 0 {
		lock := g.most
		if over < 16 {
			lock = min(g.lock<<over, g.most)
		}
		a.LockedUntil = now.Add(lock)
	}
	return a
}

// countFailure counts a try that failed, and leaves a trace of it.
func (f *floor) countFailure(ctx context.Context, t tried, reason string) error {
	trace := failure{tried: t, reason: reason, address: models.ClientFrom(ctx).Address}
	err := f.core.Store.Write(ctx, func(tx *store.Tx) error {
		now := f.core.Now()
		if _, err := tx.PurgeAttempts(now.Add(-attemptsKept), now.Add(attemptsKept)); err != nil {
			return err
		}
		for i, g := range t.list {
			if err := tx.Alone("attempts " + g.key); err != nil { // a row that is not there yet can't be locked
				return err
			}
			a, err := tx.Attempts(g.key)
			if err != nil {
				return err
			}
			a = g.failed(a, now)
			if err := tx.PutAttempts(a); err != nil {
				return err
			}
			if i == 0 {
				trace.failures = a.Failures
			}
			trace.locked = max(trace.locked, g.wait(a, now))
		}
		return f.recordFailure(tx, trace)
	})
	if err == nil && t.what != "" {
		f.logFailure(ctx, trace)
	}
	return err
}

// succeeded takes the counts of a try back, but not that of the address: one good account would clear it.
func succeeded(tx *store.Tx, list []guarded) error {
	for _, g := range list {
		if g.limit == perAddress {
			continue
		}
		if err := tx.ForgetAttempts(g.key); err != nil {
			return err
		}
	}
	return nil
}

func inWords(d time.Duration) string {
	if d <= time.Minute {
		return strconv.Itoa(int(d.Round(time.Second)/time.Second)) + " s"
	}
	return strconv.Itoa(int((d+time.Minute-1)/time.Minute)) + " min"
}
