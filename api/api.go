// Package api is the front door: the engine, the order of its middleware, health checks. What stands behind it is in v1, web and aws.
//
// It may import all of api, models and service, and gin.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	v1 "plumbline/api/v1"
	"plumbline/models/service"
)

// Options are what the door needs beside the service.
type Options struct {
	Logger  *slog.Logger
	Version string                      // of the program
	Ready   func(context.Context) error // can requests be served: the database answers
}

// New gives the handler of the whole server.
func New(svc *service.Service, opt Options) http.Handler {
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	door := v1.New(svc, opt.Logger, opt.Version)
	engine := newEngine()
	engine.Use(requestID, accessLog(opt.Logger), recovery(opt.Logger, door), securityHeaders)
	engine.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	engine.GET("/readyz", readiness(opt, door))
	engine.GET("/", func(c *gin.Context) {
		c.String(http.StatusOK, "Plumbline "+opt.Version+"\n\nThe JSON API is under "+v1.Root+"; "+v1.Root+"/openapi.json describes it.\n")
	})
	door.Mount(engine, auth.Bearer(svc.Tokens, door.Refuse))
	engine.NoRoute(door.NoRoute)
	engine.NoMethod(door.NoMethod)
	return engine
}

// newEngine is gin without its defaults. Paths are matched as they were sent, so that an id with an escaped slash (a lens ARN) stays one segment.
func newEngine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.UseRawPath = true
	engine.UnescapePathValues = true
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.ContextWithFallback = false
	if err := engine.SetTrustedProxies(nil); err != nil {
		panic(err) // nil can't be wrong
	}
	return engine
}

func readiness(opt Options, door *v1.API) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
		defer cancel()
		if opt.Ready != nil {
			if err := opt.Ready(ctx); err != nil {
				door.Unready(c, err)
				return
			}
		}
		c.String(http.StatusOK, "ready\n")
	}
}
