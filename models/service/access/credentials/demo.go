package credentials

import (
	"crypto/subtle"
	"net"
	"sync"
	"time"

	"plumbline/models"
)

// DemoTTL is how long the link of a demo waits.
const DemoTTL = 15 * time.Minute

// DemoLink is the one link of a demo, which signs somebody in by itself. It is kept in memory only, and used once,
// soon, and on the machine of the server. Nil has no link.
type DemoLink struct {
	mu        sync.Mutex
	hash      []byte // nil: there is none, or it was used
	userID    string
	expiresAt time.Time
}

// Create makes the link of a user, in the place of the one before, and returns its secret.
func (d *DemoLink) Create(userID string, now time.Time) string {
	secret := NewSecret(LinkPrefix)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hash, d.userID, d.expiresAt = HashSecret(secret), userID, now.Add(DemoTTL)
	return secret
}

// Is tells whether a secret is that of the link.
func (d *DemoLink) Is(secret string) bool {
	if d == nil {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.matches(secret)
}

func (d *DemoLink) matches(secret string) bool {
	return d.hash != nil && subtle.ConstantTimeCompare(d.hash, HashSecret(secret)) == 1
}

// Take gives whom the link signs in, once. From the address of another machine it is refused, and stays.
func (d *DemoLink) Take(secret, address string, now time.Time) (userID string, err error) {
	gone := models.Errorf(models.CodeNotFound,
		"this link is not valid any more: it was used, or its time is over; sign in as the demo printed it")
	if d == nil {
		return "", gone
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.matches(secret) {
		return "", gone
	}
	if ip := net.ParseIP(address); ip == nil || !ip.IsLoopback() {
		return "", models.Errorf(models.CodeForbidden,
			"this link works on the machine of the demo only: sign in with the e-mail address and password that it printed")
	}
	d.hash = nil
	if !now.Before(d.expiresAt) {
		return "", gone
	}
	return d.userID, nil
}
