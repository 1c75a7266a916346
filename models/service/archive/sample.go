package archive

import (
	"context"
	"maps"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/lenses"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// Sample is a reviewed workload that shows a newcomer around. Its answers come in the order in which they are given;
// the milestone is saved halfway, so that there is something to compare with.
type Sample struct {
	Lens      lenses.BuiltinLens
	Workload  models.WorkloadFields
	Notes     models.ReviewPatch
	Answers   []SampleAnswer
	Milestone string
}

// SampleAnswer is one answer of a Sample, given by somebody made up.
type SampleAnswer struct {
	Question, By string
	models.AnswerPatch
}

// Samples are the operations of the workload that shows newcomers around.
type Samples struct {
	core  *core.OperationBase
	steps *Steps
}

// Available reports whether the program has a sample to add.
func (w Samples) Available() bool { return w.steps.sample != nil }

// Add makes the sample workload, with its lens if the workspace has not got that.
func (w Samples) Add(ctx context.Context) (reviews.WorkloadView, error) {
	if w.steps.sample == nil {
		return reviews.WorkloadView{}, models.Errorf(models.CodeNotFound, "this server has no sample workload")
	}
	in, err := w.steps.sample()
	if err != nil {
		return reviews.WorkloadView{}, err
	}
	in.Workload.Tags = maps.Clone(in.Workload.Tags)
	if in.Workload.Tags == nil {
		in.Workload.Tags = map[string]string{}
	}
	in.Workload.Tags[models.SampleTag] = models.SampleValue
	if err := models.ValidateWorkload(&in.Workload); err != nil {
		return reviews.WorkloadView{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, w.core, func(tx *store.Tx) (reviews.WorkloadView, error) {
		for _, action := range []models.Action{models.CreateWorkload, models.ImportLens, models.PublishLens} {
			if err := models.Allow(actor, action, models.InWorkspace(actor.WorkspaceID)); err != nil {
				return reviews.WorkloadView{}, err
			}
		}
		id, err := w.addSample(tx, actor, in)
		if err != nil {
			return reviews.WorkloadView{}, err
		}
		return w.steps.reviews.WorkloadView(tx, actor, models.ReadWorkload, id)
	})
}

func (w Samples) addSample(tx *store.Tx, actor models.Actor, in Sample) (string, error) {
	lens, err := w.sampleLens(tx, actor, in.Lens)
	if err != nil {
		return "", err
	}
	id, err := w.steps.reviews.CreateWorkload(tx, actor, reviews.WorkloadInput{WorkloadFields: in.Workload,
		Lenses: []string{lens}})
	if err != nil {
		return "", err
	}
	load, err := tx.Workload(id)
	if err != nil {
		return "", err
	}
	at := models.ReviewPath{Workload: id, Lens: lens}
	for i, a := range in.Answers {
		if i == len(in.Answers)/2 {
			if _, err := w.steps.reviews.SaveMilestone(tx, actor, load, in.Milestone); err != nil {
				return "", err
			}
		}
		if err := w.sampleAnswer(tx, actor, at, a); err != nil {
			return "", err
		}
	}
	return id, w.sampleNotes(tx, actor, at, in.Notes)
}

// sampleLens returns the id of the sample's lens in the workspace.
func (w Samples) sampleLens(tx *store.Tx, actor models.Actor, s lenses.BuiltinLens) (string, error) {
	doc, _, err := lenses.ParseDocument(s.Document())
	if err != nil {
		return "", err
	}
	lens, err := tx.LensByName(actor.WorkspaceID, doc.Name)
	if models.CodeOf(err) == models.CodeNotFound {
		return w.steps.lenses.InstallNew(tx, actor, s)
	}
	if err != nil {
		return "", err
	}
	v, err := tx.LensVersionByName(lens.ID, s.Version)
	if err == nil && v.Digest == lenses.DocumentDigest(s.Document()) && lens.Latest == v.Name {
		return lens.ID, nil
	}
	if err == nil || models.CodeOf(err) == models.CodeNotFound {
		err = models.Errorf(models.CodeConflict,
			"the sample comes with the lens %q, and the workspace has another lens of that name", lens.Name)
	}
	return "", err
}

// sampleAnswer returns one answer under the name of somebody made up. To the audit log the program itself gave it.
func (w Samples) sampleAnswer(tx *store.Tx, actor models.Actor, at models.ReviewPath, a SampleAnswer) error {
	review, err := w.steps.reviews.Find(tx, actor, models.ReadWorkload, at)
	if err != nil {
		return err
	}
	p, q, old, err := w.steps.reviews.AnswerOf(tx, review, a.Question)
	if err != nil {
		return err
	}
	fields, err := a.Apply(q, old.AnswerFields)
	if err != nil {
		return err
	}
	by := models.ProgramActor(actor.WorkspaceID)
	by.Name = a.By
	_, err = w.steps.reviews.PutAnswer(tx, by, reviews.Answering{Review: review.Review, Owner: review.Owner,
		Pillar: p, Question: q, Old: old, Fields: fields, Changes: reviews.AnswerChanges(old.AnswerFields, fields)})
	return err
}

func (w Samples) sampleNotes(tx *store.Tx, actor models.Actor, at models.ReviewPath, patch models.ReviewPatch) error {
	view, err := w.steps.reviews.Find(tx, actor, models.UpdateReview, at)
	if err != nil {
		return err
	}
	changes, err := patch.Apply(&view.Review)
	if err != nil || len(changes) == 0 {
		return err
	}
	view.Review.Version++
	if err := tx.UpdateReview(view.Review); err != nil {
		return err
	}
	return w.core.Record(tx, actor, core.AuditEntry{Action: models.UpdateAnswer, Kind: "review", ID: view.LensID,
		WorkloadID: at.Workload, Workspace: view.Owner, Changes: changes})
}
