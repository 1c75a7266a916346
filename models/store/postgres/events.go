package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"plumbline/models"
)

const (
	eventChannel  = "plumbline_events"
	firstWait     = 3 * time.Second
	quietPeriod   = 20 * time.Second // without a notification: then the connection is tried
	connectWait   = 10 * time.Second
	shortestPause = 100 * time.Millisecond
	longestPause  = 10 * time.Second
)

// notifyStatement sends an event. The notification goes out with the commit of its transaction.
const notifyStatement = "SELECT pg_notify('" + eventChannel + "', $1)"

// sendEvents sends the events on a connection, within its transaction if it has one.
func sendEvents(ctx context.Context, conn gorm.ConnPool, events ...models.ReviewEvent) error {
	for _, e := range events {
		if _, err := conn.ExecContext(ctx, notifyStatement, fitPayload(e)); err != nil {
			return fmt.Errorf("postgres: send event: %w", err)
		}
	}
	return nil
}

// eventBus receives events by LISTEN, which notify sends. One connection of the process listens, from the
// first Listen on. A commit that notifies waits for the others that do, so that all processes see events in
// the order of the commits.
type eventBus struct {
	config *pgx.ConnConfig // without time limits: an event may be long in coming
	log    *slog.Logger
	put    func(models.ReviewEvent)

	start   sync.Once
	first   chan struct{} // closed when it listens, or failed to the first time
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
}

func newEventBus(config *pgx.ConnConfig, log *slog.Logger, put func(models.ReviewEvent)) *eventBus {
	b := &eventBus{config: config, log: log, put: put, first: make(chan struct{})}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	return b
}

// begin starts to listen, once, and waits until it does, or until it is clear that it can't for now.
func (b *eventBus) begin(ctx context.Context) {
	b.start.Do(func() {
		if b.ctx.Err() == nil {
			b.running.Go(b.run)
		}
	})
	patience := time.NewTimer(firstWait)
	defer patience.Stop()
	select {
	case <-b.first:
	case <-patience.C:
	case <-ctx.Done():
	case <-b.ctx.Done():
	}
}

func (b *eventBus) close() {
	b.cancel()
	b.start.Do(func() {}) // none starts from now on
	b.running.Wait()
}

// run keeps listening until the store closes. After a failure it waits a little, longer each time that
// nothing came of it.
func (b *eventBus) run() {
	tell := sync.OnceFunc(func() { close(b.first) })
	defer tell()
	pause := shortestPause
	for b.ctx.Err() == nil {
		listened, err := b.listen(tell)
		if b.ctx.Err() != nil {
			return
		}
		tell()
		if listened {
			pause = shortestPause
		}
		b.log.Warn("events of other processes can't be heard; trying again", "error", err, "in", pause)
		select {
		case <-time.After(pause):
		case <-b.ctx.Done():
		}
		pause = min(2*pause, longestPause)
	}
}

// listen connects and hands events on until the connection fails. Whoever listens already may have lost
// events in between.
func (b *eventBus) listen(tell func()) (listened bool, err error) {
	conn, err := b.connect()
	if err != nil {
		return false, err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		err = errors.Join(err, conn.Close(ctx))
	}()
	b.put(models.ReviewEvent{Kind: models.EventResync, At: time.Now().UTC()})
	tell()
	for {
		if err := b.receive(conn); err != nil {
			return true, err
		}
	}
}

func (b *eventBus) connect() (*pgx.Conn, error) {
	ctx, cancel := context.WithTimeout(b.ctx, connectWait)
	defer cancel()
	config := b.config.Copy()
	config.RuntimeParams["application_name"] = "plumbline events"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+eventChannel); err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	return conn, nil
}

// receive waits for one event. When none comes for a while, the connection has to show that it is alive.
func (b *eventBus) receive(conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(b.ctx, quietPeriod)
	defer cancel()
	n, err := conn.WaitForNotification(ctx)
	switch {
	case err == nil:
		e, err := fromPayload(n.Payload)
		if err != nil {
			b.log.Warn("an event can't be read", "error", err)
			return nil
		}
		b.put(e)
		return nil
	case b.ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		ctx, cancel := context.WithTimeout(b.ctx, connectWait)
		defer cancel()
		return conn.Ping(ctx)
	}
	return err
}
