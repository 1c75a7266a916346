package sqlite

import (
	"bytes"
	"errors"
	"os"
	"strconv"
	"time"

	"github.com/gofrs/flock"

	"plumbline/models"
)

// serverLock is a lock of the operating system on a file beside the database whose name ends with ".lock". A
// server holds it as long as it runs, and its process id stands in the file; the system lets go of it when
// the process ends, however it ends. Others hold it for the moment in which they close the database, so that
// they know that no server runs. It says nothing of who reads and writes: SQLite has its own locks.
type serverLock struct {
	path string
	lock *flock.Flock
}

func newServerLock(path string) *serverLock {
	path += ".lock"
	return &serverLock{path, flock.New(path, flock.SetPermissions(0o600))}
}

// serverPrefix starts what a server writes into the file; its process id follows.
const serverPrefix = "server "

// takeForServer takes the lock, or says which server has it. It waits for others who are closing the database.
func (l *serverLock) takeForServer(patience time.Duration) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		got, err := l.try()
		switch {
		case err != nil:
			return unusableFile(l.path, err)
		case got:
			l.say(serverPrefix + strconv.Itoa(os.Getpid()) + "\n")
			return nil
		case l.serving() != "" || time.Now().After(deadline):
			return models.Errorf(models.CodeUnavailable, "another server%s uses this database: a SQLite file is served by one "+
				"process. Stop that one first, or give this one another --data", l.serving())
		}
	}
}

// takeForClosing reports whether no server runs, as far as can be told, and then keeps one from starting until
// the lock is released. It waits for others who are closing the database.
func (l *serverLock) takeForClosing() bool {
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		got, err := l.try()
		switch {
		case got:
			l.say("closing\n")
			return true
		case l.serving() != "":
			return false
		case err != nil || time.Now().After(deadline):
			return true // SQLite itself knows whether this is the last one
		}
	}
}

// try takes the lock if it is free. Whoever had it may have taken the file away meanwhile: such a lock is
// worth nothing.
func (l *serverLock) try() (bool, error) {
	if l.lock.Locked() {
		return true, nil
	}
	got, err := l.lock.TryLock()
	if !got || err != nil {
		return false, err
	}
	held, err := l.lock.Stat()
	if there, missing := os.Stat(l.path); err == nil && missing == nil && os.SameFile(held, there) {
		return true, nil
	}
	return false, errors.Join(err, l.lock.Unlock())
}

// serving names the server that holds the lock, such as " (process 42)", or gives "". What a server wrote
// that was killed stands there until the next one has the lock, so this looks twice.
func (l *serverLock) serving() (who string) {
	for range 2 {
		text, err := os.ReadFile(l.path)
		pid, is := bytes.CutPrefix(bytes.TrimSpace(text), []byte(serverPrefix))
		if err != nil || !is {
			return ""
		}
		who = " (process " + string(pid) + ")"
		time.Sleep(10 * time.Millisecond)
	}
	return who
}

// say writes into the file who holds it. Without it the lock holds all the same, and others only wait for longer.
func (l *serverLock) say(text string) { _ = os.WriteFile(l.path, []byte(text), 0o600) }

// release releases the lock and removes the file.
func (l *serverLock) release() error {
	if !l.lock.Locked() {
		return nil
	}
	_ = os.Remove(l.path) // where it can't be, it stays, and does no harm
	return l.lock.Unlock()
}
