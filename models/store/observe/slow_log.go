package observe

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"gorm.io/gorm/logger"
)

// SlowLog is GORM's logger on slog: it tells of slow queries only, since every error is returned anyway.
type SlowLog struct {
	To        *slog.Logger
	Threshold time.Duration // from which on a query is slow
}

// LogMode is part of logger.Interface: there is one.
func (l SlowLog) LogMode(logger.LogLevel) logger.Interface { return l }

// Info is part of logger.Interface: nothing is worth it.
func (l SlowLog) Info(context.Context, string, ...any) {}

// Warn is part of logger.Interface.
func (l SlowLog) Warn(ctx context.Context, format string, args ...any) {
	l.To.WarnContext(ctx, "gorm: "+fmt.Sprintf(format, args...))
}

// Error is part of logger.Interface.
func (l SlowLog) Error(ctx context.Context, format string, args ...any) {
	l.To.ErrorContext(ctx, "gorm: "+fmt.Sprintf(format, args...))
}

// Trace is part of logger.Interface: it tells of a query that was slow.
func (l SlowLog) Trace(ctx context.Context, begin time.Time, query func() (string, int64), _ error) {
	took := time.Since(begin)
	if took < l.Threshold {
		return
	}
	text, rows := query()
	l.To.WarnContext(ctx, "slow query", "sql", text, "rows", rows, "took", took)
}

// ParamsFilter keeps values out of the log: they are people's notes and the hashes of tokens.
func (l SlowLog) ParamsFilter(_ context.Context, query string, _ ...any) (string, []any) {
	return query, nil
}
