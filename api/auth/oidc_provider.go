package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"plumbline/models"
)

const (
	providerTimeout = 10 * time.Second // of one request to the provider
	providerPause   = 5 * time.Second  // after a discovery that failed: until then nobody waits for another
	maxProviderBody = 4 << 20          // bytes of a reply
)

// signingAlgs are those with a key pair: with "none" or HMAC, whoever knows the public key could sign.
var signingAlgs = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// provider is the identity provider, discovered when it is needed first.
type provider struct {
	OIDCConfig
	client *http.Client
	mu     sync.Mutex // held while the provider is discovered
	found  *oidc.Provider
	failed time.Time // when discovery failed last
}

func newProvider(c OIDCConfig) *provider {
	if len(c.Scopes) == 0 {
		c.Scopes = []string{oidc.ScopeOpenID, "profile", "email"}
	}
	return &provider{OIDCConfig: c, client: &http.Client{Timeout: providerTimeout, Transport: bounded{http.DefaultTransport}}}
}

// bounded cuts replies that are longer than any provider's.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, maxProviderBody), res.Body}
	}
	return res, err
}

// discovered gives the provider, from its discovery document the first time. One that can't be reached is Unavailable, and is asked again later.
func (p *provider) discovered(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	unavailable := models.Errorf(models.Unavailable, "the identity provider can't be reached")
	if time.Since(p.failed) < providerPause {
		return nil, unavailable
	}
	// The browser that came first may leave: the discovery is for all.
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.Issuer)
	if err != nil {
		p.failed = time.Now()
		return nil, unavailable.Because(err)
	}
	p.found = found
	return found, nil
}

// config is what the code flow needs.
func (p *provider) config(ctx context.Context) (*oauth2.Config, error) {
	found, err := p.discovered(ctx)
	if err != nil {
		return nil, err
	}
	return &oauth2.Config{ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(), RedirectURL: p.RedirectURL,
		Scopes: p.Scopes}, nil
}

// identity exchanges the code for an ID token, checks it, and gives what it says.
func (p *provider) identity(ctx context.Context, code string, t ticket) (models.ProviderIdentity, error) {
	ctx = oidc.ClientContext(ctx, p.client)
	config, err := p.config(ctx)
	if err != nil {
		return models.ProviderIdentity{}, err
	}
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(t.Verifier))
	if err != nil {
		return models.ProviderIdentity{}, exchangeFailed(err)
	}
	raw, _ := token.Extra("id_token").(string)
	if raw == "" {
		return models.ProviderIdentity{}, refused(failedToken, "the provider sent no ID token", nil)
	}
	verifier := p.found.Verifier(&oidc.Config{ClientID: p.ClientID, SupportedSigningAlgs: signingAlgs})
	idToken, err := verifier.Verify(ctx, raw)
	if err != nil {
		return models.ProviderIdentity{}, refused(failedToken, "the ID token is not good", err)
	}
	said, err := readClaims(idToken)
	if err != nil {
		return said.identity(), err
	}
	if idToken.Nonce == "" || idToken.Nonce != t.Nonce {
		return models.ProviderIdentity{}, refused(failedToken, "the ID token was made for another sign-in (nonce)", nil)
	}
	if said.party != "" && said.party != p.ClientID { // OpenID Connect Core, section 3.1.3.7, step 5
		return models.ProviderIdentity{}, refused(failedToken, "the ID token was made for another client (azp)", nil)
	}
	if said.email == "" {
		if err := p.askEmail(ctx, config.TokenSource(ctx, token), &said); err != nil {
			return models.ProviderIdentity{}, err
		}
	}
	return said.identity(), nil
}

// exchangeFailed tells a code that is not good from a provider that can't be reached. The provider's reply may hold anything, so the log gets
// its status alone.
func exchangeFailed(err error) error {
	if answer, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		status := 0
		if answer.Response != nil {
			status = answer.Response.StatusCode
		}
		said := answer.ErrorCode
		if !errorCode.MatchString(said) {
			said = "no error code"
		}
		return refused(failedToken, fmt.Sprintf("the provider does not take the code: status %d, %s", status, said), nil)
	}
	return models.Errorf(models.Unavailable, "the identity provider can't be reached").Because(err)
}

// askEmail gets the e-mail address from the userinfo endpoint, where the ID token has none and the provider has such an endpoint.
func (p *provider) askEmail(ctx context.Context, tokens oauth2.TokenSource, said *claims) error {
	if p.found.UserInfoEndpoint() == "" {
		return nil
	}
	info, err := p.found.UserInfo(ctx, tokens)
	if err != nil {
		return models.Errorf(models.Unavailable, "the identity provider does not say the e-mail address").Because(errors.New("userinfo failed"))
	}
	if info.Subject != said.subject { // OpenID Connect Core, section 5.3.2
		return refused(failedToken, "userinfo is about somebody else", nil)
	}
	said.email, said.verified = info.Email, info.EmailVerified
	return nil
}

// claims are what an ID token said.
type claims struct {
	issuer, subject, party string
	email, name            string
	verified               bool
	lists                  map[string][]string
}

// readClaims takes the claims that are texts or lists of texts. Others give no roles.
func readClaims(t *oidc.IDToken) (claims, error) {
	var all map[string]json.RawMessage
	if err := t.Claims(&all); err != nil {
		return claims{}, refused(failedToken, "the claims can't be read", err)
	}
	said := claims{issuer: t.Issuer, subject: t.Subject, lists: map[string][]string{}}
	for name, value := range all {
		var one string
		var many []string
		switch {
		case json.Unmarshal(value, &one) == nil && one != "":
			said.lists[name] = []string{one}
		case json.Unmarshal(value, &many) == nil && len(many) > 0:
			said.lists[name] = many
		}
	}
	said.party, said.email, said.name = said.text("azp"), said.text("email"), said.text("name")
	verified := string(all["email_verified"])
	said.verified = verified == "true" || verified == `"true"` // some providers send it as a text
	return said, nil
}

func (c claims) text(name string) string {
	if v := c.lists[name]; len(v) == 1 {
		return v[0]
	}
	return ""
}

func (c claims) identity() models.ProviderIdentity {
	return models.ProviderIdentity{Issuer: c.issuer, Subject: c.subject, Email: c.email, EmailVerified: c.verified, Name: c.name, Claims: c.lists}
}
