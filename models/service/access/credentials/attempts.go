// Package credentials has the mechanisms of signing in: secrets and their hashes, passwords, sealed keys, failed
// tries and what they lock, and notes of when a credential was used. It has no operation of its own.
//
// It may import models, models/password, models/store and models/service/core.
package credentials

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

// failureLimit says how many failures of a kind are free, and how long each further one locks: twice as long every
// time, up to a bound.
type failureLimit struct {
	free   int
	window time.Duration // failures older than this are forgotten
	lock   time.Duration
	most   time.Duration
}

// The limits. One address guessing at one account is slowed down soon; the account as a whole late, since anybody
// could lock its owner out that way; an address as a whole later still, since an office may share it.
var (
	perPair    = failureLimit{free: 5, window: 24 * time.Hour, lock: 30 * time.Second, most: 15 * time.Minute}
	perAccount = failureLimit{free: 50, window: 24 * time.Hour, lock: time.Minute, most: 15 * time.Minute}
	perAddress = failureLimit{free: 200, window: time.Hour, lock: time.Minute, most: 15 * time.Minute}
)

// attemptsKept is how long failures are kept at all: longer than every window.
const attemptsKept = 48 * time.Hour

// AttemptCounter is one thing that is counted.
type AttemptCounter struct {
	Key string
	failureLimit
}

// CountersFor are the counters of a try at an account (or a link) from an address.
func CountersFor(what, account, address string) []AttemptCounter {
	sum := sha256.Sum256([]byte(models.FoldName(account)))
	name := what + ":" + hex.EncodeToString(sum[:12])
	list := []AttemptCounter{{name + "@" + models.NetworkOf(address), perPair}, {name, perAccount}}
	if address != "" {
		list = append(list, AttemptCounter{"address:" + models.NetworkOf(address), perAddress})
	}
	return list
}

// NarrowCounter is the one counter of tries from a device or a session that is known: what strangers try does not
// lock it.
func NarrowCounter(key string) []AttemptCounter { return []AttemptCounter{{key, perPair}} }

// perMailbox bounds the mails that strangers can have sent to one address: ten a day are free, then fewer and fewer.
var perMailbox = failureLimit{free: 10, window: 24 * time.Hour, lock: 5 * time.Minute, most: time.Hour}

// MailboxCounters are the counters of asking for a mail to an address, from a network.
func MailboxCounters(what, mailbox, address string) []AttemptCounter {
	counted := CountersFor(what, mailbox, address)
	counted[1].failureLimit = perMailbox
	if len(counted) > 2 {
		counted[2].Key = what + " " + counted[2].Key // asking for mails keeps nobody from signing in
	}
	return counted
}

// SignInTry is what a try to sign in is called in the log and the audit log.
const SignInTry = "sign-in"

// GuardedTry is a try that may fail.
type GuardedTry struct {
	What     string           // for the log, such as "sign-in"; "" leaves no trace
	Counters []AttemptCounter // its counters: the first is the narrowest
	User     models.User
	ID       string // of what else is tried to be opened
}

// FailedTry is the error of a try that counts as failed. Whoever asked is told the error alone; the reason is for the
// log and the audit log.
type FailedTry struct {
	Err    error
	Reason string
}

// Error is what whoever asked is told.
func (e *FailedTry) Error() string { return e.Err.Error() }
func (e *FailedTry) Unwrap() error { return e.Err }

// AttemptLimiter makes tries and counts those that fail.
type AttemptLimiter struct {
	core   *core.OperationBase
	queues *tryQueues
}

// NewAttempts makes the AttemptLimiter of this process.
func NewAttempts(base *core.OperationBase) *AttemptLimiter {
	return &AttemptLimiter{core: base,
		queues: newTryQueues()}
}

// Make makes a try and counts it if it failed (a FailedTry); a try that succeeds never counts. It is refused
// (RateLimited) while too many have failed. Tries of one kind wait for each other, so that many at once do not slip
// by: whether one may be made is known when the one before has been counted. Servers on one database do not wait for
// each other; there may be as many tries too many as there are servers.
func (attempts *AttemptLimiter) Make(ctx context.Context, t GuardedTry, do func() error) error {
	leave, err := attempts.queues.enter(ctx, t.Counters)
	if err != nil {
		return err
	}
	defer leave()
	if err := attempts.unlocked(ctx, t); err != nil {
		return err
	}
	err = do()
	failed, ok := errors.AsType[*FailedTry](err)
	if !ok {
		return err
	}
	// who does not wait for the answer is counted too
	if err := attempts.countFailure(context.WithoutCancel(ctx), t, failed.Reason); err != nil {
		return err
	}
	return failed.Err
}

// unlocked refuses a try while one of its counters locks it.
func (attempts *AttemptLimiter) unlocked(ctx context.Context, t GuardedTry) error {
	wait, err := core.Read(ctx, attempts.core, func(tx *store.Tx) (wait time.Duration, err error) {
		for _, g := range t.Counters {
			a, err := tx.Attempts(g.Key)
			if err != nil {
				return 0, err
			}
			wait = max(wait, g.wait(a, attempts.core.Now()))
		}
		return wait, nil
	})
	if err != nil || wait <= 0 {
		return err
	}
	attempts.logRefused(ctx, t, wait)
	e := models.Errorf(models.CodeRateLimited, "too many failed tries: try again in %s", InWords(wait))
	e.Wait = wait
	return e
}

// clockSlack is by how much the clocks of servers on one database may differ.
const clockSlack = time.Minute

// wait is how long a counter still locks. A lock that ends later than any lock made now would was made by a clock
// that ran ahead: it locks no more.
func (g AttemptCounter) wait(a models.FailedAttempts, now time.Time) time.Duration {
	left := a.LockedUntil.Sub(now)
	if left > g.most+clockSlack {
		return 0
	}
	return min(max(left, 0), g.most)
}

// failed is the count after one failure more.
func (g AttemptCounter) failed(a models.FailedAttempts, now time.Time) models.FailedAttempts {
	switch {
	case now.Sub(a.Since) > g.window:
		a = models.FailedAttempts{Since: now}
	case a.Since.After(now): // by a clock that ran ahead
		a.Since = now
	}
	a.Key, a.LockedUntil = g.Key, time.Time{}
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
func (attempts *AttemptLimiter) countFailure(ctx context.Context, t GuardedTry, reason string) error {
	trace := tracedFailure{GuardedTry: t, reason: reason, address: models.ClientFrom(ctx).Address}
	err := attempts.core.Store.Write(ctx, func(tx *store.Tx) error {
		now := attempts.core.Now()
		if _, err := tx.PurgeAttempts(now.Add(-attemptsKept), now.Add(attemptsKept)); err != nil {
			return err
		}
		for i, g := range t.Counters {
			if err := tx.Alone("attempts " + g.Key); err != nil { // a row that is not there yet can't be locked
				return err
			}
			a, err := tx.Attempts(g.Key)
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
		return attempts.recordFailure(tx, trace)
	})
	if err == nil && t.What != "" {
		attempts.logFailure(ctx, trace)
	}
	return err
}

// ForgetFailures takes the counts of a try back, but not that of the address: one good account would clear it.
func ForgetFailures(tx *store.Tx, list []AttemptCounter) error {
	for _, g := range list {
		if g.failureLimit == perAddress {
			continue
		}
		if err := tx.ForgetAttempts(g.Key); err != nil {
			return err
		}
	}
	return nil
}

// InWords writes a time to wait for people: in seconds up to a minute, then in minutes.
func InWords(d time.Duration) string {
	if d <= time.Minute {
		return strconv.Itoa(int(d.Round(time.Second)/time.Second)) + " s"
	}
	return strconv.Itoa(int((d+time.Minute-1)/time.Minute)) + " min"
}
