// Package web is the pages: server-rendered, embedded, working without JavaScript; small modules make them nicer where there is some.
//
// It may import models, service, questionnaires, reports, auth, gin and otp (to draw the QR code). Handlers decide nothing: permission, rules and words
// are the verbs'.
package web

import (
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	"plumbline/models/service"
	"plumbline/models/urls"
)

// Web is the door for people. Its methods are the handlers of the routes table.
type Web struct {
	svc    *service.Service
	auth   *auth.Auth
	opt    Options
	pages  pages
	static static
	root   root
}

// Options are what the pages need beside the service.
type Options struct {
	Logger *slog.Logger
	URL    string                 // under which people reach the server, for the links that they pass on; "" is as the request says
	Path   string                 // the path of the URL, such as "/plumbline"; "" if the server has the host for itself
	SSO    bool                   // an identity provider is set up: sign-in offers it
	IsPage func(path string) bool // whether a path belongs to the pages, not to an API
}

// New makes the door over the service. It panics where what all templates have in common is broken: every start sees it, and tests see each page.
func New(svc *service.Service, who *auth.Auth, opt Options) *Web {
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	pages, err := pagesOnce()
	if err != nil {
		panic(err)
	}
	return &Web{svc: svc, auth: who, opt: opt, pages: pages, static: staticOnce(), root: root(opt.Path)}
}

// Mount registers every row of the routes table, and the static files. GET rows answer HEAD too.
func (w *Web) Mount(engine *gin.Engine) {
	for _, row := range w.routes() {
		engine.Handle(row.method, row.path, w.handle(row))
		if row.method == get {
			engine.HEAD(row.path, w.handle(row)) // net/http keeps the body back
		}
	}
	engine.GET(staticRoot+"*path", w.static.serve)
	engine.HEAD(staticRoot+"*path", w.static.serve)
}

// base is under which people reach the server: as it was told, or else as the request of the person came in.
func (w *Web) base(r *http.Request) string {
	if w.opt.URL != "" {
		return strings.TrimSuffix(w.opt.URL, "/")
	}
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host
}

// joinURL is the page for a one-time link. The secret stands behind the "#", which browsers send to no server.
func (w *Web) joinURL(r *request, secret string) string {
	return urls.Site(w.base(r.http)).Join(secret)
}
