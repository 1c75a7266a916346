package store

import (
	"log/slog"
	"runtime"
	"time"
)

// Options tune a Store. The zero value is good.
type Options struct {
	Logger      *slog.Logger  // nil: slog.Default(). Gets slow queries, without the values of their parameters
	SlowQuery   time.Duration // what counts as slow; 0: 200 ms
	Readers     int           // SQLite: connections for read transactions; 0: one per CPU, at least 4
	BusyTimeout time.Duration // SQLite: how long to wait for another process that writes; 0: 5 s
	Server      bool          // SQLite: this process serves the file for as long as the store is open, and no other may
	Connections int           // PostgreSQL: size of the connection pool; 0: 16
	Timeout     time.Duration // PostgreSQL: how long to wait for a connection, a lock, or the end of a statement; 0: 10 s

	// SQLite: open a file that was copied from a running server without its write-ahead log, and so lacks the newest changes. It is refused
	// otherwise. A server makes it whole by that; without Server the next who opens it is told again.
	AcceptIncomplete bool
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.SlowQuery <= 0 {
		o.SlowQuery = 200 * time.Millisecond
	}
	if o.Readers <= 0 {
		o.Readers = max(4, runtime.GOMAXPROCS(0))
	}
	if o.BusyTimeout <= 0 {
		o.BusyTimeout = 5 * time.Second
	}
	if o.Connections <= 0 {
		o.Connections = 16
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	return o
}
