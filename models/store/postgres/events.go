package postgres

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"plumbline/models"
)

// Events go by a table. A transaction writes its events there, with a plain insert; once it has committed, the process
// notifies the others, at most once in notifyPause for all transactions, outside of any: a NOTIFY in a transaction
// makes all transactions of the database that notify commit one after the other. Every process reads by id what is new.
// A notification that is lost costs a poll, never an event.
const (
	channel     = "plumbline_events"
	firstWait   = 3 * time.Second
	insertEvent = "INSERT INTO events (payload) SELECT unnest($1::text[])"
)

// sendEvents writes the events on a connection, within its transaction if it has one.
func sendEvents(ctx context.Context, conn gorm.ConnPool, events ...models.ReviewEvent) error {
	if len(events) == 0 {
		return nil
	}
	payloads := make([]string, len(events))
	for i, e := range events {
		payloads[i] = fitPayload(e)
	}
	if t, is := conn.(transaction); is {
		return t.Later(insertEvent, payloads)
	}
	if _, err := conn.ExecContext(ctx, insertEvent, payloads); err != nil {
		return fmt.Errorf("postgres: send event: %w", err)
	}
	return nil
}

// eventBus carries events between the processes on a database. It notifies, listens and reads in the background, each
// from when it is first needed.
type eventBus struct {
	pool   *sql.DB
	config *pgx.ConnConfig // of the connection that listens: without time limits, since an event may be long in coming
	log    *slog.Logger
	put    func(models.ReviewEvent)
	own    string // what this process calls itself in notifications

	listening sync.Once
	sending   sync.Once
	ctx       context.Context
	cancel    context.CancelFunc
	running   sync.WaitGroup

	heard   chan struct{} // closed when it listens, or failed to the first time
	read    chan struct{} // closed when it has read, or failed to the first time
	written chan struct{} // events of this process were committed: notify
	wake    chan struct{} // there are events: read
	again   chan struct{} // events may have been lost
	deaf    atomic.Bool   // notifications don't arrive
}

func newEventBus(config *pgx.ConnConfig, pool *sql.DB, log *slog.Logger, put func(models.ReviewEvent)) *eventBus {
	b := &eventBus{
		pool: pool, config: config, log: log, put: put, own: rand.Text(), heard: make(chan struct{}),
		read: make(chan struct{}), written: make(chan struct{}, 1), wake: make(chan struct{}, 1),
		again: make(chan struct{}, 1),
	}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	return b
}

// begin starts to listen, once, and waits until it does, or until it is clear that it can't for now.
func (b *eventBus) begin(ctx context.Context) {
	b.listening.Do(func() {
		if b.ctx.Err() == nil {
			b.running.Go(b.listen)
			b.running.Go(b.readAll)
		}
	})
	patience := time.NewTimer(firstWait)
	defer patience.Stop()
	for _, ready := range []chan struct{}{b.heard, b.read} {
		select {
		case <-ready:
		case <-patience.C:
			return
		case <-ctx.Done():
			return
		case <-b.ctx.Done():
			return
		}
	}
}

// sent says that events were committed.
func (b *eventBus) sent() {
	b.sending.Do(func() {
		if b.ctx.Err() == nil {
			b.running.Go(b.notifyAll)
		}
	})
	signal(b.wake)
	signal(b.written)
}

func (b *eventBus) close() {
	b.cancel()
	b.listening.Do(func() {}) // none starts from now on
	b.sending.Do(func() {})
	b.running.Wait()
}

// signal leaves one signal in a channel that has room for one.
func signal(to chan struct{}) {
	select {
	case to <- struct{}{}:
	default:
	}
}

// rest waits; false: the bus was closed meanwhile.
func (b *eventBus) rest(pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-b.ctx.Done():
		return false
	}
}
