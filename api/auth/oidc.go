package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/gin-gonic/gin"
	"golang.org/x/oauth2"

	"plumbline/models"
)

// OIDCConfig says which OpenID Connect provider people may sign in with.
type OIDCConfig struct {
	Issuer       string // its address, from which the rest is discovered
	ClientID     string
	ClientSecret string
	Scopes       []string // beside openid; profile and email if empty
	URL          string   // under which people reach this server; the provider sends them back to URL + CallbackPath
}

// The paths of the sign-in by provider, and where it ends if it fails: with a code as the query parameter error.
const (
	LoginPath    = "/auth/oidc/login"
	CallbackPath = "/auth/oidc/callback"
	SignInPath   = "/signin"
)

// algorithms are those by which an ID token may be signed: with a key that only the provider has. None and HMAC are not among them.
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

const (
	flowTTL      = 10 * time.Minute // from the redirect to the provider to the return
	providerWait = 15 * time.Second // for one answer of the provider
)

// OIDC is the sign-in by provider.
type OIDC struct {
	auth   *Auth
	config OIDCConfig
	log    *slog.Logger
	client *http.Client

	mu       sync.Mutex
	provider *oidc.Provider // once discovered
}

// NewOIDC makes the sign-in. The provider is asked only when somebody signs in: that it is down keeps nobody else out.
func NewOIDC(a *Auth, config OIDCConfig, log *slog.Logger) *OIDC {
	if len(config.Scopes) == 0 {
		config.Scopes = []string{"profile", "email"}
	}
	return &OIDC{auth: a, config: config, log: log, client: &http.Client{Timeout: providerWait}}
}

// Mount registers the two routes.
func (o *OIDC) Mount(engine *gin.Engine) {
	engine.GET(LoginPath, o.login)
	engine.GET(CallbackPath, o.callback)
}

// flow is what must be the same when the browser comes back. It travels in a sealed cookie, so it is bound to the browser.
type flow struct {
	State, Nonce, Verifier, ReturnTo string
	Ends                             time.Time
}

func (o *OIDC) discovered(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider != nil {
		return o.provider, nil
	}
	// The provider keeps the context for fetching keys later on: it must not be the request's.
	provider, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), o.client), o.config.Issuer)
	if err != nil {
		return nil, models.Errorf(models.Unavailable, "the identity provider does not answer").Because(err)
	}
	o.provider = provider
	return provider, nil
}

func (o *OIDC) oauth(p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: o.config.ClientID, ClientSecret: o.config.ClientSecret, Endpoint: p.Endpoint(),
		RedirectURL: o.config.URL + CallbackPath, Scopes: append([]string{oidc.ScopeOpenID}, o.config.Scopes...),
	}
}

// login sends the browser to the provider.
func (o *OIDC) login(c *gin.Context) {
	provider, err := o.discovered(c.Request.Context())
	if err != nil {
		o.fail(c, err)
		return
	}
	f := flow{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), ReturnTo: LocalPath(c.Query("return_to")),
		Ends: time.Now().Add(flowTTL)}
	plain, err := json.Marshal(f)
	if err != nil {
		o.fail(c, err)
		return
	}
	sealed, err := o.auth.sessions.Sealed(plain, "oidc flow")
	if err != nil {
		o.fail(c, err)
		return
	}
	http.SetCookie(c.Writer, o.auth.cookie(o.cookieName(), sealed, f.Ends))
	c.Header("Cache-Control", "no-store")
	c.Redirect(http.StatusFound, o.oauth(provider).AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)))
}

// callback takes the browser back from the provider.
func (o *OIDC) callback(c *gin.Context) {
	f, err := o.begun(c.Request)
	gone := o.auth.cookie(o.cookieName(), "", time.Unix(0, 0))
	gone.MaxAge = -1
	http.SetCookie(c.Writer, gone) // whatever comes of it, this flow is over
	if err == nil {
		err = o.finish(c, f)
	}
	if err != nil {
		o.fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Redirect(http.StatusSeeOther, f.ReturnTo)
}

// begun gives the flow that this browser began, if the provider's answer belongs to it.
func (o *OIDC) begun(r *http.Request) (flow, error) {
	refused := models.Errorf(models.Unauthenticated, "this sign-in was not begun in this browser, or too long ago")
	cookie, err := r.Cookie(o.cookieName())
	if err != nil {
		return flow{}, refused
	}
	plain, err := o.auth.sessions.Unsealed(cookie.Value, "oidc flow")
	if err != nil {
		return flow{}, refused.Because(err)
	}
	var f flow
	if err := json.Unmarshal(plain, &f); err != nil {
		return flow{}, err
	}
	state := r.URL.Query().Get("state")
	if time.Now().After(f.Ends) || subtle.ConstantTimeCompare([]byte(state), []byte(f.State)) != 1 {
		return flow{}, refused
	}
	return f, nil
}

// finish changes the provider's code for an ID token, checks it, and begins the session.
func (o *OIDC) finish(c *gin.Context, f flow) error {
	ctx := c.Request.Context()
	query := c.Request.URL.Query()
	if said := query.Get("error"); said != "" {
		return models.Errorf(models.Unauthenticated, "the identity provider refused").Because(fmt.Errorf("it said %.100q", said))
	}
	provider, err := o.discovered(ctx)
	if err != nil {
		return err
	}
	// The issuer in the answer (RFC 9207), where the provider sends it, must be the one that was asked.
	if issuer := query.Get("iss"); issuer != "" && issuer != o.config.Issuer {
		return models.Errorf(models.Unauthenticated, "the answer is another provider's")
	}
	tokens, err := o.oauth(provider).Exchange(oidc.ClientContext(ctx, o.client), query.Get("code"), oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return exchangeFailed(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	verifier := provider.Verifier(&oidc.Config{ClientID: o.config.ClientID, SupportedSigningAlgs: algorithms})
	token, err := verifier.Verify(oidc.ClientContext(ctx, o.client), raw)
	if err != nil {
		return models.Errorf(models.Unauthenticated, "the identity provider's token is not valid").Because(err)
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(f.Nonce)) != 1 {
		return models.Errorf(models.Unauthenticated, "the identity provider's token belongs to another sign-in")
	}
	who, err := identity(token)
	if err != nil {
		return err
	}
	secret, view, err := o.auth.sessions.SignInByProvider(ctx, who, o.auth.Session(c.Request))
	if err != nil {
		return err
	}
	o.auth.SignIn(c.Writer, secret, view.Session.ExpiresAt)
	return nil
}

// exchangeFailed tells a code that the provider refuses from a provider that does not answer. Neither error holds the code or the secret.
func exchangeFailed(err error) error {
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok && refused.Response != nil && refused.Response.StatusCode < 500 {
		return models.Errorf(models.Unauthenticated, "the identity provider refused the sign-in").Because(fmt.Errorf("it said %q", refused.ErrorCode))
	}
	return models.Errorf(models.Unavailable, "the identity provider does not answer").Because(errors.New("the exchange of the code failed"))
}

// identity reads the claims of a token that was checked. Texts, lists of texts and truth values are kept for mappings.
func identity(token *oidc.IDToken) (models.ProviderIdentity, error) {
	var claims map[string]any
	if err := token.Claims(&claims); err != nil {
		return models.ProviderIdentity{}, models.Errorf(models.Unauthenticated, "the identity provider's token can't be read").Because(err)
	}
	who := models.ProviderIdentity{Issuer: token.Issuer, Subject: token.Subject, Claims: map[string][]string{}}
	for name, value := range claims {
		who.Claims[name] = texts(value)
	}
	who.Email, _ = claims["email"].(string)
	who.Name, _ = claims["name"].(string)
	switch verified := claims["email_verified"].(type) {
	case bool:
		who.EmailVerified = verified
	case string: // some providers write it so
		who.EmailVerified = verified == "true"
	}
	if who.Email == "" || who.Subject == "" {
		return who, models.Errorf(models.Forbidden, "the identity provider does not tell the e-mail address: the client needs the scope email")
	}
	return who, nil
}

func texts(value any) (list []string) {
	switch v := value.(type) {
	case string:
		return []string{v}
	case bool:
		return []string{fmt.Sprint(v)}
	case []any:
		for _, item := range v {
			if text, ok := item.(string); ok {
				list = append(list, text)
			}
		}
	}
	return list
}

func (o *OIDC) cookieName() string {
	if o.auth.secure {
		return "__Host-plumbline_oidc"
	}
	return "plumbline_oidc"
}

// fail leads to the sign-in page, with a code of ours: what the provider said goes to the log alone.
func (o *OIDC) fail(c *gin.Context, err error) {
	code := models.CodeOf(err)
	level := slog.LevelWarn
	if code == models.Internal {
		level = slog.LevelError
	}
	o.log.Log(c.Request.Context(), level, "sign-in by provider failed", "error", err)
	c.Header("Cache-Control", "no-store")
	c.Redirect(http.StatusSeeOther, SignInPath+"?error="+string(code))
}

// LocalPath gives a path of this server to go to after signing in, and "/" for whatever would lead elsewhere.
func LocalPath(to string) string {
	if !strings.HasPrefix(to, "/") || len(to) > 2000 || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t\x00") {
		return "/"
	}
	for _, r := range to {
		if r < ' ' || r == 0x7f {
			return "/"
		}
	}
	return to
}
