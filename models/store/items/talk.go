package items

import (
	"time"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/store/micros"
)

// Talk is the activity of items and their comments in one transaction.
type Talk struct{ table Table }

// NewTalk gives the tables in a transaction.
func NewTalk(tx Transaction) *Talk { return &Talk{Table{tx}} }

type activityRow struct {
	ID        string `gorm:"primaryKey"`
	ItemID    string
	At        int64
	ActorKind string
	ActorID   string
	ActorName string
	Kind      string
	OldValue  string
	NewValue  string
	Note      string
}

// TableName is what GORM calls the table.
func (activityRow) TableName() string { return "item_activity" }

func (r activityRow) activity() remediation.Activity {
	return remediation.Activity{ID: r.ID, ItemID: r.ItemID, At: micros.Time(r.At),
		ActorKind: models.ActorKind(r.ActorKind),
		ActorID:   r.ActorID, ActorName: r.ActorName, Kind: remediation.ActivityKind(r.Kind), Old: r.OldValue,
		New: r.NewValue, Note: r.Note}
}

// AddActivity writes down what happened to items.
func (t *Talk) AddActivity(list ...remediation.Activity) error {
	if len(list) == 0 {
		return nil
	}
	rows := make([]activityRow, len(list))
	for n, a := range list {
		rows[n] = activityRow{a.ID, a.ItemID, micros.Of(a.At), string(a.ActorKind), a.ActorID, a.ActorName, string(a.Kind),
			a.Old, a.New, a.Note}
	}
	return t.table.tx.Failed("create", "activity of items", t.table.tx.DB.CreateInBatches(&rows, 200).Error)
}

// Activity lists what happened to an item, newest first: the store has narrowed the query to the page.
func Activity(t *Talk, page *gorm.DB, itemID string) ([]remediation.Activity, error) {
	return t.activity(page.Where("item_id = ?", itemID).Order("at DESC, id DESC"))
}

// ActivitySince lists what happened to the items of a workspace from a moment on, oldest first, at most so much.
func (t *Talk) ActivitySince(workspaceID string, since time.Time, limit int) ([]remediation.Activity, error) {
	return t.activity(t.table.tx.DB.Where("at >= ? AND item_id IN (SELECT id FROM items WHERE workspace_id = ?)",
		micros.Of(since), workspaceID).Order("at, id").Limit(limit))
}

// ActivityOfWorkload lists what happened to the items of a workload from a moment on, oldest first.
func (t *Talk) ActivityOfWorkload(workloadID string, since time.Time) ([]remediation.Activity, error) {
	return t.activity(t.table.tx.DB.Where("at >= ? AND item_id IN (SELECT id FROM items WHERE workload_id = ?)",
		micros.Of(since), workloadID).Order("at, id"))
}

func (t *Talk) activity(q *gorm.DB) ([]remediation.Activity, error) {
	var rows []activityRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, t.table.tx.Failed("list", "activity of items", err)
	}
	list := make([]remediation.Activity, len(rows))
	for n, r := range rows {
		list[n] = r.activity()
	}
	return list, nil
}

type commentRow struct {
	ID        string `gorm:"primaryKey"`
	ItemID    string
	UserID    string
	Author    string
	Body      string
	Version   int
	CreatedAt int64 `gorm:"autoCreateTime:false"`
	UpdatedAt int64 `gorm:"autoUpdateTime:false"`
	DeletedAt int64
	DeletedBy string
}

// TableName is what GORM calls the table.
func (commentRow) TableName() string { return "item_comments" }

type mentionRow struct {
	CommentID string `gorm:"primaryKey"`
	UserID    string `gorm:"primaryKey"`
	CreatedAt int64  `gorm:"autoCreateTime:false"`
	ReadAt    int64
}

// TableName is what GORM calls the table.
func (mentionRow) TableName() string { return "item_mentions" }

func commentRowOf(c remediation.ItemComment) commentRow {
	return commentRow{c.ID, c.ItemID, c.UserID, c.Author, c.Body, c.Version, micros.Of(c.CreatedAt),
		micros.Of(c.UpdatedAt), micros.Of(c.DeletedAt), c.DeletedBy}
}

func (r commentRow) comment() remediation.ItemComment {
	return remediation.ItemComment{ID: r.ID, ItemID: r.ItemID, UserID: r.UserID, Author: r.Author, Body: r.Body,
		Version: r.Version, CreatedAt: micros.Time(r.CreatedAt), UpdatedAt: micros.Time(r.UpdatedAt),
		DeletedAt: micros.Time(r.DeletedAt), DeletedBy: r.DeletedBy}
}

// CreateComment adds a comment with its mentions.
func (t *Talk) CreateComment(c remediation.ItemComment) error {
	r := commentRowOf(c)
	if err := t.table.tx.DB.Create(&r).Error; err != nil {
		return t.table.tx.Failed("create", "comment", err)
	}
	return t.createMentions(c)
}

func (t *Talk) createMentions(c remediation.ItemComment) error {
	if len(c.Mentions) == 0 {
		return nil
	}
	rows := make([]mentionRow, len(c.Mentions))
	for n, m := range c.Mentions {
		rows[n] = mentionRow{c.ID, m.UserID, micros.Of(c.CreatedAt), 0}
	}
	return t.table.tx.Failed("create", "mention", t.table.tx.DB.Create(&rows).Error)
}

// ReadMentions marks the mentions in a comment as read.
func (t *Talk) ReadMentions(commentID string, at time.Time) error {
	q := t.table.tx.DB.Model(&mentionRow{}).Where("comment_id = ?", commentID).UpdateColumn("read_at", micros.Of(at))
	return t.table.tx.Failed("update", "mentions", q.Error)
}

// Comment gives a comment of an item without its mentions, or NotFound. In a write transaction it stays locked.
func (t *Talk) Comment(id string) (remediation.ItemComment, error) {
	var r commentRow
	err := t.table.lock(t.table.tx.DB.Where("id = ?", id)).Take(&r).Error
	return r.comment(), t.table.tx.Found("comment", err)
}

// UpdateComment writes body, version, change and deletion of a comment, and replaces its mentions; those that stay are
// as read as they were.
func (t *Talk) UpdateComment(c remediation.ItemComment) error {
	q := t.table.tx.DB.Model(&commentRow{}).Where("id = ?", c.ID).
		Select("body", "version", "updated_at", "deleted_at", "deleted_by").UpdateColumns(commentRowOf(c))
	if err := t.table.hit("update", "comment", q); err != nil {
		return err
	}
	var old []mentionRow
	if err := t.table.tx.DB.Where("comment_id = ? AND read_at <> 0", c.ID).Find(&old).Error; err != nil {
		return t.table.tx.Failed("update", "comment", err)
	}
	if err := t.table.tx.DB.Where("comment_id = ?", c.ID).Delete(&mentionRow{}).Error; err != nil {
		return t.table.tx.Failed("update", "comment", err)
	}
	if err := t.createMentions(c); err != nil {
		return err
	}
	for _, m := range old {
		if err := ReadMentionsOf(t, m.UserID, []string{c.ID}, micros.Time(m.ReadAt)); err != nil {
			return err
		}
	}
	return nil
}

// CountComments counts the comments of an item, deleted ones included.
func (t *Talk) CountComments(itemID string) (n int64, err error) {
	err = t.table.tx.DB.Model(&commentRow{}).Where("item_id = ?", itemID).Count(&n).Error
	return n, t.table.tx.Failed("count", "comments", err)
}

// Comments lists the comments of an item with their mentions, newest first: the store has narrowed the query to the
// page.
func Comments(t *Talk, page *gorm.DB, itemID string) ([]remediation.ItemComment, error) {
	return t.comments(page.Where("item_id = ?", itemID).Order("created_at DESC, id DESC"))
}

// CommentsOfWorkload lists the comments of all items of a workload with their mentions, oldest first.
func (t *Talk) CommentsOfWorkload(workloadID string) ([]remediation.ItemComment, error) {
	return t.comments(t.table.tx.DB.Where("item_id IN (SELECT id FROM items WHERE workload_id = ?)", workloadID).
		Order("created_at, id"))
}

func (t *Talk) comments(q *gorm.DB) ([]remediation.ItemComment, error) {
	var rows []commentRow
	if err := q.Find(&rows).Error; err != nil {
		return nil, t.table.tx.Failed("list", "comments", err)
	}
	list := make([]remediation.ItemComment, len(rows))
	at, ids := map[string]int{}, make([]string, len(rows))
	for n, r := range rows {
		list[n], at[r.ID], ids[n] = r.comment(), n, r.ID
	}
	if len(list) == 0 {
		return nil, nil
	}
	var named []struct{ CommentID, UserID, Name string }
	err := t.table.tx.DB.Table("item_mentions AS m").Joins("JOIN users AS u ON u.id = m.user_id").
		Select("m.comment_id, m.user_id, u.name").Where(t.table.tx.Among("m.comment_id", ids)).
		Order("m.comment_id, m.user_id").Find(&named).Error
	for _, m := range named {
		c := &list[at[m.CommentID]]
		c.Mentions = append(c.Mentions, models.Mention{UserID: m.UserID, Name: m.Name})
	}
	return list, t.table.tx.Failed("list", "mentions", err)
}
