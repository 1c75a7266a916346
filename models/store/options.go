package store

import (
	"log/slog"
	"time"

	"plumbline/models/store/observe"
	"plumbline/models/store/postgres"
	"plumbline/models/store/sqlite"
)

// Options tune a Store. The zero value is good. Those of an engine have no meaning for the other one.
type Options struct {
	Logger    *slog.Logger  // nil: slog.Default(). Gets slow queries, without the values of their parameters
	SlowQuery time.Duration // what counts as slow; 0: 200 ms

	Observer *observe.Observer // of tests: is told of each transaction and statement; nil: nobody is

	// SQLite. A server that accepts an incomplete file makes it whole by that; without Server the next who
	// opens it is told again.
	Readers          int           // connections for read transactions; 0: one per CPU, at least 4
	BusyTimeout      time.Duration // how long to wait for another process that writes; 0: 5 s
	Server           bool          // this process serves the file until Close, and no other may
	AcceptIncomplete bool          // open a file that was copied from a running server without its write-ahead log

	// PostgreSQL.
	Connections int           // size of the connection pool; 0: 16
	Timeout     time.Duration // how long to wait for a connection, a lock, or the end of a statement; 0: 10 s
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.SlowQuery <= 0 {
		o.SlowQuery = 200 * time.Millisecond
	}
	return o
}

func (o Options) sqlite() sqlite.Options {
	return sqlite.Options{Logger: o.Logger, Readers: o.Readers, BusyTimeout: o.BusyTimeout, Server: o.Server,
		AcceptIncomplete: o.AcceptIncomplete}
}

func (o Options) postgres() postgres.Options {
	return postgres.Options{Logger: o.Logger, Connections: o.Connections, Timeout: o.Timeout}
}
