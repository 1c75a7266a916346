package plan

import (
	"context"
	"strconv"
	"unicode/utf8"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// Talk are the operations of the comments of items, and of what happened to them.
type Talk struct {
	core  *core.OperationBase
	steps *Steps
}

// Activity returns what happened to an item, newest first.
func (t Talk) Activity(ctx context.Context, id string, p models.PageRequest) (models.ResultPage[remediation.Activity],
	error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, t.core, func(tx *store.Tx) (models.ResultPage[remediation.Activity], error) {
		item, err := t.steps.item(tx, actor, models.ReadItem, id)
		if err != nil {
			return models.ResultPage[remediation.Activity]{}, err
		}
		rows, err := store.ItemActivity(tx, item.ID, p)
		return core.PageOf(rows, p, store.ItemActivityCursor), err
	})
}

// Comments returns the comments of an item with the gaps that deleted ones leave, newest first.
func (t Talk) Comments(ctx context.Context, id string,
	p models.PageRequest) (models.ResultPage[remediation.ItemComment], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, t.core, func(tx *store.Tx) (models.ResultPage[remediation.ItemComment], error) {
		item, err := t.steps.item(tx, actor, models.ReadItem, id)
		if err != nil {
			return models.ResultPage[remediation.ItemComment]{}, err
		}
		rows, err := store.ItemComments(tx, item.ID, p)
		return core.PageOf(rows, p, store.ItemCommentCursor), err
	})
}

// Comment adds a comment to an item. Those who are narrowed to pillars may talk about all items.
func (t Talk) Comment(ctx context.Context, id string, in models.CommentInput,
	idem models.IdempotencyKey) (remediation.ItemComment, error) {
	if err := models.Validate(&in); err != nil {
		return remediation.ItemComment{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, t.core, func(tx *store.Tx) (remediation.ItemComment, error) {
		item, err := t.steps.item(tx, actor, models.CreateComment, id)
		if err != nil {
			return remediation.ItemComment{}, err
		}
		made, err := t.core.MadeBefore(tx, actor, idem, "item comment")
		if err != nil {
			return remediation.ItemComment{}, err
		}
		if made != "" {
			return store.ItemTalk(tx).Comment(made)
		}
		n, err := store.ItemTalk(tx).CountComments(item.ID)
		if err != nil {
			return remediation.ItemComment{}, err
		}
		if n >= models.MaxComments {
			return remediation.ItemComment{}, models.Errorf(models.CodeConflict, "an item takes at most %d comments",
				models.MaxComments)
		}
		now := t.core.Now()
		c := remediation.ItemComment{ID: models.NewID(), ItemID: item.ID, UserID: actor.UserID, Author: actor.Name,
			Body: in.Body, Version: 1, CreatedAt: now, UpdatedAt: now}
		if c.Mentions, err = t.steps.mentionsIn(tx, item, in.Body); err != nil {
			return c, err
		}
		if err := store.ItemTalk(tx).CreateComment(c); err != nil {
			return c, err
		}
		if err := t.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "item comment", ID: c.ID}); err != nil {
			return c, err
		}
		return c, t.steps.recordComment(tx, actor, models.CreateComment, item, remediation.ItemComment{}, c)
	})
}

// mentionsIn finds whom a comment names among those who reach the workload.
func (steps *Steps) mentionsIn(tx *store.Tx, item remediation.Item, body string) ([]models.Mention, error) {
	if !models.MayMention(body) {
		return nil, nil
	}
	people, err := reviews.Participants(tx, item.WorkspaceID, item.WorkloadID)
	if err != nil {
		return nil, err
	}
	var list []models.Mention
	for _, p := range models.Mentioned(body, people) {
		list = append(list, models.Mention{UserID: p.UserID, Name: p.Name})
	}
	return list, nil
}

// EditComment changes one's own comment.
func (t Talk) EditComment(ctx context.Context, itemID, id string, in models.CommentInput,
	seen models.IfMatch) (remediation.ItemComment, error) {
	if err := models.Validate(&in); err != nil {
		return remediation.ItemComment{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, t.core, func(tx *store.Tx) (remediation.ItemComment, error) {
		item, old, err := t.find(tx, actor, itemID, id)
		switch {
		case err != nil:
			return old, err
		case !old.DeletedAt.IsZero():
			return old, models.Errorf(models.CodeConflict, "this comment was deleted by %s", old.DeletedBy)
		case old.UserID == "" || old.UserID != actor.UserID:
			return old, models.Errorf(models.CodeForbidden, "a comment is edited by the person who wrote it")
		}
		if err := core.CheckVersion(seen, old.Version, old); err != nil || old.Body == in.Body {
			return old, err
		}
		now := old
		now.Body, now.Version, now.UpdatedAt = in.Body, old.Version+1, t.core.Now()
		if now.Mentions, err = t.steps.mentionsIn(tx, item, in.Body); err != nil {
			return old, err
		}
		if err := store.ItemTalk(tx).UpdateComment(now); err != nil {
			return old, err
		}
		return now, t.steps.recordComment(tx, actor, models.CreateComment, item, old, now)
	})
}

// DeleteComment leaves a gap where a comment was: people delete their own, architects those of others.
func (t Talk) DeleteComment(ctx context.Context, itemID, id string) error {
	actor := models.ActorFrom(ctx)
	return t.core.Store.Write(ctx, func(tx *store.Tx) error {
		item, old, err := t.find(tx, actor, itemID, id)
		if err != nil {
			return err
		}
		action := models.CreateComment
		if old.UserID == "" || old.UserID != actor.UserID {
			action = models.DeleteComment
			if err := core.Allow(tx, actor, action, item.Place()); err != nil {
				return err
			}
		}
		if !old.DeletedAt.IsZero() {
			return nil
		}
		now := old
		now.Body, now.Mentions, now.Version = "", nil, old.Version+1
		now.DeletedAt, now.DeletedBy = t.core.Now(), actor.Name
		now.UpdatedAt = now.DeletedAt
		if err := store.ItemTalk(tx).UpdateComment(now); err != nil {
			return err
		}
		return t.steps.recordComment(tx, actor, action, item, old, now)
	})
}

func (t Talk) find(tx *store.Tx, actor models.Actor, itemID, id string) (remediation.Item, remediation.ItemComment,
	error) {
	item, err := t.steps.item(tx, actor, models.CreateComment, itemID)
	if err != nil {
		return item, remediation.ItemComment{}, err
	}
	c, err := store.ItemTalk(tx).Comment(id)
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && c.ItemID != item.ID) {
		return item, c, models.Errorf(models.CodeNotFound, "there is no comment %q on this item", id)
	}
	return item, c, err
}

// recordComment says how long a comment is, not what it says: a deleted one is to be gone.
func (steps *Steps) recordComment(tx *store.Tx, actor models.Actor, action models.Action, item remediation.Item,
	was, is remediation.ItemComment) error {
	length := func(body string) string {
		if body == "" {
			return ""
		}
		return strconv.Itoa(utf8.RuneCountInString(body))
	}
	changes := core.AddChange(nil, "characters", length(was.Body), length(is.Body))
	if len(changes) == 0 {
		changes = core.AddChange(nil, "version", strconv.Itoa(was.Version), strconv.Itoa(is.Version))
	}
	return steps.core.Record(tx, actor, core.AuditEntry{Action: action, Kind: "comment", ID: is.ID,
		WorkloadID: item.WorkloadID, Workspace: item.WorkspaceID,
		Changes: append([]models.FieldChange{{Field: "item", To: "#" + strconv.Itoa(item.Number)}}, changes...)})
}
