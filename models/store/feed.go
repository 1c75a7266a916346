package store

import (
	"plumbline/models"
	"plumbline/models/feed"
	"plumbline/models/store/feeds"
	"plumbline/models/store/paging"
)

// Feeds is the table of calendar feeds, in the transaction.
func Feeds(tx *Tx) *feeds.Table {
	return feeds.New(feeds.Transaction{DB: tx.db, Found: tx.found, Failed: tx.failed})
}

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
