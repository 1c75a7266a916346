package store

import (
	"time"

	"plumbline/models"
	"plumbline/models/store/items"
	"plumbline/models/store/micros"
	"plumbline/models/store/paging"
)

type commentRow struct {
	ID         string `gorm:"primaryKey"`
	ReviewID   string
	QuestionID string
	UserID     string
	Author     string
	Body       string
	Version    int
	CreatedAt  int64 `gorm:"autoCreateTime:false"`
	UpdatedAt  int64 `gorm:"autoUpdateTime:false"`
	DeletedAt  int64
	DeletedBy  string
}

func (commentRow) TableName() string { return "comments" }

func newCommentRow(c models.Comment) commentRow {
	return commentRow{
		ID: c.ID, ReviewID: c.ReviewID, QuestionID: c.QuestionID, UserID: c.UserID, Author: c.Author, Body: c.Body,
		Version: c.Version, CreatedAt: micros.Of(c.CreatedAt), UpdatedAt: micros.Of(c.UpdatedAt),
		DeletedAt: micros.Of(c.DeletedAt), DeletedBy: c.DeletedBy,
	}
}

func (r commentRow) noun() models.Comment {
	return models.Comment{
		ID: r.ID, ReviewID: r.ReviewID, QuestionID: r.QuestionID, UserID: r.UserID, Author: r.Author, Body: r.Body,
		Version: r.Version, CreatedAt: micros.Time(r.CreatedAt), UpdatedAt: micros.Time(r.UpdatedAt),
		DeletedAt: micros.Time(r.DeletedAt), DeletedBy: r.DeletedBy,
	}
}

type mentionRow struct {
	CommentID string `gorm:"primaryKey"`
	UserID    string `gorm:"primaryKey"`
	CreatedAt int64  `gorm:"autoCreateTime:false"`
	ReadAt    int64  // 0: the person has not read it yet
}

func (mentionRow) TableName() string { return "mentions" }

// CreateComment adds a comment with its mentions; Conflict if its id is taken.
func (tx *Tx) CreateComment(c models.Comment) error {
	row := newCommentRow(c)
	if err := tx.create("comment", &row); err != nil {
		return err
	}
	return tx.createMentions(c)
}

func (tx *Tx) createMentions(c models.Comment) error {
	if len(c.Mentions) == 0 {
		return nil
	}
	rows := convertAll(c.Mentions, func(m models.Mention) mentionRow {
		return mentionRow{CommentID: c.ID, UserID: m.UserID, CreatedAt: micros.Of(c.CreatedAt)}
	})
	return tx.create("mention", rows)
}

// Comment returns a comment with its mentions, or NotFound. In a write transaction it stays locked.
func (tx *Tx) Comment(id string) (models.Comment, error) {
	row, err := oneRow[commentRow](tx, "comment", tx.lock(tx.db.Where("id = ?", id)))
	if err != nil {
		return models.Comment{}, err
	}
	list := []models.Comment{row.noun()}
	return list[0], tx.addMentions(list)
}

// Comments lists the thread of a question with the mentions, newest first: up to one row more than the page.
func (tx *Tx) Comments(reviewID, questionID string, p models.PageRequest) ([]models.Comment, error) {
	q := tx.db.Where("review_id = ? AND question_id = ?", reviewID, questionID).Order("created_at DESC, id DESC").
		Limit(paging.Rows(p))
	q, err := paging.Before(q, p, "comments")
	if err != nil {
		return nil, err
	}
	list, err := manyRows(tx, "comments", q, commentRow.noun)
	if err != nil {
		return nil, err
	}
	return list, tx.addMentions(list)
}

// CommentCursor is the cursor that continues a thread after c.
func CommentCursor(c models.Comment) string { return paging.ByAge("comments", c.CreatedAt, c.ID) }

type namedMention struct {
	CommentID, UserID, Name string
}

// addMentions puts the mentions into the comments, by name.
func (tx *Tx) addMentions(list []models.Comment) error {
	if len(list) == 0 {
		return nil
	}
	at := make(map[string]int, len(list))
	for i, c := range list {
		at[c.ID] = i
	}
	var rows []namedMention
	err := tx.db.Table("mentions AS m").Joins("JOIN users AS u ON u.id = m.user_id").
		Select("m.comment_id, m.user_id, u.name").
		Where(tx.among("m.comment_id", convertAll(list, func(c models.Comment) string { return c.ID }))).
		Order("m.comment_id, m.user_id").Find(&rows).Error
	for _, r := range rows {
		c := &list[at[r.CommentID]]
		c.Mentions = append(c.Mentions, models.Mention{UserID: r.UserID, Name: r.Name})
	}
	return tx.failed("list", "mentions", err)
}

// ThreadLength counts the comments of a question, deleted ones included.
func (tx *Tx) ThreadLength(reviewID, questionID string) (n int64, err error) {
	err = tx.db.Model(&commentRow{}).Where("review_id = ? AND question_id = ?", reviewID, questionID).Count(&n).Error
	return n, tx.failed("count", "comments", err)
}

// CommentCounts counts the comments that stand, by question id; questions without any are left out.
func (tx *Tx) CommentCounts(reviewID string) ([]models.CommentCount, error) {
	var rows []models.CommentCount
	err := tx.db.Model(&commentRow{}).Select("question_id, count(*) AS n").
		Where("review_id = ? AND deleted_at = 0", reviewID).
		Group("question_id").Order("question_id").Find(&rows).Error
	return rows, tx.failed("count", "comments", err)
}

// UpdateComment writes body, version, change and deletion of a comment, and replaces its mentions; those that stay are
// as read as they were. NotFound if there is none.
func (tx *Tx) UpdateComment(c models.Comment) error {
	q := tx.db.Model(&commentRow{}).Where("id = ?", c.ID).
		Select("body", "version", "updated_at", "deleted_at", "deleted_by")
	if err := tx.affected("update", "comment", q.UpdateColumns(newCommentRow(c))); err != nil {
		return err
	}
	var old []mentionRow
	if err := tx.db.Where("comment_id = ? AND read_at <> 0", c.ID).Find(&old).Error; err != nil {
		return tx.failed("update", "comment", err)
	}
	if err := tx.db.Where("comment_id = ?", c.ID).Delete(&mentionRow{}).Error; err != nil {
		return tx.failed("update", "comment", err)
	}
	if err := tx.createMentions(c); err != nil {
		return err
	}
	for _, m := range old {
		if err := ReadMentions(tx, m.UserID, []string{c.ID}, micros.Time(m.ReadAt)); err != nil {
			return err
		}
	}
	return nil
}

// MentionsQuery asks for the comments that mention a person, in the reviews of a workspace and those that are
// shared with it.
type MentionsQuery struct {
	UserID, WorkspaceID string
	Workloads           []string // ids; empty: all
	Unread              bool     // only those that the person has not read
	Limit               int
}

// MentionedIn is a comment with where it is.
type MentionedIn struct {
	models.Comment
	WorkloadID, LensID string
	Unread             bool
}

type mentionedRow struct {
	Comment    commentRow `gorm:"embedded"`
	WorkloadID string
	LensID     string
	ReadAt     int64
}

// Mentions lists the comments that mention a person, newest first, without the mentions themselves.
func (tx *Tx) Mentions(query MentionsQuery) ([]MentionedIn, error) {
	q := tx.db.Table("mentions AS m").Joins("JOIN comments AS c ON c.id = m.comment_id").
		Joins("JOIN reviews AS r ON r.id = c.review_id").
		Joins("JOIN workloads AS w ON w.id = r.workload_id").Select("c.*, r.workload_id, r.lens_id, m.read_at").
		Where("m.user_id = ?", query.UserID).Where("w.workspace_id = ? OR EXISTS (SELECT 1 FROM shares AS s WHERE "+
		"s.target_id = ? AND "+
		"s.kind = 'workload' AND s.thing_id = w.id AND s.status = 'accepted')", query.WorkspaceID, query.WorkspaceID).
		Order("m.created_at DESC, m.comment_id DESC").Limit(query.Limit)
	if query.Unread {
		q = q.Where("m.read_at = 0")
	}
	if len(query.Workloads) > 0 {
		q = q.Where(tx.among("w.id", query.Workloads))
	}
	return manyRows(tx, "mentions", q, func(r mentionedRow) MentionedIn {
		return MentionedIn{r.Comment.noun(), r.WorkloadID, r.LensID, r.ReadAt == 0}
	})
}

// ReadMentions marks the mentions of a person in comments, at questions and of items, as read, those that are not yet.
func ReadMentions(tx *Tx, userID string, commentIDs []string, at time.Time) error {
	if err := items.ReadMentionsOf(ItemTalk(tx), userID, commentIDs, at); err != nil {
		return err
	}
	q := tx.db.Model(&mentionRow{}).Where("user_id = ? AND read_at = 0", userID).
		Where(tx.among("comment_id", commentIDs)).UpdateColumn("read_at", micros.Of(at))
	return tx.failed("update", "mentions", q.Error)
}
