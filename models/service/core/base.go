// Package core has what every operation needs: one transaction, the clock, the audit line with its event, If-Match,
// paging, idempotency and the question whether the actor may. It has no operation of its own.
//
// It may import models and models/store. It knows no package beside it.
package core

import (
	"context"
	"log/slog"
	"time"

	"plumbline/models"
	"plumbline/models/store"
)

// OperationBase is what every operation needs. Its zero value is of no use: see New.
type OperationBase struct {
	Store *store.Store // every operation opens one transaction of it
	Log   *slog.Logger
	clock func() time.Time
}

// New makes the OperationBase of all operations over a store.
func New(st *store.Store, log *slog.Logger, clock func() time.Time) *OperationBase {
	return &OperationBase{Store: st, Log: log, clock: clock}
}

// Now is the present time as databases keep it: UTC, to the microsecond.
func (base *OperationBase) Now() time.Time { return base.clock().UTC().Truncate(time.Microsecond) }

// Publish lets those know of a change who have the review open, once the transaction has committed.
func (base *OperationBase) Publish(tx *store.Tx, e models.ReviewEvent) {
	if e.At.IsZero() {
		e.At = base.Now()
	}
	tx.Publish(e)
}

// Read runs an operation that changes nothing in one transaction and returns what it found.
func Read[T any](ctx context.Context, base *OperationBase, operation func(*store.Tx) (T, error)) (result T, err error) {
	err = base.Store.Read(ctx, func(tx *store.Tx) error {
		var err error
		result, err = operation(tx)
		return err
	})
	return result, err
}

// ReadCredential runs an operation that asks who comes with a secret; see store.ReadCredential.
func ReadCredential[T any](ctx context.Context, base *OperationBase, kind store.CredentialKind, hash []byte,
	operation func(*store.Tx) (T, error)) (result T, err error) {
	err = store.ReadCredential(ctx, base.Store, kind, hash, func(tx *store.Tx) error {
		var err error
		result, err = operation(tx)
		return err
	})
	return result, err
}

// ReadAnswer is Read for what reads one answer; see store.ReadAnswer.
func ReadAnswer[T any](ctx context.Context, base *OperationBase, at models.AnswerPath,
	operation func(*store.Tx) (T, error)) (result T, err error) {
	err = store.ReadAnswer(ctx, base.Store, at, func(tx *store.Tx) error {
		var err error
		result, err = operation(tx)
		return err
	})
	return result, err
}

// WriteAnswer is Write for what changes one answer; see store.WriteAnswer.
func WriteAnswer[T any](ctx context.Context, base *OperationBase, at models.AnswerPath,
	operation func(*store.Tx) (T, error)) (result T, err error) {
	err = store.WriteAnswer(ctx, base.Store, at, func(tx *store.Tx) error {
		var err error
		result, err = operation(tx)
		return err
	})
	return result, err
}

// Write runs an operation that may change something in one transaction, which commits if there is no error, and gives
// what it made.
func Write[T any](ctx context.Context, base *OperationBase, operation func(*store.Tx) (T, error)) (result T,
	err error) {
	err = base.Store.Write(ctx, func(tx *store.Tx) error {
		var err error
		result, err = operation(tx)
		return err
	})
	return result, err
}
