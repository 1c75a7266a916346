// Package outbox lets things leave the server, mails at first: an operation writes a delivery into the table of the
// outbox, in the transaction of what it tells of, and a worker sends it after the commit, at least once. Each try
// carries the same id, by which the receiver can tell. What can't be sent waits, over restarts and for whichever
// server comes first, or fails where administrators see it.
//
// It may import models, the store, core and credentials. It knows no mail: the wiring gives what sends. What it needs
// of the packages above it are its Hooks.
package outbox

import (
	"context"
	"time"

	"plumbline/models/notice"
	"plumbline/models/service/access/credentials"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Options are what the outbox may be told.
type Options struct {
	Notify     func(context.Context, notice.Notice) error // sends one mail; nil: this server sends none
	SecretKeys [][]byte                                   // seal what waits, see credentials.NewKeyring
	Times      Times
}

// Operations are the operations of this package, the worker, and what operations elsewhere write deliveries with.
type Operations struct {
	Deliveries Deliveries
	Worker     *Worker
	Steps      *Steps
}

// Steps are the parts of operations that run in a transaction which is open already, and what they share.
type Steps struct {
	Hooks Hooks

	core  *core.OperationBase
	keys  credentials.Keyring
	mails bool // the server sends mail
	wake  func()
}

// Hooks are what the outbox asks of the packages above it, in its own transaction. The wiring sets them before the
// worker starts.
type Hooks struct {
	// ResolveReset looks up the account of a reset request and gives the letter that is due, with its link if it makes
	// one; a zero letter is none.
	ResolveReset func(tx *store.Tx, request ResetRequest) (Letter, error)
}

// New makes the operations. The Hooks of their Steps must be set before the worker starts.
func New(base *core.OperationBase, opt Options) *Operations {
	steps := &Steps{core: base, keys: credentials.NewKeyring(opt.SecretKeys), mails: opt.Notify != nil}
	worker := newWorker(steps, opt)
	steps.wake = worker.wakeUp
	return &Operations{Deliveries: Deliveries{base, steps}, Worker: worker, Steps: steps}
}

// Times are how long things take; a zero one is the usual.
type Times struct {
	Poll       time.Duration // between looks at the table where nothing was written here; 5 s
	Lease      time.Duration // for which a worker has a delivery; 3 min
	Send       time.Duration // for one try, well below the lease; 1 min
	FirstRetry time.Duration // after the first try that was not taken; 30 s, doubling
	LastRetry  time.Duration // what it doubles up to; 1 h
	GiveUp     time.Duration // after which what waits fails; 3 days
	FirstPause time.Duration // of all tries, when the other side is out of reach; 1 s, doubling
	LastPause  time.Duration // what it doubles up to; 1 min
	Sweep      time.Duration // between looks for what is over; 1 min
	KeepSent   time.Duration // after which what was sent is forgotten; 7 days
	KeepFailed time.Duration // after which what failed is forgotten; 30 days
}

const day = 24 * time.Hour

func (t Times) withDefaults() Times {
	for _, d := range []struct {
		at    *time.Duration
		usual time.Duration
	}{
		{&t.Poll, 5 * time.Second}, {&t.Lease, 3 * time.Minute}, {&t.Send, time.Minute},
		{&t.FirstRetry, 30 * time.Second}, {&t.LastRetry, time.Hour}, {&t.GiveUp, 3 * day},
		{&t.FirstPause, time.Second}, {&t.LastPause, time.Minute},
		{&t.Sweep, time.Minute}, {&t.KeepSent, 7 * day}, {&t.KeepFailed, 30 * day},
	} {
		if *d.at <= 0 {
			*d.at = d.usual
		}
	}
	return t
}
