package models

import "time"

// AccessKey is a key pair for requests that are signed (AWS Signature Version 4). A signature needs the secret itself,
// so that is kept, sealed.
type AccessKey struct {
	ID          string // the public half, such as PLAKIOSFODNN7EXAMPLE
	WorkspaceID string
	UserID      string // of a personal key: it acts as that member, with at most the role
	Name        string
	Role        Role
	Secret      string // sealed with the server's key
	ExpiresAt   time.Time
	RevokedAt   time.Time
	LastUsedAt  time.Time // kept to the minute
	CreatedAt   time.Time
	CreatedBy   string
}

// ThingPlace makes an AccessKey PlacedThing.
func (k AccessKey) Place() ThingPlace { return ThingPlace{WorkspaceID: k.WorkspaceID} }

// KeyQuery narrows a list of tokens or access keys. UserID is "" for all of the workspace.
type KeyQuery struct {
	UserID string
	PageRequest
}
