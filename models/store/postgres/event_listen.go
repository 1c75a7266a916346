package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	quiet       = 20 * time.Second // without a notification: then the connection is tried
	connectWait = 10 * time.Second
	nonceWait   = time.Second // for a notification to oneself
	deafPause   = time.Minute // until a process that hears nothing tries again
)

// errDeaf tells that LISTEN seems to work, and no notification arrives.
var errDeaf = errors.New("postgres: notifications don't arrive")

// listen keeps a connection that is told of events of other processes, until the bus closes. After a failure it waits a
// little, longer each time that nothing came of it.
func (b *eventBus) listen() {
	tell := sync.OnceFunc(func() { close(b.heard) })
	defer tell()
	pause, first := shortestPause, true
	for b.ctx.Err() == nil {
		listened, err := b.listenOnce(func() {
			if b.deaf.Store(false); !first {
				signal(b.again)
			}
			first = false
			tell()
		})
		if b.ctx.Err() != nil {
			return
		}
		tell()
		if errors.Is(err, errDeaf) {
			b.warnDeaf()
			b.rest(deafPause)
			continue
		}
		if listened {
			pause = shortestPause
		}
		b.log.Warn("events of other processes are heard later; trying again", "error", err, "in", pause)
		b.rest(pause)
		pause = min(2*pause, longestPause)
	}
}

func (b *eventBus) warnDeaf() {
	if !b.deaf.Swap(true) {
		b.log.Warn("the database does not deliver notifications, as behind a pooler in transaction mode: changes of other "+
			"servers are seen up to half a second later; give Plumbline a direct address or a pooler in session mode to "+
			"have them at once", "every", pollDeaf)
	}
}

// listenOnce connects, and wakes the reader at each notification until the connection fails.
func (b *eventBus) listenOnce(ready func()) (listened bool, err error) {
	conn, err := b.connect()
	if err != nil {
		return false, err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		err = errors.Join(err, conn.Close(ctx))
	}()
	if err := b.hearOneself(conn); err != nil {
		return false, err
	}
	ready()
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
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	return conn, nil
}

// hearOneself notifies the process itself, on another connection, and waits for that. A pooler in transaction mode
// takes LISTEN without an error and gives the connection that listens to somebody else.
func (b *eventBus) hearOneself(conn *pgx.Conn) error {
	nonce := rand.Text()
	ctx, cancel := context.WithTimeout(b.ctx, connectWait)
	defer cancel()
	if _, err := b.pool.ExecContext(ctx, notifyOthers, nonce); err != nil {
		return err
	}
	ctx, cancel = context.WithTimeout(b.ctx, nonceWait)
	defer cancel()
	for {
		n, err := conn.WaitForNotification(ctx)
		switch {
		case err == nil && n.Payload == nonce:
			return nil
		case err == nil:
			signal(b.wake)
		case b.ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
			return errDeaf
		default:
			return err
		}
	}
}

// receive waits for one notification. When none comes for a while, the connection has to show that it is alive.
func (b *eventBus) receive(conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(b.ctx, quiet)
	defer cancel()
	n, err := conn.WaitForNotification(ctx)
	switch {
	case err == nil:
		if n.Payload != b.own {
			signal(b.wake)
		}
		return nil
	case b.ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		ctx, cancel := context.WithTimeout(b.ctx, connectWait)
		defer cancel()
		return conn.Ping(ctx)
	}
	return err
}
