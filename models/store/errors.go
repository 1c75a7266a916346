package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"plumbline/models"
)

// Primary result codes of SQLite that mean trouble with the file or the machine, not with the statement
// (https://www.sqlite.org/rescode.html): the user can only wait or call the operator.
var sqliteOutage = map[int]string{
	sqliteBusyCode:   "another process keeps the database busy",
	6:                "the database is locked",
	7:                "the server is out of memory",
	8:                "the database can't be written to",
	10:               "the disk of the database fails",
	sqliteCorrupt:    "the database is damaged",
	13:               "the disk of the database is full",
	14:               "the database can't be opened",
	sqliteNoDatabase: "the file is not a database",
}

const (
	sqliteBusyCode   = 5
	sqliteCorrupt    = 11
	sqliteFull       = 13
	sqliteNoDatabase = 26
)

func diskFull(err error) bool {
	code, ok := sqliteCode(err)
	return ok && code&0xff == sqliteFull
}

func sqliteBusy(err error) bool {
	code, ok := sqliteCode(err)
	return ok && code&0xff == sqliteBusyCode
}

// Extended result codes of SQLite for rows that exist already: a primary key and a unique index.
const (
	sqlitePrimaryKey = 1555
	sqliteUnique     = 2067
)

// SQLSTATE classes and codes of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html).
var postgresOutage = map[string]string{
	"08": "the database can't be reached",
	"28": "the database refuses the login",
	"3D": "the database does not exist",
	"53": "the database is out of resources",
	"57": "the database is shutting down",
	"58": "the disk of the database fails",
	"XX": "the database is damaged",

	postgresCanceled: "the database takes too long",
	"55P03":          "somebody keeps the database busy",
	"25P03":          "the database waited for the server for too long",
	"25P04":          "the database takes too long",
	"25006":          "the database can only be read at the moment",
}

const (
	postgresUnique        = "23505"
	postgresSerialization = "40001"
	postgresDeadlock      = "40P01"
	postgresBadText       = "22021" // U+0000 or bytes that are not UTF-8
	postgresBadEscape     = "22P05" // U+0000 escaped in JSON
	postgresCanceled      = "57014" // by statement_timeout
)

// explain is the one place where failures of the database get their meaning. What is a models.Error already, and
// nil, pass; a failure after the end of ctx is ctx's error, or an outage if its time was up; an outage becomes Unavailable; the rest is wrapped.
func explain(ctx context.Context, op string, err error) error {
	if err == nil {
		return nil
	}
	if _, done := errors.AsType[*models.Error](err); done {
		return err
	}
	if uncertain(err) {
		return models.Errorf(models.Unavailable, "the connection to the database broke while the change was being saved: look whether it was before you "+
			"send it again").Because(fmt.Errorf("%s: %w", op, err))
	}
	if ended := ctx.Err(); errors.Is(ended, context.DeadlineExceeded) {
		return models.Errorf(models.Unavailable, "the database did not answer in time; try again later").Because(fmt.Errorf("%s: %w", op, err))
	} else if ended != nil {
		return fmt.Errorf("store: %s: %w", op, ended)
	}
	if why, down := outage(err); down {
		return models.Errorf(models.Unavailable, "%s; try again later", why).Because(fmt.Errorf("%s: %w", op, err))
	}
	return err
}

// outage tells whether the database itself is the trouble, and what to say of it.
func outage(err error) (why string, down bool) {
	if code, ok := sqliteCode(err); ok {
		why, down = sqliteOutage[code&0xff]
		return why, down
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		if again(err) {
			return "too many changes at once", true
		}
		if why, down = postgresOutage[pg.Code]; down {
			return why, true
		}
		why, down = postgresOutage[pg.Code[:2]]
		return why, down
	}
	if unreachable(err) {
		return postgresOutage["08"], true
	}
	return "", false
}

func unreachable(err error) bool {
	if _, ok := errors.AsType[*brokenError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// again tells whether PostgreSQL gave up a transaction that may well succeed when it runs once more.
func again(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pg.Code == postgresSerialization || pg.Code == postgresDeadlock)
}

// duplicate tells whether a unique index refused a row. GORM translates the codes of two of the three drivers.
func duplicate(err error) bool {
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return true
	}
	if code, ok := sqliteCode(err); ok {
		return code == sqliteUnique || code == sqlitePrimaryKey
	}
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pg.Code == postgresUnique
}

// unstorable tells whether PostgreSQL refused a text that no text column can hold.
func unstorable(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pg.Code == postgresBadText || pg.Code == postgresBadEscape)
}

// notFound is the error for a noun that is not there.
func notFound(noun string) error {
	return models.Errorf(models.NotFound, "there is no such %s", noun)
}

// failed gives the error of a statement on a noun its meaning; nil stays nil.
func (tx *Tx) failed(op, noun string, err error) error {
	switch {
	case err == nil:
		return nil
	case duplicate(err):
		return models.Errorf(models.Conflict, "there is already such a %s", noun).Because(err)
	case unstorable(err):
		return models.Errorf(models.Invalid, "the %s holds a text that can't be stored", noun).Because(err)
	}
	return explain(tx.context(), op+" "+noun, fmt.Errorf("store: %s %s: %w", op, noun, err))
}
