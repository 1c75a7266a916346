package sqlite

import (
	"database/sql"
	"database/sql/driver"
	"errors"

	"plumbline/models"
)

// Result codes of SQLite (https://www.sqlite.org/rescode.html); the last two are extended ones, of rows that
// exist already.
const (
	codeBusy         = 5
	codeCorrupt      = 11
	codeFull         = 13
	codeNotADatabase = 26
	codePrimaryKey   = 1555
	codeUnique       = 2067
)

// outageCodes are the primary result codes that mean trouble with the file or the machine, not with the
// statement: the user can only wait or call the operator.
var outageCodes = map[int]string{
	codeBusy:         "another process keeps the database busy",
	6:                "the database is locked",
	7:                "the server is out of memory",
	8:                "the database can't be written to",
	10:               "the disk of the database fails",
	codeCorrupt:      "the database is damaged",
	codeFull:         "the disk of the database is full",
	14:               "the database can't be opened",
	codeNotADatabase: "the file is not a database",
}

// ExplainError tells what an error of this package or the driver means: Conflict for a row that exists already,
// Unavailable, with the reason, where the file or the machine is in trouble, and "" for anything else.
func ExplainError(err error) (code models.ErrorCode, why string) {
	result, is := resultCode(err)
	switch {
	case !is && (errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone)):
		return models.CodeUnavailable, "the database can't be reached"
	case !is:
		return "", ""
	case result == codeUnique || result == codePrimaryKey:
		return models.CodeConflict, ""
	}
	if why, is := outageCodes[primaryCode(result)]; is {
		return models.CodeUnavailable, why
	}
	return "", ""
}

// primaryCode returns the primary code of an extended one.
func primaryCode(code int) int { return code & 0xff }

func hasCode(err error, code int) bool {
	result, is := resultCode(err)
	return is && primaryCode(result) == code
}

func isBusy(err error) bool     { return hasCode(err, codeBusy) }
func isDiskFull(err error) bool { return hasCode(err, codeFull) }

// isDamage reports whether SQLite can't read the file as a database.
func isDamage(err error) bool { return hasCode(err, codeCorrupt) || hasCode(err, codeNotADatabase) }
