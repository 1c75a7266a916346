package models

import "time"

// Comment is one entry of the thread of a question. A deleted one stays in the list, without its body.
type Comment struct {
	ID         string
	ReviewID   string
	QuestionID string // may be one that the lens does not have any more
	UserID     string // of the person who wrote it; "" where none stands behind the author, such as with a token of the workspace
	Author     string // name, as it was then
	Body       string // Markdown; "" once deleted
	Mentions   []Mention
	Version    int // for ETag
	CreatedAt  time.Time
	UpdatedAt  time.Time // later than CreatedAt: it was edited or deleted
	DeletedAt  time.Time // zero: it stands
	DeletedBy  string
}

// Deleted reports whether the comment was deleted.
func (c Comment) Deleted() bool { return !c.DeletedAt.IsZero() }

// Edited reports whether the body is another one than at first.
func (c Comment) Edited() bool { return !c.Deleted() && c.UpdatedAt.After(c.CreatedAt) }

// By reports whether the comment is the actor's own. A token of a workspace has no own comments.
func (c Comment) By(a Actor) bool { return c.UserID != "" && c.UserID == a.UserID }

// Mention is a person whom a comment names.
type Mention struct {
	UserID string
	Name   string // as it is now
}

// MaxComments bounds the thread of one question, deleted ones included.
const MaxComments = 2000

// CommentInput writes a comment.
type CommentInput struct {
	Body string `validate:"required,notblank,text,notes"`
}

// CommentCount tells how many comments of a question stand.
type CommentCount struct {
	QuestionID string
	N          int
}
