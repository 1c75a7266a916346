package service

import "crypto/rand"

// newCookieKeys are the keys for what browsers keep for the server for some minutes: the server's secret keys, so that any one of several servers opens
// what another sealed. Without a secret key it is one of this process: several servers, or a restart in between, then break a sign-in
// that is under way.
func newCookieKeys(keys [][]byte) keyring {
	if len(keys) == 0 {
		key := make([]byte, SecretKeyBytes)
		rand.Read(key) // never fails (crypto/rand)
		keys = [][]byte{key}
	}
	return newKeyring(keys)
}

// Seal makes a text of a secret that only this server can read or make, for a browser to keep. What was sealed for one purpose opens for
// no other.
func (s Sessions) Seal(secret []byte, purpose string) (string, error) {
	return s.cookies.seal(secret, "cookie: "+purpose)
}

// Open is the opposite of Seal. What does not open was not sealed here, or by a key that is gone.
func (s Sessions) Open(sealed, purpose string) ([]byte, error) {
	return s.cookies.open(sealed, "cookie: "+purpose)
}
