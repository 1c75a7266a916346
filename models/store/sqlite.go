package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

// sqliteEngine is a SQLite file: one connection that writes, several that read. In WAL mode neither side waits for
// the other.
type sqliteEngine struct {
	writer  *writer
	readers *readers
}

func openSQLite(dsn string, opt Options) (engine, gorm.Dialector, error) {
	path, err := sqlitePath(dsn)
	if err != nil {
		return nil, nil, err
	}
	if err := prepareFile(path); err != nil {
		return nil, nil, err
	}
	write, err := sqlitePool(path, 1, pragmas{busyTimeout: opt.BusyTimeout})
	if err != nil {
		return nil, nil, err
	}
	read, err := sqlitePool(path, opt.Readers, pragmas{busyTimeout: opt.BusyTimeout, queryOnly: true})
	if err != nil {
		return nil, nil, errors.Join(err, write.Close())
	}
	e := &sqliteEngine{writer: newWriter(write), readers: newReaders(read, opt.Readers)}
	if err := warmUp(write, opt.BusyTimeout); err != nil {
		return nil, nil, errors.Join(err, e.close())
	}
	return e, sqlite.New(sqlite.Config{DriverName: sqliteDriver, Conn: write}), nil
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

// warmUp opens the first connection, which turns WAL mode on. Two processes that do so at once on a new file can
// refuse each other without heeding busy_timeout, so this waits for the other one.
func warmUp(pool *sql.DB, patience time.Duration) error {
	deadline := time.Now().Add(patience)
	for {
		err := pool.Ping()
		if !sqliteBusy(err) || time.Now().After(deadline) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (e *sqliteEngine) read(ctx context.Context, fn func(gorm.ConnPool) error) error {
	return e.readers.run(ctx, fn)
}

func (e *sqliteEngine) write(ctx context.Context, fn func(gorm.ConnPool) error, committed func()) error {
	return e.writer.run(ctx, fn, committed)
}

func (e *sqliteEngine) bus(h *hub) bus { return localBus{h} }

func (e *sqliteEngine) started() {}

// close ends the writer last: the last connection to leave copies the write-ahead log into the file.
func (e *sqliteEngine) close() error {
	return errors.Join(e.readers.close(), e.writer.close())
}
