package credentials

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"plumbline/models"
)

// SecretKeyBytes is the size of a key that secrets are sealed with.
const SecretKeyBytes = 32

// Keyring seals the secrets that the server must be able to read again, with AES-256-GCM. The first key seals, all of
// them open: a new key is put before the old one, and the old one goes when nothing is sealed with it any more.
type Keyring []secretSealer

type secretSealer struct {
	id   string // tells keys apart; says nothing of the key
	aead cipher.AEAD
}

// NewKeyring panics if a key has another size: the program checks what it reads.
func NewKeyring(keys [][]byte) Keyring {
	var ring Keyring
	for _, key := range keys {
		block, err := aes.NewCipher(key)
		if err != nil || len(key) != SecretKeyBytes {
			panic(fmt.Sprintf("service: a secret key of %d bytes, want %d", len(key), SecretKeyBytes))
		}
		aead, err := cipher.NewGCM(block)
		if err != nil {
			panic(err) // AES has the block size that GCM wants
		}
		sum := sha256.Sum256(append([]byte("plumbline key id\n"), key...))
		ring = append(ring, secretSealer{hex.EncodeToString(sum[:4]), aead})
	}
	return ring
}

// Seal makes "<key id>.<base64 of nonce and ciphertext>". What the secret belongs to is bound in: moved elsewhere, it
// does not open.
func (r Keyring) Seal(secret []byte, of string) (string, error) {
	if len(r) == 0 {
		return "", models.Errorf(models.CodeUnavailable,
			"this server has no secret key to keep secrets with: give it one with --secret-key-file")
	}
	nonce := make([]byte, r[0].aead.NonceSize())
	rand.Read(nonce) // never fails (crypto/rand)
	return r[0].id + "." + base64.RawURLEncoding.EncodeToString(r[0].aead.Seal(nonce, nonce, secret, []byte(of))), nil
}

// Open is the opposite of Seal. A secret that no key of the ring opens is an Unavailable error: the operator took a
// key away.
func (r Keyring) Open(sealed, of string) ([]byte, error) {
	id, text, _ := strings.Cut(sealed, ".")
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("a sealed secret of %s can't be read: %w", of, err)
	}
	for _, s := range r {
		if n := s.aead.NonceSize(); s.id == id && len(data) > n {
			plain, err := s.aead.Open(nil, data[:n], data[n:], []byte(of))
			if err != nil {
				return nil, fmt.Errorf("the sealed secret of %s was changed: %w", of, err)
			}
			return plain, nil
		}
	}
	return nil, models.Errorf(models.CodeUnavailable, "the server lacks the secret key %s that this was sealed with", id)
}

// NewCookieKeys are the keys for what browsers keep for the server for some minutes: the server's secret keys, so
// that any one of several servers opens what another sealed. Without a secret key it is one of this process: several
// servers, or a restart in between, then break a sign-in that is under way.
func NewCookieKeys(keys [][]byte) Keyring {
	if len(keys) == 0 {
		key := make([]byte, SecretKeyBytes)
		rand.Read(key) // never fails (crypto/rand)
		keys = [][]byte{key}
	}
	return NewKeyring(keys)
}
