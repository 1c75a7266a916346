package models

import (
	"errors"
	"fmt"
	"time"
)

// Code says what kind of failure an Error is. Each API maps codes to its own statuses, in one place.
type Code string

// The codes. Anything that is not an Error is Internal: logged in full, shown as one fixed sentence.
const (
	Invalid         Code = "invalid"
	Unauthenticated Code = "unauthenticated"
	Forbidden       Code = "forbidden"
	CodesRequired   Code = "codes_required" // forbidden until the account has one-time codes
	NotFound        Code = "not_found"
	Conflict        Code = "conflict"
	Stale           Code = "stale"
	TooLarge        Code = "too_large"
	RateLimited     Code = "rate_limited"
	Unavailable     Code = "unavailable"
	Internal        Code = "internal"
)

// Codes lists every code, so that an API can prove that its map is complete.
var Codes = [...]Code{Invalid, Unauthenticated, Forbidden, CodesRequired, NotFound, Conflict, Stale, TooLarge, RateLimited,
	Unavailable, Internal}

// Error is the one error type that may reach a user. Message is a plain sentence without secrets.
type Error struct {
	Code    Code
	Message string
	Faults  []Fault       // with Invalid: each field that is wrong
	Current any           // with Stale: the state as it is now (an Answer, a Workload …)
	Wait    time.Duration // with RateLimited and Unavailable: when to try again
	cause   error
}

// Fault is one wrong field. Field is its path in the input, such as "account_ids/3", "" for the whole.
type Fault struct {
	Field   string
	Message string
}

// Errorf makes an Error; a %w among the arguments is kept for errors.Is and the log.
func Errorf(code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: err.Error(), cause: errors.Unwrap(err)}
}

// Because adds the cause that the log should have and the user should not.
func (e *Error) Because(cause error) *Error {
	e.cause = cause
	return e
}

func (e *Error) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.Message, e.cause)
	}
	return string(e.Code) + ": " + e.Message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// CodeOf returns the code of err: Internal if it is not an Error, "" if it is nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}
