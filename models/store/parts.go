package store

import (
	"context"

	"plumbline/models/store/mappings"
	"plumbline/models/store/schedule"
)

// Schedule is the tables of the scheduler, in the transaction.
func Schedule(tx *Tx) *schedule.Table {
	return schedule.New(schedule.Transaction{DB: tx.db, Postgres: tx.dialect == postgresDialect, Failed: tx.failed})
}

// Mappings is the table of claim mappings, in the transaction.
func Mappings(tx *Tx) *mappings.Table {
	return mappings.New(mappings.Transaction{DB: tx.db, Found: tx.found, Failed: tx.failed})
}

// Lead runs fn if no other server on the database leads at the moment, and reports whether it did. On SQLite one server
// has the file, which leads. Nothing may depend on it: it saves work, and two servers may both lead where a connection
// broke.
func (s *Store) Lead(ctx context.Context, fn func(context.Context) error) (led bool, err error) {
	if s.closed.Load() {
		return false, errClosed()
	}
	leader, is := s.engine.(interface {
		Lead(ctx context.Context, fn func(context.Context) error) (bool, error)
	})
	if !is {
		return true, fn(ctx)
	}
	led, err = leader.Lead(ctx, fn)
	return led, explainError(ctx, s.engine.Explain, "lead", err)
}
