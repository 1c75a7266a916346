package middleware

import (
	"context"

	"github.com/gin-gonic/gin"

	"plumbline/models"
)

type requestIDKey struct{}

// WithRequestID puts the id of a request into its context, for error replies and the log.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID gives the id that WithRequestID put in; "" if there is none.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// NewRequestID gives each request an id of ours, in its context and in the header X-Request-Id of the reply. What a
// client says of an id is not used.
func NewRequestID(c *gin.Context) {
	id := models.NewID()
	c.Header("X-Request-Id", id)
	c.Request = c.Request.WithContext(WithRequestID(c.Request.Context(), id))
}
