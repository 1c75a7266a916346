package service

import (
	"context"
	"plumbline/models"
	"plumbline/models/store"
	"time"
)

// now is the present time as databases keep it: UTC, to the microsecond.
func (f *floor) now() time.Time { return f.clock().UTC().Truncate(time.Microsecond) }

// tell lets those know of a change who have the review open, once the transaction has committed.
func (f *floor) tell(tx *store.Tx, e models.Event) {
	if e.At.IsZero() {
		e.At = f.now()
	}
	tx.Publish(e)
}

func read[T any](ctx context.Context, f *floor, ask func(*store.Tx) (T, error)) (result T, err error) {
	err = f.store.Read(ctx, func(tx *store.Tx) error {
		var err error
		result, err = ask(tx)
		return err
	})
	return result, err
}

func write[T any](ctx context.Context, f *floor, ask func(*store.Tx) (T, error)) (result T, err error) {
	err = f.store.Write(ctx, func(tx *store.Tx) error {
		var err error
		result, err = ask(tx)
		return err
	})
	return result, err
}
