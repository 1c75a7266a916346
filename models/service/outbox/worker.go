package outbox

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"plumbline/models"
	"plumbline/models/delivery"
	"plumbline/models/notice"
	"plumbline/models/store"
	"plumbline/models/store/deliveries"
)

// places is how many deliveries a worker sends at once.
const places = 4

// Worker sends what is in the outbox. One of each server does, and each delivery is claimed by one of them at a time.
type Worker struct {
	steps *Steps
	log   *slog.Logger
	id    string // of this worker among those of all servers
	send  func(context.Context, notice.Notice) error
	times Times

	woken   chan struct{}
	stopped chan struct{} // closed by Stop
	stop    sync.Once
	running sync.WaitGroup
	work    context.Context // of the database and of what is being sent; ends when Stop waits no longer
	abandon context.CancelFunc

	round sync.Mutex // one round at a time
	side  otherSide  // under round
}

func newWorker(steps *Steps, opt Options) *Worker {
	w := &Worker{
		steps: steps, log: steps.core.Log, id: models.NewID(), send: opt.Notify, times: opt.Times.withDefaults(),
		woken: make(chan struct{}, 1), stopped: make(chan struct{}),
	}
	w.side = otherSide{first: w.times.FirstPause, last: w.times.LastPause}
	w.work, w.abandon = context.WithCancel(context.Background())
	return w
}

// Start begins to send in the background. Claims that a process left which is gone are freed first, where that can be
// told.
func (w *Worker) Start() { w.running.Go(w.run) }

// Stop claims nothing from now on and waits for what is being sent, until ctx ends, which is its error then. What is
// not sent stays in the table.
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

// wakeUp has the worker look at the table. It does not wait.
func (w *Worker) wakeUp() {
	select {
	case w.woken <- struct{}{}:
	default: // it will look anyway
	}
}

func (w *Worker) run() {
	w.report(w.steps.core.Store.Write(w.work, func(tx *store.Tx) error { return store.Outbox(tx).FreeClaims() }))
	var swept time.Time
	for !w.halted() {
		if time.Since(swept) >= w.times.Sweep {
			swept = time.Now()
			w.report(w.sweep(w.work))
		}
		w.report(w.SendDue(w.work))
		w.rest()
	}
}

// report logs what kept the worker from its work: it goes on with the next round.
func (w *Worker) report(err error) {
	if err != nil && w.work.Err() == nil {
		w.log.Warn("the outbox can't be worked on for now", "error", err)
	}
}

// rest waits until there may be something to do: something was written here, a pause is over, or it is time to look
// for what other servers wrote or what is due again. Servers look at different moments.
func (w *Worker) rest() {
	wait := w.times.Poll - rand.N(w.times.Poll/4+1)
	if pause := w.pause(); pause > 0 {
		wait = min(wait, pause)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-w.woken:
	case <-w.stopped:
	}
}

func (w *Worker) pause() time.Duration {
	w.round.Lock()
	defer w.round.Unlock()
	return w.side.pause()
}

// SendDue sends all that is due, a few at a time, until nothing is, the other side is out of reach, the worker stops or
// ctx ends. Its error is one of the database: what happens to a delivery is written down with it.
func (w *Worker) SendDue(ctx context.Context) error {
	w.round.Lock()
	defer w.round.Unlock()
	if w.send == nil {
		return nil
	}
	for ctx.Err() == nil && !w.halted() && w.side.pause() <= 0 {
		claimed, err := w.claim(ctx, w.side.places())
		if err != nil || len(claimed) == 0 {
			return err
		}
		w.sendAll(ctx, claimed)
	}
	return ctx.Err()
}

// claim takes some deliveries. It looks first, which waits for no writer: mostly there is nothing.
func (w *Worker) claim(ctx context.Context, limit int) (claimed []delivery.Delivery, err error) {
	kinds, due := []delivery.Kind{delivery.Mail}, false
	err = w.steps.core.Store.Read(ctx, func(tx *store.Tx) (err error) {
		due, err = store.Outbox(tx).AnyDue(kinds)
		return err
	})
	if err != nil || !due {
		return nil, err
	}
	err = w.steps.core.Store.Write(ctx, func(tx *store.Tx) (err error) {
		claimed, err = store.Outbox(tx).Claim(deliveries.Claim{By: w.id, Kinds: kinds, Limit: limit, Lease: w.times.Lease})
		return err
	})
	return claimed, err
}

// sendAll sends some deliveries at once and waits for all of them.
func (w *Worker) sendAll(ctx context.Context, claimed []delivery.Delivery) {
	results := make([]error, len(claimed))
	var all sync.WaitGroup
	for i, d := range claimed {
		all.Go(func() { results[i] = w.deliver(ctx, d) })
	}
	all.Wait()
	var away error
	for _, err := range results {
		if isAway(err) {
			away = err
		}
	}
	switch failing := w.side.failing(); {
	case away != nil:
		w.side.wentAway()
		if !failing {
			w.log.Warn("the mail server is out of reach: mails wait until it is back", "error", plain(away))
		}
	default:
		w.side.isThere()
		if failing {
			w.log.Info("the mail server is back")
		}
	}
}

// sweep ends what waits for too long, and forgets what has ended long ago.
func (w *Worker) sweep(ctx context.Context) error {
	now := w.steps.core.Now()
	return w.steps.core.Store.Write(ctx, func(tx *store.Tx) error {
		return store.Outbox(tx).Sweep(deliveries.Over{
			Now: now, QueuedBefore: now.Add(-w.times.GiveUp), Expired: expired, GivenUp: "given up: it waited too long",
			SentBefore: now.Add(-w.times.KeepSent), FailedBefore: now.Add(-w.times.KeepFailed),
		})
	})
}

// otherSide is whether what takes deliveries can be reached. While it can't, nothing is tried for a while, longer each
// time, and then one delivery alone.
type otherSide struct {
	first, last time.Duration // bounds of the pause
	length      time.Duration // of the pause that was made last; 0: it is there
	until       time.Time
}

func (o *otherSide) failing() bool { return o.length > 0 }

// pause is how long nothing is to be tried.
func (o *otherSide) pause() time.Duration {
	if !o.failing() {
		return 0
	}
	return time.Until(o.until)
}

// places is how many deliveries may be tried.
func (o *otherSide) places() int {
	if o.failing() {
		return 1
	}
	return places
}

func (o *otherSide) isThere() { o.length = 0 }

func (o *otherSide) wentAway() {
	o.length = min(max(2*o.length, o.first), o.last)
	o.until = time.Now().Add(o.length)
}
