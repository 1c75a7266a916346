package whatif

import (
	"context"
	"strconv"

	"plumbline/models"
	"plumbline/models/planning"
	"plumbline/models/service/core"
	"plumbline/models/store"
	q "plumbline/questionnaires"
	"plumbline/reports/improvement"
)

// WhatIfs are the operations that try something out on a copy of a workload's answers. They save nothing.
type WhatIfs struct{ steps *steps }

// Try takes practices as done and tells what is left then. Lenses are named by id or key. What its lens does not have
// is refused.
func (w WhatIfs) Try(ctx context.Context, workloadID string,
	practices []planning.Practice) (improvement.WhatIf, error) {
	if err := boundPractices(practices); err != nil {
		return improvement.WhatIf{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, w.steps.core, func(tx *store.Tx) (improvement.WhatIf, error) {
		load, err := core.Workload(tx, actor, models.ReadReview, workloadID)
		if err != nil {
			return improvement.WhatIf{}, err
		}
		snap, err := w.steps.reviews.LiveSnapshot(tx, load, actor.Scope.LensID)
		if err != nil {
			return improvement.WhatIf{}, err
		}
		named, err := named(practices, lensesOf(snap))
		if err != nil {
			return improvement.WhatIf{}, err
		}
		return improvement.TryOut(snap, named), nil
	})
}

func boundPractices(practices []planning.Practice) error {
	if len(practices) <= planning.MaxPractices {
		return nil
	}
	return models.InvalidInput(models.FieldFault{Field: "practices",
		Message: "must have at most " + strconv.Itoa(planning.MaxPractices) + " entries"})
}

// appliedLens is a lens that is applied to a workload.
type appliedLens struct {
	ID, Key string
	Doc     *q.Lens
}

func lensesOf(snap models.Snapshot) (list []appliedLens) {
	for _, r := range snap.Reviews {
		list = append(list, appliedLens{r.Lens.ID, r.Lens.Key, r.Doc})
	}
	return list
}

// named gives practices the ids of their lenses and their titles. One that is not in its lens is refused, and so is a
// “none of these”.
func named(practices []planning.Practice, lenses []appliedLens) ([]planning.Practice, error) {
	out := make([]planning.Practice, len(practices))
	var faults []models.FieldFault
	for i, p := range practices {
		known, why := find(p, lenses)
		if why != "" {
			faults = append(faults, models.FieldFault{Field: "practices/" + strconv.Itoa(i), Message: why})
		}
		out[i] = known
	}
	if len(faults) > 0 {
		return nil, models.InvalidInput(faults...)
	}
	return out, nil
}

// find finds a practice in its lens, or says why there is none.
func find(p planning.Practice, lenses []appliedLens) (planning.Practice, string) {
	for _, lens := range lenses {
		if p.LensID != lens.ID && p.LensID != lens.Key {
			continue
		}
		_, question := lens.Doc.Question(p.QuestionID)
		if question == nil {
			return p, "names a question that the lens does not have: " + strconv.Quote(p.QuestionID)
		}
		choice := question.Choice(p.ChoiceID)
		if choice == nil || choice.NoneOfThese() {
			return p, "names a practice that the question does not have: " + strconv.Quote(p.ChoiceID)
		}
		return planning.Practice{LensID: lens.ID, QuestionID: p.QuestionID, ChoiceID: p.ChoiceID, Title: choice.Title}, ""
	}
	return p, "names a lens that is not applied to the workload: " + strconv.Quote(p.LensID)
}
