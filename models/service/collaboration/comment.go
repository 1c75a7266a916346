package collaboration

import (
	"context"
	"strconv"
	"unicode/utf8"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// Comments are the operations of the threads of questions.
type Comments struct {
	core  *core.OperationBase
	steps *Steps
}

// CommentPath names a comment of a question.
type CommentPath struct {
	models.AnswerPath
	ID string
}

// List returns the comments of a question with the gaps that deleted ones leave, newest first. A question that the lens
// does not have any more keeps its thread.
func (c Comments) List(ctx context.Context, at models.AnswerPath,
	p models.PageRequest) (models.ResultPage[models.Comment], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, c.core, func(tx *store.Tx) (models.ResultPage[models.Comment], error) {
		view, err := c.steps.reviews.Find(tx, actor, models.ReadComments, at.Review())
		if err != nil {
			return models.ResultPage[models.Comment]{}, err
		}
		rows, err := tx.Comments(view.Review.ID, at.Question, p)
		if err == nil && len(rows) == 0 {
			_, err = c.steps.reviews.QuestionOf(tx, view, at.Question, models.CodeNotFound)
		}
		return core.PageOf(rows, p, store.CommentCursor), err
	})
}

// Counts returns the number of comments of each question of a review; questions without any are left out.
func (c Comments) Counts(ctx context.Context, at models.ReviewPath) ([]models.CommentCount, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, c.core, func(tx *store.Tx) ([]models.CommentCount, error) {
		view, err := c.steps.reviews.Find(tx, actor, models.ReadComments, at)
		if err != nil {
			return nil, err
		}
		return tx.CommentCounts(view.Review.ID)
	})
}

// Create adds a comment to the thread of a question. Whom it mentions gets a mail, where the server sends any.
func (c Comments) Create(ctx context.Context, at models.AnswerPath, in models.CommentInput,
	idem models.IdempotencyKey) (models.Comment, error) {
	if err := models.Validate(&in); err != nil {
		return models.Comment{}, err
	}
	actor := models.ActorFrom(ctx)
	var post mentionNotices
	comment, err := core.Write(ctx, c.core, func(tx *store.Tx) (models.Comment, error) {
		post = mentionNotices{}
		view, err := c.steps.reviews.Find(tx, actor, models.CreateComment, at.Review())
		if err != nil {
			return models.Comment{}, err
		}
		q, err := c.steps.reviews.QuestionOf(tx, view, at.Question, models.CodeConflict)
		if err != nil {
			return models.Comment{}, err
		}
		id, err := c.core.MadeBefore(tx, actor, idem, "comment")
		if err != nil {
			return models.Comment{}, err
		}
		if id != "" {
			return tx.Comment(id)
		}
		now := c.core.Now() // once: a change later than the creation is an edit
		comment := models.Comment{ID: models.NewID(), ReviewID: view.Review.ID, QuestionID: q.ID,
			UserID: actor.UserID, Author: actor.Name,
			Body: in.Body, Version: 1, CreatedAt: now, UpdatedAt: now}
		if post, err = c.steps.mention(tx, actor, view, &comment); err != nil {
			return comment, err
		}
		if err := c.add(tx, comment); err != nil {
			return comment, err
		}
		if err := c.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "comment", ID: comment.ID}); err != nil {
			return comment, err
		}
		return comment, c.steps.record(tx, actor, commentDeed(view, models.CreateComment, models.Comment{}, comment))
	})
	if err == nil {
		c.steps.sendMentions(post)
	}
	return comment, err
}

func (c Comments) add(tx *store.Tx, comment models.Comment) error {
	n, err := tx.ThreadLength(comment.ReviewID, comment.QuestionID)
	if err != nil {
		return err
	}
	if n >= models.MaxComments {
		return models.Errorf(models.CodeConflict, "a question takes at most %d comments", models.MaxComments)
	}
	return tx.CreateComment(comment)
}

// commentDeed says how long a comment is, not what it says: a deleted one is to be gone.
func commentDeed(view reviews.ReviewView, action models.Action, was, is models.Comment) reviewActivity {
	length := func(body string) string {
		if body == "" {
			return ""
		}
		return strconv.Itoa(utf8.RuneCountInString(body))
	}
	changes := core.AddChange(nil, "characters", length(was.Body), length(is.Body))
	if action == models.CreateComment && was.Version > 0 && len(changes) == 0 {
		changes = append(changes, models.FieldChange{Field: "version", From: strconv.Itoa(was.Version),
			To: strconv.Itoa(is.Version)})
	}
	return reviewActivity{action: action, kind: "comment", id: is.ID, review: view, question: is.QuestionID,
		changes: changes}
}

// commentOf finds a comment of the question.
func (c Comments) commentOf(tx *store.Tx, view reviews.ReviewView, at CommentPath) (models.Comment, error) {
	comment, err := tx.Comment(at.ID)
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && (comment.ReviewID != view.Review.ID ||
		comment.QuestionID != at.Question)) {
		return models.Comment{}, models.Errorf(models.CodeNotFound, "there is no comment %q on this question", at.ID)
	}
	return comment, err
}

// Update changes the body of one's own comment. Whom it mentions that it did not before gets a mail.
func (c Comments) Update(ctx context.Context, at CommentPath, in models.CommentInput,
	seen models.IfMatch) (models.Comment, error) {
	if err := models.Validate(&in); err != nil {
		return models.Comment{}, err
	}
	actor := models.ActorFrom(ctx)
	var post mentionNotices
	comment, err := core.Write(ctx, c.core, func(tx *store.Tx) (models.Comment, error) {
		post = mentionNotices{}
		view, err := c.steps.reviews.Find(tx, actor, models.CreateComment, at.Review())
		if err != nil {
			return models.Comment{}, err
		}
		old, err := c.commentOf(tx, view, at)
		switch {
		case err != nil:
			return old, err
		case old.Deleted():
			return old, models.Errorf(models.CodeConflict, "this comment was deleted by %s", old.DeletedBy)
		case !old.By(actor):
			return old, models.Errorf(models.CodeForbidden, "a comment is edited by the person who wrote it")
		}
		if err := core.CheckVersion(seen, old.Version, old); err != nil || old.Body == in.Body {
			return old, err
		}
		now := old
		now.Body, now.Version, now.UpdatedAt, now.Mentions = in.Body, old.Version+1, c.core.Now(), nil
		if post, err = c.steps.mention(tx, actor, view, &now); err != nil {
			return old, err
		}
		post.without(old.Mentions)
		if err := tx.UpdateComment(now); err != nil {
			return old, err
		}
		return now, c.steps.record(tx, actor, commentDeed(view, models.CreateComment, old, now))
	})
	if err == nil {
		c.steps.sendMentions(post)
	}
	return comment, err
}

// Delete leaves a gap where a comment was: people delete their own, architects those of others. Deleting it again
// changes nothing.
func (c Comments) Delete(ctx context.Context, at CommentPath) error {
	actor := models.ActorFrom(ctx)
	return c.core.Store.Write(ctx, func(tx *store.Tx) error {
		view, err := c.steps.reviews.Find(tx, actor, models.CreateComment, at.Review())
		if err != nil {
			return err
		}
		old, err := c.commentOf(tx, view, at)
		if err != nil {
			return err
		}
		action := models.CreateComment
		if !old.By(actor) {
			action = models.DeleteComment
			if err := core.Allow(tx, actor, action, view.Place()); err != nil {
				return err
			}
		}
		if old.Deleted() {
			return nil
		}
		now := old
		now.Body, now.Mentions, now.Version = "", nil, old.Version+1
		now.DeletedAt, now.DeletedBy = c.core.Now(), actor.Name
		now.UpdatedAt = now.DeletedAt
		if err := tx.UpdateComment(now); err != nil {
			return err
		}
		return c.steps.record(tx, actor, commentDeed(view, action, old, now))
	})
}
