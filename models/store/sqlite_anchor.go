package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"

	"plumbline/models"
)

// anchor is a connection that is open as long as the store is, and does nothing in between. While it is there, no other connection that closes
// is the last one, at which SQLite would take the write-ahead log away. It sets the mark of being open and takes it off.
type anchor struct {
	path   string   // resolved
	file   *os.File // the database, read past SQLite. Closing it drops SQLite's locks on it (POSIX): it goes last
	pool   *sql.DB
	conn   *sql.Conn
	server bool
	lock   *serverLock
	mark   uint32

	incomplete bool // the file was copied without its write-ahead log, and is used all the same
}

// openAnchor opens the database, new or not, for itself.
func openAnchor(path string, opt Options) (*anchor, error) {
	path = resolved(path)
	a := &anchor{path: path, server: opt.Server, lock: newServerLock(path)}
	if err := a.open(opt); err != nil {
		return nil, errors.Join(err, a.release())
	}
	return a, nil
}

// resolved follows symbolic links: SQLite names the files beside a database by where it really lies.
func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

func (a *anchor) open(opt Options) (err error) {
	if a.server {
		if err := a.lock.takeForServer(opt.BusyTimeout); err != nil {
			return err
		}
	}
	if a.file, err = openFile(a.path); err != nil {
		return err
	}
	if err := a.inspect(opt); err != nil {
		return err
	}
	if a.pool, err = sqlitePool(a.path, 1, pragmas{busyTimeout: opt.BusyTimeout}); err != nil {
		return err
	}
	ctx := context.Background()
	if a.conn, err = warmUp(ctx, a.pool, opt.BusyTimeout); err != nil {
		return damaged(a.path, err)
	}
	return damaged(a.path, a.setMark(ctx, opt.BusyTimeout))
}

// inspect looks at the file before SQLite does.
func (a *anchor) inspect(opt Options) (err error) {
	cut, err := cutOff(a.path, a.file)
	if err != nil {
		return unusable(a.path, err)
	}
	if cut {
		return errDamaged(a.path)
	}
	looks := manyLooks
	if opt.AcceptIncomplete {
		looks = fewLooks
	}
	if a.incomplete, err = withoutLog(a.path, a.file, looks); err != nil {
		return unusable(a.path, err)
	}
	if a.incomplete && !opt.AcceptIncomplete {
		return errIncomplete(a.path)
	}
	return nil
}

func errDamaged(path string) *models.Error {
	return models.Errorf(models.Unavailable, "%s is damaged, or only a part of a database: put a backup in its place with \"plumbline restore\"", path)
}

// damaged says of a file that SQLite can't read that it is so, and what helps. Other failures pass.
func damaged(path string, err error) error {
	if code, ok := sqliteCode(err); ok && (code&0xff == sqliteCorrupt || code&0xff == sqliteNoDatabase) {
		return errDamaged(path).Because(err)
	}
	return err
}

// close takes the mark off if this is the last one who has the database open, and gives everything back. Where the mark can't be taken off, such as
// on a full disk, the connection stays as it is: SQLite would take the log away, without which the marked file counts as incomplete.
func (a *anchor) close() error {
	if a.incomplete && !a.server { // looked at only: the next one is to notice too
		return a.release()
	}
	if !a.lock.takeForClosing() { // the server takes the mark off when it stops
		return errors.Join(a.release(), a.afterAll())
	}
	if err := a.clearMark(context.Background()); err != nil {
		return errors.Join(err, a.abandon())
	}
	return a.release()
}

// afterAll takes the mark off where the server that was to do so stopped in the moment before this connection closed, and left it to the last one.
func (a *anchor) afterAll() error {
	file, err := os.Open(a.path)
	if err != nil {
		return nil // whoever moved it knows
	}
	marked, err := withoutLog(a.path, file, fewLooks)
	if err := errors.Join(err, file.Close()); err != nil || !marked {
		return err
	}
	again, err := openAnchor(a.path, Options{AcceptIncomplete: true}.withDefaults())
	if err != nil {
		return err
	}
	again.incomplete = false // this connection closed in order: the log is in the file
	return again.close()
}

// abandon gives the lock back and leaves the database as it is, as a crash would.
func (a *anchor) abandon() error { return a.lock.release() }

func (a *anchor) release() (err error) {
	if a.conn != nil {
		err = a.conn.Close()
	}
	if a.pool != nil {
		err = errors.Join(err, a.pool.Close())
	}
	if a.file != nil {
		err = errors.Join(err, a.file.Close())
	}
	return errors.Join(err, a.lock.release())
}

// warmUp opens the first connection, which turns WAL mode on. Two processes that do so at once on a new file can
// refuse each other without heeding busy_timeout, so this waits for the other one.
func warmUp(ctx context.Context, pool *sql.DB, patience time.Duration) (*sql.Conn, error) {
	deadline := time.Now().Add(patience)
	for {
		conn, err := pool.Conn(ctx)
		if !sqliteBusy(err) || time.Now().After(deadline) {
			return conn, err
		}
		time.Sleep(10 * time.Millisecond)
	}
}
