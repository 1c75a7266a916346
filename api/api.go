// Package api makes the HTTP handler of a server: the engine, the order of its middleware, the table of mounted APIs,
// health checks. What it mounts is in v1 and web.
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
	"plumbline/api/calendar"
	"plumbline/api/middleware"
	v1 "plumbline/api/v1"
	"plumbline/api/web"
	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/urls"
	"plumbline/reports/pdf"
)

// Options are what the handler needs beside the service.
type Options struct {
	Logger  *slog.Logger
	Version string                      // of the program
	Ready   func(context.Context) error // can requests be served: the database answers

	// URL is under which people reach the server, such as https://review.example.org or https://example.org/plumbline;
	// links and cookies follow it.
	URL string

	// OIDC is the identity provider that people sign in with; nil: none, and its addresses are not there.
	OIDC *auth.OIDCConfig

	// TrustedProxies are the addresses and networks that are believed where a request came from. ProxyHeader is the
	// header in which they say so: middleware.ForwardedFor (also if it is empty) or middleware.RealIP; the other one is
	// never read.
	TrustedProxies []string
	ProxyHeader    string

	Font *pdf.Font // that PDF reports use for what the fonts in the program lack; nil: none

	HSTSSubdomains bool // with an https URL, browsers are told to use HTTPS for all subdomains of its host too
}

// New gives the handler of the whole server.
func New(svc *service.Service, opt Options) http.Handler {
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	proxies, ok := middleware.ParseProxies(opt.TrustedProxies, opt.ProxyHeader)
	if !ok {
		panic("api: TrustedProxies must be addresses and networks") // the program checks them
	}
	root, https := middleware.RootOf(opt.URL), strings.HasPrefix(opt.URL, "https://")
	who := auth.New(svc, https, root)
	native := v1.New(svc, who, v1.Options{Logger: opt.Logger, Version: opt.Version, URL: opt.URL, Path: root,
		Font: opt.Font})
	var mounts middleware.Mounts
	isPage := func(path string) bool { return mounts.Of(path).Prefix == "" }
	pages := web.New(
		svc,
		who,
		web.FieldOptions{Logger: opt.Logger, URL: opt.URL, Path: root, SSO: opt.OIDC != nil, IsPage: isPage,
			OpenAPI: native.OpenAPI, Font: opt.Font},
	)
	mounts = mountTable(native, pages)
	engine := newEngine()
	engine.Use(middleware.NewRequestID, middleware.ClientInfo(proxies, who.Device), middleware.AccessLog(opt.Logger),
		middleware.RecoverPanics(opt.Logger, mounts.Refuse),
		middleware.SecurityHeaders(middleware.Transport{HTTPS: https, Subdomains: opt.HSTSSubdomains}),
		middleware.SameOrigin(middleware.OriginOf(opt.URL), mounts.Refuse),
		middleware.LimitBodies(middleware.BodyRules{Open: slices.Concat(native.OpenRoutes(), pages.OpenRoutes()),
			Queued: native.QueuedRoutes(), Identify: bySession(svc, who)}))
	engine.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	engine.GET("/readyz", readiness(opt, native))
	native.Mount(engine)
	pages.Mount(engine)
	calendar.Handlers{Service: svc, Site: urls.Site(opt.URL), Refuse: native.Refuse}.Mount(engine)
	if opt.OIDC != nil {
		auth.NewOIDC(svc, who, *opt.OIDC).Mount(engine)
	}
	engine.NoRoute(mounts.NoRoute)
	engine.NoMethod(mounts.NoMethod)
	return middleware.UnderRoot(root, engine)
}

// mountTable is the table of what is mounted. Programs that ask at one of the other prefixes read problems, not pages.
func mountTable(native *v1.API, pages *web.PageHandlers) (table middleware.Mounts) {
	for _, prefix := range []string{"/api", "/aws", "/healthz", "/readyz", "/metrics",
		urls.CalendarRoot} {
		table = append(table, middleware.Mount{Prefix: prefix, Below: prefix == urls.API,
			Refuse: native.Refuse, NoRoute: native.NoRoute, NoMethod: native.NoMethod})
	}
	return append(table, middleware.Mount{Refuse: pages.Refuse, NoRoute: pages.NoRoute, NoMethod: pages.NoMethod})
}

// bySession identifies the person whose session a request comes with. Tokens are identified before their bodies are
// read.
func bySession(svc *service.Service, who *auth.Authenticator) func(context.Context, *http.Request) models.Actor {
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

// newEngine is gin without its defaults. Paths are matched as they were sent, so that an id with an escaped slash (a
// lens ARN) stays one segment.
func newEngine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.UseRawPath = true
	engine.UnescapePathValues = true
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.ContextWithFallback = false
	engine.ForwardedByClientIP = false // middleware.ClientInfo does that
	return engine
}

func readiness(opt Options, native *v1.API) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
		defer cancel()
		if opt.Ready != nil {
			if err := opt.Ready(ctx); err != nil {
				native.Unready(c, err)
				return
			}
		}
		c.String(http.StatusOK, "ready\n")
	}
}
