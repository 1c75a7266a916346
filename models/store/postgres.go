package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
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

// postgresEngine is a PostgreSQL database. The driver keeps prepared statements per connection by itself.
type postgresEngine struct {
	pool   *sql.DB
	config *pgx.ConnConfig
	log    *slog.Logger
	closed atomic.Bool
}

func openPostgres(ctx context.Context, dsn string, opt Options) (engine, gorm.Dialector, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The cause quotes the address, and with it perhaps a password: it must not reach a log.
		return nil, nil, models.Errorf(models.Invalid, "the database address is not a valid PostgreSQL address")
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(opt.Connections)
	pool.SetMaxIdleConns(opt.Connections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	e := &postgresEngine{pool: pool, config: config, log: opt.Logger}
	if err := e.check(ctx); err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	return e, postgres.New(postgres.Config{Conn: pool}), nil
}

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

// once runs fn in one transaction. A panic leaves the rollback to the deferred call.
func (e *postgresEngine) once(ctx context.Context, how *sql.TxOptions, fn func(gorm.ConnPool) error) (err error) {
	tx, err := e.pool.BeginTx(ctx, how)
	switch {
	case err != nil && e.closed.Load():
		return errClosed()
	case err != nil:
		return err
	}
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
	return tx.Commit()
}

func (e *postgresEngine) close() error {
	e.closed.Store(true)
	return e.pool.Close()
}
