package store

import (
	"context"
	"errors"
	"sync"

	"gorm.io/gorm"
)

// reading is a read transaction that all reads with one context share.
type reading struct {
	mu   sync.Mutex // held by the read that is running
	conn gorm.ConnPool
	over bool
}

// readingKey is the key of a reading in a context. Each store has its own.
type readingKey struct{ *Store }

// ReadTogether runs fn in one read transaction: whatever is read of the store with the context that fn gets, by Read,
// is of one moment. What is read with it later has transactions of its own, and so has a read that begins while
// another one runs.
//
// The transaction has a connection until fn returns. So fn must not wait for anything but the database, and it must
// not write: with all connections in the hands of those who want another one, nobody would go on.
func (s *Store) ReadTogether(ctx context.Context, fn func(context.Context) error) error {
	if ctx.Value(readingKey{s}) != nil {
		return fn(ctx)
	}
	left := false
	err := s.Read(ctx, func(tx *Tx) error {
		r := &reading{conn: tx.conn}
		defer r.end()
		err := fn(context.WithValue(ctx, readingKey{s}, r))
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
var errLeft = errors.New("store: a statement failed before")

// end ends the reading, and tells whether it was over before.
func (r *reading) end() (before bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before, r.over = r.over, true
	return before
}

// enter takes the turn in the reading of the context. Nil says that there is none, or none that is free.
func (s *Store) enter(ctx context.Context) *reading {
	r, _ := ctx.Value(readingKey{s}).(*reading)
	if r == nil || !r.mu.TryLock() {
		return nil
	}
	if r.over {
		r.mu.Unlock()
		return nil
	}
	return r
}

// run runs fn for a read that has the turn, and gives the turn back. After a statement that failed, PostgreSQL runs no
// other one in the transaction: reads that follow have their own.
func (r *reading) run(tx *Tx, fn func(*Tx) error) error {
	defer r.mu.Unlock()
	err := fn(tx)
	r.over = tx.broken
	return err
}

// errWriteInReading is a fault of the program: see ReadTogether.
var errWriteInReading = errors.New("store: a write within ReadTogether")

// mayWrite refuses a write within a reading.
func (s *Store) mayWrite(ctx context.Context) error {
	r, _ := ctx.Value(readingKey{s}).(*reading)
	if r == nil {
		return nil
	}
	if !r.mu.TryLock() {
		return errWriteInReading
	}
	defer r.mu.Unlock()
	if r.over {
		return nil
	}
	return errWriteInReading
}
