package auth

import (
	"cmp"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"

	"github.com/gin-gonic/gin"
	"golang.org/x/oauth2"

	"plumbline/models"
	"plumbline/models/service"
	"plumbline/models/urls"
)

// What can go wrong, as the sign-in page is told; what the provider says never gets there.
const (
	failedState       = "expired"     // the sign-in was not begun in this browser, or too long ago
	failedDenied      = "denied"      // the provider did not let the person in
	failedToken       = "invalid"     // what the provider sent is not to be trusted
	failedAccess      = "no_access"   // known there, but not let in here: no role, or the account is shut
	failedConflict    = "conflict"    // the e-mail address belongs to an account that is not the person's for sure
	failedUnavailable = "unavailable" // the provider can't be reached, or the database
	failedInside      = "failed"      // anything else
)

// OIDCConfig is what must be known of an identity provider.
type OIDCConfig struct {
	Issuer       string // its address, from which all else is discovered
	ClientID     string
	ClientSecret string   // "" for a client without one; PKCE is used in any case
	RedirectURL  string   // the server's own address of urls.OIDCCallback
	Scopes       []string // openid, profile and email if empty
	Logger       *slog.Logger
}

// OIDC signs people in who come from an identity provider (OpenID Connect Core 1.0, authorization code flow with PKCE).
type OIDC struct {
	auth     *Authenticator
	log      *slog.Logger
	provider *identityProvider
	attempts ticketSealer
}

// NewOIDC makes an OIDC. The provider is asked for nothing before the first sign-in, so that the server starts without
// it.
func NewOIDC(svc *service.Service, who *Authenticator, c OIDCConfig) *OIDC {
	log := c.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &OIDC{auth: who, log: log, provider: newProvider(c), attempts: ticketSealer{svc.Sessions, who}}
}

// Mount registers the two addresses.
func (o *OIDC) Mount(engine *gin.Engine) {
	engine.GET(urls.OIDCLogin, o.login)
	engine.GET(urls.OIDCCallback, o.callback)
}

// login sends the browser to the provider.
func (o *OIDC) login(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	config, err := o.provider.config(c.Request.Context())
	if err != nil {
		o.fail(c, err)
		return
	}
	t := newTicket(returnPath(c.Query("return_to")))
	if err := o.attempts.give(c.Writer, t); err != nil {
		o.fail(c, err)
		return
	}
	c.Redirect(http.StatusFound,
		config.AuthCodeURL(t.State, oauth2.SetAuthURLParam("nonce", t.Nonce), oauth2.S256ChallengeOption(t.Verifier)))
}

// callback is where the provider sends the browser back to.
func (o *OIDC) callback(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	t, err := o.attempts.take(c.Writer, c.Request)
	if err != nil {
		o.fail(c, err)
		return
	}
	code, err := o.answer(c.Request.URL.Query(), t)
	if err != nil {
		o.fail(c, err)
		return
	}
	identity, err := o.provider.identity(c.Request.Context(), code, t)
	if err != nil {
		o.fail(c, err)
		return
	}
	o.log.InfoContext(c.Request.Context(), "the identity provider vouches for somebody", "claims",
		identity.Claims.Names()) // names, no values
	secret, view, err := o.auth.sessions.SignInByProvider(c.Request.Context(), identity, o.auth.Session(c.Request))
	if err != nil {
		o.fail(c, err)
		return
	}
	o.auth.SignIn(c.Writer, secret, view)
	c.Redirect(http.StatusFound, t.ReturnTo)
}

// errorCode is how RFC 6749, section 4.1.2.1, spells errors; anything else that the provider says is not repeated.
var errorCode = regexp.MustCompile(`^[a-z_]{1,64}$`)

// answer checks the parameters that the browser brings back, and gives the code among them.
func (o *OIDC) answer(query url.Values, t signInTicket) (string, error) {
	if !t.matches(query.Get("state")) {
		return "", refuseSignIn(failedState, "the state is not that of this browser's sign-in", nil)
	}
	if issuer := query.Get("iss"); issuer != "" && issuer != o.provider.Issuer { // RFC 9207
		return "", refuseSignIn(failedToken, "the reply is another provider's", nil)
	}
	if said := query.Get("error"); said != "" {
		if !errorCode.MatchString(said) {
			said = "something that is no error code"
		}
		return "", refuseSignIn(failedDenied, "the provider says "+said, nil)
	}
	code := query.Get("code")
	if code == "" {
		return "", refuseSignIn(failedToken, "the reply has no code", nil)
	}
	return code, nil
}

// refusedSignIn is a sign-in that failed before the verb was asked. Its text is for the log: it holds no token, no code
// and no state.
type refusedSignIn struct {
	code, why string
	cause     error
}

func refuseSignIn(code, why string, cause error) error { return &refusedSignIn{code, why, cause} }

func (r *refusedSignIn) Error() string {
	if r.cause != nil {
		return r.why + ": " + r.cause.Error()
	}
	return r.why
}

func (r *refusedSignIn) Unwrap() error { return r.cause }

// fail leads back to the sign-in page.
func (o *OIDC) fail(c *gin.Context, err error) {
	code, level := codeFor(err), slog.LevelWarn
	if code == failedInside {
		level = slog.LevelError
	}
	o.log.Log(c.Request.Context(), level, "sign-in with the identity provider failed", "code", code, "error", err.Error(),
		"address", models.ClientFrom(c.Request.Context()).Address)
	c.Redirect(http.StatusFound, urls.SignIn+"?error="+code)
}

func codeFor(err error) string {
	if r, ok := errors.AsType[*refusedSignIn](err); ok {
		return r.code
	}
	return cmp.Or(map[models.ErrorCode]string{
		models.CodeForbidden: failedAccess, models.CodeConflict: failedConflict, models.CodeUnavailable: failedUnavailable,
		models.CodeUnauthenticated: failedToken,
	}[models.CodeOf(err)], failedInside)
}
