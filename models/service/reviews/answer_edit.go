package reviews

import (
	"context"
	"slices"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// Edited is a question after an edit with what stands around it, all of the moment of the edit, and what could not be
// merged and what could not be taken.
type Edited struct {
	QuestionView
	Clashes []models.EditConflict
	Refused []models.EditRefusal
}

// Edit merges what one person changed of an answer with what others changed meanwhile, in one transaction. Parts that
// clash stay as they are, and so do those that can't be saved; they hold the others back in nothing. An edit of which
// nothing can be saved is Invalid.
func (r Answers) Edit(ctx context.Context, at models.AnswerPath, edit models.AnswerEdit) (Edited, error) {
	return r.EditByForm(ctx, at, func(*questionnaires.Question) (models.AnswerEdit, error) { return edit, nil })
}

// EditByForm is Edit of what a form was filled in with, which can be read only by whoever knows the question. The
// function may be called more than once; its error is returned as it is.
func (r Answers) EditByForm(ctx context.Context, at models.AnswerPath,
	filledIn func(*questionnaires.Question) (models.AnswerEdit, error)) (Edited, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, r.core, func(tx *store.Tx) (Edited, error) {
		a, review, err := r.answering(tx, actor, at)
		if err != nil {
			return Edited{}, err
		}
		edit, err := filledIn(a.Question)
		if err != nil {
			return Edited{}, err
		}
		done := Edited{}
		if done.Answer, err = r.merge(tx, actor, a, edit, &done); err != nil {
			return done, err
		}
		done.Review = review.after(a, done.Answer)
		return done, r.steps.addSurroundings(tx, actor, a.Pillar, &done.QuestionView)
	})
}

// merge changes the answer as far as it can, and notes in done what is left.
func (r Answers) merge(tx *store.Tx, actor models.Actor, a Answering, edit models.AnswerEdit,
	done *Edited) (AnswerView, error) {
	patch, clashes := edit.Merge(a.Question, a.Old.AnswerFields)
	if err := nameRivals(tx, a, clashes); err != nil {
		return AnswerView{}, err
	}
	fine, refused := patch.Acceptable(a.Question, a.Old.AnswerFields)
	if len(refused) > 0 && fine.Empty() && len(clashes) == 0 {
		fine = patch // and say so as of any answer that can't be taken
	}
	done.Clashes, done.Refused = clashes, refused
	return r.change(tx, actor, a, fine)
}

// after is the review once one of its answers has changed, as the database has it then.
func (v ReviewView) after(a Answering, now AnswerView) ReviewView {
	if now.Version == a.Old.Version {
		return v
	}
	v.Pillars = slices.Clone(v.Pillars)
	for i := range v.Pillars {
		if v.Pillars[i].PillarID == a.Pillar.ID {
			v.Pillars[i].Counts.Add(a.Old.Risk, -1)
			v.Pillars[i].Counts.Add(now.Risk, 1)
		}
	}
	v.UpdatedAt, v.UpdatedBy = now.UpdatedAt, now.UpdatedBy
	return v
}

// rivalsIn bounds how far back nameRivals looks, in changes of the answer.
const rivalsIn = 50

// nameRivals finds out who made each clashing part what it is; where that is long ago it is whoever changed the
// answer last.
func nameRivals(tx *store.Tx, a Answering, clashes []models.EditConflict) error {
	if len(clashes) == 0 {
		return nil
	}
	lines, err := tx.Audit(a.Owner, models.AuditQuery{WorkloadID: a.Review.WorkloadID, Kind: "answer",
		ThingID:     a.Review.LensID + "/" + a.Question.ID,
		PageRequest: models.PageRequest{Limit: rivalsIn}})
	for i := range clashes {
		clashes[i].By = a.Old.UpdatedBy
		touches := func(l models.AuditLine) bool { return slices.ContainsFunc(l.Changes, clashes[i].Touched) }
		if at := slices.IndexFunc(lines, touches); at >= 0 {
			clashes[i].By = lines[at].ActorName
		}
	}
	return err
}
