package models

import (
	"errors"
	"fmt"
	"time"
)

// ErrorCode says what kind of failure an Error is. Each API maps codes to its own statuses, in one place.
type ErrorCode string

// The codes. Anything that is not an Error is CodeInternal: logged in full, shown as one fixed sentence.
const (
	CodeInvalid              ErrorCode = "invalid"
	CodeUnauthenticated      ErrorCode = "unauthenticated"
	CodeForbidden            ErrorCode = "forbidden"
	CodeOneTimeCodesRequired ErrorCode = "codes_required" // forbidden until the account has one-time codes
	CodeNotFound             ErrorCode = "not_found"
	CodeConflict             ErrorCode = "conflict"
	CodeStale                ErrorCode = "stale"
	CodeTooLarge             ErrorCode = "too_large"
	CodeRateLimited          ErrorCode = "rate_limited"
	CodeUnavailable          ErrorCode = "unavailable"
	CodeInternal             ErrorCode = "internal"
)

// ErrorCodes lists every code, so that an API can prove that its map is complete.
var ErrorCodes = [...]ErrorCode{CodeInvalid, CodeUnauthenticated, CodeForbidden, CodeOneTimeCodesRequired, CodeNotFound,
	CodeConflict, CodeStale, CodeTooLarge, CodeRateLimited,
	CodeUnavailable, CodeInternal}

// Error is the one error type that may reach a user. Message is a plain sentence without secrets.
type Error struct {
	Code    ErrorCode
	Message string
	Faults  []FieldFault  // with CodeInvalid: each field that is wrong
	Current any           // with CodeStale: the state as it is now (an Answer, a Workload …)
	Wait    time.Duration // with CodeRateLimited and CodeUnavailable: when to try again
	cause   error
}

// FieldFault is one wrong field. Field is its path in the input, such as "account_ids/3", "" for the whole.
type FieldFault struct {
	Field   string
	Message string
}

// Errorf makes an Error; a %w among the arguments is kept for errors.Is and the log.
func Errorf(code ErrorCode, format string, args ...any) *Error {
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
func CodeOf(err error) ErrorCode {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return CodeInternal
}
