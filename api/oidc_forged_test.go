package api_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// Tokens that were not made by the provider, for this server, for this sign-in, now.
func TestProviderForgedTokens(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		h := newHouse(newServer(t, st))
		h.mapped("staff", h.here, "viewer")
		person := claimsOf("s-1", "s1."+h.here[:6]+"@example.org", true, "staff")
		foreign := ecKey("foreign")
		foreign.id = h.idp.key.id
		claim := func(name string, value any) func(map[string]any) {
			return func(c map[string]any) { c[name] = value }
		}
		for name, row := range map[string]struct {
			sign  func([]byte) string
			spoil func(map[string]any)
		}{
			"alg none":                         {sign: unsigned},
			"HS256 with the public key":        {sign: h.idp.key.confused},
			"a foreign key under the known id": {sign: foreign.sign},
			"a foreign key":                    {sign: ecKey("foreign").sign},
			"cut off":                          {sign: func(p []byte) string { s := h.idp.key.sign(p); return s[:len(s)-4] }},
			"other payload under the signature": {sign: func(p []byte) string {
				good, evil := strings.Split(h.idp.key.sign(p), "."), strings.Split(unsigned(bytes.Replace(p, []byte("s-1"), []byte("s-2"), 1)), ".")
				return good[0] + "." + evil[1] + "." + good[2]
			}},
			"no token":         {sign: func([]byte) string { return "" }},
			"wrong audience":   {spoil: claim("aud", "somebody-else")},
			"wrong party":      {spoil: func(c map[string]any) { c["aud"], c["azp"] = []string{clientID, "other"}, "other" }},
			"wrong issuer":     {spoil: claim("iss", "https://evil.example.org")},
			"expired":          {spoil: claim("exp", time.Now().Add(-time.Minute).Unix())},
			"no expiry":        {spoil: func(c map[string]any) { delete(c, "exp") }},
			"wrong nonce":      {spoil: claim("nonce", "another")},
			"no nonce":         {spoil: func(c map[string]any) { delete(c, "nonce") }},
			"not yet":          {spoil: claim("nbf", time.Now().Add(time.Hour).Unix())},
			"nothing is wrong": {},
		} {
			h.idp.set(func() { h.idp.sign, h.idp.spoil = row.sign, row.spoil })
			want, status := "/signin?error=invalid", http.StatusUnauthorized
			if row.sign == nil && row.spoil == nil {
				want, status = "/", http.StatusOK
			}
			b := h.browser()
			if end := b.signIn(person); end != want {
				t.Errorf("%s: ended at %s, want %s\n%s", name, end, want, h.log)
			}
			if got, _ := b.session(); got != status {
				t.Errorf("%s: session %d, want %d", name, got, status)
			}
		}
		// The provider takes another key, of another kind.
		h.idp.set(func() { h.idp.sign, h.idp.spoil, h.idp.key = nil, nil, ecKey("ec-2") })
		end := ""
		for try := 0; try < 3 && end != "/"; try++ { // the first may still get the answer to the question for keys that came just before
			end = h.browser().signIn(person)
		}
		if end != "/" {
			t.Errorf("after the key changed: %s\n%s", end, h.log)
		}
		old := rsaKey()
		h.idp.set(func() { h.idp.sign = old.sign })
		if end := h.browser().signIn(person); end != "/signin?error=invalid" {
			t.Errorf("with the old key: %s", end)
		}
	})
}
