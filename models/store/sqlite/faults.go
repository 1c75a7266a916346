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

// outages are the primary result codes that mean trouble with the file or the machine, not with the
// statement: the user can only wait or call the operator.
var outages = map[int]string{
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

// Explain tells what an error of this package or the driver means: Conflict for a row that exists already,
// Unavailable, with the reason, where the file or the machine is in trouble, and "" for anything else.
func Explain(err error) (code models.Code, why string) {
	result, is := resultCode(err)
	switch {
	case !is && (errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone)):
		return models.Unavailable, "the database can't be reached"
	case !is:
		return "", ""
	case result == codeUnique || result == codePrimaryKey:
		return models.Conflict, ""
	}
	if why, is := outages[primary(result)]; is {
		return models.Unavailable, why
	}
	return "", ""
}

// primary returns the primary code of an extended one.
func primary(code int) int { return code & 0xff }

func has(err error, code int) bool {
	result, is := resultCode(err)
	return is && primary(result) == code
}

func isBusy(err error) bool     { return has(err, codeBusy) }
func isDiskFull(err error) bool { return has(err, codeFull) }

// isDamage reports whether SQLite can't read the file as a database.
func isDamage(err error) bool { return has(err, codeCorrupt) || has(err, codeNotADatabase) }
