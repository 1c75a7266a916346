//go:build !cgo

package sqlite

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// DriverName is the name of the SQLite driver in database/sql: without cgo that of modernc.org/sqlite.
const DriverName = "sqlite"

// dataSource returns the data source name of an escaped path: the pragmas are then set on every connection of the pool.
func dataSource(path string, p pragmaSettings) string {
	dsn := fmt.Sprintf("file:%s?mode=rw&_pragma=busy_timeout(%d)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)",
		path, p.busyTimeout.Milliseconds())
	if p.queryOnly {
		return dsn + "&_pragma=query_only(1)"
	}
	return dsn + "&_pragma=journal_mode(WAL)&_txlock=immediate"
}

// resultCode returns the extended result code of a driver error (https://www.sqlite.org/rescode.html).
func resultCode(err error) (int, bool) {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code(), true
	}
	return 0, false
}
