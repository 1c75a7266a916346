package reviews

import (
	"context"

	"plumbline/models"
	"plumbline/models/search"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Search finds questions of a review by words in its lens and its notes: see Found.
func (r Answers) Search(ctx context.Context, at models.ReviewPath, text string) (search.Result, error) {
	actor := models.ActorFrom(ctx)
	query, err := search.Parse(text)
	if err != nil {
		return search.Result{}, models.InvalidInput(models.FieldFault{Field: "text", Message: models.WhyOf(err)})
	}
	return core.Read(ctx, r.core, func(tx *store.Tx) (search.Result, error) {
		review, err := r.steps.Find(tx, actor, models.ReadReview, at)
		if err != nil {
			return search.Result{}, err
		}
		rows, err := tx.Answers(review.Review.ID)
		if err != nil {
			return search.Result{}, err
		}
		answers := models.InOrder(review.Review.ID, review.Doc, rows)
		return search.Find(searchScope(actor, review, answers), query), nil
	})
}

// Found searches what the view shows, as Search does: the lens and the notes of the answers, and for those who review
// also the prompts and the notes of the review and its pillars. Comments and the parking lot are not searched.
func (v QuestionView) Found(actor models.Actor, query search.Query) search.Result {
	return search.Find(searchScope(actor, v.Review, v.Answers), query)
}

func searchScope(actor models.Actor, review ReviewView, answers []models.Answer) search.Scope {
	in := search.Scope{Doc: review.Doc, Answers: answers}
	if actor.Kind != models.GuestActor {
		in.Prompts, in.Review = true, &review.Review
	}
	return in
}
