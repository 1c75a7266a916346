// Package sealing runs in the background what seals audit lines after they were committed.
//
// It imports nothing of ours and knows no database: the store gives it what to run.
package sealing

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	pause   = 150 * time.Millisecond // after a commit, so that more lines are sealed at once
	every   = 500 * time.Millisecond // for what a server that stopped has left, whoever it was
	longest = 5 * time.Second        // between tries where sealing fails
	atClose = 3 * time.Second
)

// Work is what a Sealer runs.
type Work struct {
	Some func(context.Context) (more bool, err error) // seals a part, unless somebody else is at it
	All  func(context.Context) error                  // seals all there is, after whoever is at it
	Log  *slog.Logger

	// Always has it look for lines as long as it runs, as a server does. Any other process seals what it wrote itself.
	Always bool
}

// Sealer seals in the background. A nil one does nothing.
type Sealer struct {
	work Work
	wake chan struct{}

	start   sync.Once
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
}

// NewSealer makes a Sealer that does not run yet.
func NewSealer(work Work) *Sealer {
	s := &Sealer{work: work, wake: make(chan struct{}, 1)}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

// Begin starts it, once, if it always looks for lines.
func (s *Sealer) Begin() {
	if s != nil && s.work.Always {
		s.begin()
	}
}

func (s *Sealer) begin() {
	s.start.Do(func() {
		if s.ctx.Err() == nil {
			s.running.Go(s.run)
		}
	})
}

// Due says that lines were committed.
func (s *Sealer) Due() {
	if s == nil {
		return
	}
	s.begin()
	s.again()
}

func (s *Sealer) again() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Close ends sealing, after what there is was sealed. Where that fails, another server does it, or the next start.
func (s *Sealer) Close() {
	if s == nil {
		return
	}
	s.cancel()
	s.start.Do(func() {}) // none starts from now on
	s.running.Wait()
	select {
	case <-s.wake:
	default:
		if !s.work.Always {
			return
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), atClose)
	defer cancel()
	if err := s.work.All(ctx); err != nil {
		s.work.Log.Warn("audit lines could not be sealed at the end; the next server does it", "error", err)
	}
}

// run seals until it is closed. What it leaves undone stays due.
func (s *Sealer) run() {
	for wait := pause; s.next(wait); {
		err := s.all()
		if s.ctx.Err() != nil {
			s.again()
			return
		}
		if err == nil {
			wait = pause
			continue
		}
		if wait == pause {
			s.work.Log.Warn("audit lines can't be sealed; trying again", "error", err)
		}
		wait = min(2*wait, longest)
		s.again()
	}
}

// next waits until there is something to seal, and then for the pause; false: it was closed.
func (s *Sealer) next(wait time.Duration) bool {
	var tick <-chan time.Time
	if s.work.Always {
		timer := time.NewTimer(max(every, wait))
		defer timer.Stop()
		tick = timer.C
	}
	select {
	case <-s.wake:
	case <-tick:
		return true
	case <-s.ctx.Done():
		return false
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.ctx.Done():
		s.again()
		return false
	}
}

// all seals part by part. Where another process is at it, that one may have looked before the newest commit here: then
// a look later finds what it left.
func (s *Sealer) all() error {
	for {
		more, err := s.work.Some(s.ctx)
		if err != nil || !more {
			return err
		}
	}
}
