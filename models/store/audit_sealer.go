package store

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	sealPause   = 150 * time.Millisecond // after a commit, so that more lines are sealed at once
	sealEvery   = 500 * time.Millisecond // what a server that stopped has left, whoever it was
	sealLonger  = 5 * time.Second        // between tries where sealing fails
	sealAtClose = 3 * time.Second
)

// sealer seals audit lines in the background, on PostgreSQL. A server looks for lines as long as it runs; any other
// process seals what it wrote itself.
type sealer struct {
	store  *Store
	log    *slog.Logger
	server bool
	wake   chan struct{}

	start   sync.Once
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
}

func newSealer(s *Store, opt Options) *sealer {
	z := &sealer{store: s, log: opt.Logger, server: opt.Server, wake: make(chan struct{}, 1)}
	z.ctx, z.cancel = context.WithCancel(context.Background())
	return z
}

// begin starts sealing, once.
func (z *sealer) begin() {
	z.start.Do(func() {
		if z.ctx.Err() == nil && dialectOf(z.store.gorm) == postgresDialect {
			z.running.Go(z.run)
		}
	})
}

// due says that lines were committed.
func (z *sealer) due() {
	z.begin()
	select {
	case z.wake <- struct{}{}:
	default:
	}
}

// close ends sealing, after what there is was sealed. Where that fails, another server does it, or the next start.
func (z *sealer) close() {
	if z == nil {
		return
	}
	z.cancel()
	idle := true
	z.start.Do(func() {}) // none starts from now on
	z.running.Wait()
	select {
	case <-z.wake:
		idle = false
	default:
	}
	if idle && !(z.server && dialectOf(z.store.gorm) == postgresDialect) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), sealAtClose)
	defer cancel()
	if err := z.store.SealAudit(ctx); err != nil {
		z.log.Warn("audit lines could not be sealed before the database was closed; the next server does it", "error", err)
	}
}

// run seals until the store closes. What it leaves undone stays due.
func (z *sealer) run() {
	pause := sealPause
	for z.next(pause) {
		err := z.all()
		if z.ctx.Err() != nil {
			z.due()
			return
		}
		if err == nil {
			pause = sealPause
			continue
		}
		if pause == sealPause {
			z.log.Warn("audit lines can't be sealed; trying again", "error", err)
		}
		pause = min(2*pause, sealLonger)
		z.due()
	}
}

// next waits until there is something to seal, and then for the pause; false: the store closes.
func (z *sealer) next(pause time.Duration) bool {
	var tick <-chan time.Time
	if z.server {
		timer := time.NewTimer(sealEvery)
		defer timer.Stop()
		tick = timer.C
	}
	select {
	case <-z.wake:
	case <-tick:
		return true
	case <-z.ctx.Done():
		return false
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-z.ctx.Done():
		z.due()
		return false
	}
}

// all seals batch by batch. Where another server is at it, that one may have looked before the newest commit here: then
// a look later finds what it left.
func (z *sealer) all() error {
	for {
		more, err := z.store.sealBatch(z.ctx, false)
		if err != nil || !more {
			return err
		}
	}
}
