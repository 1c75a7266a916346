package schedule

import (
	"context"
	"fmt"
	"time"

	"plumbline/models/store"
	tables "plumbline/models/store/schedule"
)

// Sweep takes out notes of steps that can't become due again, limit at most, and says how many it took out.
type Sweep func(told *tables.Table, now time.Time, limit int) (int, error)

// AddSweep adds one. It must be added before the worker starts.
func (steps *Steps) AddSweep(sweep Sweep) { steps.sweeps = append(steps.sweeps, sweep) }

const (
	sweepBatch = 500 // notes in a transaction
	sweepEvery = 24 * time.Hour
	swept      = "pass/sweep"
	digestKept = 60 // days: a digest is of the week before at most
)

// ForgetGone sweeps the steps of a kind whose things are in a table no more.
func ForgetGone(kind, table string) Sweep {
	return func(told *tables.Table, _ time.Time, limit int) (int, error) {
		return tables.ForgetGone(told, kind, table, limit)
	}
}

// ForgetAfter sweeps the steps of a kind whose day is over for so many days.
func ForgetAfter(kind string, days int) Sweep {
	return func(told *tables.Table, now time.Time, limit int) (int, error) {
		return tables.ForgetDays(told, kind, now.AddDate(0, 0, -days).Format(time.DateOnly), limit)
	}
}

func forgetDigests(told *tables.Table, now time.Time, limit int) (int, error) {
	return tables.ForgetToldBefore(told, "digest", now.AddDate(0, 0, -digestKept), limit)
}

// sweep takes out once a day what can't become due again, batch by batch until the look ends.
func (w *Worker) sweep(ctx context.Context, ends time.Time) error {
	now := w.core.Now()
	due, err := w.askAgain(ctx, Source{Name: swept, Every: sweepEvery}, swept, now)
	if err != nil || !due {
		return err
	}
	for _, sweep := range w.steps.sweeps {
		for n := sweepBatch; n == sweepBatch; {
			if w.halted() || !time.Now().Before(ends) {
				return nil
			}
			if err := w.core.Store.Write(ctx, func(tx *store.Tx) (err error) {
				n, err = sweep(store.Schedule(tx), now, sweepBatch)
				return err
			}); err != nil {
				return fmt.Errorf("sweep: %w", err)
			}
		}
	}
	return w.core.Store.Write(ctx, func(tx *store.Tx) error { return store.Schedule(tx).Passed(swept, now) })
}
