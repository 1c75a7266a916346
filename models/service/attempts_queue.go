package service

import (
	"context"
	"sync"
)

// queues let tries of one kind wait for each other: one at a time at an account from an address, a few at a time from an address.
type queues struct {
	mu    sync.Mutex
	lanes map[string]*lane
}

// lane is the queue before one counter; it is forgotten when nobody is in it.
type lane struct {
	slots chan struct{}
	users int // who waits or is inside
}

// perAddressSlots is how many tries from one address are made at once: an office that signs in at nine is done in no time all the same.
const perAddressSlots = 8

func newQueues() *queues { return &queues{lanes: map[string]*lane{}} }

// enter waits for a slot before the narrowest counter, and then before that of the address if there is one; leave gives them back.
func (q *queues) enter(ctx context.Context, list []guarded) (leave func(), err error) {
	var taken []string
	leave = func() {
		for _, key := range taken {
			q.leave(key)
		}
	}
	for i, g := range list {
		slots := 1
		if g.limit == perAddress {
			slots = perAddressSlots
		} else if i > 0 {
			continue
		}
		if err := q.wait(ctx, g.key, slots); err != nil {
			leave()
			return nil, err
		}
		taken = append(taken, g.key)
	}
	return leave, nil
}

// wait takes a slot of the lane.
func (q *queues) wait(ctx context.Context, key string, slots int) error {
	q.mu.Lock()
	l := q.lanes[key]
	if l == nil {
		l = &lane{slots: make(chan struct{}, slots)}
		q.lanes[key] = l
	}
	l.users++
	q.mu.Unlock()
	select {
	case l.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		q.mu.Lock()
		defer q.mu.Unlock()
		q.forget(key, l)
		return ctx.Err()
	}
}

// leave gives a slot of the lane back.
func (q *queues) leave(key string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.lanes[key]
	<-l.slots
	q.forget(key, l)
}

// forget takes one user off the lane. Who calls it holds the lock.
func (q *queues) forget(key string, l *lane) {
	if l.users--; l.users == 0 {
		delete(q.lanes, key)
	}
}
