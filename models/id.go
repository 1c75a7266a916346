package models

import (
	"crypto/rand"
	"encoding/hex"
	"strings"

	"plumbline/models/text"
)

// NewID makes an id: 32 lower-case hex digits, as the AWS API has them.
func NewID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// IsID reports whether s has the form of an id.
func IsID(s string) bool {
	if len(s) != 32 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// FoldName brings a name into the form in which names are compared: composed, without white space and what is not seen,
// and with letter case folded.
func FoldName(name string) string { return text.FoldName(name) }

// NameOf returns the form in which a name is kept: composed.
func NameOf(name string) string { return text.NormalizeName(name) }

// OneLine reports whether a text can stand as a name: without control characters, line ends, and what turns the
// direction of writing.
func OneLine(s string) bool { return text.OneLine(s) }

// HasUnseen reports whether a text has characters that leave no mark on the page, which FoldName drops.
func HasUnseen(s string) bool { return text.HasUnseen(s) }

// SameName reports whether two names are the same characters, however they are composed; letter case and white space
// count.
func SameName(a, b string) bool { return text.SameText(a, b) }

// KeyFrom makes a lens key out of a name: letters a–z and digits, joined by dashes, at most 60 characters; "lens" where
// nothing is left of the name. A name that would give the form of an id gets a prefix.
func KeyFrom(name string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(name) {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			dash = b.Len() > 0
			continue
		}
		if b.Len() >= 60 || (dash && b.Len() >= 59) {
			break
		}
		if dash {
			b.WriteByte('-')
			dash = false
		}
		b.WriteRune(r)
	}
	key := b.String()
	if key == "" {
		return "lens"
	}
	if IsID(key) {
		return "lens-" + key[:26]
	}
	return key
}
