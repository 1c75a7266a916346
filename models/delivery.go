package models

import (
	"cmp"
	"time"
)

// Delivery is one thing that leaves the server: a row of the outbox. It is written in the transaction of the change
// that it tells of, sent after the commit, and tried until it is sent, refused or too late.
type Delivery struct {
	ID          string
	Kind        DeliveryKind
	About       DeliveryAbout
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
	State       DeliveryState
	LastError   string    // of the last attempt, without secrets
	EndedAt     time.Time // when it was sent or failed
}

// DeliveryKind says by what a delivery leaves.
type DeliveryKind string

// MailDelivery is a mail.
const MailDelivery DeliveryKind = "mail"

// DeliveryAbout says what a delivery tells.
type DeliveryAbout string

// What deliveries tell. A reset request becomes a password reset or a provider sign-in before it is sent, or nothing
// where the address has no account.
const (
	AboutInvitation     DeliveryAbout = "invitation"
	AboutMention        DeliveryAbout = "mention"
	AboutPasswordReset  DeliveryAbout = "password_reset"
	AboutProviderSignIn DeliveryAbout = "provider_sign_in"
	AboutResetRequest   DeliveryAbout = "reset_request"
)

// DeliveryState says how far a delivery is.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryWaiting DeliveryState = "waiting"
	DeliverySent    DeliveryState = "sent"
	DeliveryFailed  DeliveryState = "failed"
)

// DeliveryStates lists them.
var DeliveryStates = [...]DeliveryState{DeliveryWaiting, DeliverySent, DeliveryFailed}

// DeliveryQuery asks for deliveries, newest first.
type DeliveryQuery struct {
	State DeliveryState // "" for all
	Page
}

// DeliveryError is why something could not be handed over, told apart by what helps.
type DeliveryError struct {
	Trouble DeliveryTrouble
	Begun   bool // with OtherSideAway: it went away while it was taking this very delivery
	cause   error
}

// DeliveryTrouble is what kind of trouble a DeliveryError has.
type DeliveryTrouble int

const (
	// TakenLater is a refusal for now: it may be taken if it is tried again.
	TakenLater DeliveryTrouble = iota
	// NeverTaken is a refusal for good, of the recipient or of what is said: trying again is of no use.
	NeverTaken
	// OtherSideAway is trouble of all deliveries of the kind: the other side can't be reached, hangs, or takes nothing
	// from this server.
	OtherSideAway
)

// NewDeliveryError makes a DeliveryError with its cause.
func NewDeliveryError(trouble DeliveryTrouble, cause error) *DeliveryError {
	return &DeliveryError{Trouble: trouble, cause: cause}
}

func (e *DeliveryError) Error() string {
	what := map[DeliveryTrouble]string{NeverTaken: "refused", OtherSideAway: "out of reach"}[e.Trouble]
	return cmp.Or(what, "not taken for now") + ": " + e.reason()
}

// reason is the cause without what goes without saying.
func (e *DeliveryError) reason() string {
	if inner, is := e.cause.(*Error); is && inner.cause != nil {
		return inner.cause.Error()
	}
	return e.cause.Error()
}

// Unwrap gives the cause.
func (e *DeliveryError) Unwrap() error { return e.cause }
