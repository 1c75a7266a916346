package sign

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
)

const pemKind = "PUBLIC KEY"

// KeyID is the fingerprint of a public key, by which manifests name it: the first 32 hex digits of its SHA-256.
func KeyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:16])
}

// PEM is a public key as other programs read it.
func PEM(key ed25519.PublicKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	return string(pem.EncodeToMemory(&pem.Block{Type: pemKind, Bytes: der})), err
}

// ReadPEM reads public keys one after another; text between them is passed over. None at all, and one of another kind,
// is an error.
func ReadPEM(data []byte) (keys []ed25519.PublicKey, err error) {
	for {
		block, rest := pem.Decode(data)
		if block == nil {
			break
		}
		data = rest
		if block.Type == "PRIVATE KEY" {
			return nil, errors.New("this is a private key: a public one is wanted")
		}
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		key, is := parsed.(ed25519.PublicKey)
		if err != nil || block.Type != pemKind || !is {
			return nil, errors.New("a key in it is no Ed25519 public key")
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, errors.New("there is no public key in it")
	}
	return keys, nil
}
