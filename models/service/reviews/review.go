package reviews

import (
	"context"
	"strconv"
	"strings"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/lenses"
	"plumbline/models/store"
	"plumbline/questionnaires"
)

// Reviews are the operations of reviews and their answers.
type Reviews struct {
	core  *core.OperationBase
	steps *Steps
}

// ReviewView is a review with what it was made with. Newer says that the lens has a later version (of a later line,
// since minor versions arrive by themselves).
type ReviewView struct {
	models.Review
	Owner   string // id of the workload's workspace
	Lens    models.Lens
	Version models.LensVersion // without Document
	Doc     *questionnaires.Lens
	Newer   bool
}

// Application applies a lens (id or key) to a workload, in its latest version if none is named.
type Application struct {
	Lens    string
	Version string
}

// Place is the review as permission is asked about it.
func (v ReviewView) Place() models.ThingPlace {
	return models.ThingPlace{WorkspaceID: v.Owner, WorkloadID: v.WorkloadID, LensID: v.LensID}
}

// PillarPlace is place, of one pillar.
func (v ReviewView) PillarPlace(id string) models.ThingPlace {
	at := v.Place()
	at.PillarID, at.FormerIDs = id, v.Review.FormerPillars(id)
	return at
}

type lensChoice struct{ lens, version string }

// Apply starts the review of a workload with a lens.
func (r Reviews) Apply(ctx context.Context, workloadID string, in Application, idem models.IdempotencyKey) (ReviewView,
	error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, r.core, func(tx *store.Tx) (ReviewView, error) {
		if err := lockLensFirst(tx, actor, in.Lens); err != nil {
			return ReviewView{}, err
		}
		load, err := core.Workload(tx, actor, models.UpdateReview, workloadID)
		if err != nil {
			return ReviewView{}, err
		}
		id, err := r.core.MadeBefore(tx, actor, idem, "review")
		if err != nil {
			return ReviewView{}, err
		}
		if id != "" {
			view, err := r.steps.Find(tx, actor, models.ReadWorkload, models.ReviewPath{Workload: workloadID, Lens: id})
			return view, core.SinceDeleted(err)
		}
		if id, err = r.steps.applyLens(tx, actor, load, lensChoice{in.Lens, in.Version}); err != nil {
			return ReviewView{}, err
		}
		if err := r.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "review", ID: id}); err != nil {
			return ReviewView{}, err
		}
		return r.steps.Find(tx, actor, models.ReadWorkload, models.ReviewPath{Workload: workloadID, Lens: id})
	})
}

// lockLensFirst keeps the order in which operations lock, lens before workload before review, where an operation
// needs the lens to stand still. A lens that is not there is for the operation itself to tell.
func lockLensFirst(tx *store.Tx, actor models.Actor, ref string) error {
	lens, err := lenses.FindLens(tx, actor, models.ReadLens, ref)
	if err == nil {
		_, err = tx.LockLens(lens.ID)
	}
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}

// applyLens returns the id of the lens.
func (steps *Steps) applyLens(tx *store.Tx, actor models.Actor, load models.Workload, a lensChoice) (string, error) {
	lens, err := lenses.FindLiving(tx, actor, models.ReadLens, a.lens)
	if err != nil {
		return "", err
	}
	v, err := steps.lenses.VersionOf(tx, lens, a.version)
	if err != nil {
		return "", err
	}
	have, err := tx.Reviews(load.ID)
	if err != nil {
		return "", err
	}
	if len(have) >= models.MaxLenses {
		return "", models.Errorf(models.CodeConflict, "a workload takes at most %d lenses", models.MaxLenses)
	}
	for _, r := range have {
		other, err := tx.Lens(r.LensID)
		switch {
		case err != nil:
			return "", err
		case other.ID == lens.ID:
			return "", models.Errorf(models.CodeConflict, "the lens %q is applied to this workload already", lens.Key)
		case sameName(other, lens) && other.DeletedAt.IsZero(): // one of them is shared
			return "", models.Errorf(models.CodeConflict,
				"another lens with the name or key of %q is applied to this workload; remove that review first", lens.Key)
		case sameName(other, lens):
			return "", models.Errorf(models.CodeConflict,
				"a deleted lens with the name or key of %q is still applied to this workload; remove that review first", lens.Key)
		}
	}
	mark, err := tx.VersionMark(load.ID)
	if err != nil {
		return "", err
	}
	review := models.Review{
		ID: models.NewID(), WorkloadID: load.ID, LensID: lens.ID, LensVersionID: v.ID, Pillars: models.CountReview(v.Doc,
			nil, nil),
		Version: mark + 1, VersionBase: mark, CreatedAt: steps.core.Now(), UpdatedAt: steps.core.Now(), UpdatedBy: actor.Name,
	}
	if err := tx.CreateReview(review); err != nil {
		return "", err
	}
	steps.core.Publish(tx, changedEvent(review).By(actor))
	return lens.ID, steps.core.Record(tx, actor, core.AuditEntry{Action: models.UpdateReview, Kind: "review",
		ID: lens.ID, WorkloadID: load.ID,
		Changes: core.AddChange(nil, "lens_version", "", v.Name)})
}

// sameName reports whether two lenses can't be told apart by key or name, which addresses and archives go by.
func sameName(a, b models.Lens) bool {
	return a.Key == b.Key || models.FoldName(a.Name) == models.FoldName(b.Name) ||
		models.FoldName(a.DocumentName) == models.FoldName(b.DocumentName)
}

// Find finds a review and asks whether the actor may do the action to it. The workload's own reviews are looked
// through, so whoever may see the workload needs no right to the lens. In a write transaction the workload and the
// review stay locked.
func (steps *Steps) Find(tx *store.Tx, actor models.Actor, action models.Action, at models.ReviewPath) (ReviewView,
	error) {
	owner, err := core.WorkloadOwner(tx, actor, action, at.Workload)
	if err != nil {
		return ReviewView{}, err
	}
	review, lens, err := tx.Review(at.Workload, at.Lens)
	if err == nil && actor.Scope.LensID != "" {
		err = core.Allow(tx, actor, action, models.ThingPlace{WorkspaceID: owner, WorkloadID: at.Workload, LensID: lens.ID})
	}
	if models.CodeOf(err) == models.CodeNotFound {
		return ReviewView{}, models.Errorf(models.CodeNotFound, "no lens %q is applied to this workload", at.Lens)
	}
	if err != nil {
		return ReviewView{}, err
	}
	view, err := steps.reviewView(tx, review, lens)
	view.Owner = owner
	return view, err
}

func (steps *Steps) reviewView(tx *store.Tx, review models.Review, lens models.Lens) (ReviewView, error) {
	v, err := steps.lenses.Documents.Get(tx, review.LensVersionID)
	if err != nil {
		return ReviewView{}, err
	}
	return ViewOf(models.ReviewSnapshot{Review: review, Lens: lens, Version: v.LensVersion, Doc: v.Doc}), nil
}

// ViewOf is the view of a review in a snapshot of the workload as it is.
func ViewOf(s models.ReviewSnapshot) ReviewView {
	view := ReviewView{Review: s.Review, Lens: s.Lens, Version: s.Version, Doc: s.Doc}
	view.Version.Document = nil
	view.Newer = s.Lens.DeletedAt.IsZero() && s.Lens.Latest != "" && s.Lens.Latest != s.Version.Name
	return view
}

// Get returns one review.
func (r Reviews) Get(ctx context.Context, workloadID, lens string) (ReviewView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, r.core, func(tx *store.Tx) (ReviewView, error) {
		return r.steps.Find(tx, actor, models.ReadReview, models.ReviewPath{Workload: workloadID, Lens: lens})
	})
}

// List returns the reviews of a workload in the order in which they were started.
func (r Reviews) List(ctx context.Context, workloadID string) ([]ReviewView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, r.core, func(tx *store.Tx) ([]ReviewView, error) {
		if _, err := core.Workload(tx, actor, models.ReadWorkload, workloadID); err != nil {
			return nil, err
		}
		return r.steps.reviewsOf(tx, workloadID)
	})
}

// Views gives the reviews of a workload in the order in which they were started. The caller has asked whether the
// actor may read the workload.
func Views(steps *Steps, tx *store.Tx, workloadID string) ([]ReviewView, error) {
	return steps.reviewsOf(tx, workloadID)
}

func (steps *Steps) reviewsOf(tx *store.Tx, workloadID string) ([]ReviewView, error) {
	rows, err := tx.Reviews(workloadID)
	if err != nil {
		return nil, err
	}
	views := make([]ReviewView, len(rows))
	for i, row := range rows {
		lens, err := tx.Lens(row.LensID)
		if err != nil {
			return nil, err
		}
		if views[i], err = steps.reviewView(tx, row, lens); err != nil {
			return nil, err
		}
	}
	return views, nil
}

// UpdateNotes changes the notes of a review and of its pillars.
func (r Reviews) UpdateNotes(ctx context.Context, workloadID, lens string, patch models.ReviewPatch,
	seen models.IfMatch) (ReviewView, error) {
	if err := models.Validate(&patch); err != nil {
		return ReviewView{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, r.core, func(tx *store.Tx) (ReviewView, error) {
		view, err := r.steps.Find(tx, actor, models.UpdateAnswer, models.ReviewPath{Workload: workloadID, Lens: lens})
		if err != nil {
			return view, err
		}
		if err := core.CheckVersion(seen, view.Review.Version, view); err != nil {
			return view, err
		}
		return view, r.steps.PatchNotes(tx, actor, &view, patch)
	})
}

// PatchNotes changes notes of a review whose right to be changed at all was asked for.
func (steps *Steps) PatchNotes(tx *store.Tx, actor models.Actor, view *ReviewView, patch models.ReviewPatch) error {
	if err := models.Validate(&patch); err != nil {
		return err
	}
	changes, err := patch.Apply(&view.Review)
	if err != nil || len(changes) == 0 {
		return err
	}
	if err := mayNote(tx, actor, *view, changes); err != nil {
		return err
	}
	view.Review.Version++
	view.UpdatedAt, view.UpdatedBy = steps.core.Now(), actor.Name
	if err := tx.UpdateReview(view.Review); err != nil {
		return err
	}
	steps.core.Publish(tx, changedEvent(view.Review).By(actor))
	return steps.core.Record(tx, actor, core.AuditEntry{Action: models.UpdateAnswer, Kind: "review", ID: view.LensID,
		WorkloadID: view.WorkloadID, Workspace: view.Owner, Changes: changes})
}

// mayNote asks about each note that changed: those of a pillar by the pillar, those of the review itself as a whole.
func mayNote(tx *store.Tx, actor models.Actor, view ReviewView, changes []models.FieldChange) error {
	for _, c := range changes {
		at := view.Place()
		if pillar, is := strings.CutPrefix(c.Field, "pillar_notes/"); is {
			at = view.PillarPlace(pillar)
		}
		at.Whole = at.PillarID == ""
		if err := core.Allow(tx, actor, models.UpdateAnswer, at); err != nil {
			return err
		}
	}
	return nil
}

// RemovalRequest repeats the key of the lens, so that no answers are lost by mistake.
type RemovalRequest struct{ Confirm string }

// Remove takes a lens off a workload, with its answers, and ends the guest links to it. Milestones keep what they hold.
func (r Reviews) Remove(ctx context.Context, workloadID, lens string, in RemovalRequest) error {
	actor := models.ActorFrom(ctx)
	return r.core.Store.Write(ctx, func(tx *store.Tx) error {
		view, err := r.steps.Find(tx, actor, models.UpdateReview, models.ReviewPath{Workload: workloadID, Lens: lens})
		if err != nil {
			return err
		}
		if in.Confirm != view.Lens.Key {
			return models.InvalidInput(models.FieldFault{Field: "confirm", Message: "must be the key of the lens, exactly"})
		}
		if err := tx.MarkVersions(workloadID); err != nil {
			return err
		}
		if err := r.steps.reviewRemoved(tx, actor, view.Review); err != nil {
			return err
		}
		if err := r.steps.endAcceptances(tx, actor, view.Review, "The lens was removed from the workload."); err != nil {
			return err
		}
		if err := tx.DeleteReview(view.Review.ID); err != nil {
			return err
		}
		if err := tx.EndGuestLinks(workloadID, view.LensID, r.core.Now()); err != nil {
			return err
		}
		r.core.Publish(tx, changedEvent(view.Review).By(actor))
		return r.core.Record(tx, actor, core.AuditEntry{Action: models.UpdateReview, Kind: "review", ID: view.LensID,
			WorkloadID: workloadID,
			Changes:    core.AddChange(nil, "lens_version", view.Version.Name, "")})
	})
}

func underField(err error, i int) error {
	if models.CodeOf(err) == models.CodeNotFound {
		return models.InvalidInput(models.FieldFault{Field: "lenses/" + strconv.Itoa(i),
			Message: "names no lens of this workspace"})
	}
	return err
}
