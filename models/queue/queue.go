// Package queue bounds how much expensive work runs at once. Who must wait stands in line, and the lines of different
// groups (workspaces) take turns, so that no group can keep the others from their work however much it asks for.
//
// It may import models. It knows neither what the work is nor who asks for it.
package queue

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"plumbline/models"
)

// Options are the bounds of a Queue; what is 0 has its default.
type Options struct {
	What    string        // what is worked on, in the plural, for people who are refused; "requests of this kind"
	Places  int           // how much runs at once; one less than there are processors, at least 1 and at most 8
	Line    int           // how many may wait in all; 256
	Each    int           // how many of one group may wait; half of Line
	MaxWait time.Duration // how long one may wait; 30 s
}

func (o Options) withDefaults() Options {
	if o.What == "" {
		o.What = "requests of this kind"
	}
	if o.Places <= 0 {
		o.Places = min(max(runtime.GOMAXPROCS(0)-1, 1), 8)
	}
	if o.Line <= 0 {
		o.Line = 256
	}
	if o.Each <= 0 {
		o.Each = max(o.Line/2, 1)
	}
	if o.MaxWait <= 0 {
		o.MaxWait = 30 * time.Second
	}
	return o
}

// Queue hands out places. It is safe for use by many goroutines.
type Queue struct {
	opt Options

	mu      sync.Mutex
	free    int
	waiting int
	turns   []string                  // groups that wait, the next one first; each once
	lines   map[string][]*queueWaiter // of each group in turns, in the order of arrival; never empty
	average time.Duration             // how long a place was held lately
}

// queueWaiter is somebody in line. Its place is given by closing ready, under the queue's lock.
type queueWaiter struct {
	group string
	ready chan struct{}
}

// New makes a Queue.
func New(opt Options) *Queue {
	opt = opt.withDefaults()
	return &Queue{opt: opt, free: opt.Places, lines: map[string][]*queueWaiter{}}
}

// heldKey marks a context whose work has a place of this queue already.
type heldKey struct{ *Queue }

// Do runs work as soon as there is a place for the group, and returns its error. Work inside of work of the same queue
// needs no second place. Unavailable, with the time after which to try again, says that the line is too long or the
// wait was; the error of ctx, that the client left.
func (q *Queue) Do(ctx context.Context, group string, work func(context.Context) error) error {
	if ctx.Value(heldKey{q}) != nil {
		return work(ctx)
	}
	if err := q.enter(ctx, group); err != nil {
		return err
	}
	start := time.Now()
	defer func() { q.leave(time.Since(start)) }()
	return work(context.WithValue(ctx, heldKey{q}, true))
}

func (q *Queue) enter(ctx context.Context, group string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w, err := q.stand(group)
	if w == nil {
		return err
	}
	timer := time.NewTimer(q.opt.MaxWait)
	defer timer.Stop()
	select {
	case <-w.ready:
		return nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-timer.C:
		err = nil
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.quit(w) { // the place came at the same moment
		if err != nil {
			q.next()
		}
		return err
	}
	if err == nil {
		err = q.refusal("took too long")
	}
	return err
}

// stand takes a place if one is free, in which case it gives nil, and stands in line otherwise.
func (q *Queue) stand(group string) (*queueWaiter, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.free > 0:
		q.free--
		return nil, nil
	case q.waiting >= q.opt.Line || len(q.lines[group]) >= q.opt.Each:
		return nil, q.refusal("is full")
	}
	w := &queueWaiter{group, make(chan struct{})}
	if len(q.lines[group]) == 0 {
		q.turns = append(q.turns, group)
	}
	q.lines[group] = append(q.lines[group], w)
	q.waiting++
	return w, nil
}

// quit takes a waiter out of its line; false: it has its place already.
func (q *Queue) quit(w *queueWaiter) bool {
	line := q.lines[w.group]
	i := slices.Index(line, w)
	if i < 0 {
		return false
	}
	q.waiting--
	if len(line) == 1 {
		delete(q.lines, w.group)
		q.turns = slices.Delete(q.turns, slices.Index(q.turns, w.group), slices.Index(q.turns, w.group)+1)
		return true
	}
	q.lines[w.group] = slices.Delete(line, i, i+1)
	return true
}

// leave frees a place after work that took so long.
func (q *Queue) leave(took time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.average = (7*q.average + took) / 8
	q.next()
}

// next hands a free place to whoever is first in the line of the group whose turn it is. The group then stands behind
// all others.
func (q *Queue) next() {
	if len(q.turns) == 0 {
		q.free++
		return
	}
	group := q.turns[0]
	line := q.lines[group]
	q.turns = q.turns[1:]
	q.waiting--
	close(line[0].ready)
	if len(line) == 1 {
		delete(q.lines, group)
		return
	}
	q.lines[group] = line[1:]
	q.turns = append(q.turns, group)
}

// refusal says when to try again: when those who wait now should be done, between 1 second and a minute.
func (q *Queue) refusal(why string) error {
	e := models.Errorf(models.CodeUnavailable, "the server is busy: the line of %s %s; try again in a moment", q.opt.What,
		why)
	wait := q.average * time.Duration(q.waiting+1) / time.Duration(q.opt.Places)
	e.Wait = min(max(wait.Round(time.Second), time.Second), time.Minute)
	return e
}
