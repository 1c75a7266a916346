package store

import (
	"context"

	"plumbline/models"
	"plumbline/models/feed"
	"plumbline/models/store/branding"
	"plumbline/models/store/feeds"
	"plumbline/models/store/mappings"
	"plumbline/models/store/paging"
	"plumbline/models/store/proofs"
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

// Proofs are the tables of the keys that sign reports and of what they signed.
func Proofs(tx *Tx) *proofs.Table { return proofs.New(tx.db, tx.found, tx.failed, tx.Alone) }

// Branding is the tables of how reports look, and of saved presets, in the transaction.
func Branding(tx *Tx) *branding.Table { return branding.New(tx.db, tx.found, tx.failed) }

// Feeds is the table of calendar feeds, in the transaction.
func Feeds(tx *Tx) *feeds.Table { return feeds.New(tx.db, tx.found, tx.failed) }

// ListFeeds lists the calendar feeds of a workspace, or of one of its people, newest first: up to one row more than the
// page.
func ListFeeds(tx *Tx, workspaceID, userID string, p models.PageRequest) ([]feed.Token, error) {
	q, err := paging.Before(tx.db.Limit(paging.Rows(p)), p, "calendar feeds")
	if err != nil {
		return nil, err
	}
	return feeds.List(Feeds(tx), q, workspaceID, userID)
}

// FeedCursor is the cursor that continues a list of calendar feeds after f.
func FeedCursor(f feed.Token) string { return paging.ByAge("calendar feeds", f.CreatedAt, f.ID) }

// Lead runs fn if no other server on the database leads at the moment, and reports whether it did. On SQLite one server
// has the file, which leads. Nothing may depend on it: it saves work, and two servers may both lead where a connection
// broke.
func (s *Store) Lead(ctx context.Context, fn func(context.Context) error) (led bool, err error) {
	if s.closed.Load() {
		return false, errClosed()
	}
	leader, is := s.engine.(interface {
		Lead(context.Context, func(context.Context) error) (bool, error)
	})
	if !is {
		return true, fn(ctx)
	}
	led, err = leader.Lead(ctx, fn)
	return led, explainError(ctx, s.engine.Explain, "lead", err)
}
