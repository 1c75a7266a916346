package sqlite

import (
	"log/slog"
	"runtime"
	"time"
)

// Options tune an Engine. The zero value is good.
type Options struct {
	Logger           *slog.Logger  // nil: slog.Default()
	Readers          int           // connections for read transactions; 0: one per CPU, at least 4
	BusyTimeout      time.Duration // how long to wait for another process that writes; 0: 5 s
	Server           bool          // this process serves the file until Close, and no other may
	AcceptIncomplete bool          // open a file that was copied from a running server without its write-ahead log
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Readers <= 0 {
		o.Readers = max(4, runtime.GOMAXPROCS(0))
	}
	if o.BusyTimeout <= 0 {
		o.BusyTimeout = 5 * time.Second
	}
	return o
}
