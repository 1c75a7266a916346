package collaboration

import (
	"context"
	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// NoLongerAsked is a question that the review does not ask any more, with what was said of it and stays.
type NoLongerAsked struct {
	ID       string
	Title    string // the id, where no version that is known has it
	Comments int
}

// NoLongerAsked lists the questions with comments that the review does not ask any more, by id.
func (c Comments) NoLongerAsked(ctx context.Context, at models.ReviewPath) ([]NoLongerAsked, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, c.core, func(tx *store.Tx) (list []NoLongerAsked, err error) {
		view, err := c.steps.reviews.Find(tx, actor, models.ReadComments, at)
		if err != nil {
			return nil, err
		}
		counts, err := tx.CommentCounts(view.Review.ID)
		for _, n := range counts {
			if _, q := view.Doc.Question(n.QuestionID); q != nil {
				continue
			}
			entry := NoLongerAsked{n.QuestionID, n.QuestionID, n.N}
			q, err := c.steps.reviews.AskedBefore(tx, view, n.QuestionID)
			if err != nil {
				return nil, err
			}
			if q != nil {
				entry.Title = q.Title
			}
			list = append(list, entry)
		}
		return list, err
	})
}
