// Package reading lets all reads of a store with one context share a read transaction.
//
// It may import GORM, for the shape of a connection. It opens no transaction and knows no engine: the store does that
// and says what is read.
package reading

import (
	"context"
	"errors"
	"sync"

	"gorm.io/gorm"
)

// Reading is a read transaction that the reads of one context share.
type Reading struct {
	Conn gorm.ConnPool

	mu   sync.Mutex // held by the read that is running
	over bool
}

// key is the key of a reading in a context; each store has its own.
type key struct{ store any }

// Transaction opens a read transaction of the store, runs what it is given on its connection, and ends it.
type Transaction func(func(gorm.ConnPool) error) error

// Together runs fn with a context whose reads of the store share the transaction. Where they share one already, that
// is it.
func Together(ctx context.Context, store any, open Transaction, fn func(context.Context) error) error {
	if ctx.Value(key{store}) != nil {
		return fn(ctx)
	}
	left := false
	err := open(func(conn gorm.ConnPool) error {
		r := &Reading{Conn: conn}
		defer r.end()
		err := fn(context.WithValue(ctx, key{store}, r))
		if left = err == nil && r.end(); left {
			return errLeft
		}
		return err
	})
	if left {
		return nil
	}
	return err
}

// errLeft rolls a transaction back that can't be committed, and in which fn went on without what failed.
var errLeft = errors.New("reading: a statement failed before")

// end ends the reading, and tells whether it was over before.
func (r *Reading) end() (before bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before, r.over = r.over, true
	return before
}

// Enter takes the turn in the reading of a context, until Leave. Nil says that there is none which could be part of
// it: none at all, one that is over, or one in which another read runs.
func Enter(ctx context.Context, store any) *Reading {
	r, _ := ctx.Value(key{store}).(*Reading)
	if r == nil || !r.mu.TryLock() {
		return nil
	}
	if r.over {
		r.mu.Unlock()
		return nil
	}
	return r
}

// Leave gives the turn back. After a statement that failed, PostgreSQL runs no other one in the transaction: reads
// that follow have their own.
func (r *Reading) Leave(failed bool) {
	r.over = failed
	r.mu.Unlock()
}

var errWrite = errors.New("reading: a write among what is read together")

// RefuseWrite gives the error for a write while what a context reads is one transaction, a fault of the program; nil
// where it is not.
func RefuseWrite(ctx context.Context, store any) error {
	r, _ := ctx.Value(key{store}).(*Reading)
	if r == nil {
		return nil
	}
	if !r.mu.TryLock() {
		return errWrite
	}
	defer r.mu.Unlock()
	if r.over {
		return nil
	}
	return errWrite
}
