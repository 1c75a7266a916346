package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"plumbline/models"
)

// maxAttempts bounds how often a write runs that PostgreSQL gives up for a deadlock.
const maxAttempts = 6

// postgresEngine is a PostgreSQL database. The driver keeps prepared statements per connection by itself.
type postgresEngine struct {
	pool    *sql.DB
	config  *pgx.ConnConfig // without limits: for the connection that waits for events
	log     *slog.Logger
	limit   time.Duration
	limited atomic.Bool // connections keep to the limit
	closed  atomic.Bool
}

func openPostgres(ctx context.Context, dsn string, opt Options) (engine, gorm.Dialector, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The cause quotes the address, and with it perhaps a password: it must not reach a log.
		return nil, nil, models.Errorf(models.Invalid, "the database address is not a valid PostgreSQL address")
	}
	e := &postgresEngine{config: config, log: opt.Logger, limit: opt.Timeout}
	own := config.Copy()
	withLimits(own, opt.Timeout, &e.limited)
	e.pool = stdlib.OpenDB(*own, stdlib.OptionAfterConnect(serverLimits(opt.Timeout)))
	e.pool.SetMaxOpenConns(opt.Connections)
	e.pool.SetMaxIdleConns(opt.Connections)
	e.pool.SetConnMaxIdleTime(5 * time.Minute)
	e.limited.Store(true)
	if err := e.check(ctx); err != nil {
		return nil, nil, errors.Join(err, e.pool.Close())
	}
	e.limited.Store(false) // until the migrations are done
	return e, postgres.New(postgres.Config{Conn: e.pool}), nil
}

func (e *postgresEngine) started() { e.limited.Store(true) }

// check refuses a database that can't hold every text.
func (e *postgresEngine) check(ctx context.Context) error {
	var encoding string
	if err := e.pool.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return models.Errorf(models.Invalid, "the database has the encoding %s; create one with UTF8", encoding)
	}
	return nil
}

func (e *postgresEngine) read(ctx context.Context, fn func(gorm.ConnPool) error) error {
	return e.once(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, fn)
}

// write repeats a transaction that lost a deadlock, after a short wait that differs from that of its rival.
func (e *postgresEngine) write(ctx context.Context, fn func(gorm.ConnPool) error, committed func()) error {
	for attempt := 1; ; attempt++ {
		err := e.once(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted}, fn)
		if err == nil {
			committed()
		}
		if !again(err) || attempt == maxAttempts {
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
func (e *postgresEngine) once(ctx context.Context, how *sql.TxOptions, fn func(gorm.ConnPool) error) error {
	conn, tx, err := e.begin(ctx, how)
	switch {
	case err != nil && e.closed.Load():
		return errClosed()
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

// begin opens a transaction. A connection that broke while nobody used it is noticed here: then another one is tried, since nothing has been done yet.
func (e *postgresEngine) begin(ctx context.Context, how *sql.TxOptions) (*sql.Conn, *sql.Tx, error) {
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
func (e *postgresEngine) connection(ctx context.Context) (*sql.Conn, error) {
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

// brokenError is whatever went wrong on a connection that is broken since.
type brokenError struct{ error }

func (e *brokenError) Unwrap() error { return e.error }

// inside runs fn in the transaction and ends it. A panic leaves the rollback to the deferred call.
func inside(tx *sql.Tx, fn func(gorm.ConnPool) error) (err error) {
	committed := false
	defer func() {
		if committed {
			return
		}
		if undone := tx.Rollback(); undone != nil && !errors.Is(undone, sql.ErrTxDone) && err == nil {
			err = fmt.Errorf("store: roll back: %w", undone)
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	committed = true
	if err := tx.Commit(); err != nil {
		return &commitError{err}
	}
	return nil
}

// commitError is that of a COMMIT. Unless PostgreSQL itself sent it, the transaction may have been committed all the same.
type commitError struct{ error }

func (e *commitError) Unwrap() error { return e.error }

// uncertain tells whether nobody knows how the transaction ended.
func uncertain(err error) bool {
	_, commit := errors.AsType[*commitError](err)
	_, answered := errors.AsType[*pgconn.PgError](err)
	return commit && !answered
}

func (e *postgresEngine) close() error {
	e.closed.Store(true)
	return e.pool.Close()
}
