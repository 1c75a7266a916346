package core

import (
	"context"
	"log/slog"
	"plumbline/models"
	"sync"
	"time"
)

// Bounds of the work that goes on after replies.
const (
	maxWaiting    = 200 // jobs that wait
	notifyWorkers = 2
	notifyTimeout = time.Minute // of one job
)

// Notifier tells people by mail, after the reply and a few at a time, so that a slow mail server holds up nobody and
// the time of a reply tells nothing. What waits when the process ends is lost: mails are asked for again.
type Notifier struct {
	log    *slog.Logger
	notify func(context.Context, models.Notification) error // nil where the server sends no mail

	mu      sync.Mutex
	waiting []func(context.Context) error
	workers int
}

// Later takes a job on that may send a notification. Where too many wait it is dropped, and the log says so.
func (n *Notifier) Later(job func(context.Context) error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.waiting) >= maxWaiting {
		n.log.Warn("too many mails wait to be sent: one is dropped", "waiting", len(n.waiting))
		return
	}
	n.waiting = append(n.waiting, job)
	if n.workers < notifyWorkers {
		n.workers++
		go n.work()
	}
}

// work does jobs until none waits.
func (n *Notifier) work() {
	for {
		n.mu.Lock()
		if len(n.waiting) == 0 {
			n.workers--
			n.mu.Unlock()
			return
		}
		job := n.waiting[0]
		n.waiting = n.waiting[1:]
		n.mu.Unlock()
		n.run(job)
	}
}

func (n *Notifier) run(job func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), notifyTimeout)
	defer cancel()
	defer func() {
		if cause := recover(); cause != nil { // a job must not end the server
			n.log.Error("panic while a mail was sent", "cause", cause)
		}
	}()
	if err := job(ctx); err != nil {
		n.log.Warn("a mail could not be sent", "error", err)
	}
}

// Idle reports whether nothing waits or is being sent.
func (n *Notifier) Idle() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.workers == 0 && len(n.waiting) == 0
}

// NewNotifier makes a Notifier that sends with notify; nil is a server that sends no mail.
func NewNotifier(log *slog.Logger, notify func(context.Context, models.Notification) error) *Notifier {
	return &Notifier{log: log, notify: notify}
}

// Sends reports whether the server sends mail.
func (n *Notifier) Sends() bool { return n.notify != nil }

// Send puts a notification on its way, where the server sends mail; it is called after the commit.
func (n *Notifier) Send(about models.Notification) {
	if n.notify != nil {
		n.Later(func(ctx context.Context) error { return n.notify(ctx, about) })
	}
}

// SendNow sends a notification from within a job: see Later. The server must send mail.
func (n *Notifier) SendNow(ctx context.Context, about models.Notification) error {
	return n.notify(ctx, about)
}
