package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"

	"plumbline/models"
)

// databaseFile is the open file. It holds a connection that is open as long as the engine is and does nothing in
// between: while it is there, no other connection that closes is the last one, at which SQLite would remove
// the write-ahead log. It sets the mark of being open and removes it.
type databaseFile struct {
	path   string   // resolved
	file   *os.File // the database, read past SQLite. Closing it drops SQLite's locks on it (POSIX): it goes last
	pool   *sql.DB
	conn   *sql.Conn
	server bool
	lock   *serverLock
	mark   uint32

	incomplete bool // the file was copied without its write-ahead log, and is used all the same
}

// openDatabase opens the database, new or not, for itself.
func openDatabase(path string, opt Options) (*databaseFile, error) {
	path = realPath(path)
	d := &databaseFile{path: path, server: opt.Server, lock: newServerLock(path)}
	if err := d.open(opt); err != nil {
		return nil, errors.Join(err, d.release())
	}
	return d, nil
}

// realPath follows symbolic links: SQLite names the files beside a database by where it really lies.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

func (d *databaseFile) open(opt Options) (err error) {
	if d.server {
		if err := d.lock.takeForServer(opt.BusyTimeout); err != nil {
			return err
		}
	}
	if d.file, err = openFile(d.path); err != nil {
		return err
	}
	if err := d.inspect(opt); err != nil {
		return err
	}
	if d.pool, err = openPool(d.path, 1, pragmaSettings{busyTimeout: opt.BusyTimeout}); err != nil {
		return err
	}
	ctx := context.Background()
	if d.conn, err = warmUp(ctx, d.pool, opt.BusyTimeout); err != nil {
		return damagedError(d.path, err)
	}
	return damagedError(d.path, d.setMark(ctx, opt.BusyTimeout))
}

// inspect looks at the file before SQLite does.
func (d *databaseFile) inspect(opt Options) (err error) {
	cut, err := cutOff(d.path, d.file)
	if err != nil {
		return unusableFile(d.path, err)
	}
	if cut {
		return errDamaged(d.path)
	}
	looks := manyLooks
	if opt.AcceptIncomplete {
		looks = fewLooks
	}
	if d.incomplete, err = withoutLog(d.path, d.file, looks); err != nil {
		return unusableFile(d.path, err)
	}
	if d.incomplete && !opt.AcceptIncomplete {
		return errIncomplete(d.path)
	}
	return nil
}

func errDamaged(path string) *models.Error {
	return models.Errorf(models.CodeUnavailable, "%s is damaged, or only a part of a database: put a backup in its place "+
		"with \"plumbline restore\"", path)
}

// damagedError says of a file that SQLite can't read that it is so, and what helps. Other failures pass.
func damagedError(path string, err error) error {
	if isDamage(err) {
		return errDamaged(path).Because(err)
	}
	return err
}

// close takes the mark off if this is the last one who has the database open, and gives everything back.
// Where the mark can't be taken off, such as on a full disk, the connection stays as it is: SQLite would take
// the log away, without which the marked file counts as incomplete.
func (d *databaseFile) close() error {
	if d.incomplete && !d.server { // looked at only: the next one is to notice too
		return d.release()
	}
	if !d.lock.takeForClosing() { // the server takes the mark off when it stops
		return errors.Join(d.release(), d.afterAll())
	}
	cleared, err := d.clearMark(context.Background())
	if err != nil {
		return errors.Join(err, d.abandon())
	}
	if err := d.release(); err != nil || cleared {
		return err
	}
	return d.afterAll() // whoever was in the way may have closed in the meantime
}

// afterAll takes the mark off where whoever was to do so stopped in the moment before this connection closed, and left
// it to the last one.
func (d *databaseFile) afterAll() error {
	file, err := os.Open(d.path)
	if err != nil {
		return nil // whoever moved it knows
	}
	marked, err := withoutLog(d.path, file, fewLooks)
	if err := errors.Join(err, file.Close()); err != nil || !marked {
		return err
	}
	again, err := openDatabase(d.path, Options{AcceptIncomplete: true}.withDefaults())
	if err != nil {
		return err
	}
	again.incomplete = false // this connection closed in order: the log is in the file
	return again.close()
}

// abandon releases the lock and leaves the database as it is, as a crash would.
func (d *databaseFile) abandon() error { return d.lock.release() }

func (d *databaseFile) release() (err error) {
	if d.conn != nil {
		err = d.conn.Close()
	}
	if d.pool != nil {
		err = errors.Join(err, d.pool.Close())
	}
	if d.file != nil {
		err = errors.Join(err, d.file.Close())
	}
	return errors.Join(err, d.lock.release())
}

// warmUp opens the first connection, which turns WAL mode on. Two processes that do so at once on a new file can
// refuse each other without heeding busy_timeout, so this waits for the other one.
func warmUp(ctx context.Context, pool *sql.DB, patience time.Duration) (*sql.Conn, error) {
	deadline := time.Now().Add(patience)
	for {
		conn, err := pool.Conn(ctx)
		if !isBusy(err) || time.Now().After(deadline) {
			return conn, err
		}
		time.Sleep(10 * time.Millisecond)
	}
}
