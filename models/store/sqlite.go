package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// sqliteEngine is a SQLite file: one connection that writes, several that read. In WAL mode neither side waits for
// the other.
type sqliteEngine struct {
	anchor  *anchor
	guard   *guard
	writer  *writer
	readers *readers
}

func openSQLite(dsn string, opt Options) (engine, gorm.Dialector, error) {
	path, err := sqlitePath(dsn)
	if err != nil {
		return nil, nil, err
	}
	a, err := openAnchor(path, opt)
	if err != nil {
		return nil, nil, err
	}
	e, pool, err := a.engine(opt)
	if err != nil {
		return nil, nil, errors.Join(err, a.close())
	}
	return e, sqlite.New(sqlite.Config{DriverName: sqliteDriver, Conn: pool}), nil
}

// engine makes the connections that work on the database, and gives the writer's pool too.
func (a *anchor) engine(opt Options) (*sqliteEngine, *sql.DB, error) {
	g, err := newGuard(a, opt)
	if err != nil {
		return nil, nil, err
	}
	write, err := sqlitePool(a.path, 1, pragmas{busyTimeout: opt.BusyTimeout})
	if err != nil {
		return nil, nil, err
	}
	read, err := sqlitePool(a.path, opt.Readers, pragmas{busyTimeout: opt.BusyTimeout, queryOnly: true})
	if err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	return &sqliteEngine{anchor: a, guard: g, writer: newWriter(write, g.check), readers: newReaders(read, opt.Readers)}, write, nil
}

func sqlitePool(path string, size int, p pragmas) (*sql.DB, error) {
	pool, err := sql.Open(sqliteDriver, sqliteDSN((&url.URL{Path: path}).EscapedPath(), p))
	if err != nil {
		return nil, fmt.Errorf("store: open %s: %w", path, err)
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	return pool, nil
}

func (e *sqliteEngine) read(ctx context.Context, fn func(gorm.ConnPool) error) error {
	if err := e.guard.check(); err != nil {
		return err
	}
	return e.readers.run(ctx, fn)
}

func (e *sqliteEngine) write(ctx context.Context, fn func(gorm.ConnPool) error, committed func()) error {
	if err := e.guard.check(); err != nil {
		return err
	}
	return e.writer.run(ctx, fn, committed)
}

func (e *sqliteEngine) bus(h *hub) bus { return localBus{h} }

func (e *sqliteEngine) started() {}

// close ends the anchor last: the last connection to leave copies the write-ahead log into the file. If the files are not where they were, it leaves
// everything as it is: SQLite would take away the log of whatever lies there now.
func (e *sqliteEngine) close() error {
	e.guard.stop()
	if err := e.guard.check(); err != nil {
		return errors.Join(err, e.anchor.abandon())
	}
	return errors.Join(e.readers.close(), e.writer.close(), e.anchor.close())
}
