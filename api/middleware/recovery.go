package middleware

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"
)

// RecoverPanics turns a panic into an internal error. A handler that ends a reply to a client that went away
// (http.ErrAbortHandler) is no panic of ours.
func RecoverPanics(log *slog.Logger, refuse RefusalFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			switch cause := recover(); {
			case cause == nil:
			case cause == http.ErrAbortHandler:
				panic(cause)
			default:
				stack := string(debug.Stack())
				log.ErrorContext(c.Request.Context(), "panic", "cause", cause, "stack", stack)
				if !c.Writer.Written() {
					refuse(c, errors.Join(errPanic, fmt.Errorf("%v", cause)))
				}
			}
		}()
		c.Next()
	}
}

var errPanic = errors.New("panic")
