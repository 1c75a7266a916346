// Package sqlite is the engine of the store for a SQLite file: it opens the file and its connections, runs
// transactions on them, protects the file from what would lose changes, and copies it.
//
// It may import models, and with the store it is the only place that knows GORM. It knows no tables and does
// not import the store, which takes an Engine by its own interface.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"plumbline/models"
)

// Engine is a SQLite file: one connection that writes, several that read. In WAL mode neither side waits for the other.
// It is safe for concurrent use.
type Engine struct {
	database *databaseFile
	guard    *fileGuard
	writer   *writeSession
	readers  *readSessions
	put      func(models.ReviewEvent)
	closed   atomic.Bool
}

// Open opens the file that the address names, and makes it if it is new. put gets the events of writes that
// are committed, one at a time, in the order of the commits, and must not wait. Errors of the caller's
// address or of the file are Invalid or Unavailable errors; Explain tells what others mean.
func Open(dsn string, opt Options, put func(models.ReviewEvent)) (*Engine, error) {
	opt = opt.withDefaults()
	path, err := FilePath(dsn)
	if err != nil {
		return nil, err
	}
	d, err := openDatabase(path, opt)
	if err != nil {
		return nil, err
	}
	e, err := newEngine(d, opt, put)
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	return e, nil
}

func newEngine(d *databaseFile, opt Options, put func(models.ReviewEvent)) (*Engine, error) {
	g, err := newFileGuard(d, opt)
	if err != nil {
		return nil, err
	}
	write, err := openPool(d.path, 1, pragmaSettings{busyTimeout: opt.BusyTimeout})
	if err != nil {
		return nil, err
	}
	read, err := openPool(d.path, opt.Readers, pragmaSettings{busyTimeout: opt.BusyTimeout, queryOnly: true})
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	return &Engine{
		database: d, guard: g, writer: newWriter(write, g.check), readers: newReaders(read, opt.Readers), put: put,
	}, nil
}

func openPool(path string, size int, p pragmaSettings) (*sql.DB, error) {
	pool, err := sql.Open(DriverName, dataSource((&url.URL{Path: path}).EscapedPath(), p))
	if err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", path, err)
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	return pool, nil
}

// Dialector returns what GORM has to know of the database.
func (e *Engine) Dialector() gorm.Dialector {
	return sqlite.New(sqlite.Config{DriverName: DriverName, Conn: e.writer.connection.pool})
}

// Read runs fn in one read transaction, which sees the database as it is at one moment. fn's error is
// returned as it is.
func (e *Engine) Read(ctx context.Context, fn func(gorm.ConnPool) error) error {
	if err := e.ready(); err != nil {
		return err
	}
	return e.readers.run(ctx, fn)
}

// Write runs fn in one write transaction and commits it; when it returns nil, the change is on disk. The
// events that fn gives are put then. An error of fn undoes what it did and is returned as it is; a panic
// undoes it and goes on.
func (e *Engine) Write(ctx context.Context, fn func(gorm.ConnPool) ([]models.ReviewEvent, error)) error {
	if err := e.ready(); err != nil {
		return err
	}
	var events []models.ReviewEvent
	return e.writer.run(ctx, func(conn gorm.ConnPool) (err error) {
		events, err = fn(conn)
		return err
	}, func() {
		for _, event := range events {
			e.put(event)
		}
	})
}

// ready tells why no transaction may begin: the engine is closed, or its files are not where they were.
func (e *Engine) ready() error {
	if e.closed.Load() {
		return os.ErrClosed
	}
	return e.guard.check()
}

// Announce puts an event of no transaction. It does not wait for whoever writes.
func (e *Engine) Announce(_ context.Context, event models.ReviewEvent) error {
	e.put(event)
	return nil
}

// Listen does nothing: one process serves the file, and its own events come anyway.
func (e *Engine) Listen(context.Context) {}

// ExplainError is the function of the same name.
func (e *Engine) Explain(err error) (models.ErrorCode, string) { return ExplainError(err) }

// Started does nothing: statements have no time limit.
func (e *Engine) Started() {}

// Incomplete reports whether the file was copied from a running server without its write-ahead log, and lacks
// the newest changes. Such a file opens only with Options.AcceptIncomplete.
func (e *Engine) Incomplete() bool { return e.database.incomplete }

// Close lets the transactions that run finish; those that wait or come later get os.ErrClosed. It ends the
// database last: the last connection to leave copies the write-ahead log into the file. If the files are not
// where they were, everything stays as it is: SQLite would remove the log of whatever lies there now.
func (e *Engine) Close() error {
	e.closed.Store(true)
	e.guard.stop()
	if err := e.guard.check(); err != nil {
		return errors.Join(err, e.database.abandon())
	}
	return errors.Join(e.readers.close(), e.writer.close(), e.database.close())
}
