package store

import (
	"strings"
	"time"

	"plumbline/models"
)

// SQLiteForTest gives the driver and the data source name with which the store opens its writer.
func SQLiteForTest(path string) (driver, dsn string) {
	return sqliteDriver, createDSN(path)
}

func createDSN(path string) string {
	file, err := openFile(path)
	if err != nil {
		panic(err)
	}
	if err := file.Close(); err != nil {
		panic(err)
	}
	return sqliteDSN(path, pragmas{busyTimeout: 5 * time.Second})
}

// RoundTrip freezes and thaws a snapshot.
func RoundTrip(s models.Snapshot) (models.Snapshot, []byte, error) {
	f, err := freeze(s)
	if err != nil {
		return models.Snapshot{}, nil, err
	}
	back, err := thaw(f)
	return back, f.bytes, err
}

// Query runs any query on the transaction and gives the rows as lines of text.
func Query(tx *Tx, query string, args ...any) ([]string, error) {
	var lines []string
	err := tx.db.Raw(query, args...).Scan(&lines).Error
	return lines, err
}

// Exec runs any statement on the transaction.
func Exec(tx *Tx, query string, args ...any) error { return tx.db.Exec(query, args...).Error }

// IsPostgres tells the engine of a transaction.
func IsPostgres(tx *Tx) bool { return tx.dialect == postgresDialect }

// Statements gives how many prepared statements the idle writer keeps.
func Statements(s *Store) int { return len(s.engine.(*sqliteEngine).writer.session.stmts) }

// Plan gives the steps in which SQLite would run a query.
func Plan(tx *Tx, query string) (steps []string, err error) {
	args := make([]any, strings.Count(query, "?"))
	rows, err := tx.db.Raw("EXPLAIN QUERY PLAN "+query, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, rows.Err()
}

// CloseEngine closes the engine as Close does while writes are about to queue.
func CloseEngine(s *Store) error { return s.engine.close() }

// Line gives how many writes wait for their turn.
func Line(s *Store) int {
	w := s.engine.(*sqliteEngine).writer
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.line)
}

// LetGroupsWait sets how long a group of writes may stay open.
func LetGroupsWait(s *Store, age time.Duration) { s.engine.(*sqliteEngine).writer.groupAge = age }
