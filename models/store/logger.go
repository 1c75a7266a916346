package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"gorm.io/gorm/logger"
)

// slowLog is GORM's logger on slog: it tells of slow queries only, since every error is returned anyway.
type slowLog struct {
	to        *slog.Logger
	threshold time.Duration
}

func (l slowLog) LogMode(logger.LogLevel) logger.Interface { return l }

func (l slowLog) Info(context.Context, string, ...any) {}

func (l slowLog) Warn(ctx context.Context, format string, args ...any) {
	l.to.WarnContext(ctx, "gorm: "+fmt.Sprintf(format, args...))
}

func (l slowLog) Error(ctx context.Context, format string, args ...any) {
	l.to.ErrorContext(ctx, "gorm: "+fmt.Sprintf(format, args...))
}

func (l slowLog) Trace(ctx context.Context, begin time.Time, query func() (string, int64), _ error) {
	took := time.Since(begin)
	if took < l.threshold {
		return
	}
	text, rows := query()
	l.to.WarnContext(ctx, "slow query", "sql", text, "rows", rows, "took", took)
}

// ParamsFilter keeps values out of the log: they are people's notes and the hashes of tokens.
func (l slowLog) ParamsFilter(_ context.Context, query string, _ ...any) (string, []any) {
	return query, nil
}
