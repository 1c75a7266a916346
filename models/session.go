package models

import "time"

// Session is one sign-in: of a user, or of a guest who opened a guest link.
type Session struct {
	ID          string
	Hash        []byte // SHA-256 of the secret in the cookie
	UserID      string // "" for a guest
	GuestLinkID string // "" for a user
	WorkspaceID string // the one the user works in at present; "" if in none
	Method      string // how it began: MethodPassword …
	Address     string
	Agent       string
	CreatedAt   time.Time
	SeenAt      time.Time // kept to the minute
	ExpiresAt   time.Time // absolute
	RevokedAt   time.Time // zero: not revoked
}

// The ways to sign in.
const (
	MethodPassword   = "password"
	MethodLink       = "link"     // set-up, invitation or reset
	MethodProvider   = "provider" // identity provider (OpenID Connect)
	MethodGuestLink  = "guest link"
	MaxAgent         = 200            // characters kept of what the client calls itself
	MaxLiveSessions  = 100            // of one user; the oldest gives way
	MaxGuestSessions = 12 * time.Hour // how long a guest's session lasts
	MaxGuestsOfLink  = 200            // live sessions of one guest link; one that rested for GuestRest gives way
	GuestRest        = 15 * time.Minute
)

// SignIn is what a person signs in with. Code is a one-time code or a recovery code, where the account wants one.
type SignIn struct {
	Email    string
	Password string
	Code     string
}

// FailedAttempts counts failed tries of one kind, such as passwords for one account from one address.
type FailedAttempts struct {
	Key         string // what is counted; holds no secret
	Failures    int
	Since       time.Time // of the first failure that counts
	LockedUntil time.Time // zero: not locked
}
