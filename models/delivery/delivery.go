// Package delivery has the type of what leaves the server: a mail, and whatever else waits in the outbox to be sent.
//
// It may import models.
package delivery

import (
	"time"

	"plumbline/models"
)

// Delivery is one thing that leaves the server: a row of the outbox. It is written in the transaction of the change
// that it tells of, sent after the commit, and tried until it is sent, refused or too late.
type Delivery struct {
	ID          string
	Kind        Kind
	About       About
	WorkspaceID string // "" for what concerns the instance
	LinkID      string // of the one-time link in it; it is not sent once that has ended. "" if there is none
	Recipient   string // an e-mail address
	Payload     string // what it says, sealed; "" once nobody needs it any more
	CreatedAt   time.Time
	QueuedAt    time.Time // when it began to wait: its creation, or when somebody had it tried again
	DueAt       time.Time // when it is tried next; zero: at once
	ExpiresAt   time.Time // when it is of no use any more; zero: never
	Attempts    int       // since QueuedAt; those that only found the other side out of reach do not count
	ClaimedBy   string    // the worker that sends it, or did
	ClaimedTo   time.Time // until then nobody else sends it
	State       State
	LastError   string    // of the last attempt, without secrets
	EndedAt     time.Time // when it was sent or failed
}

// Kind says by what a delivery leaves.
type Kind string

// Mail is a mail.
const Mail Kind = "mail"

// About says what a delivery tells.
type About string

// What deliveries tell. A reset request becomes a password reset or a provider sign-in before it is sent, or nothing
// where the address has no account.
const (
	AboutInvitation     About = "invitation"
	AboutDigest         About = "digest"
	AboutMention        About = "mention"
	AboutPasswordReset  About = "password_reset"
	AboutProviderSignIn About = "provider_sign_in"
	AboutRecap          About = "recap"
	AboutReminder       About = "reminder"
	AboutResetRequest   About = "reset_request"
)

// State says how far a delivery is.
type State string

// The states of a delivery.
const (
	Waiting State = "waiting"
	Sent    State = "sent"
	Failed  State = "failed"
)

// States lists them.
var States = [...]State{Waiting, Sent, Failed}

// Query asks for deliveries, newest first.
type Query struct {
	State State // "" for all
	models.PageRequest
}
