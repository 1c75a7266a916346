package auth_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"plumbline/api/apitest"
	"plumbline/models/store"
	"plumbline/models/store/storetest"
)

// Tokens that were not made by the provider, for this server, for this sign-in, now.
func TestProviderForgedTokens(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, st *store.Store) {
		h := newHouse(apitest.NewServer(t, st))
		h.mapped("staff", h.WorkspaceID, "viewer")
		person := apitest.ClaimsOf("s-1", "s1."+h.WorkspaceID[:6]+"@example.org", true, "staff")
		foreign := ecKey("foreign")
		foreign.ID = h.idp.Key.ID
		claim := func(name string, value any) func(map[string]any) {
			return func(c map[string]any) { c[name] = value }
		}
		for name, row := range map[string]struct {
			sign  func([]byte) string
			spoil func(map[string]any)
		}{
			"alg none":                         {sign: unsignedToken},
			"HS256 with the public key":        {sign: h.idp.Key.Confused},
			"a foreign key under the known id": {sign: foreign.Sign},
			"a foreign key":                    {sign: ecKey("foreign").Sign},
			"cut off":                          {sign: func(p []byte) string { s := h.idp.Key.Sign(p); return s[:len(s)-4] }},
			"other payload under the signature": {sign: func(p []byte) string {
				good, evil := strings.Split(h.idp.Key.Sign(p), "."), strings.Split(unsignedToken(bytes.Replace(p, []byte("s-1"),
					[]byte("s-2"), 1)), ".")
				return good[0] + "." + evil[1] + "." + good[2]
			}},
			"no token":       {sign: func([]byte) string { return "" }},
			"wrong audience": {spoil: claim("aud", "somebody-else")},
			"wrong party": {spoil: func(c map[string]any) {
				c["aud"], c["azp"] = []string{apitest.ClientID,
					"other"}, "other"
			}},
			"wrong issuer":     {spoil: claim("iss", "https://evil.example.org")},
			"expired":          {spoil: claim("exp", time.Now().Add(-time.Minute).Unix())},
			"no expiry":        {spoil: func(c map[string]any) { delete(c, "exp") }},
			"wrong nonce":      {spoil: claim("nonce", "another")},
			"no nonce":         {spoil: func(c map[string]any) { delete(c, "nonce") }},
			"not yet":          {spoil: claim("nbf", time.Now().Add(time.Hour).Unix())},
			"nothing is wrong": {},
		} {
			h.idp.Set(func() { h.idp.Sign, h.idp.Spoil = row.sign, row.spoil })
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
		h.idp.Set(func() { h.idp.Sign, h.idp.Spoil, h.idp.Key = nil, nil, ecKey("ec-2") })
		end := ""
		// the first may still get the answer to the question for keys that came just before
		for try := 0; try < 3 && end != "/"; try++ {
			end = h.browser().signIn(person)
		}
		if end != "/" {
			t.Errorf("after the key changed: %s\n%s", end, h.log)
		}
		old := apitest.RSAKey()
		h.idp.Set(func() { h.idp.Sign = old.Sign })
		if end := h.browser().signIn(person); end != "/signin?error=invalid" {
			t.Errorf("with the old key: %s", end)
		}
	})
}
