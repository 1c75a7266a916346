// Package postgres is the engine of the store for a PostgreSQL database: it opens connections, keeps them
// within time limits, runs transactions on them, and carries events between the processes on the database.
//
// It may import models, questionnaires and micros, and with the store it is the only place that knows GORM.
// It knows no table but events, and does not import the store, which takes an Engine by its own interface.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"plumbline/models"
)

// maxAttempts bounds how often a write runs that PostgreSQL gives up for a deadlock.
const maxAttempts = 6

// Engine is a PostgreSQL database. The driver keeps prepared statements per connection by itself. It is safe
// for concurrent use.
type Engine struct {
	pool    *sql.DB
	events  *eventBus
	limit   time.Duration
	limited atomic.Bool // connections keep to the limit
	closed  atomic.Bool
}

// Open connects to the database that the address names. put gets the events of all processes on the database,
// one at a time, from the first Listen on, and must not wait: no event before those of changes that its own transaction
// saw, but for one whose commit was slow. An address that is
// none is an Invalid error, and so is a database that can't hold every text; Explain tells what other errors
// mean.
func Open(ctx context.Context, dsn string, opt Options, put func(models.Event)) (*Engine, error) {
	opt = opt.withDefaults()
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The cause quotes the address, and with it perhaps a password: it must not reach a log.
		return nil, models.Errorf(models.Invalid, "the database address is not a valid PostgreSQL address")
	}
	e := &Engine{limit: opt.Timeout}
	own := config.Copy()
	withLimits(own, opt.Timeout, &e.limited)
	e.pool = stdlib.OpenDB(*own, stdlib.OptionAfterConnect(serverLimits(opt.Timeout)))
	e.pool.SetMaxOpenConns(opt.Connections)
	e.pool.SetMaxIdleConns(opt.Connections)
	e.pool.SetConnMaxIdleTime(5 * time.Minute)
	e.events = newEventBus(config, e.pool, opt.Logger, put)
	e.limited.Store(true)
	if err := e.check(ctx); err != nil {
		return nil, errors.Join(err, e.pool.Close())
	}
	e.limited.Store(false) // until the migrations are done
	return e, nil
}

// Dialector gives what GORM has to know of the database.
func (e *Engine) Dialector() gorm.Dialector { return postgres.New(postgres.Config{Conn: e.pool}) }

// Started puts the time limits into force: until then, migrations may take as long as they need.
func (e *Engine) Started() { e.limited.Store(true) }

// Explain is the function of the same name.
func (e *Engine) Explain(err error) (models.Code, string) { return Explain(err) }

// check refuses a database that can't hold every text.
func (e *Engine) check(ctx context.Context) error {
	var encoding string
	if err := e.pool.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return models.Errorf(models.Invalid, "the database has the encoding %s; create one with UTF8", encoding)
	}
	return nil
}

// Read runs fn in one read transaction, which sees the database as it is at one moment. fn's error is
// returned as it is.
func (e *Engine) Read(ctx context.Context, fn func(gorm.ConnPool) error) error {
	return e.once(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, fn)
}

// Write runs fn in one write transaction and commits it, together with the events that fn gives. An error of
// fn rolls back and is returned as it is; a panic rolls back and goes on. After a deadlock or a serialization
// failure fn runs again, after a short wait that differs from that of its rival.
func (e *Engine) Write(ctx context.Context, fn func(gorm.ConnPool) ([]models.Event, error)) error {
	sends := false
	withEvents := func(conn gorm.ConnPool) error {
		events, err := fn(conn)
		if err != nil {
			return err
		}
		sends = len(events) > 0
		return send(ctx, conn, events...)
	}
	for attempt := 1; ; attempt++ {
		err := e.once(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted}, withEvents)
		if err == nil && sends {
			e.events.sent()
		}
		if !mayRetry(err) || attempt == maxAttempts {
			return err
		}
		select {
		case <-time.After(rand.N(time.Duration(attempt) * 10 * time.Millisecond)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// once runs fn in one transaction.
func (e *Engine) once(ctx context.Context, how *sql.TxOptions, fn func(gorm.ConnPool) error) error {
	conn, tx, err := e.begin(ctx, how)
	switch {
	case err != nil && e.closed.Load():
		return os.ErrClosed
	case err != nil:
		return err
	}
	defer conn.Close() // gives it back; a transaction that failed has said so already
	err = inside(tx, fn)
	if err != nil && broken(conn) {
		return &brokenError{err}
	}
	return err
}

// begin opens a transaction. A connection that broke while nobody used it is noticed here: then another one
// is tried, since nothing has been done yet.
func (e *Engine) begin(ctx context.Context, how *sql.TxOptions) (*sql.Conn, *sql.Tx, error) {
	for attempt := 1; ; attempt++ {
		conn, err := e.connection(ctx)
		if err != nil {
			return nil, nil, err
		}
		tx, err := conn.BeginTx(ctx, how)
		if err == nil {
			return conn, tx, nil
		}
		lost := broken(conn)
		_ = conn.Close() // what went wrong is known
		late, is := errors.AsType[net.Error](err)
		if !lost || is && late.Timeout() || attempt == maxAttempts || ctx.Err() != nil {
			return nil, nil, err
		}
	}
}

// connection takes one from the pool, and waits for it no longer than the limit.
func (e *Engine) connection(ctx context.Context) (*sql.Conn, error) {
	wait, cancel := context.WithTimeout(ctx, e.limit)
	defer cancel()
	conn, err := e.pool.Conn(wait)
	if err != nil && wait.Err() != nil && ctx.Err() == nil {
		return nil, models.Errorf(models.Unavailable, "the database does not answer; try again later").Because(err)
	}
	return conn, err
}

// broken tells whether the connection can't be used any more.
func broken(conn *sql.Conn) (is bool) {
	err := conn.Raw(func(c any) error {
		is = c.(*stdlib.Conn).Conn().IsClosed()
		return nil
	})
	return is || err != nil
}

// inside runs fn in the transaction and ends it. A panic leaves the rollback to the deferred call.
func inside(tx *sql.Tx, fn func(gorm.ConnPool) error) (err error) {
	committed := false
	defer func() {
		if committed {
			return
		}
		if undone := tx.Rollback(); undone != nil && !errors.Is(undone, sql.ErrTxDone) && err == nil {
			err = fmt.Errorf("postgres: roll back: %w", undone)
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	committed = true
	if err := tx.Commit(); err != nil {
		return commitFailed(err)
	}
	return nil
}

// Announce sends an event that belongs to no transaction.
func (e *Engine) Announce(ctx context.Context, event models.Event) error {
	err := send(ctx, e.pool, event)
	if err == nil {
		e.events.sent()
	}
	return err
}

// Listen begins to receive events, if that has not begun, and waits until it has, or until it is clear that
// it can't for now. Where events may have been lost, because the database was not reached for a while, a
// resync event is put.
func (e *Engine) Listen(ctx context.Context) { e.events.begin(ctx) }

// Close ends listening and closes the connections; transactions that come later get os.ErrClosed.
func (e *Engine) Close() error {
	e.events.close()
	e.closed.Store(true)
	return e.pool.Close()
}
