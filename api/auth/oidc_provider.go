package auth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
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
var signingAlgs = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256,
	oidc.ES384, oidc.ES512, oidc.EdDSA}

// identityProvider is the identity provider, discovered when it is needed first.
type identityProvider struct {
	OIDCConfig
	client *http.Client
	mu     sync.Mutex // held while the provider is discovered
	found  *oidc.Provider
	failed time.Time // when discovery failed last
}

func newProvider(c OIDCConfig) *identityProvider {
	if len(c.Scopes) == 0 {
		c.Scopes = []string{oidc.ScopeOpenID, "profile", "email"}
	}
	return &identityProvider{OIDCConfig: c,
		client: &http.Client{Timeout: providerTimeout, Transport: limitedBody{http.DefaultTransport}}}
}

// limitedBody cuts replies that are longer than any provider's.
type limitedBody struct{ http.RoundTripper }

func (b limitedBody) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, maxProviderBody), res.Body}
	}
	return res, err
}

// discovered gives the provider, from its discovery document the first time. One that can't be reached is Unavailable,
// and is asked again later.
func (p *identityProvider) discovered(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	unavailable := models.Errorf(models.CodeUnavailable, "the identity provider can't be reached")
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
func (p *identityProvider) config(ctx context.Context) (*oauth2.Config, error) {
	found, err := p.discovered(ctx)
	if err != nil {
		return nil, err
	}
	return &oauth2.Config{ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(),
		RedirectURL: p.RedirectURL,
		Scopes:      p.Scopes}, nil
}

// identity exchanges the code for an ID token, checks it, and gives what it says.
func (p *identityProvider) identity(ctx context.Context, code string, t signInTicket) (models.ProviderIdentity, error) {
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
		return models.ProviderIdentity{}, refuseSignIn(failedToken, "the provider sent no ID token", nil)
	}
	verifier := p.found.Verifier(&oidc.Config{ClientID: p.ClientID, SupportedSigningAlgs: signingAlgs})
	idToken, err := verifier.Verify(ctx, raw)
	if err != nil {
		return models.ProviderIdentity{}, refuseSignIn(failedToken, "the ID token is not good", err)
	}
	said, err := readClaims(idToken)
	if err != nil {
		return models.ProviderIdentity{}, err
	}
	if idToken.Nonce == "" || idToken.Nonce != t.Nonce {
		return models.ProviderIdentity{}, refuseSignIn(failedToken, "the ID token was made for another sign-in (nonce)", nil)
	}
	if party := said.Text("azp"); party != "" && party != p.ClientID { // OpenID Connect Core, section 3.1.3.7, step 5
		return models.ProviderIdentity{}, refuseSignIn(failedToken, "the ID token was made for another client (azp)", nil)
	}
	more, err := p.userinfo(ctx, config.TokenSource(ctx, token), idToken.Subject, said.Text("email") == "")
	if err != nil {
		return models.ProviderIdentity{}, err
	}
	return identityOf(idToken, said, more), nil
}

// exchangeFailed tells a code that is not good from a provider that can't be reached. The provider's reply may hold
// anything, so the log gets its status alone.
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
		return refuseSignIn(failedToken, fmt.Sprintf("the provider does not take the code: status %d, %s", status, said), nil)
	}
	return models.Errorf(models.CodeUnavailable, "the identity provider can't be reached").Because(err)
}

// statusOfFailure finds the status in the error of a userinfo endpoint that answered, which go-oidc gives as text.
var statusOfFailure = regexp.MustCompile(`^([45][0-9][0-9]) `)

// userinfo gives the claims of the userinfo endpoint, none where the provider has no such endpoint. They are about the
// subject of the ID token, or the sign-in is refused. An endpoint that can't be reached refuses it too, since roles
// that its claims give would be taken away otherwise; one that has nothing for this client (4xx) is left out, unless
// the e-mail address is needed.
func (p *identityProvider) userinfo(ctx context.Context, tokens oauth2.TokenSource, subject string,
	needed bool) (models.IdentityClaims, error) {
	if p.found.UserInfoEndpoint() == "" {
		return nil, nil
	}
	info, err := p.found.UserInfo(ctx, tokens)
	if err != nil {
		status := "no answer that can be read"
		if m := statusOfFailure.FindStringSubmatch(err.Error()); m != nil {
			status = "status " + m[1]
			if m[1][0] == '4' && !needed {
				p.log().WarnContext(ctx, "the identity provider gives no userinfo: its claims are those of the ID token alone",
					"answer", status)
				return nil, nil
			}
		}
		return nil,
			models.Errorf(models.CodeUnavailable,
				"the identity provider does not say who this is").Because(errors.New("userinfo: " + status))
	}
	if info.Subject != subject { // OpenID Connect Core, section 5.3.2
		return nil, refuseSignIn(failedToken, "userinfo is about somebody else", nil)
	}
	return readClaims(info)
}

func (p *identityProvider) log() *slog.Logger {
	if p.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return p.Logger
}

// readClaims takes the claims of an ID token or of userinfo, with numbers as they are written.
func readClaims(from interface{ Claims(any) error }) (models.IdentityClaims, error) {
	var raw json.RawMessage
	if err := from.Claims(&raw); err != nil {
		return nil, refuseSignIn(failedToken, "the claims can't be read", err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var all models.IdentityClaims
	if err := d.Decode(&all); err != nil {
		return nil, refuseSignIn(failedToken, "the claims can't be read", err)
	}
	return all, nil
}

// identityOf puts together what the ID token said, and what userinfo said beside it. Whether the address is verified is
// said by the source that the address comes from, or by both of the same address.
func identityOf(t *oidc.IDToken, said, more models.IdentityClaims) models.ProviderIdentity {
	all := said.With(more)
	verified := isTrue(said["email_verified"])
	if email := more.Text("email"); email != "" &&
		(said.Text("email") == "" || strings.EqualFold(email, said.Text("email"))) {
		verified = verified || isTrue(more["email_verified"])
	}
	return models.ProviderIdentity{Issuer: t.Issuer, Subject: t.Subject, Email: all.Text("email"), EmailVerified: verified,
		Name: all.Text("name"), Claims: all}
}

// isTrue takes the text too: some providers send it.
func isTrue(claim any) bool { return claim == true || claim == "true" }
