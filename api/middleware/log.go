package middleware

import (
	"log/slog"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/models"
)

// secretRoot is what paths with a secret behind it begin with: those of calendar feeds.
const secretRoot = "/calendar/"

// LoggedPath is a path as logs have it: without the secret of a calendar feed.
func LoggedPath(path string) string {
	if strings.HasPrefix(path, secretRoot) {
		return secretRoot + "…"
	}
	return path
}

// AccessLog writes one line a request, without query, headers or body: secrets and notes stay out of the log. Checks of
// health are logged as debug.
func AccessLog(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		c.Next()
		level := slog.LevelInfo
		if c.FullPath() == "/healthz" || c.FullPath() == "/readyz" {
			level = slog.LevelDebug
		}
		ctx := c.Request.Context()
		if !log.Enabled(ctx, level) {
			return
		}
		log.LogAttrs(ctx, level, "request",
			slog.String("method", c.Request.Method), slog.String("path", LoggedPath(c.Request.URL.Path)),
			slog.Int("status", c.Writer.Status()), slog.Int("bytes", c.Writer.Size()),
			slog.Duration("took", time.Since(start)), slog.String("actor", models.ActorFrom(ctx).ID),
			slog.String("request_id", RequestID(ctx)))
	}
}
