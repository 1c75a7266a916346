package api_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
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

// issuer is an OpenID Connect provider: discovery, keys, authorization endpoint, token endpoint with client secret and PKCE, userinfo. Whoever comes is signed
// in as the person that the test says.
type issuer struct {
	t      testing.TB
	url    string
	mu     sync.Mutex
	key    signingKey
	person map[string]any // claims
	spoil  func(map[string]any)
	sign   func(payload []byte) string // nil: with the key
	info   map[string]any              // what userinfo says; nil: no address
	status int                         // with which userinfo fails; 0: it does not
	deny   string                      // the error that the authorization endpoint gives
	codes  map[string]grantedCode
	seen   []string // codes and tokens, which must stay out of logs
	down   bool
}

type signingKey struct {
	id, alg string
	private crypto.Signer
}

type grantedCode struct{ challenge, nonce, redirect string }

const clientID, clientSecret = "plumbline-test", "a secret & more"

var rsaKey = sync.OnceValue(func() signingKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return signingKey{"rsa-1", "RS256", key}
})

func ecKey(id string) signingKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return signingKey{id, "ES256", key}
}

func newIssuer(t testing.TB) *issuer {
	p := &issuer{t: t, key: rsaKey(), codes: map[string]grantedCode{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /userinfo", p.userinfo)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.down {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	p.url = web.URL
	return p
}

// set changes the provider between requests.
func (p *issuer) set(change func()) {
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

func (p *issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	reply200(w, map[string]any{"issuer": p.url, "authorization_endpoint": p.url + "/authorize", "token_endpoint": p.url + "/token",
		"jwks_uri": p.url + "/keys", "userinfo_endpoint": p.url + "/userinfo",
		// A provider that allows too much: the server must not follow it.
		"id_token_signing_alg_values_supported": []string{"RS256", "ES256", "HS256", "none"}})
}

func (p *issuer) keys(w http.ResponseWriter, _ *http.Request) {
	reply200(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.private.Public(), KeyID: p.key.id, Algorithm: p.key.alg, Use: "sig"}}})
}

func (p *issuer) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != clientID || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" ||
		len(q.Get("state")) < 20 || len(q.Get("nonce")) < 20 || q.Get("scope") != "openid profile email" {
		p.t.Errorf("the authorization request is not right: %s", r.URL)
	}
	back := url.Values{"state": {q.Get("state")}}
	if p.deny != "" {
		back.Set("error", p.deny)
		back.Set("error_description", "<script>provider words</script>")
	} else {
		code := rand.Text()
		p.codes[code] = grantedCode{q.Get("code_challenge"), q.Get("nonce"), q.Get("redirect_uri")}
		p.seen = append(p.seen, code, q.Get("state"), q.Get("nonce"))
		back.Set("code", code)
	}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

func (p *issuer) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if unescaped, err := url.QueryUnescape(secret); err != nil || id != clientID || unescaped != clientSecret {
		http.Error(w, `{"error":"invalid_client"}`, http.StatusUnauthorized)
		return
	}
	granted, ok := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code")) // once
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !ok || base64.RawURLEncoding.EncodeToString(sum[:]) != granted.challenge || r.FormValue("redirect_uri") != granted.redirect {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"error":"invalid_grant","error_description":"code %s"}`, r.FormValue("code"))
		return
	}
	claims := map[string]any{"iss": p.url, "aud": clientID, "nonce": granted.nonce, "iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix()}
	maps.Copy(claims, p.person)
	if p.spoil != nil {
		p.spoil(claims)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	sign := p.sign
	if sign == nil {
		sign = p.key.sign
	}
	idToken := sign(payload)
	p.seen = append(p.seen, idToken, "access-token-of-the-test")
	reply200(w, map[string]any{"access_token": "access-token-of-the-test", "token_type": "Bearer", "expires_in": 3600, "id_token": idToken})
}

func (p *issuer) userinfo(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer access-token-of-the-test" {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	if p.status != 0 {
		http.Error(w, "no userinfo for you", p.status)
		return
	}
	info := p.info
	if info == nil {
		info = map[string]any{"sub": p.person["sub"]}
	}
	reply200(w, info)
}

func (k signingKey) sign(payload []byte) string {
	return signed(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(k.alg), Key: jose.JSONWebKey{Key: k.private, KeyID: k.id}}, payload)
}

func signed(key jose.SigningKey, payload []byte) string {
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

// unsigned is a token with "alg": "none".
func unsigned(payload []byte) string {
	b64 := base64.RawURLEncoding
	return b64.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + b64.EncodeToString(payload) + "."
}

// confused is a token whose HMAC key is the provider's public key, which everybody knows.
func (k signingKey) confused(payload []byte) string {
	der, err := x509.MarshalPKIXPublicKey(k.private.Public())
	if err != nil {
		panic(err)
	}
	return signed(jose.SigningKey{Algorithm: jose.HS256, Key: jose.JSONWebKey{Key: der, KeyID: k.id}}, payload)
}
