package v1

import (
	"log/slog"
	"sync"

	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	"plumbline/api/v1/rest"
	"plumbline/models/service"
	"plumbline/models/urls"
	"plumbline/reports/pdf"
)

// RootPath is where the API is mounted.
const RootPath = "/api/v1"

// API is the door. Its methods are the handlers of the routes table.
type API struct {
	*rest.Adapter
	svc     *service.Service
	auth    *auth.Authenticator
	log     *slog.Logger
	site    urls.Site
	openAPI func() []byte // made when it is first asked for
	font    *pdf.Font
}

// Options are what the door needs beside the service.
type Options struct {
	Logger  *slog.Logger
	Version string    // of the program, for the OpenAPI document
	URL     string    // under which people reach the server, for the links that they are sent
	Path    string    // the path of the URL, such as "/plumbline"; "" if the server has the host for itself
	Font    *pdf.Font // of PDF reports; nil: none
}

// New makes the door over the service.
func New(svc *service.Service, who *auth.Authenticator, opt Options) *API {
	a := &API{svc: svc, auth: who, log: opt.Logger, site: urls.Site(opt.URL), font: opt.Font}
	a.Adapter = rest.NewAdapter(RootPath, who, svc.Work, opt.Logger,
		rest.ErrorDetails{Fields: fieldsIn, Current: currentIn})
	a.openAPI = sync.OnceValue(func() []byte { return a.Document(a.routes(), opt.Version, opt.Path) })
	return a
}

// OpenAPI is the document of the API.
func (a *API) OpenAPI() []byte { return a.openAPI() }

// Mount registers every operation.
func (a *API) Mount(engine *gin.Engine) { a.Adapter.Mount(engine, a.routes()) }
