package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Times are how long things take; a zero one is the usual. They are of the real clock; what is due goes by that of the
// operations.
type Times struct {
	Poll time.Duration // between looks; 1 min
	Pass time.Duration // after which a look is broken off, to go on with the next; 30 s
}

func (t Times) withDefaults() Times {
	if t.Poll <= 0 {
		t.Poll = time.Minute
	}
	if t.Pass <= 0 {
		t.Pass = 30 * time.Second
	}
	return t
}

// began is the step that notes when the first look of all was: what was over before it is told to nobody.
const began = "began"

// Worker tells what is due. One of each server does, and one of them at a time; that saves work, while the notes of
// what was told keep each step from being told twice.
type Worker struct {
	steps *Steps
	core  *core.OperationBase
	log   *slog.Logger
	times Times

	stopped chan struct{} // closed by Stop
	stop    sync.Once
	running sync.WaitGroup
	work    context.Context // ends when Stop waits no longer
	abandon context.CancelFunc

	round sync.Mutex        // one look at a time
	after map[string]string // under round: where a source goes on that was broken off
}

func newWorker(steps *Steps, times Times) *Worker {
	w := &Worker{steps: steps, core: steps.core, log: steps.core.Log, times: times.withDefaults(),
		stopped: make(chan struct{}), after: map[string]string{}}
	w.work, w.abandon = context.WithCancel(context.Background())
	return w
}

// Start begins to look in the background.
func (w *Worker) Start() { w.running.Go(w.run) }

// Stop begins no step from now on and waits for the one that is being told, until ctx ends, which is its error then.
func (w *Worker) Stop(ctx context.Context) error {
	w.stop.Do(func() { close(w.stopped) })
	done := make(chan struct{})
	go func() {
		w.running.Wait()
		close(done)
	}()
	defer w.abandon()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *Worker) halted() bool {
	select {
	case <-w.stopped:
		return true
	default:
		return false
	}
}

func (w *Worker) run() {
	for !w.halted() {
		if _, err := w.Look(w.work); err != nil && w.work.Err() == nil {
			w.log.Warn("what is due can't be told for now", "error", err)
		}
		timer := time.NewTimer(w.times.Poll - rand.N(w.times.Poll/4+1)) // servers look at different moments
		select {
		case <-timer.C:
		case <-w.stopped:
			timer.Stop()
		}
	}
}

// Look tells what is due now and reports whether this server did: another one may be at it. It is bounded; what is left
// comes with the next look. Its error is one of the database.
func (w *Worker) Look(ctx context.Context) (led bool, err error) {
	w.round.Lock()
	defer w.round.Unlock()
	return w.core.Store.Lead(ctx, w.look)
}

func (w *Worker) look(ctx context.Context) error {
	ends := time.Now().Add(w.times.Pass)
	if err := w.core.Store.Write(ctx, func(tx *store.Tx) error {
		_, err := store.Schedule(tx).Tell(began, w.core.Now())
		return err
	}); err != nil {
		return err
	}
	for _, source := range w.steps.sources {
		if w.halted() || ctx.Err() != nil {
			break
		}
		if err := w.ask(ctx, source, ends); err != nil {
			return fmt.Errorf("%s: %w", source.Name, err)
		}
	}
	if w.halted() || ctx.Err() != nil {
		return ctx.Err()
	}
	return w.sweep(ctx, ends)
}

// ask tells what a source finds, page by page, and notes when it has come to the end.
func (w *Worker) ask(ctx context.Context, source Source, ends time.Time) error {
	now, pass := w.core.Now(), "pass/"+source.Name
	due, err := w.askAgain(ctx, source, pass, now)
	if err != nil || !due {
		return err
	}
	for !w.halted() && time.Now().Before(ends) {
		page, err := w.find(ctx, source, now)
		if err != nil {
			return err
		}
		for _, step := range page.Steps {
			if w.halted() || ctx.Err() != nil {
				return ctx.Err()
			}
			if err := w.tell(ctx, step); err != nil {
				return err
			}
		}
		w.after[source.Name] = page.Next
		if page.Next == "" {
			return w.core.Store.Write(ctx, func(tx *store.Tx) error { return store.Schedule(tx).Passed(pass, now) })
		}
	}
	return nil
}

// askAgain reports whether it is time for a source: it was never asked to its end, long ago, or by a clock that was
// ahead.
func (w *Worker) askAgain(ctx context.Context, source Source, pass string, now time.Time) (bool, error) {
	if w.after[source.Name] != "" {
		return true, nil
	}
	last, err := core.Read(ctx, w.core, func(tx *store.Tx) (time.Time, error) {
		return store.Schedule(tx).ToldAt(pass)
	})
	return last.IsZero() || last.After(now) || now.Sub(last) >= source.Every, err
}

// find gives a page of a source without the steps that were told.
func (w *Worker) find(ctx context.Context, source Source, now time.Time) (page Page, err error) {
	defer caught(&err, source.Name)
	err = w.core.Store.Read(ctx, func(tx *store.Tx) (err error) {
		if page, err = source.Find(tx, now, w.after[source.Name]); err != nil {
			return err
		}
		keys := make([]string, len(page.Steps))
		for i, step := range page.Steps {
			keys[i] = step.Key
		}
		told, err := store.Schedule(tx).Told(keys)
		left := page.Steps[:0]
		for _, step := range page.Steps {
			if !told[step.Key] {
				left = append(left, step)
			}
		}
		page.Steps = left
		return err
	})
	return page, err
}

// errTold rolls back a step that somebody else has told.
var errTold = errors.New("schedule: told already")

// tell does one step and notes it, in one transaction. A step that fails is left to the next look, and keeps no other
// one from being told; only a database that is out of reach ends the look.
func (w *Worker) tell(ctx context.Context, step Step) error {
	err := w.once(ctx, step)
	switch {
	case err == nil, errors.Is(err, errTold), errors.Is(err, ErrNotDue):
		return nil
	case models.CodeOf(err) == models.CodeUnavailable, ctx.Err() != nil:
		return err
	}
	w.log.Warn("a step can't be told for now", "step", step.Key, "error", err)
	return nil
}

func (w *Worker) once(ctx context.Context, step Step) (err error) {
	defer caught(&err, step.Key)
	if step.Prepare != nil {
		if err := w.core.Store.Read(ctx, step.Prepare); err != nil {
			return err
		}
	}
	return w.core.Store.Write(ctx, func(tx *store.Tx) error {
		first, err := store.Schedule(tx).Tell(step.Key, w.core.Now())
		if err == nil && !first {
			err = errTold
		}
		if err != nil {
			return err
		}
		return step.Do(tx)
	})
}

// caught makes an error of a panic: one step must not end the server.
func caught(err *error, what string) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("%s: panic: %v", what, cause)
	}
}
