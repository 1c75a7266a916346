// Package auth turns a credential into an Actor: a session cookie, a bearer token, and whoever comes back from an
// OpenID Connect provider; SigV4 keys when their door comes.
//
// It may import models, service, sigv4, gin, oauth2 and go-oidc. It refuses, and leaves it to the door to say so in its
// own shape.
package auth

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/service/access"
)

// Authenticator knows the credentials.
type Authenticator struct {
	tokens   access.Tokens
	sessions access.Sessions
	secure   bool
	root     string
}

// New makes an Authenticator. Secure says that browsers reach the server by HTTPS only: the cookie then never travels
// otherwise. Root is the path under which they reach it, such as "/plumbline", or "": what else is served on the host
// does not get the cookie.
func New(svc *service.Service, secure bool, root string) *Authenticator {
	return &Authenticator{svc.Tokens, svc.Sessions, secure, root}
}

// Required puts the actor behind the request's credential into its context. Without a valid one it calls refuse and
// ends the chain.
func (a *Authenticator) Required(refuse func(*gin.Context, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		actor, err := a.Actor(c.Request)
		if err != nil {
			refuse(c, err)
			c.Abort()
			return
		}
		c.Request = c.Request.WithContext(models.WithActor(c.Request.Context(), actor))
	}
}

// Optional is Required for what nobody may ask too: a credential that is not good counts as none. A failure that is no
// refusal is one here too.
func (a *Authenticator) Optional(refuse func(*gin.Context, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		actor, err := a.Actor(c.Request)
		switch code := models.CodeOf(err); code {
		case "":
			c.Request = c.Request.WithContext(models.WithActor(c.Request.Context(), actor))
		case models.CodeUnauthenticated, models.CodeForbidden:
		default:
			refuse(c, err)
			c.Abort()
		}
	}
}

// Actor gives whoever makes the request: by the Authorization header if there is one, else by the session cookie. A
// request that changes something by cookie must bring the session's CSRF token too.
func (a *Authenticator) Actor(r *http.Request) (models.Actor, error) {
	if r.Header.Get("Authorization") != "" {
		secret, err := bearerToken(r)
		if err != nil {
			return models.Actor{}, err
		}
		return a.tokens.Authenticate(r.Context(), secret)
	}
	secret := a.Session(r)
	if secret == "" {
		return models.Actor{}, models.Errorf(models.CodeUnauthenticated,
			"a session is needed, or a token as the header \"Authorization: Bearer plb_…\"")
	}
	actor, err := a.sessions.Authenticate(r.Context(), secret)
	if err != nil {
		return actor, err
	}
	return actor, checkCSRF(r, secret)
}

// Visitor gives whoever looks at a page, and what is open to them: by the session's cookie alone. Whether a form
// brings the session's CSRF token is for CheckForm to tell.
func (a *Authenticator) Visitor(r *http.Request) (access.SessionView, error) {
	secret := a.Session(r)
	if secret == "" {
		return access.SessionView{}, models.Errorf(models.CodeUnauthenticated, "you are not signed in")
	}
	return a.sessions.Enter(r.Context(), secret)
}

// bearerToken takes the token from the Authorization header (RFC 6750). Query parameters are no place for secrets.
func bearerToken(r *http.Request) (string, error) {
	scheme, secret, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
	if secret = strings.TrimSpace(secret); !strings.EqualFold(scheme, "Bearer") || secret == "" {
		return "",
			models.Errorf(models.CodeUnauthenticated, "a token is needed, as the header \"Authorization: Bearer plb_…\"")
	}
	return secret, nil
}
