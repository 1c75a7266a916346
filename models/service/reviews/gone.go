package reviews

import (
	"slices"

	"plumbline/models"
	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// GoneQuestion is the cause of the error about a question that the review asked once: an upgrade took it away or gave
// it another id.
type GoneQuestion struct {
	ID      string
	Was     *questionnaires.Question // as it was asked last; nil where it moved
	MovedTo string                   // the id of the question that it is now; "": it is not asked any more
	Version string                   // of the lens, that the review uses now
}

// Error says which question is gone, for logs.
func (g *GoneQuestion) Error() string {
	return "the question " + g.ID + " is gone in version " + g.Version
}

// lookedThrough bounds how many earlier versions of a lens are looked through for a question.
const lookedThrough = 20

// noQuestion is the error about a question that the review does not ask. Who reads is told that it is not there; who
// writes, that it is not any more.
func (steps *Steps) noQuestion(tx *store.Tx, view ReviewView, id string, code models.ErrorCode) error {
	gone := &GoneQuestion{ID: id, MovedTo: view.Review.Former.Questions[id], Version: view.Version.Name}
	if gone.MovedTo != "" {
		return models.Errorf(code, "the question %q of the lens %q is %q in version %s, which the review uses now",
			id, view.Lens.Key, gone.MovedTo,
			gone.Version).Because(gone)
	}
	q, err := steps.AskedBefore(tx, view, id)
	if err != nil {
		return err
	}
	if q == nil {
		return models.Errorf(models.CodeNotFound, "the lens %q has no question %q in version %s", view.Lens.Key, id,
			view.Version.Name)
	}
	gone.Was = q
	return models.Errorf(
		code,
		"the lens %q does not ask the question %q in version %s, which the review uses now; milestones from before keep its answer",
		view.Lens.Key,
		id,
		gone.Version,
	).Because(gone)
}

// AskedBefore finds a question in the versions of the lens before the review's own, the newest first; nil if none of
// them has it.
func (steps *Steps) AskedBefore(tx *store.Tx, view ReviewView, id string) (*questionnaires.Question, error) {
	all, err := tx.LensVersions(view.LensID)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(v models.LensVersion) bool { return lenses.ByAge(v, view.Version) >= 0 })
	slices.SortFunc(all, func(a, b models.LensVersion) int { return lenses.ByAge(b, a) })
	for _, v := range all[:min(len(all), lookedThrough)] {
		earlier, err := steps.lenses.Documents.Get(tx, v.ID)
		if err != nil {
			return nil, err
		}
		if _, q := earlier.Doc.Question(id); q != nil {
			return q, nil
		}
	}
	return nil, nil
}

// QuestionOf finds a question that the lens has now; the code is that of the error about one that it had once.
func (steps *Steps) QuestionOf(tx *store.Tx, view ReviewView, id string,
	code models.ErrorCode) (*questionnaires.Question, error) {
	_, q := view.Doc.Question(id)
	if q == nil {
		return nil, steps.noQuestion(tx, view, id, code)
	}
	return q, nil
}
