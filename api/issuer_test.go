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
	"encoding/pem"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// issuer is an OpenID Connect provider on loopback: discovery, keys, authorization, token, with PKCE, real keys and real signatures. Who signs in is whoever
// claims says; spoil turns its tokens into what a forger would send.
type issuer struct {
	t      testing.TB
	url    string
	key    *rsa.PrivateKey
	ec     *ecdsa.PrivateKey
	keyID  string
	claims map[string]any
	spoil  func(token string, claims map[string]any) string
	down   bool

	mu    sync.Mutex
	codes map[string]grant
}

type grant struct{ nonce, challenge, redirect string }

const clientID, clientSecret = "plumbline-test", "the client's secret"

func newIssuer(t testing.TB) *issuer {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	i := &issuer{t: t, key: key, ec: ec, keyID: "one", codes: map[string]grant{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.discovery)
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("GET /authorize", i.authorize)
	mux.HandleFunc("POST /token", i.token)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if i.down {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	i.url = web.URL
	return i
}

func (i *issuer) reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		i.t.Error(err)
	}
}

func (i *issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	i.reply(w, 200, map[string]any{"issuer": i.url, "authorization_endpoint": i.url + "/authorize", "token_endpoint": i.url + "/token",
		"jwks_uri": i.url + "/keys", "id_token_signing_alg_values_supported": []string{"RS256", "ES256", "HS256", "none"}})
}

func (i *issuer) keys(w http.ResponseWriter, _ *http.Request) {
	i.reply(w, 200, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: i.key.Public(), KeyID: i.keyID, Use: "sig"}, {Key: i.ec.Public(), KeyID: "ec", Use: "sig"}}})
}

func (i *issuer) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != clientID || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || len(q.Get("state")) < 20 {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	i.mu.Lock()
	i.codes[code] = grant{q.Get("nonce"), q.Get("code_challenge"), q.Get("redirect_uri")}
	i.mu.Unlock()
	back := q.Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
	http.Redirect(w, r, back, http.StatusFound)
}

func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if id == "" {
		id, secret = r.FormValue("client_id"), r.FormValue("client_secret")
	} else {
		secret, _ = url.QueryUnescape(secret)
	}
	i.mu.Lock()
	g, known := i.codes[r.FormValue("code")]
	delete(i.codes, r.FormValue("code")) // a code is good once
	i.mu.Unlock()
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !known || id != clientID || secret != clientSecret || r.FormValue("redirect_uri") != g.redirect ||
		base64.RawURLEncoding.EncodeToString(sum[:]) != g.challenge {
		i.reply(w, 400, map[string]any{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{"iss": i.url, "aud": clientID, "nonce": g.nonce, "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix()}
	maps.Copy(claims, i.claims)
	token := i.sign("RS256", i.keyID, i.key, claims)
	if i.spoil != nil {
		token = i.spoil(token, claims)
	}
	i.reply(w, 200, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": token})
}

func (i *issuer) sign(alg, keyID string, key any, claims map[string]any) string {
	data, err := json.Marshal(claims)
	must(i.t, err)
	options := (&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", keyID)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(alg), Key: key}, options)
	must(i.t, err)
	signed, err := signer.Sign(data)
	must(i.t, err)
	text, err := signed.CompactSerialize()
	must(i.t, err)
	return text
}

// unsigned is a token with the algorithm none.
func unsigned(claims map[string]any) string {
	data, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString(data) + "."
}

// publicPEM is the public key as a text: what a forger takes for an HMAC key.
func publicPEM(key crypto.PublicKey) []byte {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// tampered changes the claims of a signed token and keeps its signature.
func tampered(token string, claims map[string]any) string {
	parts := strings.Split(token, ".")
	claims["email"] = "owner@example.com"
	data, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("%s.%s.%s", parts[0], base64.RawURLEncoding.EncodeToString(data), parts[2])
}
