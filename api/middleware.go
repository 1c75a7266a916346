package api

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	v1 "plumbline/api/v1"
	"plumbline/models"
)

// requestID gives each request an id of ours; what a client claims is not trusted.
func requestID(c *gin.Context) {
	id := models.NewID()
	c.Header("X-Request-Id", id)
	c.Request = c.Request.WithContext(v1.WithRequestID(c.Request.Context(), id))
}

// accessLog writes one line a request, without query, headers or body: secrets and notes stay out of the log.
func accessLog(log *slog.Logger) gin.HandlerFunc {
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
		log.LogAttrs(ctx, level, "request", slog.String("method", c.Request.Method), slog.String("path", c.Request.URL.Path),
			slog.Int("status", c.Writer.Status()), slog.Int("bytes", c.Writer.Size()), slog.Duration("took", time.Since(start)),
			slog.String("actor", models.ActorFrom(ctx).ID), slog.String("request_id", v1.RequestID(ctx)))
	}
}

// recovery turns a panic into the internal problem. A client that went away is no panic of ours.
func recovery(log *slog.Logger, refuse refusal) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			switch cause := recover(); {
			case cause == nil:
			case cause == http.ErrAbortHandler:
				panic(cause)
			default:
				log.ErrorContext(c.Request.Context(), "panic", "cause", cause, "stack", string(debug.Stack()))
				if !c.Writer.Written() {
					refuse(c, errors.Join(errPanic, fmt.Errorf("%v", cause)))
				}
			}
		}()
		c.Next()
	}
}

var errPanic = errors.New("panic")

// securityHeaders are right for everything served here; a page that needs more says so itself.
func securityHeaders(opt Options) gin.HandlerFunc {
	transport := ""
	if opt.secure() {
		transport = "max-age=31536000"
		if opt.HSTSSubdomains {
			transport += "; includeSubDomains"
		}
	}
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin") // "no-referrer" would hide the origin of our own forms from sameOrigin
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		if transport != "" {
			h.Set("Strict-Transport-Security", transport)
		}
	}
}

// client notes where the request came from. What a proxy says of that counts only if the proxy is trusted.
func client(from origins, who *auth.Auth) gin.HandlerFunc {
	return func(c *gin.Context) {
		client := models.Client{Address: from.of(c.Request), Agent: c.Request.UserAgent(), Device: who.Device(c.Request)}
		if tab := c.GetHeader(v1.ClientHeader); models.IsTab(tab) {
			client.Tab = tab
		}
		c.Request = c.Request.WithContext(models.WithClient(c.Request.Context(), client))
	}
}

// sameOrigin refuses what a browser sends here from another site's page, but for reading. Clients that are no browsers are not concerned.
func sameOrigin(url string, refuse refusal) gin.HandlerFunc {
	guard := http.NewCrossOriginProtection()
	if url != "" { // behind a proxy the Host header may be another one
		if err := guard.AddTrustedOrigin(url); err != nil {
			panic(err) // the program checks it
		}
	}
	return func(c *gin.Context) {
		if err := guard.Check(c.Request); err != nil {
			refuse(c, models.Errorf(models.Forbidden, "this was sent from a page of another site").Because(err))
			c.Abort()
		}
	}
}
