package rest

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"plumbline/api/auth"
	"plumbline/models"
)

// Adapter is what all operations have in common: it mounts a table of them, reads requests, checks permissions, and
// writes replies and problems.
type Adapter struct {
	root    string // where the API is mounted
	auth    *auth.Authenticator
	queue   Queue
	log     *slog.Logger
	details ErrorDetails
}

// Queue bounds what is expensive.
type Queue interface {
	// Do runs work as soon as a place for the workspace is free.
	Do(ctx context.Context, run func(context.Context) error) error
	// Archive runs work in the one place for whole workloads.
	Archive(ctx context.Context, run func(context.Context) error) error
}

// ErrorDetails say of an error what only the API knows that the operations belong to.
type ErrorDetails struct {
	Fields  func(*models.Error) []ProblemField // each thing that is wrong with the input
	Current func(*models.Error) any            // the state that a stale change met, as the operation replies it
}

// NewAdapter makes the adapter of the API at a root such as "/api/v1".
func NewAdapter(root string, who *auth.Authenticator, work Queue, log *slog.Logger, of ErrorDetails) *Adapter {
	return &Adapter{root: root, auth: who, queue: work, log: log, details: of}
}

// Mount registers every row of the table. Rows with an action want an actor; the others take one if there is one. GET
// rows answer HEAD too.
func (a *Adapter) Mount(engine *gin.Engine, routes []Route) {
	for _, row := range routes {
		authenticate := a.auth.Required(a.Refuse)
		if row.Action == "" {
			authenticate = a.auth.Optional(a.Refuse)
		}
		handlers := []gin.HandlerFunc{authenticate, a.handle(row, authenticate)}
		engine.Handle(row.Method, a.root+row.Path, handlers...)
		if row.Method == http.MethodGet {
			engine.HEAD(a.root+row.Path, handlers...) // net/http keeps the body back
		}
	}
}
