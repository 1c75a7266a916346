package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
)

// CopyDatabase writes all of the database at the path from, as it is at one moment, into the file to, which must not
// exist or be empty, and has it on disk when it returns. A server may be using the database; it is neither
// migrated nor changed. The copy is for its owner only. After an error, what is in the file is worth nothing.
func CopyDatabase(ctx context.Context, from, to string) (err error) {
	d, err := openDatabase(from, Options{}.withDefaults())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	file, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE, 0o600) // SQLite would let everybody read it
	if err != nil {
		return unusableFile(to, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := d.conn.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return err
	}
	if err := cleanHeader(file); err != nil {
		return err
	}
	return file.Sync()
}

// cleanHeader takes the mark of being open from a copy that nobody has open, and the mode that needs a log.
func cleanHeader(file *os.File) error {
	_, err := file.WriteAt([]byte{1, 1}, headerVersion)
	if err == nil {
		_, err = file.WriteAt(make([]byte, 4), headerMark)
	}
	return err
}

// maxFaults bounds what ExamineFile lists.
const maxFaults = 20

// danglingRows lists rows with a reference to a row that is not there.
const danglingRows = `SELECT "table" || ' has a row that points to no row of ' || parent
	FROM pragma_foreign_key_check LIMIT %d`

// ExamineFile reads a file that nobody has open from end to end, and lists what is wrong with it, nothing if all
// is whole. It changes nothing. read, unless it is nil, is called with the database if it can be read at all.
func ExamineFile(ctx context.Context, path string, read func(*sql.DB)) (faults []string, err error) {
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	cut, err := cutOff(path, file)
	if err = errors.Join(err, file.Close()); err != nil || cut {
		return []string{"the end of the file is missing"}, err
	}
	pool, err := openPool(path, 1, pragmaSettings{queryOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	faults, err = resultLines(ctx, pool, fmt.Sprintf("PRAGMA integrity_check(%d)", maxFaults))
	if isDamage(err) {
		return []string{err.Error()}, nil
	}
	if err != nil {
		return nil, err
	}
	if len(faults) == 1 && faults[0] == "ok" {
		faults = nil
	}
	dangling, err := resultLines(ctx, pool, fmt.Sprintf(danglingRows, maxFaults))
	if err != nil {
		return nil, err
	}
	if read != nil {
		read(pool)
	}
	return append(faults, dangling...), nil
}

func resultLines(ctx context.Context, pool *sql.DB, query string) (all []string, err error) {
	rows, err := pool.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		all = append(all, line)
	}
	return all, rows.Err()
}

// ClaimFile keeps servers off the file at the path until release is called. It is an Unavailable error while one runs.
func ClaimFile(path string) (release func() error, err error) {
	lock := newServerLock(realPath(path))
	if err := lock.takeForServer(Options{}.withDefaults().BusyTimeout); err != nil {
		return nil, err
	}
	return lock.release, nil
}
