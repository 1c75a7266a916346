// Package auth turns a credential into an Actor: a bearer token now; session cookie, OIDC and SigV4 keys when their
// issues come.
//
// It may import models, service, sigv4 and gin. It refuses, and leaves it to the door to say so in its own shape.
package auth

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"plumbline/models"
	"plumbline/models/service"
)

// Bearer puts the actor behind the request's bearer token into its context. Without a valid one it calls refuse and ends the chain.
func Bearer(tokens service.Tokens, refuse func(*gin.Context, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		secret, err := secretIn(c.Request)
		if err != nil {
			refuse(c, err)
			c.Abort()
			return
		}
		actor, err := tokens.Authenticate(c.Request.Context(), secret)
		if err != nil {
			refuse(c, err)
			c.Abort()
			return
		}
		c.Request = c.Request.WithContext(models.WithActor(c.Request.Context(), actor))
	}
}

// secretIn takes the token from the Authorization header (RFC 6750). Query parameters are no place for secrets.
func secretIn(r *http.Request) (string, error) {
	scheme, secret, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
	if secret = strings.TrimSpace(secret); !strings.EqualFold(scheme, "Bearer") || secret == "" {
		return "", models.Errorf(models.Unauthenticated, "a token is needed, as the header \"Authorization: Bearer plb_…\"")
	}
	return secret, nil
}
