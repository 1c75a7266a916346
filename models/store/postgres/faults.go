package postgres

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"plumbline/models"
)

// SQLSTATE codes (https://www.postgresql.org/docs/current/errcodes-appendix.html).
const (
	stateUnique        = "23505"
	stateSerialization = "40001"
	stateDeadlock      = "40P01"
	stateBadText       = "22021" // U+0000 or bytes that are not UTF-8
	stateBadEscape     = "22P05" // U+0000 escaped in JSON
	stateCanceled      = "57014" // by statement_timeout
)

const unreachable = "the database can't be reached"

// outageCodes are the SQLSTATE classes and codes that mean trouble with the database itself. A code goes before its
// class.
var outageCodes = map[string]string{
	"08": unreachable,
	"28": "the database refuses the login",
	"3D": "the database does not exist",
	"53": "the database is out of resources",
	"57": "the database is shutting down",
	"58": "the disk of the database fails",
	"XX": "the database is damaged",

	stateCanceled: "the database takes too long",
	"55P03":       "somebody keeps the database busy",
	"25P03":       "the database waited for the server for too long",
	"25P04":       "the database takes too long",
	"25006":       "the database can only be read at the moment",
}

// ExplainError tells what an error of this package or the driver means: Conflict for a row that exists already,
// Invalid for a text that no column can hold, Unavailable, with the reason, where the database itself is in
// trouble, and "" for anything else.
func ExplainError(err error) (code models.ErrorCode, why string) {
	pg, answered := errors.AsType[*pgconn.PgError](err)
	switch {
	case !answered && isUnreachable(err):
		return models.CodeUnavailable, unreachable
	case !answered:
		return "", ""
	case pg.Code == stateUnique:
		return models.CodeConflict, ""
	case pg.Code == stateBadText || pg.Code == stateBadEscape:
		return models.CodeInvalid, ""
	case mayRetry(err):
		return models.CodeUnavailable, "too many changes at once"
	}
	for _, key := range []string{pg.Code, pg.Code[:2]} {
		if why, is := outageCodes[key]; is {
			return models.CodeUnavailable, why
		}
	}
	return "", ""
}

func isUnreachable(err error) bool {
	if _, is := errors.AsType[*brokenError](err); is {
		return true
	}
	if _, is := errors.AsType[*pgconn.ConnectError](err); is {
		return true
	}
	if _, is := errors.AsType[net.Error](err); is {
		return true
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// mayRetry reports whether PostgreSQL gave up a transaction that may well succeed when it runs once more.
func mayRetry(err error) bool {
	pg, is := errors.AsType[*pgconn.PgError](err)
	return is && (pg.Code == stateSerialization || pg.Code == stateDeadlock)
}

// brokenError is whatever went wrong on a connection that can't be used any more since.
type brokenError struct{ error }

func (e *brokenError) Unwrap() error { return e.error }

// commitFailed turns the error of a COMMIT into one of models. Unless PostgreSQL itself sent it, nobody knows how
// the transaction ended.
func commitFailed(err error) error {
	if _, answered := errors.AsType[*pgconn.PgError](err); answered {
		return err
	}
	return models.Errorf(models.CodeUnavailable, "the connection to the database broke while the change was being saved: "+
		"look whether it was before you send it again").Because(fmt.Errorf("commit: %w", err))
}
