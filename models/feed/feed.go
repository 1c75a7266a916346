// Package feed has the type of calendar feeds: who may read which due dates by a secret address. It may import models.
package feed

import (
	"time"

	"plumbline/models"
)

// Token lets calendar programs read the due dates of a person's items, or of the items of a workload. It belongs to a
// person, and reads what that person may read at the moment. The secret is shown once and kept as a hash.
type Token struct {
	ID          string
	WorkspaceID string
	UserID      string
	WorkloadID  string // "": the person's own items
	Name        string
	Hint        string    // the last four characters of the secret
	Hash        []byte    // SHA-256 of the secret
	RevokedAt   time.Time // zero: not revoked
	LastUsedAt  time.Time // zero: never; kept to the minute
	CreatedAt   time.Time
	CreatedBy   string
}

// Place is the token as permission is asked about it.
func (t Token) Place() models.ThingPlace { return models.ThingPlace{WorkspaceID: t.WorkspaceID} }

// MaxActive bounds the feeds of a person in a workspace that are not revoked.
const MaxActive = 20

// Input is what a new feed needs.
type Input struct {
	Name       string `validate:"required,notblank,text,line,min=3,max=100"`
	WorkloadID string `validate:"text,max=64"`
}
