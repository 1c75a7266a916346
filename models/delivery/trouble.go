package delivery

import (
	"cmp"
	"errors"

	"plumbline/models"
)

// Error is why something could not be handed over, told apart by what helps.
type Error struct {
	Trouble Trouble
	Begun   bool // with OtherSideAway: it went away while it was taking this very delivery
	cause   error
}

// Trouble is what kind of trouble an Error has.
type Trouble int

const (
	// TakenLater is a refusal for now: it may be taken if it is tried again.
	TakenLater Trouble = iota
	// NeverTaken is a refusal for good, of the recipient or of what is said: trying again is of no use.
	NeverTaken
	// OtherSideAway is trouble of all deliveries of the kind: the other side can't be reached, hangs, or takes nothing
	// from this server.
	OtherSideAway
)

// NewError makes an Error with its cause.
func NewError(trouble Trouble, cause error) *Error {
	return &Error{Trouble: trouble, cause: cause}
}

func (e *Error) Error() string {
	what := map[Trouble]string{NeverTaken: "refused", OtherSideAway: "out of reach"}[e.Trouble]
	return cmp.Or(what, "not taken for now") + ": " + e.reason()
}

// reason is the cause without what goes without saying.
func (e *Error) reason() string {
	if inner, is := errors.AsType[*models.Error](e.cause); is && inner.Unwrap() != nil {
		return inner.Unwrap().Error()
	}
	return e.cause.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }
