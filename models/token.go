package models

import "time"

// Token is a bearer token. The secret is shown once and kept as a hash.
type Token struct {
	ID          string
	WorkspaceID string
	UserID      string // of a personal token: it acts as that member, with at most the role
	Name        string
	Role        Role
	Hint        string    // the last four characters of the secret, to tell tokens apart
	Hash        []byte    // SHA-256 of the secret
	ExpiresAt   time.Time // zero: never
	RevokedAt   time.Time // zero: not revoked
	LastUsedAt  time.Time // zero: never used; kept to the minute
	CreatedAt   time.Time
	CreatedBy   string
}

// ThingPlace makes a Token PlacedThing.
func (t Token) Place() ThingPlace { return ThingPlace{WorkspaceID: t.WorkspaceID} }

// TokenInput is what a new token needs. ExpiresAt must lie in the future, or be zero for a token that does not expire.
type TokenInput struct {
	Name      string `validate:"required,notblank,text,line,min=3,max=100"`
	Role      Role   `validate:"required,oneof=viewer contributor architect owner"`
	ExpiresAt time.Time
}
