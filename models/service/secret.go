package service

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"
)

// Prefixes start every secret, so that scanners find one that leaked, and so that no kind passes for another.
const (
	TokenPrefix   = "plb_" // bearer token
	SessionPrefix = "pls_" // session, in a cookie or as a bearer
	LinkPrefix    = "pll_" // one-time link
	GuestPrefix   = "plg_" // guest link
	KeyPrefix     = "PLAK" // public half of an access key
)

// newSecret draws 200 bits behind the prefix.
func newSecret(prefix string) string { return prefix + rand.Text() + rand.Text()[:14] }

// hash is what is kept of a secret. It has enough entropy that a fast hash is right.
func hash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// isSecret tells whether a text can be a secret of the kind at all.
func isSecret(text, prefix string) bool { return strings.HasPrefix(text, prefix) && len(text) <= 200 }
