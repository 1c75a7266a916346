package v1

import (
	"context"
	"log/slog"
	"strconv"

	"github.com/gin-gonic/gin"

	"plumbline/models/service"
)

// Root is where the API is mounted.
const Root = "/api/v1"

// API is the door. Its methods are the handlers of the routes table.
type API struct {
	svc     *service.Service
	log     *slog.Logger
	openAPI []byte
}

// New makes the door over the service. Version is the program's, for the OpenAPI document.
func New(svc *service.Service, log *slog.Logger, version string) *API {
	a := &API{svc: svc, log: log}
	a.openAPI = a.document(version)
	return a
}

// Mount registers every row of the routes table. authenticate puts the actor into the request's context or refuses it; public rows go without.
// GET rows answer HEAD too.
func (a *API) Mount(engine *gin.Engine, authenticate gin.HandlerFunc) {
	for _, row := range a.routes() {
		handlers := []gin.HandlerFunc{authenticate, a.handle(row, authenticate)}
		if row.action == "" {
			handlers = handlers[1:]
		}
		engine.Handle(row.method, Root+row.path, handlers...)
		if row.method == get {
			engine.HEAD(Root+row.path, handlers...) // net/http keeps the body back
		}
	}
}

type requestIDKey struct{}

// WithRequestID puts the request's id into ctx, for problems and logs.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID takes it out again.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

func quoted(version int) string { return strconv.Quote(strconv.Itoa(version)) }
