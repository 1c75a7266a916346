package v1

import (
	"log/slog"
	"strconv"
	"sync"

	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	"plumbline/models/service"
	"plumbline/models/urls"
)

// Root is where the API is mounted.
const Root = "/api/v1"

// API is the door. Its methods are the handlers of the routes table.
type API struct {
	svc     *service.Service
	auth    *auth.Auth
	log     *slog.Logger
	site    urls.Site
	path    string
	openAPI func() []byte // made when it is first asked for
}

// Options are what the door needs beside the service.
type Options struct {
	Logger  *slog.Logger
	Version string // of the program, for the OpenAPI document
	URL     string // under which people reach the server, for the links that they are sent
	Path    string // the path of the URL, such as "/plumbline"; "" if the server has the host for itself
}

// New makes the door over the service.
func New(svc *service.Service, who *auth.Auth, opt Options) *API {
	a := &API{svc: svc, auth: who, log: opt.Logger, site: urls.Site(opt.URL), path: opt.Path}
	a.openAPI = sync.OnceValue(func() []byte { return a.document(opt.Version) })
	return a
}

// Mount registers every row of the routes table. Rows with an action want an actor; the others take one if there is one. GET rows answer HEAD too.
func (a *API) Mount(engine *gin.Engine) {
	for _, row := range a.routes() {
		authenticate := a.auth.Required(a.Refuse)
		if row.action == "" {
			authenticate = a.auth.Optional(a.Refuse)
		}
		handlers := []gin.HandlerFunc{authenticate, a.handle(row, authenticate)}
		engine.Handle(row.method, Root+row.path, handlers...)
		if row.method == get {
			engine.HEAD(Root+row.path, handlers...) // net/http keeps the body back
		}
	}
}

func quoted(version int) string { return strconv.Quote(strconv.Itoa(version)) }
