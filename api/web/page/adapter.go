// Package page is what the pages of every area need: the adapter from the engine to handlers, requests and replies,
// forms that come back, errors as pages, what was sent and not taken, the engine of the templates with what they have
// in common, and the static files. An area gives a Table of its pages and forms; package web mounts the tables.
package page

import (
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	"plumbline/models/service"
	"plumbline/models/urls"
	"plumbline/reports/pdf"
)

// Adapter stands between the engine and the handlers of all areas. Their handler types embed it.
type Adapter struct {
	Service *service.Service
	Auth    *auth.Authenticator
	Options Options

	templates map[string]*Templates // by the name of the page
	done      map[string]string     // what pages say was done, by the key in the address
	static    staticServer
	root      rootPath
}

// Options are what the pages need beside the service.
type Options struct {
	Logger *slog.Logger

	// URL is under which people reach the server, for the links that they pass on; "" is as the request says.
	URL  string
	Path string    // the path of the URL, such as "/plumbline"; "" if the server has the host for itself
	Font *pdf.Font // of PDF reports; nil: none
	SSO  bool      // an identity provider is set up: sign-in offers it

	OpenAPI func() []byte                          // the document of the API, for the page about it; nil: none is shown
	IsPage  func(path string) bool                 // whether a path belongs to the pages, not to an API
	MovedTo func(r *Request, refused error) string // where what was asked for is now, "" if nowhere; nil: nothing moves
}

// New makes the adapter over the service.
func New(svc *service.Service, who *auth.Authenticator, opt Options) *Adapter {
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	return &Adapter{Service: svc, Auth: who, Options: opt, static: staticOnce(), root: rootPath(opt.Path)}
}

// Mount registers every row of the tables, and the static files. GET rows answer HEAD too. It panics where what the
// templates of an area have in common is broken, and where two areas have pages of one name: every start sees it.
func (a *Adapter) Mount(engine *gin.Engine, tables ...Table) {
	a.templates, a.done = map[string]*Templates{}, map[string]string{}
	a.collect(Common.Templates, Common.Done)
	for _, table := range tables {
		a.collect(table.Templates, table.Done)
		for _, row := range table.Rows {
			engine.Handle(row.Method, row.Path, a.handle(row))
			if row.Method == http.MethodGet {
				engine.HEAD(row.Path, a.handle(row)) // net/http keeps the body back
			}
		}
	}
	engine.GET(staticRoot+"*path", a.static.serve)
	engine.HEAD(staticRoot+"*path", a.static.serve)
}

// collect takes the templates of an area, and what it says.
func (a *Adapter) collect(templates *Templates, done map[string]string) {
	if _, err := templates.base(); err != nil {
		panic(err)
	}
	for _, name := range templates.Names() {
		if a.templates[name] != nil {
			panic("page: two pages are named " + name)
		}
		a.templates[name] = templates
	}
	for key, text := range done {
		if a.done[key] != "" {
			panic("page: two texts are named " + key)
		}
		a.done[key] = text
	}
}

func (a *Adapter) render(out io.Writer, r Rendering) error {
	templates := a.templates[r.Page]
	if templates == nil {
		return fmt.Errorf("there is no template %q", r.Page)
	}
	return templates.Render(out, r)
}

// Fragment renders a piece of a page for a script, which puts it there.
func (a *Adapter) Fragment(r *Request, name, piece string, data any) (template.HTML, error) {
	var out strings.Builder
	err := a.render(&out, Rendering{Page: name, Piece: piece, Zone: r.Zone(), Data: data})
	return a.Rooted(template.HTML(out.String())), err
}

// Rooted puts the path under which people reach the server before each address of what a script puts into a page.
func (a *Adapter) Rooted(html template.HTML) template.HTML { return a.root.piece(html) }

// Base is under which people reach the server, for addresses that they copy.
func (a *Adapter) Base(r *Request) string { return a.base(r.HTTP) }

// base is under which people reach the server: as it was told, or else as the request of the person came in.
func (a *Adapter) base(r *http.Request) string {
	if a.Options.URL != "" {
		return strings.TrimSuffix(a.Options.URL, "/")
	}
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host
}

// SiteOf is the server as people reach it.
func (a *Adapter) SiteOf(r *Request) urls.Site { return urls.Site(a.base(r.HTTP)) }

// JoinURL is the page for a one-time link. The secret stands behind the "#", which browsers send to no server.
func (a *Adapter) JoinURL(r *Request, secret string) string {
	return urls.Site(a.base(r.HTTP)).Join(secret)
}

// CalendarURL is the address of a calendar feed.
func (a *Adapter) CalendarURL(r *Request, secret string) string {
	return urls.Site(a.base(r.HTTP)).Calendar(secret)
}

// GuestURL is the page for a guest link, with the secret behind the "#" too.
func (a *Adapter) GuestURL(r *Request, secret string) string {
	return urls.Site(a.base(r.HTTP)).Guest(secret)
}
