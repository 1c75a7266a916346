package reviews

import (
	"context"
	"slices"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// EditView is an answer after an edit, with what could not be merged and what could not be taken.
type EditView struct {
	AnswerView
	Clashes []models.Clash
	Refused []models.Refusal
}

// Edit merges what one person changed of an answer with what others changed meanwhile, in one transaction. Parts that
// clash stay as they are, and so do those that can't be saved; they hold the others back in nothing. An edit of which
// nothing can be saved is Invalid.
func (r Answers) Edit(ctx context.Context, at models.AnswerPath, edit models.AnswerEdit) (EditView, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, r.core, func(tx *store.Tx) (EditView, error) {
		a, err := r.answering(tx, actor, at)
		if err != nil {
			return EditView{}, err
		}
		patch, clashes := edit.Merge(a.Question, a.Old.AnswerFields)
		if err := nameRivals(tx, a, clashes); err != nil {
			return EditView{}, err
		}
		fine, refused := patch.Acceptable(a.Question, a.Old.AnswerFields)
		if len(refused) > 0 && fine.Empty() && len(clashes) == 0 {
			fine = patch // and say so as of any answer that can't be taken
		}
		view, err := r.change(tx, actor, a, fine)
		return EditView{view, clashes, refused}, err
	})
}

// rivalsIn bounds how far back nameRivals looks, in changes of the answer.
const rivalsIn = 50

// nameRivals finds out who made each clashing part what it is; where that is long ago it is whoever changed the
// answer last.
func nameRivals(tx *store.Tx, a Answering, clashes []models.Clash) error {
	if len(clashes) == 0 {
		return nil
	}
	lines, err := tx.Audit(a.Owner, models.AuditQuery{WorkloadID: a.Review.WorkloadID, Kind: "answer",
		ThingID: a.Review.LensID + "/" + a.Question.ID,
		Page:    models.Page{Limit: rivalsIn}})
	for i := range clashes {
		clashes[i].By = a.Old.UpdatedBy
		touches := func(l models.AuditLine) bool { return slices.ContainsFunc(l.Changes, clashes[i].Touched) }
		if at := slices.IndexFunc(lines, touches); at >= 0 {
			clashes[i].By = lines[at].ActorName
		}
	}
	return err
}
