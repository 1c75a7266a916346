// Package api is the front door: the engine, the order of its middleware, health checks. What stands behind it is in v1, web and aws.
//
// It may import all of api, models and service, and gin.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	v1 "plumbline/api/v1"
	"plumbline/api/web"
	"plumbline/models"
	"plumbline/models/service"
)

// Options are what the door needs beside the service.
type Options struct {
	Logger  *slog.Logger
	Version string                      // of the program
	Ready   func(context.Context) error // can requests be served: the database answers
	URL     string                      // under which people reach the server, such as https://review.example.org or https://example.org/plumbline; links and cookies follow it

	OIDC *auth.OIDCConfig // the identity provider that people sign in with; nil: none, and its addresses are not there

	TrustedProxies []string // addresses and networks that are believed where a request came from; none if empty
	ProxyHeader    string   // the header in which they say so: ForwardedFor (also if empty) or RealIP; the other one is never read

	HSTSSubdomains bool // with an https URL, browsers are told to use HTTPS for all subdomains of its host too
}

// secure tells whether browsers reach the server by HTTPS only.
func (o Options) secure() bool { return strings.HasPrefix(o.URL, "https://") }

// New gives the handler of the whole server.
func New(svc *service.Service, opt Options) http.Handler {
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	from, ok := newOrigins(opt.TrustedProxies, opt.ProxyHeader)
	if !ok {
		panic("api: TrustedProxies must be addresses and networks") // the program checks them
	}
	root := rootOf(opt.URL)
	who := auth.New(svc, opt.secure(), root)
	door := v1.New(svc, who, v1.Options{Logger: opt.Logger, Version: opt.Version, URL: opt.URL, Path: root})
	pages := web.New(svc, who, web.Options{Logger: opt.Logger, URL: opt.URL, Path: root, SSO: opt.OIDC != nil, RequestID: v1.RequestID})
	refuse := either(pages.Refuse, door.Refuse)
	engine := newEngine()
	engine.Use(requestID, client(from, who), accessLog(opt.Logger), recovery(opt.Logger, refuse), securityHeaders(opt),
		sameOrigin(originOf(opt.URL), refuse),
		(&bodies{groups: map[string]int{}}).bound(slices.Concat(door.OpenRoutes(), pages.OpenRoutes()), bySession(svc, who)))
	engine.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	engine.GET("/readyz", readiness(opt, door))
	door.Mount(engine)
	pages.Mount(engine)
	if opt.OIDC != nil {
		auth.NewOIDC(svc, who, *opt.OIDC).Mount(engine)
	}
	engine.NoRoute(pageOr(pages.NoRoute, door.NoRoute))
	engine.NoMethod(pageOr(pages.NoMethod, door.NoMethod))
	return under(root, engine)
}

// bySession identifies the person whose session a request comes with. Tokens are identified before their bodies are read.
func bySession(svc *service.Service, who *auth.Auth) identify {
	return func(ctx context.Context, r *http.Request) models.Actor {
		secret := who.Session(r)
		if secret == "" {
			return models.Actor{}
		}
		actor, err := svc.Sessions.Authenticate(ctx, secret)
		if err != nil {
			return models.Actor{}
		}
		return actor
	}
}

// refusal answers a request that failed, in the shape of a door.
type refusal func(*gin.Context, error)

// either refuses as pages do where people look, and as the API does elsewhere.
func either(page, other refusal) refusal {
	return func(c *gin.Context, err error) {
		if web.IsPage(c.Request.URL.Path) {
			page(c, err)
			return
		}
		other(c, err)
	}
}

func pageOr(page, other gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		if web.IsPage(c.Request.URL.Path) {
			page(c)
			return
		}
		other(c)
	}
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
	engine.ForwardedByClientIP = false // origins does that
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
