package middleware

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"plumbline/models"
)

// SameOrigin refuses what a browser sends here from a page of another site, but for reading. Clients that are no
// browsers are not concerned. The origin is the one under which people reach the server; "" is that of the request's
// Host header.
func SameOrigin(origin string, refuse RefusalFunc) gin.HandlerFunc {
	guard := http.NewCrossOriginProtection()
	if origin != "" { // behind a proxy the Host header may be another one
		if err := guard.AddTrustedOrigin(origin); err != nil {
			panic(err) // the program checks it
		}
	}
	return func(c *gin.Context) {
		if err := guard.Check(c.Request); err != nil {
			refuse(c, models.Errorf(models.CodeForbidden, "this was sent from a page of another site").Because(err))
			c.Abort()
		}
	}
}
