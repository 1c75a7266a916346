package items

import (
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/store/micros"
)

// MentionedIn is a comment of an item that mentions a person, without the mentions themselves.
type MentionedIn struct {
	remediation.ItemComment
	At       models.ThingPlace // of the item
	Workload string            // name
	Number   int               // of the item
	Title    string
	Unread   bool
}

type mentionedRow struct {
	Comment     commentRow `gorm:"embedded"`
	WorkspaceID string
	WorkloadID  string
	Workload    string
	Number      int
	Title       string
	ReadAt      int64
}

// Mentions lists the comments of items that mention a person, newest first: the query is narrowed to items already.
func Mentions(t *Talk, q *gorm.DB, userID string, unread bool) ([]MentionedIn, error) {
	q = q.Table("item_mentions AS m").Joins("JOIN item_comments AS c ON c.id = m.comment_id").
		Joins("JOIN items AS i ON i.id = c.item_id").Joins("JOIN workloads AS w ON w.id = i.workload_id").
		Select("c.*, i.workspace_id, i.workload_id, w.name AS workload, i.number, i.title, m.read_at").
		Where("m.user_id = ? AND c.deleted_at = 0", userID).Order("m.created_at DESC, m.comment_id DESC")
	if unread {
		q = q.Where("m.read_at = 0")
	}
	var rows []mentionedRow
	err := q.Find(&rows).Error
	list := make([]MentionedIn, len(rows))
	for n, r := range rows {
		list[n] = MentionedIn{r.Comment.comment(),
			models.ThingPlace{WorkspaceID: r.WorkspaceID, WorkloadID: r.WorkloadID}, r.Workload, r.Number, r.Title,
			r.ReadAt == 0}
	}
	return list, t.table.tx.Failed("list", "mentions", err)
}

// ReadMentionsOf marks the mentions of a person in the comments as read, those that are not yet.
func ReadMentionsOf(t *Talk, userID string, commentIDs []string, at time.Time) error {
	q := t.table.tx.DB.Model(&mentionRow{}).Where("user_id = ? AND read_at = 0", userID).
		Where(t.table.tx.Among("comment_id", commentIDs)).UpdateColumn("read_at", micros.Of(at))
	return t.table.tx.Failed("update", "mentions", q.Error)
}
