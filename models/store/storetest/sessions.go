package storetest

import (
	"database/sql"
	"testing"
)

// Sessions ends sessions of programs on a PostgreSQL database, as an operator or a failing server does, and the program
// lives on.
type Sessions struct {
	t  testing.TB
	db *sql.DB
}

// NewSessions connects to the database for as long as the test lasts. It may be used by several goroutines.
func NewSessions(t testing.TB, dsn string) *Sessions {
	t.Helper()
	db, err := sql.Open("pgx", dsn) // the store registers the driver
	if err != nil {
		t.Fatalf("open the PostgreSQL server: %v", err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return &Sessions{t, db}
}

// End tells PostgreSQL to end the sessions that a program has under a name on the database, and says how many. They end
// a moment later.
func (s *Sessions) End(name string) int {
	return s.count("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "+
		"WHERE application_name = $1 AND datname = current_database()", name)
}

// Count is how many there are.
func (s *Sessions) Count(name string) int {
	return s.count("SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()",
		name)
}

// Rows is how many rows a table has.
func (s *Sessions) Rows(table string) int { return s.count(`SELECT count(*) FROM "` + table + `"`) }

func (s *Sessions) count(query string, args ...any) (n int) {
	if err := s.db.QueryRow(query, args...).Scan(&n); err != nil {
		s.t.Errorf("PostgreSQL: %v", err)
	}
	return n
}
