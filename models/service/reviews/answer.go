package reviews

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
	Rating   questionnaires.QuestionRating
}

func viewOfAnswer(q *questionnaires.Question, a models.Answer) AnswerView {
	return AnswerView{a, q, q.Rate(a.Rated())}
}

// Answers are the operations of the answers of a review.
type Answers struct {
	core  *core.OperationBase
	steps *Steps
}

// Update changes the answer to one question: it is rated, and the counts of its pillar move with it, in one
// transaction. A stale seen gives a Stale error with the present AnswerView. A patch that changes nothing writes no
// audit line.
func (r Answers) Update(ctx context.Context, at models.AnswerPath, patch models.AnswerPatch,
	seen models.IfMatch) (AnswerView, error) {
	actor := models.ActorFrom(ctx)
	return core.WriteAnswer(ctx, r.core, at, func(tx *store.Tx) (AnswerView, error) {
		a, _, err := r.answering(tx, actor, at)
		if err != nil {
			return AnswerView{}, err
		}
		if err := core.CheckVersion(seen, a.Old.Version, viewOfAnswer(a.Question, a.Old)); err != nil {
			return AnswerView{}, err
		}
		return r.change(tx, actor, a, patch)
	})
}

// answering finds the answer that the actor is about to change, with its review, and asks whether the actor may.
func (r Answers) answering(tx *store.Tx, actor models.Actor, at models.AnswerPath) (Answering, ReviewView, error) {
	review, err := r.steps.Find(tx, actor, models.UpdateAnswer, at.Review())
	if err != nil {
		return Answering{}, review, err
	}
	p, q, old, err := r.steps.AnswerOf(tx, review, at.Question)
	if gone, is := errors.AsType[*GoneQuestion](err); is {
		err = r.steps.noQuestion(tx, review, gone.ID, models.CodeConflict)
	}
	if err != nil {
		return Answering{}, review, err
	}
	return Answering{Review: review.Review, Owner: review.Owner, Pillar: p, Question: q, Old: old}, review,
		core.Allow(tx, actor, models.UpdateAnswer, review.PillarPlace(p.ID))
}

func (r Answers) change(tx *store.Tx, actor models.Actor, a Answering, patch models.AnswerPatch) (AnswerView, error) {
	var err error
	if a.Fields, err = patch.Apply(a.Question, a.Old.AnswerFields); err != nil {
		return AnswerView{}, err
	}
	if a.Changes = AnswerChanges(a.Old.AnswerFields, a.Fields); len(a.Changes) == 0 {
		return viewOfAnswer(a.Question, a.Old), nil
	}
	return r.steps.PutAnswer(tx, actor, a)
}

// Answering is a change of one answer under way: the question with its review, the answer before, and as it will be.
type Answering struct {
	Review   models.Review
	Owner    string // workspace of the workload
	Pillar   *questionnaires.Pillar
	Question *questionnaires.Question
	Old      models.Answer
	Fields   models.AnswerFields
	Changes  []models.FieldChange
}

func (a Answering) event(now AnswerView) models.ReviewEvent {
	return models.ReviewEvent{Kind: models.EventAnswer, WorkloadID: a.Review.WorkloadID, LensID: a.Review.LensID,
		QuestionID: a.Question.ID,
		PillarID:   a.Pillar.ID, Version: now.Version, Risk: now.Risk}
}

// PutAnswer stores the answer with its risk and the counts of the review, and records it.
func (steps *Steps) PutAnswer(tx *store.Tx, actor models.Actor, a Answering) (AnswerView, error) {
	now := a.Old
	now.AnswerFields = a.Fields
	now.Version = a.Review.NextVersion(now.Version)
	now.UpdatedAt, now.UpdatedBy = steps.core.Now(), actor.Name
	view := viewOfAnswer(a.Question, now)
	view.Risk = view.Rating.Risk
	if err := tx.PutAnswer(view.Answer); err != nil {
		return view, err
	}
	moved := models.PillarReview{PillarID: a.Pillar.ID}
	moved.Counts.Add(a.Old.Risk, -1)
	moved.Counts.Add(view.Risk, 1)
	if err := tx.AddPillarCounts(a.Review.ID, moved, now.UpdatedAt, now.UpdatedBy); err != nil {
		return view, err
	}
	if err := steps.answerChanged(tx, actor, ChangedAnswer{Review: a.Review, Owner: a.Owner, Question: a.Question,
		Before: a.Old, After: view.Answer}); err != nil {
		return view, err
	}
	steps.core.Publish(tx, a.event(view).By(actor))
	return view, steps.core.Record(tx, actor, core.AuditEntry{
		Action:     models.UpdateAnswer,
		Kind:       "answer",
		ID:         a.Review.LensID + "/" + a.Question.ID,
		WorkloadID: a.Review.WorkloadID,
		Workspace:  a.Owner,
		Changes:    core.AddChange(a.Changes, "risk", string(a.Old.Risk), string(view.Risk)),
	})
}

// AnswerOf finds a question of the review and its answer; one without an answer is UNANSWERED, at version 0.
func (steps *Steps) AnswerOf(tx *store.Tx, review ReviewView, questionID string) (*questionnaires.Pillar,
	*questionnaires.Question, models.Answer, error) {
	p, q := review.Doc.Question(questionID)
	if q == nil {
		return nil, nil, models.Answer{}, steps.noQuestion(tx, review, questionID, models.CodeNotFound)
	}
	a, err := tx.Answer(review.Review.ID, questionID)
	if models.CodeOf(err) == models.CodeNotFound {
		return p, q, models.Unanswered(review.Review.ID, p, q), nil
	}
	return p, q, a, err
}

// Get returns the answer to one question.
func (r Answers) Get(ctx context.Context, at models.AnswerPath) (AnswerView, error) {
	actor := models.ActorFrom(ctx)
	return core.ReadAnswer(ctx, r.core, at, func(tx *store.Tx) (AnswerView, error) {
		review, err := r.steps.Find(tx, actor, models.ReadReview, at.Review())
		if err != nil {
			return AnswerView{}, err
		}
		_, q, a, err := r.steps.AnswerOf(tx, review, at.Question)
		if err != nil {
			return AnswerView{}, err
		}
		return viewOfAnswer(q, a), nil
	})
}

// AnswerQuery narrows the answers of a review; what is "" does not narrow.
type AnswerQuery struct {
	Pillar string
	Risk   questionnaires.Risk
}

// List returns the answers to all questions of a review in the lens's order, those without an answer included.
func (r Answers) List(ctx context.Context, workloadID, lens string, q AnswerQuery) ([]AnswerView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, r.core, func(tx *store.Tx) ([]AnswerView, error) {
		review, err := r.steps.Find(tx, actor, models.ReadReview, models.ReviewPath{Workload: workloadID, Lens: lens})
		if err != nil {
			return nil, err
		}
		if q.Pillar != "" && review.Doc.Pillar(q.Pillar) == nil {
			return nil, models.Errorf(models.CodeNotFound, "the lens %q has no pillar %q", review.Lens.Key, q.Pillar)
		}
		rows, err := tx.Answers(review.Review.ID)
		if err != nil {
			return nil, err
		}
		var views []AnswerView
		for i, a := range models.InOrder(review.Review.ID, review.Doc, rows) {
			if (q.Pillar == "" || a.PillarID == q.Pillar) && (q.Risk == "" || a.Risk == q.Risk) {
				views = append(views, viewOfAnswer(QuestionAt(review.Doc, i), a))
			}
		}
		return views, nil
	})
}

// QuestionAt returns the question at a place in the order of the lens, counted from 0; nil where there is none.
func QuestionAt(doc *questionnaires.Lens, i int) *questionnaires.Question {
	for _, p := range doc.Pillars {
		if i < len(p.Questions) {
			return p.Questions[i]
		}
		i -= len(p.Questions)
	}
	return nil
}

// AnswerChanges lists what the audit log says of a change of an answer.
func AnswerChanges(a, b models.AnswerFields) []models.FieldChange {
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

// RatedAnswers returns the answers of a snapshot's review with their questions and ratings.
func RatedAnswers(s models.ReviewSnapshot) []AnswerView {
	views := make([]AnswerView, len(s.Answers))
	for i, a := range s.Answers {
		views[i] = viewOfAnswer(QuestionAt(s.Doc, i), a)
	}
	return views
}

// SelectPractices selects choices of a question beside those that are selected, as a person does who answers it.
func SelectPractices(steps *Steps, tx *store.Tx, actor models.Actor, at models.AnswerPath, choices []string) error {
	answers := Answers{steps.core, steps}
	a, _, err := answers.answering(tx, actor, at)
	if err != nil {
		return err
	}
	selected := models.ChoiceSelected
	patch := models.AnswerPatch{Choices: map[string]models.ChoicePatch{}}
	for _, c := range a.Question.Choices {
		if c.NoneOfThese() && a.Old.Choice(c.ID).Status == models.ChoiceSelected {
			none := models.ChoiceUnselected
			patch.Choices[c.ID] = models.ChoicePatch{Status: &none}
		}
	}
	for _, id := range choices {
		patch.Choices[id] = models.ChoicePatch{Status: &selected}
	}
	_, err = answers.change(tx, actor, a, patch)
	return err
}
