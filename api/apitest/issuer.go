package apitest

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Issuer is an OpenID Connect provider: discovery, keys, authorization endpoint, token endpoint with client secret and
// PKCE, userinfo. Whoever comes is signed in as the person that the test says.
type Issuer struct {
	t      testing.TB
	URL    string
	mu     sync.Mutex
	Key    SigningKey
	Person map[string]any // claims
	Spoil  func(map[string]any)
	Sign   func(payload []byte) string // nil: with the key
	Info   map[string]any              // what userinfo says; nil: no address
	Status int                         // with which userinfo fails; 0: it does not
	Deny   string                      // the error that the authorization endpoint gives
	codes  map[string]grantedCode
	Seen   []string // codes and tokens, which must stay out of logs
	Down   bool
}

// SigningKey is a key of the provider.
type SigningKey struct {
	ID, Alg string
	Private crypto.Signer
}

type grantedCode struct{ challenge, nonce, redirect string }

// ClientID and clientSecret are what the server identifies itself with at the provider.
const ClientID, ClientSecret = "plumbline-test", "a secret & more"

// RSAKey is the key that providers start with; it is slow to make.
var RSAKey = sync.OnceValue(func() SigningKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return SigningKey{"rsa-1", "RS256", key}
})

// NewIssuer starts a provider; it ends with the test.
func NewIssuer(t testing.TB) *Issuer {
	p := &Issuer{t: t, Key: RSAKey(), codes: map[string]grantedCode{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /userinfo", p.userinfo)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.Down {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	p.URL = web.URL
	return p
}

// Set changes the provider between requests.
func (p *Issuer) Set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

func reply200(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(body); err != nil {
		panic(err)
	}
}

func (p *Issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	reply200(w, map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize",
		"token_endpoint": p.URL + "/token",
		"jwks_uri":       p.URL + "/keys", "userinfo_endpoint": p.URL + "/userinfo",
		// A provider that allows too much: the server must not follow it.
		"id_token_signing_alg_values_supported": []string{"RS256", "ES256", "HS256", "none"}})
}

func (p *Issuer) keys(w http.ResponseWriter, _ *http.Request) {
	reply200(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.Key.Private.Public(), KeyID: p.Key.ID,
		Algorithm: p.Key.Alg, Use: "sig"}}})
}

func (p *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != ClientID || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" ||
		q.Get("code_challenge") == "" ||
		len(q.Get("state")) < 20 || len(q.Get("nonce")) < 20 || q.Get("scope") != "openid profile email" {
		p.t.Errorf("the authorization request is not right: %s", r.URL)
	}
	back := url.Values{"state": {q.Get("state")}}
	if p.Deny != "" {
		back.Set("error", p.Deny)
		back.Set("error_description", "<script>provider words</script>")
	} else {
		code := rand.Text()
		p.codes[code] = grantedCode{q.Get("code_challenge"), q.Get("nonce"), q.Get("redirect_uri")}
		p.Seen = append(p.Seen, code, q.Get("state"), q.Get("nonce"))
		back.Set("code", code)
	}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

func (p *Issuer) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if unescaped, err := url.QueryUnescape(secret); err != nil || id != ClientID || unescaped != ClientSecret {
		http.Error(w, `{"error":"invalid_client"}`, http.StatusUnauthorized)
		return
	}
	granted, ok := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code")) // once
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !ok || base64.RawURLEncoding.EncodeToString(sum[:]) != granted.challenge ||
		r.FormValue("redirect_uri") != granted.redirect {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"error":"invalid_grant","error_description":"code %s"}`, r.FormValue("code"))
		return
	}
	claims := map[string]any{"iss": p.URL, "aud": ClientID, "nonce": granted.nonce, "iat": time.Now().Unix(),
		"exp": time.Now().Add(time.Hour).Unix()}
	maps.Copy(claims, p.Person)
	if p.Spoil != nil {
		p.Spoil(claims)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	sign := p.Sign
	if sign == nil {
		sign = p.Key.Sign
	}
	idToken := sign(payload)
	p.Seen = append(p.Seen, idToken, "access-token-of-the-test")
	reply200(w, map[string]any{"access_token": "access-token-of-the-test", "token_type": "Bearer", "expires_in": 3600,
		"id_token": idToken})
}

func (p *Issuer) userinfo(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer access-token-of-the-test" {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	if p.Status != 0 {
		http.Error(w, "no userinfo for you", p.Status)
		return
	}
	info := p.Info
	if info == nil {
		info = map[string]any{"sub": p.Person["sub"]}
	}
	reply200(w, info)
}

// Sign signs a token's claims.
func (k SigningKey) Sign(payload []byte) string {
	return signedToken(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(k.Alg),
		Key: jose.JSONWebKey{Key: k.Private, KeyID: k.ID}}, payload)
}

func signedToken(key jose.SigningKey, payload []byte) string {
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		panic(err)
	}
	object, err := signer.Sign(payload)
	if err != nil {
		panic(err)
	}
	text, err := object.CompactSerialize()
	if err != nil {
		panic(err)
	}
	return text
}

// Confused is a token whose HMAC key is the provider's public key, which everybody knows.
func (k SigningKey) Confused(payload []byte) string {
	der, err := x509.MarshalPKIXPublicKey(k.Private.Public())
	if err != nil {
		panic(err)
	}
	return signedToken(jose.SigningKey{Algorithm: jose.HS256, Key: jose.JSONWebKey{Key: der, KeyID: k.ID}}, payload)
}

// LockedBuffer takes a log that several write at once.
type LockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write adds to the text.
func (l *LockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String is the text until now.
func (l *LockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// ClaimsOf gives the claims of somebody, with more of them.
func ClaimsOf(subject, email string, verified bool, groups ...string) map[string]any {
	return map[string]any{"sub": subject, "email": email, "email_verified": verified, "name": "Ada " + subject,
		"groups": groups}
}
