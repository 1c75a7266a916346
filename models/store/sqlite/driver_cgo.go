//go:build cgo

package sqlite

import (
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"
)

// DriverName is the name of the SQLite driver in database/sql: with cgo that of mattn/go-sqlite3.
const DriverName = "sqlite3"

// dataSource returns the data source name of an escaped path: the pragmas are then set on every connection of the pool.
func dataSource(path string, p pragmaSettings) string {
	dsn := fmt.Sprintf("file:%s?mode=rw&_busy_timeout=%d&_foreign_keys=on&_synchronous=FULL",
		path, p.busyTimeout.Milliseconds())
	if p.queryOnly {
		return dsn + "&_query_only=on"
	}
	return dsn + "&_journal_mode=WAL&_txlock=immediate"
}

// resultCode returns the extended result code of a driver error (https://www.sqlite.org/rescode.html).
func resultCode(err error) (int, bool) {
	var e sqlite3.Error
	if errors.As(err, &e) {
		return int(e.ExtendedCode), true
	}
	return 0, false
}
