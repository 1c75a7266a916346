package service

// Seal makes a text of a secret that only this server can read or make, for a browser to keep. What was sealed for one purpose opens for
// no other.
func (s Sessions) Seal(secret []byte, purpose string) (string, error) {
	return s.cookies.Seal(secret, "cookie: "+purpose)
}

// Open is the opposite of Seal. What does not open was not sealed here, or by a key that is gone.
func (s Sessions) Open(sealed, purpose string) ([]byte, error) {
	return s.cookies.Open(sealed, "cookie: "+purpose)
}
