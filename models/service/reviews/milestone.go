package reviews

import (
	"context"
	"strconv"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// Milestones are the operations of milestones.
type Milestones struct {
	core  *core.OperationBase
	steps *Steps
}

// Create freezes the workload as it is.
func (m Milestones) Create(ctx context.Context, workloadID string, in models.MilestoneInput,
	idem models.IdempotencyKey) (models.Milestone, error) {
	if err := models.Validate(&in); err != nil {
		return models.Milestone{}, err
	}
	actor := models.ActorFrom(ctx)
	return core.Write(ctx, m.core, func(tx *store.Tx) (models.Milestone, error) {
		load, err := core.Workload(tx, actor, models.CreateMilestone, workloadID)
		if err != nil {
			return models.Milestone{}, err
		}
		name, err := m.core.MadeBefore(tx, actor, idem, "milestone")
		if err != nil {
			return models.Milestone{}, err
		}
		if name != "" {
			return tx.MilestoneByName(workloadID, name)
		}
		ms, err := m.steps.SaveMilestone(tx, actor, load, in.Name)
		if err != nil {
			return ms, err
		}
		return ms, m.core.RememberMade(tx, actor, idem, core.CreatedThing{Kind: "milestone", ID: ms.Name})
	})
}

// SaveMilestone freezes the workload as it is under a name, and records it.
func (steps *Steps) SaveMilestone(tx *store.Tx, actor models.Actor, load models.Workload,
	name string) (models.Milestone, error) {
	workloadID := load.ID
	if other, err := tx.MilestoneByName(workloadID, name); err == nil {
		return other, models.Errorf(models.CodeConflict, "milestone %d of this workload is named %q already",
			other.Number, other.Name)
	} else if models.CodeOf(err) != models.CodeNotFound {
		return models.Milestone{}, err
	}
	snap, err := steps.LiveSnapshot(tx, load, "")
	if err != nil {
		return models.Milestone{}, err
	}
	if err := PlanWork(tx, &snap, steps.core.Now()); err != nil {
		return models.Milestone{}, err
	}
	last, err := tx.LastMilestone(workloadID)
	if err != nil {
		return models.Milestone{}, err
	}
	ms := models.Milestone{
		ID: models.NewID(), WorkloadID: workloadID, Number: last + 1, Name: name,
		CreatedAt: steps.core.Now(), CreatedBy: actor.Name, Counts: snap.Counts(),
	}
	if err := tx.CreateMilestone(ms, snap); err != nil {
		return ms, err
	}
	if _, err := steps.KeepNextReview(tx, load); err != nil {
		return ms, err
	}
	steps.core.Publish(tx, models.ReviewEvent{Kind: models.EventMilestone, WorkloadID: workloadID,
		Version: ms.Number}.By(actor))
	return ms, steps.core.Record(tx, actor, core.AuditEntry{Action: models.CreateMilestone, Kind: "milestone",
		ID:         strconv.Itoa(ms.Number),
		WorkloadID: workloadID, Workspace: load.WorkspaceID, Changes: core.AddChange(nil, "name", "", name)})
}

// List returns the milestones of a workload, the newest first.
func (m Milestones) List(ctx context.Context, workloadID string,
	p models.PageRequest) (models.ResultPage[models.Milestone], error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, m.core, func(tx *store.Tx) (models.ResultPage[models.Milestone], error) {
		if _, err := core.Workload(tx, actor, models.ReadWorkload, workloadID); err != nil {
			return models.ResultPage[models.Milestone]{}, err
		}
		rows, err := tx.Milestones(workloadID, p)
		return core.PageOf(rows, p, store.MilestoneCursor), err
	})
}
