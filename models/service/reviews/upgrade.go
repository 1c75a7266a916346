package reviews

import (
	"context"
	"errors"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/service/lenses"
	"plumbline/models/store"
)

// UpgradeInput moves a review to another version of its lens: the latest if none is named. Milestone names the
// milestone that is saved first, with all answers as they were. What the map says continues under another id; with
// ByTitle, so does whatever else has an identical title there.
type UpgradeInput struct {
	Version   string
	Milestone string
	Map       models.IDRenames
	ByTitle   bool
}

// Upgrade saves a milestone and then moves the review to another version, carrying over what is in it by id, by the
// map and, where that is asked for, by identical titles: a question that stays keeps its notes, its applicability and
// the choices that still exist; a question that is gone takes its answer with it (the milestone keeps it); a new one
// is unanswered. The audit line names whatever goes or continues under another id.
func (r Reviews) Upgrade(ctx context.Context, workloadID, lens string, in UpgradeInput) (ReviewView, CarriedOver,
	error) {
	name := models.MilestoneInput{Name: in.Milestone}
	if err := models.Validate(&name); err != nil {
		return ReviewView{}, CarriedOver{}, RenameFault(err, "name", "milestone")
	}
	actor := models.ActorFrom(ctx)
	var carried CarriedOver
	view, err := core.Write(ctx, r.core, func(tx *store.Tx) (ReviewView, error) {
		view, plan, err := r.planUpgrade(tx, actor, models.ReviewPath{Workload: workloadID, Lens: lens}, in)
		if err != nil {
			return view, err
		}
		load, err := tx.Workload(workloadID)
		if err != nil {
			return view, err
		}
		if _, err := r.steps.SaveMilestone(tx, actor, load, name.Name); err != nil {
			return view, err
		}
		if err := r.steps.carryOut(tx, actor, plan); err != nil {
			return view, err
		}
		carried = plan.CarriedOver
		if err := r.core.Record(tx, actor, core.AuditEntry{Action: models.UpdateReview, Kind: "review", ID: view.LensID,
			WorkloadID: workloadID, Changes: plan.changes()}); err != nil {
			return view, err
		}
		return r.steps.Find(tx, actor, models.ReadWorkload, models.ReviewPath{Workload: workloadID, Lens: view.LensID})
	})
	return view, carried, err
}

// PreviewUpgrade tells what Upgrade would do, and does nothing. It needs no milestone.
func (r Reviews) PreviewUpgrade(ctx context.Context, workloadID, lens string, in UpgradeInput) (CarriedOver, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, r.core, func(tx *store.Tx) (CarriedOver, error) {
		_, plan, err := r.planUpgrade(tx, actor, models.ReviewPath{Workload: workloadID, Lens: lens}, in)
		return plan.CarriedOver, err
	})
}

func (r Reviews) planUpgrade(tx *store.Tx, actor models.Actor, at models.ReviewPath, in UpgradeInput) (ReviewView,
	carriedReview, error) {
	view, to, err := r.upgradeTarget(tx, actor, at, in.Version)
	if err != nil {
		return view, carriedReview{}, err
	}
	plan, err := r.steps.carryOver(tx, view.Review, upgradeCourse{to, in.Map, in.ByTitle})
	if err == nil {
		err = plan.account(tx, view.Owner)
	}
	return view, plan, err
}

// lockReviewedLens is lockLensFirst for the lens of a review that there is. It may be another one than the actor's
// own with the same key.
func lockReviewedLens(tx *store.Tx, at models.ReviewPath) error {
	id, err := tx.ReviewedLens(at.Workload, at.Lens)
	if err == nil {
		_, err = tx.LockLens(id)
	}
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	return err
}

// mayUse refuses more of a lens that was shared when the review began, and is not any more.
func mayUse(tx *store.Tx, view ReviewView) error {
	still, err := usableIn(tx, view.Owner, view.Lens)
	if err == nil && !still {
		err = models.Errorf(models.CodeConflict,
			"the lens %q is not shared with this workspace any more; its reviews stay as they are", view.Lens.Key)
	}
	return err
}

// usableIn reports whether a workspace owns the lens or has it shared.
func usableIn(tx *store.Tx, workspaceID string, lens models.Lens) (bool, error) {
	if lens.WorkspaceID == workspaceID {
		return true, nil
	}
	role, err := tx.SharedRole(workspaceID, models.LensShare, lens.ID)
	return role != "", err
}

func (r Reviews) upgradeTarget(tx *store.Tx, actor models.Actor, at models.ReviewPath, name string) (ReviewView,
	*lenses.Version, error) {
	if err := lockReviewedLens(tx, at); err != nil {
		return ReviewView{}, nil, err
	}
	view, err := r.steps.Find(tx, actor, models.UpdateReview, at)
	if err != nil {
		return view, nil, err
	}
	if !view.Lens.DeletedAt.IsZero() {
		return view, nil, models.Errorf(models.CodeConflict, "the lens %q was deleted; its reviews stay as they are",
			view.Lens.Key)
	}
	if err := mayUse(tx, view); err != nil {
		return view, nil, err
	}
	to, err := r.steps.lenses.VersionOf(tx, view.Lens, name)
	if err != nil {
		return view, nil, err
	}
	if to.ID == view.LensVersionID {
		return view, nil, models.Errorf(models.CodeConflict, "the review is on version %s already", to.Name)
	}
	if lenses.ByAge(to.LensVersion, view.Version) < 0 {
		return view, nil, models.Errorf(models.CodeConflict, "version %s is older than %s, which the review is on",
			to.Name, view.Version.Name)
	}
	return view, to, nil
}

// RenameFault returns the fault of one field another name, where the input calls it otherwise.
func RenameFault(err error, from, to string) error {
	e, ok := errors.AsType[*models.Error](err)
	if !ok {
		return err
	}
	for i, f := range e.Faults {
		if f.Field == from {
			e.Faults[i].Field = to
		}
	}
	return models.InvalidInput(e.Faults...)
}
