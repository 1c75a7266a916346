package auth_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"

	"plumbline/api/apitest"
)

func ecKey(id string) apitest.SigningKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return apitest.SigningKey{ID: id, Alg: "ES256", Private: key}
}

// unsignedToken is a token with "alg": "none".
func unsignedToken(payload []byte) string {
	b64 := base64.RawURLEncoding
	return b64.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + b64.EncodeToString(payload) + "."
}
