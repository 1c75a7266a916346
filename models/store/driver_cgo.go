//go:build cgo

package store

import (
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"
)

// With cgo the SQLite driver is mattn/go-sqlite3.
const sqliteDriver = "sqlite3"

// sqliteDSN gives the data source name of an escaped path: the pragmas are then set on every connection of the pool.
func sqliteDSN(path string, p pragmas) string {
	dsn := fmt.Sprintf("file:%s?mode=rw&_busy_timeout=%d&_foreign_keys=on&_synchronous=FULL", path, p.busyTimeout.Milliseconds())
	if p.queryOnly {
		return dsn + "&_query_only=on"
	}
	return dsn + "&_journal_mode=WAL&_txlock=immediate"
}

// sqliteCode gives the extended result code of a driver error (https://www.sqlite.org/rescode.html).
func sqliteCode(err error) (int, bool) {
	var e sqlite3.Error
	if errors.As(err, &e) {
		return int(e.ExtendedCode), true
	}
	return 0, false
}
