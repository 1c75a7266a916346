package models

import "time"

// Idempotent remembers what a create with an idempotency key made, so that a retry gives the same thing.
type Idempotent struct {
	WorkspaceID string
	Key         string
	Digest      string // of the request: the same key with another request is a conflict
	Kind        string // type of what was made
	ThingID     string
	CreatedAt   time.Time
}

// IdempotencyKey comes with a create. The zero key means that the client sent none.
type IdempotencyKey struct {
	Key    string
	Digest string
	Seed   string // random, of a form: a secret that it makes is made of it, so that a retry gets the same; "" is none
}
