// Package grouping lets calls that come at the same time share the work that each of them would do alone, such as a
// transaction.
//
// It imports nothing of ours and knows no database: the store says what a group does.
package grouping

import (
	"context"
	"runtime"
	"slices"
	"sync"
)

const maxGroup = 32 // calls

// Call is one call, as whoever runs its group sees it.
type Call[T any] struct {
	Ctx context.Context
	Of  T

	finished bool
	err      error
	done     chan struct{}
}

// Finish says how the call ended. One of a group that is not finished is told to go alone.
func (c *Call[T]) Finish(err error) { c.finished, c.err = true, err }

// Line gathers calls. Those that come while a group runs wait and are the next one, so that nobody waits for company.
type Line[T any] struct {
	run func([]*Call[T])

	mu      sync.Mutex
	waiting []*Call[T]
	running bool
}

// NewLine makes a Line whose groups run does, one after the other. run must not panic.
func NewLine[T any](run func([]*Call[T])) *Line[T] { return &Line[T]{run: run} }

// Do has a group do the call and waits until it has. Where alone is true nothing was done, and the caller is to do it.
// A context that ends takes the call out of the line; once its group runs, the call waits for the end of that.
func (l *Line[T]) Do(ctx context.Context, of T) (alone bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	c := &Call[T]{Ctx: ctx, Of: of, done: make(chan struct{})}
	l.enter(c)
	select {
	case <-c.done:
	case <-ctx.Done():
		if l.quit(c) {
			return false, ctx.Err()
		}
		<-c.done
	}
	return !c.finished, c.err
}

func (l *Line[T]) enter(c *Call[T]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = append(l.waiting, c)
	if !l.running {
		l.running = true
		go l.work()
	}
}

// quit takes a call out of the line; false: its group runs already.
func (l *Line[T]) quit(c *Call[T]) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.Index(l.waiting, c)
	if i >= 0 {
		l.waiting = slices.Delete(l.waiting, i, i+1)
	}
	return i >= 0
}

// work runs groups until nobody waits.
func (l *Line[T]) work() {
	runtime.Gosched() // those who were let go together come back together: a tenth fewer groups
	for group := l.next(); len(group) > 0; group = l.next() {
		l.run(group)
		for _, c := range group {
			close(c.done)
		}
	}
}

// next takes the group that waits.
func (l *Line[T]) next() []*Call[T] {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(len(l.waiting), maxGroup)
	group := slices.Clone(l.waiting[:n])
	l.waiting = slices.Delete(l.waiting, 0, n)
	l.running = n > 0
	return group
}
