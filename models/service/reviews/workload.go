package reviews

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Workloads are the operations of workloads.
type Workloads struct {
	core  *core.OperationBase
	steps *Steps
}

// WorkloadView is a workload with how it stands.
type WorkloadView struct {
	models.Workload
	models.WorkloadStatus
	Shared *models.SharingInfo // of another workspace's; nil of one's own
}

// WorkloadInput makes a workload, with the latest versions of the lenses (ids or keys) applied to it at once.
type WorkloadInput struct {
	models.WorkloadFields
	Lenses []string `validate:"max=20,unique"`
}

// Create makes a workload.
func (w Workloads) Create(ctx context.Context, in WorkloadInput, idem models.IdempotencyKey) (WorkloadView, error) {
	if err := models.ValidateWorkload(&in.WorkloadFields); err != nil {
		return WorkloadView{}, err
	}
	if err := models.CheckRegions(in.AWSRegions, nil); err != nil {
		return WorkloadView{}, err
	}
	if len(in.Lenses) > models.MaxLenses {
		return WorkloadView{},
			models.InvalidInput(models.FieldFault{Field: "lenses", Message: "must have at most 20 entries"})
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, w.core, func(tx *store.Tx) (WorkloadView, error) {
		if err := models.Allow(actor, models.CreateWorkload, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return WorkloadView{}, err
		}
		id, err := w.core.MadeBefore(tx, actor, idem, "workload")
		if err != nil {
			return WorkloadView{}, err
		}
		if id != "" {
			view, err := w.steps.WorkloadView(tx, actor, models.ReadWorkload, id)
			return view, core.SinceDeleted(err)
		}
		if id, err = w.steps.CreateWorkload(tx, actor, in); err != nil {
			return WorkloadView{}, err
		}
		if err := w.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "workload", ID: id}); err != nil {
			return WorkloadView{}, err
		}
		return w.steps.WorkloadView(tx, actor, models.ReadWorkload, id)
	})
}

// CreateWorkload stores a workload with the reviews of its lenses, records it and returns its id.
func (steps *Steps) CreateWorkload(tx *store.Tx, actor models.Actor, in WorkloadInput) (string, error) {
	if err := NameIsFree(tx, actor.WorkspaceID, in.Name, ""); err != nil {
		return "", err
	}
	load := models.Workload{
		ID: models.NewID(), WorkspaceID: actor.WorkspaceID, WorkloadFields: in.WorkloadFields, Version: 1,
		CreatedAt: steps.core.Now(), UpdatedAt: steps.core.Now(), UpdatedBy: actor.Name,
	}
	if err := tx.CreateWorkload(load); err != nil {
		return "", err
	}
	if _, err := steps.KeepNextReview(tx, load); err != nil {
		return "", err
	}
	if err := steps.core.Record(tx, actor, core.AuditEntry{Action: models.CreateWorkload, Kind: "workload",
		ID: load.ID, WorkloadID: load.ID,
		Changes: core.AddChange(nil, "name", "", load.Name)}); err != nil {
		return "", err
	}
	for i, ref := range in.Lenses {
		if _, err := steps.applyLens(tx, actor, load, lensChoice{lens: ref}); err != nil {
			return "", underField(err, i)
		}
	}
	return load.ID, nil
}

// NameIsFree is a Conflict error where a workload of the workspace, other than except (an id), has the name.
func NameIsFree(tx *store.Tx, workspaceID, name, except string) error {
	other, err := tx.WorkloadByName(workspaceID, name)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if other.ID == except {
		return nil
	}
	return models.Errorf(models.CodeConflict, "a workload named %q exists already (letter case and spaces do not count)",
		other.Name)
}

// WorkloadView finds a workload, asks whether the actor may do the action to it, and reads what a page shows of it.
func (steps *Steps) WorkloadView(tx *store.Tx, actor models.Actor, action models.Action, id string) (WorkloadView,
	error) {
	load, err := core.Workload(tx, actor, action, id)
	if err != nil {
		return WorkloadView{}, err
	}
	shared, err := core.NewSharings(tx, actor).Of(load.Place())
	if err != nil {
		return WorkloadView{}, err
	}
	standings, err := tx.Standings([]models.Workload{load})
	return WorkloadView{load, standings[id], shared}, err
}

// Get returns one workload.
func (w Workloads) Get(ctx context.Context, id string) (WorkloadView, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, w.core, func(tx *store.Tx) (WorkloadView, error) {
		return w.steps.WorkloadView(tx, actor, models.ReadWorkload, id)
	})
}

// List returns the workspace's workloads and those that are shared with it, as far as the actor's scope reaches.
func (w Workloads) List(ctx context.Context, q models.WorkloadQuery) (models.ResultPage[WorkloadView], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, w.core, func(tx *store.Tx) (models.ResultPage[WorkloadView], error) {
		if err := models.Allow(actor, models.ReadWorkload, models.InWorkspace(actor.WorkspaceID)); err != nil {
			return models.ResultPage[WorkloadView]{}, err
		}
		q.Only = actor.Scope.Workloads
		if q.DueReview {
			var err error
			if q.Today, err = Today(tx, actor.WorkspaceID, w.core.Now()); err != nil {
				return models.ResultPage[WorkloadView]{}, err
			}
		}
		rows, err := tx.Workloads(actor.WorkspaceID, q)
		if err != nil {
			return models.ResultPage[WorkloadView]{}, err
		}
		return workloadPage(tx, actor, rows, q)
	})
}

// workloadPage makes the views of a page of rows.
func workloadPage(tx *store.Tx, actor models.Actor, rows []models.Workload,
	q models.WorkloadQuery) (models.ResultPage[WorkloadView], error) {
	standings, err := tx.Standings(rows)
	if err != nil {
		return models.ResultPage[WorkloadView]{}, err
	}
	page := core.PageOf(rows, q.PageRequest, func(load models.Workload) string {
		return store.WorkloadCursorBy(q.Sort, load,
			standings[load.ID])
	})
	views, from := make([]WorkloadView, len(page.Items)), core.NewSharings(tx, actor)
	for i, load := range page.Items {
		shared, err := from.Of(load.Place())
		if err != nil {
			return models.ResultPage[WorkloadView]{}, err
		}
		views[i] = WorkloadView{load, standings[load.ID], shared}
	}
	return models.ResultPage[WorkloadView]{Items: views, Next: page.Next}, nil
}

// Update changes the fields the patch names. A patch that changes nothing writes no audit line.
func (w Workloads) Update(ctx context.Context, id string, patch models.WorkloadPatch,
	seen models.IfMatch) (WorkloadView, error) {
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, w.core, func(tx *store.Tx) (WorkloadView, error) {
		old, err := w.steps.WorkloadView(tx, actor, models.UpdateWorkload, id)
		if err != nil {
			return old, err
		}
		if err := core.CheckVersion(seen, old.Version, old); err != nil {
			return old, err
		}
		load := old.Workload
		load.WorkloadFields = patch.Apply(load.WorkloadFields)
		if err := models.ValidateWorkload(&load.WorkloadFields); err != nil {
			return old, err
		}
		if err := models.CheckRegions(load.AWSRegions, old.AWSRegions); err != nil {
			return old, err
		}
		if err := NameIsFree(tx, load.WorkspaceID, load.Name, load.ID); err != nil {
			return old, err
		}
		changes := core.FieldChanges(old.WorkloadFields, load.WorkloadFields)
		if len(changes) == 0 {
			return old, nil
		}
		load.Version++
		load.UpdatedAt, load.UpdatedBy = w.core.Now(), actor.Name
		if err := tx.UpdateWorkload(load); err != nil {
			return old, err
		}
		if load, err = w.steps.KeepNextReview(tx, load); err != nil {
			return old, err
		}
		now := models.WorkloadStatus{Counts: old.Counts, ChangedAt: load.UpdatedAt, ChangedBy: load.UpdatedBy}
		return WorkloadView{Workload: load, WorkloadStatus: now}, w.core.Record(tx, actor,
			core.AuditEntry{Action: models.UpdateWorkload, Kind: "workload",
				ID: id, WorkloadID: id, Changes: changes})
	})
}

// WorkloadDeletion names the workload again, so that none is deleted by a slip.
type WorkloadDeletion struct{ Confirm string }

// Delete removes a workload with its reviews, answers, milestones and guest links, and ends its shares. The
// confirmation must be its name.
func (w Workloads) Delete(ctx context.Context, id string, in WorkloadDeletion) error {
	actor := models.ActorFrom(ctx)
	return w.core.Store.Write(ctx, func(tx *store.Tx) error {
		load, err := core.Workload(tx, actor, models.DeleteWorkload, id)
		if err != nil {
			return err
		}
		if !models.SameName(in.Confirm, load.Name) {
			return models.InvalidInput(models.FieldFault{Field: "confirm", Message: "must be the name of the workload, exactly"})
		}
		if err := tx.MarkVersions(id); err != nil {
			return err
		}
		if err := tx.DeleteWorkload(id); err != nil {
			return err
		}
		if _, err := tx.EndShares(id, w.core.Now(), actor.Name); err != nil {
			return err
		}
		return w.core.Record(tx, actor, core.AuditEntry{Action: models.DeleteWorkload, Kind: "workload", ID: id,
			WorkloadID: id,
			Changes:    core.AddChange(nil, "name", load.Name, "")})
	})
}
