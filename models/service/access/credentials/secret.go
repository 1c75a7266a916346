package credentials

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"plumbline/models"
)

// Prefixes start every secret, so that scanners find one that leaked, and so that no kind passes for another.
const (
	TokenPrefix   = "plb_" // bearer token
	SessionPrefix = "pls_" // session, in a cookie or as a bearer
	LinkPrefix    = "pll_" // one-time link
	GuestPrefix   = "plg_" // guest link
	FeedPrefix    = "plc_" // calendar feed
	KeyPrefix     = "PLAK" // public half of an access key
)

// NewSecret generates 200 bits behind the prefix.
func NewSecret(prefix string) string { return prefix + rand.Text() + rand.Text()[:14] }

// SecretFor generates a secret for what a form makes: sent again, the form makes the same one. Its seed is as random as
// a secret is, and known to the page alone that has the form. Without one it is NewSecret.
func SecretFor(prefix string, form models.IdempotencyKey) string {
	if form.Seed == "" {
		return NewSecret(prefix)
	}
	mac := hmac.New(sha256.New, []byte(form.Seed))
	mac.Write([]byte("plumbline secret\n" + prefix + "\n" + form.Digest))
	return prefix + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil))[:40]
}

// HashSecret is what is kept of a secret. It has enough entropy that a fast hash is right.
func HashSecret(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// IsSecret reports whether a text can be a secret of the kind at all.
func IsSecret(text, prefix string) bool { return strings.HasPrefix(text, prefix) && len(text) <= 200 }
