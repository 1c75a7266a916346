package remediation

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/remediation"
)

// happening is what happened to an item.
type happening string

// Enum lists all of them.
func (happening) Enum() []string { return words(remediation.ActivityKinds) }

type itemActivity struct {
	ID        string    `json:"id" doc:"32 hex digits"`
	At        time.Time `json:"at" doc:"when it happened"`
	Actor     string    `json:"actor" doc:"name of who did it"`
	ActorKind string    `json:"actor_kind" doc:"what did it, such as user, token or system"`
	ActorID   string    `json:"actor_id,omitempty" doc:"id of who did it"`
	Kind      happening `json:"kind" doc:"what happened"`
	From      string    `json:"from,omitempty" doc:"status, day or owner before"`
	To        string    `json:"to,omitempty" doc:"the same after; of edited the fields, of practices their ids"`
	Note      string    `json:"note,omitempty" doc:"why, in words"`
}

func activityOut(a remediation.Activity) itemActivity {
	return itemActivity{a.ID, a.At, a.ActorName, string(a.ActorKind), a.ActorID, happening(a.Kind), a.Old, a.New, a.Note}
}

func (h handlers) listItemActivity(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[itemActivity],
	error) {
	page, err := h.svc.ItemTalk.Activity(ctx, r.Param("item"), r.Page())
	return rest.ListOf(page, activityOut), err
}

type itemCommentBody struct {
	Body string `json:"body" doc:"Markdown, at most 64 KB; @ and a name mention people" required:"true"`
}

type itemMention struct {
	UserID string `json:"user_id" doc:"the person"`
	Name   string `json:"name" doc:"the person's name"`
}

type itemComment struct {
	ID        string        `json:"id" doc:"32 hex digits"`
	ItemID    string        `json:"item_id" doc:"the item"`
	UserID    string        `json:"user_id,omitempty" doc:"who wrote it; none where no person stands behind the author"`
	Author    string        `json:"author" doc:"name of who wrote it"`
	Body      string        `json:"body" doc:"Markdown; empty once deleted"`
	Mentions  []itemMention `json:"mentions" doc:"whom it mentions"`
	Version   int           `json:"version" doc:"the ETag's number"`
	CreatedAt time.Time     `json:"created_at" doc:"when it was written"`
	EditedAt  *time.Time    `json:"edited_at,omitempty" doc:"when it was edited last"`
	DeletedAt *time.Time    `json:"deleted_at,omitempty" doc:"when it was deleted"`
	DeletedBy string        `json:"deleted_by,omitempty" doc:"who deleted it"`
}

func (c itemComment) ETag() int { return c.Version }

func commentOut(c remediation.ItemComment) itemComment {
	out := itemComment{ID: c.ID, ItemID: c.ItemID, UserID: c.UserID, Author: c.Author, Body: c.Body,
		Version: c.Version, CreatedAt: c.CreatedAt, DeletedAt: rest.TimeOrNil(c.DeletedAt), DeletedBy: c.DeletedBy,
		Mentions: rest.Each(c.Mentions, func(m models.Mention) itemMention { return itemMention(m) })}
	if c.Version > 1 && c.DeletedAt.IsZero() {
		out.EditedAt = &c.UpdatedAt
	}
	return out
}

func (h handlers) listItemComments(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[itemComment], error) {
	page, err := h.svc.ItemTalk.Comments(ctx, r.Param("item"), r.Page())
	return rest.ListOf(page, commentOut), err
}

func (h handlers) createItemComment(ctx context.Context, r *rest.Request, in itemCommentBody) (itemComment, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return itemComment{}, err
	}
	c, err := h.svc.ItemTalk.Comment(ctx, r.Param("item"), models.CommentInput(in), key)
	return commentOut(c), err
}

func (h handlers) updateItemComment(ctx context.Context, r *rest.Request, in itemCommentBody) (itemComment, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return itemComment{}, err
	}
	c, err := h.svc.ItemTalk.EditComment(ctx, r.Param("item"), r.Param("item_comment"), models.CommentInput(in), seen)
	return commentOut(c), err
}

func (h handlers) deleteItemComment(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, h.svc.ItemTalk.DeleteComment(ctx, r.Param("item"), r.Param("item_comment"))
}
