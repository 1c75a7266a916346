package service

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"plumbline/models"
)

// Bounds of the work that goes on after replies.
const (
	maxPost     = 200 // jobs that wait
	postWorkers = 2
	postTimeout = time.Minute // of one job
)

// post does what is due after a reply, such as mails, a little at a time, so that a slow mail server holds up nobody and the time of a reply tells
// nothing. What waits when the process ends is lost: mails are asked for again.
type post struct {
	log     *slog.Logger
	mu      sync.Mutex
	waiting []func(context.Context) error
	workers int
}

// put takes a job on. Where too many wait it is dropped, and the log says so.
func (p *post) put(job func(context.Context) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.waiting) >= maxPost {
		p.log.Warn("too many mails wait to be sent: one is dropped", "waiting", len(p.waiting))
		return
	}
	p.waiting = append(p.waiting, job)
	if p.workers < postWorkers {
		p.workers++
		go p.work()
	}
}

// work does jobs until none waits.
func (p *post) work() {
	for {
		p.mu.Lock()
		if len(p.waiting) == 0 {
			p.workers--
			p.mu.Unlock()
			return
		}
		job := p.waiting[0]
		p.waiting = p.waiting[1:]
		p.mu.Unlock()
		p.run(job)
	}
}

func (p *post) run(job func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), postTimeout)
	defer cancel()
	defer func() {
		if cause := recover(); cause != nil { // a job must not end the server
			p.log.Error("panic while a mail was sent", "cause", cause)
		}
	}()
	if err := job(ctx); err != nil {
		p.log.Warn("a mail could not be sent", "error", err)
	}
}

func (p *post) idle() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.workers == 0 && len(p.waiting) == 0
}

// Flush waits until nothing is left to be done in the background, or ctx ends, which is its error: mails are sent, uses of credentials noted, other servers
// told who is present. It is for a server that stops, before its database closes.
func (s *Service) Flush(ctx context.Context) error {
	f := s.Links.floor
	for !f.post.idle() || !f.touched.idle() || !f.realtime.Idle() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
	return nil
}

// send puts a notification on its way, where the server sends mail; it is called after the commit.
func (f *floor) send(n models.Notification) {
	if f.notify != nil {
		f.post.put(func(ctx context.Context) error { return f.notify(ctx, n) })
	}
}
