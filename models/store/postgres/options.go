package postgres

import (
	"log/slog"
	"time"
)

// Options tune an Engine. The zero value is good.
type Options struct {
	Logger      *slog.Logger  // nil: slog.Default()
	Connections int           // size of the connection pool; 0: 16
	Timeout     time.Duration // how long to wait for a connection, a lock, or the end of a statement; 0: 10 s
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Connections <= 0 {
		o.Connections = 16
	}
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	return o
}
