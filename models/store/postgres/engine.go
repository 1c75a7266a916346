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
func Open(ctx context.Context, dsn string, opt Options, put func(models.ReviewEvent)) (*Engine, error) {
	opt = opt.withDefaults()
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The cause quotes the address, and with it perhaps a password: it must not reach a log.
		return nil, models.Errorf(models.CodeInvalid, "the database address is not a valid PostgreSQL address")
	}
	e := &Engine{limit: opt.Timeout}
	own := config.Copy()
	withLimits(own, opt.Timeout, &e.limited)
	e.pool = sql.OpenDB(pipelineDriver{stdlib.GetConnector(*own, stdlib.OptionAfterConnect(serverLimits(opt.Timeout)))})
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

// Dialector returns what GORM has to know of the database.
func (e *Engine) Dialector() gorm.Dialector { return postgres.New(postgres.Config{Conn: e.pool}) }

// Started puts the time limits into force: until then, migrations may take as long as they need.
func (e *Engine) Started() { e.limited.Store(true) }

// ExplainError is the function of the same name.
func (e *Engine) Explain(err error) (models.ErrorCode, string) { return ExplainError(err) }

// check refuses a database that can't hold every text.
func (e *Engine) check(ctx context.Context) error {
	var encoding string
	if err := e.pool.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return models.Errorf(models.CodeInvalid, "the database has the encoding %s; create one with UTF8", encoding)
	}
	return nil
}

// Read runs fn in one read transaction, which sees the database as it is at one moment. fn's error is
// returned as it is.
func (e *Engine) Read(ctx context.Context, fn func(gorm.ConnPool) error) error {
	return e.once(ctx, beginRead, fn)
}

// ReadApart runs fn without a transaction around it: each statement is of its own moment.
func (e *Engine) ReadApart(ctx context.Context, fn func(gorm.ConnPool) error) error {
	return e.once(ctx, "", fn)
}

// Write runs fn in one write transaction and commits it, together with the events that fn gives. An error of
// fn rolls back and is returned as it is; a panic rolls back and goes on. After a deadlock or a serialization
// failure fn runs again, after a short wait that differs from that of its rival.
func (e *Engine) Write(ctx context.Context, fn func(gorm.ConnPool) ([]models.ReviewEvent, error)) error {
	sends := false
	withEvents := func(conn gorm.ConnPool) error {
		events, err := fn(conn)
		if err != nil {
			return err
		}
		sends = len(events) > 0
		return sendEvents(ctx, conn, events...)
	}
	for attempt := 1; ; attempt++ {
		err := e.once(ctx, beginWrite, withEvents)
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

// once runs fn in one transaction, which the query begins; "" for none. A connection that broke while nobody used it is
// noticed at the first statement: then fn runs again on another one, since nothing has been done yet.
func (e *Engine) once(ctx context.Context, begin string, fn func(gorm.ConnPool) error) error {
	for attempt := 1; ; attempt++ {
		conn, err := e.connection(ctx)
		switch {
		case err != nil && e.closed.Load():
			return os.ErrClosed
		case err != nil:
			return err
		}
		again, err := on(ctx, conn, begin, fn)
		late, is := errors.AsType[net.Error](err)
		if !again || is && late.Timeout() || attempt == maxAttempts || ctx.Err() != nil {
			return err
		}
	}
}

// on runs fn in a transaction on the connection and gives that back. again says that the server did nothing of it.
func on(ctx context.Context, conn *sql.Conn, begin string, fn func(gorm.ConnPool) error) (again bool, err error) {
	defer conn.Close() // gives it back; a transaction that failed has said so already
	t := transaction{conn}
	if err := t.begin(begin); err != nil {
		return true, &brokenError{err}
	}
	if err = inTransaction(ctx, t, fn); err != nil && isBroken(conn) {
		return t.unanswered(), &brokenError{err}
	}
	return false, err
}

// connection takes one from the pool, and waits for it no longer than the limit.
func (e *Engine) connection(ctx context.Context) (*sql.Conn, error) {
	wait, cancel := context.WithTimeout(ctx, e.limit)
	defer cancel()
	conn, err := e.pool.Conn(wait)
	if err != nil && wait.Err() != nil && ctx.Err() == nil {
		return nil, models.Errorf(models.CodeUnavailable, "the database does not answer; try again later").Because(err)
	}
	return conn, err
}

// isBroken reports whether the connection can't be used any more.
func isBroken(conn *sql.Conn) (is bool) {
	err := conn.Raw(func(c any) error {
		is = c.(*pipelineConn).Conn.Conn().IsClosed()
		return nil
	})
	return is || err != nil
}

// inTransaction runs fn in the transaction and ends it, also where fn panics.
func inTransaction(ctx context.Context, t transaction, fn func(gorm.ConnPool) error) (err error) {
	committed := false
	defer func() {
		if committed {
			return
		}
		if undone := t.rollback(); undone != nil && err == nil {
			err = undone
		}
	}()
	if err := fn(t); err != nil {
		return err
	}
	err = t.commit(ctx)
	committed = err == nil
	return err
}

// Announce sends an event that belongs to no transaction.
func (e *Engine) Announce(ctx context.Context, event models.ReviewEvent) error {
	err := sendEvents(ctx, e.pool, event)
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
