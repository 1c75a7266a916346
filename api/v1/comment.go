package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/collaboration"
)

type commentBody struct {
	Body string `json:"body" doc:"Markdown, at most 64 KB. @ and an e-mail address, a name or a first name mentions whoever that is among those who reach the workload" required:"true"`
}

type mentionJSON struct {
	UserID string `json:"user_id" doc:"the person"`
	Name   string `json:"name" doc:"the person's name"`
}

type commentJSON struct {
	ID         string        `json:"id" doc:"32 hex digits"`
	QuestionID string        `json:"question_id" doc:"the question; the lens may not have it any more"`
	UserID     string        `json:"user_id,omitempty" doc:"who wrote it; none where no person stands behind the author, such as with a token of the workspace"`
	Author     string        `json:"author" doc:"name of who wrote it"`
	Body       string        `json:"body" doc:"Markdown; empty once deleted"`
	Mentions   []mentionJSON `json:"mentions" doc:"whom it mentions"`
	Version    int           `json:"version" doc:"the ETag's number"`
	CreatedAt  time.Time     `json:"created_at" doc:"when it was written"`
	EditedAt   *time.Time    `json:"edited_at,omitempty" doc:"when it was edited last"`
	DeletedAt  *time.Time    `json:"deleted_at,omitempty" doc:"when it was deleted"`
	DeletedBy  string        `json:"deleted_by,omitempty" doc:"who deleted it"`
}

func (c commentJSON) ETag() int { return c.Version }

func commentOut(c models.Comment) commentJSON {
	out := commentJSON{ID: c.ID, QuestionID: c.QuestionID, UserID: c.UserID, Author: c.Author, Body: c.Body,
		Version: c.Version, CreatedAt: c.CreatedAt,
		DeletedAt: rest.TimeOrNil(c.DeletedAt), DeletedBy: c.DeletedBy,
		Mentions: rest.Each(c.Mentions, func(m models.Mention) mentionJSON { return mentionJSON(m) })}
	if c.Edited() {
		out.EditedAt = &c.UpdatedAt
	}
	return out
}

func commentPath(r *rest.Request) collaboration.CommentPath {
	return collaboration.CommentPath{AnswerPath: answerPath(r), ID: r.Param("comment")}
}

func (a *API) listComments(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[commentJSON], error) {
	page, err := a.svc.Comments.List(ctx, answerPath(r), r.Page())
	return rest.ListOf(page, commentOut), err
}

func (a *API) createComment(ctx context.Context, r *rest.Request, in commentBody) (commentJSON, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return commentJSON{}, err
	}
	c, err := a.svc.Comments.Create(ctx, answerPath(r), models.CommentInput(in), key)
	return commentOut(c), err
}

func (a *API) updateComment(ctx context.Context, r *rest.Request, in commentBody) (commentJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return commentJSON{}, err
	}
	c, err := a.svc.Comments.Update(ctx, commentPath(r), models.CommentInput(in), seen)
	return commentOut(c), err
}

func (a *API) deleteComment(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Comments.Delete(ctx, commentPath(r))
}

type commentCount struct {
	QuestionID string `json:"question_id" doc:"the question; the lens may not have it any more"`
	Comments   int    `json:"comments" doc:"how many there are, deleted ones aside"`
}

func (a *API) countComments(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[commentCount], error) {
	counts, err := a.svc.Comments.Counts(ctx, reviewPath(r))
	return rest.List[commentCount]{Items: rest.Each(counts,
		func(c models.CommentCount) commentCount { return commentCount{c.QuestionID, c.N} })}, err
}
