package service

import (
	"context"
	"errors"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// AnswerView is an answer with its question and the rating that its risk comes from.
type AnswerView struct {
	models.Answer
	Question *questionnaires.Question
	Rating   questionnaires.Rating
}

func viewOf(q *questionnaires.Question, a models.Answer) AnswerView {
	return AnswerView{a, q, q.Rate(a.Rated())}
}

// Answers are the operations of the answers of a review.
type Answers struct{ *floor }

// Update changes the answer to one question: it is rated, and the counts of its pillar move with it, in one transaction.
// A stale seen gives a Stale error with the present AnswerView. A patch that changes nothing leaves no trace.
func (r Answers) Update(ctx context.Context, at models.AnswerPath, patch models.AnswerPatch, seen models.IfMatch) (AnswerView, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, r.core, func(tx *store.Tx) (AnswerView, error) {
		a, err := r.answering(tx, actor, at)
		if err != nil {
			return AnswerView{}, err
		}
		if err := core.CheckVersion(seen, a.old.Version, viewOf(a.question, a.old)); err != nil {
			return AnswerView{}, err
		}
		return r.change(tx, actor, a, patch)
	})
}

// answering finds the answer that the actor is about to change, and asks whether the actor may.
func (r Answers) answering(tx *store.Tx, actor models.Actor, at models.AnswerPath) (answering, error) {
	review, err := r.reviewOf(tx, actor, models.UpdateAnswer, at.Review())
	if err != nil {
		return answering{}, err
	}
	p, q, old, err := r.answerOf(tx, review, at.Question)
	if gone, is := errors.AsType[*GoneQuestion](err); is {
		err = r.noQuestion(tx, review, gone.ID, models.Conflict)
	}
	if err != nil {
		return answering{}, err
	}
	return answering{review: review.Review, owner: review.Owner, pillar: p, question: q, old: old},
		core.Allow(tx, actor, models.UpdateAnswer, review.pillarPlace(p.ID))
}

func (r Answers) change(tx *store.Tx, actor models.Actor, a answering, patch models.AnswerPatch) (AnswerView, error) {
	var err error
	if a.fields, err = patch.Apply(a.question, a.old.AnswerFields); err != nil {
		return AnswerView{}, err
	}
	if a.changes = answerChanges(a.old.AnswerFields, a.fields); len(a.changes) == 0 {
		return viewOf(a.question, a.old), nil
	}
	return r.putAnswer(tx, actor, a)
}

type answering struct {
	review   models.Review
	owner    string // workspace of the workload
	pillar   *questionnaires.Pillar
	question *questionnaires.Question
	old      models.Answer
	fields   models.AnswerFields
	changes  []models.Change
}

func (a answering) event(now AnswerView) models.Event {
	return models.Event{Kind: models.EventAnswer, WorkloadID: a.review.WorkloadID, LensID: a.review.LensID, QuestionID: a.question.ID,
		PillarID: a.pillar.ID, Version: now.Version, Risk: now.Risk}
}

func (f *floor) putAnswer(tx *store.Tx, actor models.Actor, a answering) (AnswerView, error) {
	now := a.old
	now.AnswerFields = a.fields
	now.Version = a.review.NextVersion(now.Version)
	now.UpdatedAt, now.UpdatedBy = f.core.Now(), actor.Name
	view := viewOf(a.question, now)
	view.Risk = view.Rating.Risk
	if err := tx.PutAnswer(view.Answer); err != nil {
		return view, err
	}
	for _, p := range a.review.Pillars {
		if p.PillarID != a.pillar.ID {
			continue
		}
		p.Counts.Add(a.old.Risk, -1)
		p.Counts.Add(view.Risk, 1)
		if err := tx.PutPillarCounts(a.review.ID, p, now.UpdatedAt, now.UpdatedBy); err != nil {
			return view, err
		}
	}
	f.core.Publish(tx, a.event(view).By(actor))
	return view, f.core.Record(tx, actor, core.AuditEntry{
		Action: models.UpdateAnswer, Kind: "answer", ID: a.review.LensID + "/" + a.question.ID, WorkloadID: a.review.WorkloadID,
		Workspace: a.owner,
		Changes:   core.AddChange(a.changes, "risk", string(a.old.Risk), string(view.Risk)),
	})
}

// answerOf finds a question of the review and its answer; one that nobody dealt with is UNANSWERED, at version 0.
func (f *floor) answerOf(tx *store.Tx, review ReviewView, questionID string) (*questionnaires.Pillar, *questionnaires.Question, models.Answer, error) {
	p, q := review.Doc.Question(questionID)
	if q == nil {
		return nil, nil, models.Answer{}, f.noQuestion(tx, review, questionID, models.NotFound)
	}
	a, err := tx.Answer(review.Review.ID, questionID)
	if models.CodeOf(err) == models.NotFound {
		return p, q, models.Unanswered(review.Review.ID, p, q), nil
	}
	return p, q, a, err
}

// Get gives the answer to one question.
func (r Answers) Get(ctx context.Context, at models.AnswerPath) (AnswerView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, r.core, func(tx *store.Tx) (AnswerView, error) {
		review, err := r.reviewOf(tx, actor, models.ReadReview, at.Review())
		if err != nil {
			return AnswerView{}, err
		}
		_, q, a, err := r.answerOf(tx, review, at.Question)
		if err != nil {
			return AnswerView{}, err
		}
		return viewOf(q, a), nil
	})
}

// AnswerQuery narrows the answers of a review; what is "" does not narrow.
type AnswerQuery struct {
	Pillar string
	Risk   questionnaires.Risk
}

// List gives the answers to all questions of a review in the lens's order, those that nobody dealt with included.
func (r Answers) List(ctx context.Context, workloadID, lens string, q AnswerQuery) ([]AnswerView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, r.core, func(tx *store.Tx) ([]AnswerView, error) {
		review, err := r.reviewOf(tx, actor, models.ReadReview, models.ReviewPath{Workload: workloadID, Lens: lens})
		if err != nil {
			return nil, err
		}
		if q.Pillar != "" && review.Doc.Pillar(q.Pillar) == nil {
			return nil, models.Errorf(models.NotFound, "the lens %q has no pillar %q", review.Lens.Key, q.Pillar)
		}
		rows, err := tx.Answers(review.Review.ID)
		if err != nil {
			return nil, err
		}
		var views []AnswerView
		for i, a := range models.InOrder(review.Review.ID, review.Doc, rows) {
			if (q.Pillar == "" || a.PillarID == q.Pillar) && (q.Risk == "" || a.Risk == q.Risk) {
				views = append(views, viewOf(questionAt(review.Doc, i), a))
			}
		}
		return views, nil
	})
}

func questionAt(doc *questionnaires.Lens, i int) *questionnaires.Question {
	for _, p := range doc.Pillars {
		if i < len(p.Questions) {
			return p.Questions[i]
		}
		i -= len(p.Questions)
	}
	return nil
}

func answerChanges(a, b models.AnswerFields) []models.Change {
	list := core.AddListChange(nil, "selected", idsWith(a, models.ChoiceSelected), idsWith(b, models.ChoiceSelected))
	list = core.AddListChange(list, "not_applicable", idsWith(a, models.ChoiceNotApplicable),
		idsWith(b, models.ChoiceNotApplicable))
	for _, id := range choicesOf(a, b) {
		was, is := a.Choice(id), b.Choice(id)
		list = core.AddChange(list, "choices/"+id+"/reason", string(was.Reason), string(is.Reason))
		list = core.AddChange(list, "choices/"+id+"/notes", was.Notes, is.Notes)
	}
	list = core.AddChange(list, "notes", a.Notes, b.Notes)
	list = core.AddChange(list, "applicable", core.YesNo(a.Applicable), core.YesNo(b.Applicable))
	return core.AddChange(list, "reason", string(a.Reason), string(b.Reason))
}

func idsWith(f models.AnswerFields, status models.ChoiceStatus) (ids []string) {
	for _, c := range f.Choices {
		if c.Status == status {
			ids = append(ids, c.ChoiceID)
		}
	}
	return ids
}

func choicesOf(a, b models.AnswerFields) (ids []string) {
	seen := map[string]bool{}
	for _, f := range []models.AnswerFields{a, b} {
		for _, c := range f.Choices {
			if !seen[c.ChoiceID] {
				seen[c.ChoiceID] = true
				ids = append(ids, c.ChoiceID)
			}
		}
	}
	return ids
}

// Rated gives the answers of a snapshot's review with their questions and ratings.
func Rated(s models.ReviewSnapshot) []AnswerView {
	views := make([]AnswerView, len(s.Answers))
	for i, a := range s.Answers {
		views[i] = viewOf(questionAt(s.Doc, i), a)
	}
	return views
}
