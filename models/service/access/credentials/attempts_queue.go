package credentials

import (
	"context"
	"sync"
)

// tryQueues let tries of one kind wait for each other: one at a time at an account from an address, a few at a time
// from an address.
type tryQueues struct {
	mu    sync.Mutex
	lanes map[string]*tryQueue
}

// tryQueue is the queue before one counter; it is forgotten when nobody is in it.
type tryQueue struct {
	slots chan struct{}
	users int // who waits or is inside
}

// perAddressSlots is how many tries from one address are made at once: an office that signs in at nine is done in no
// time all the same.
const perAddressSlots = 8

func newTryQueues() *tryQueues { return &tryQueues{lanes: map[string]*tryQueue{}} }

// enter waits for a slot before the narrowest counter, and then before that of the address if there is one; leave
// gives them back.
func (q *tryQueues) enter(ctx context.Context, list []AttemptCounter) (leave func(), err error) {
	var taken []string
	leave = func() {
		for _, key := range taken {
			q.leave(key)
		}
	}
	for i, g := range list {
		slots := 1
		if g.failureLimit == perAddress {
			slots = perAddressSlots
		} else if i > 0 {
			continue
		}
		if err := q.wait(ctx, g.Key, slots); err != nil {
			leave()
			return nil, err
		}
		taken = append(taken, g.Key)
	}
	return leave, nil
}

// wait takes a slot of the lane.
func (q *tryQueues) wait(ctx context.Context, key string, slots int) error {
	q.mu.Lock()
	l := q.lanes[key]
	if l == nil {
		l = &tryQueue{slots: make(chan struct{}, slots)}
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

// leave returns a slot of the lane back.
func (q *tryQueues) leave(key string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.lanes[key]
	<-l.slots
	q.forget(key, l)
}

// forget takes one user off the lane. Who calls it holds the lock.
func (q *tryQueues) forget(key string, l *tryQueue) {
	if l.users--; l.users == 0 {
		delete(q.lanes, key)
	}
}
