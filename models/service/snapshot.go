package service

import (
	"context"

	"plumbline/models"
	"plumbline/models/store"
)

// Live stands for the present state where a milestone's number is asked for.
const Live = 0

// Snapshot gives the whole state of a workload: as it is (Live), or as a milestone froze it. It is one consistent read.
func (r Reviews) Snapshot(ctx context.Context, workloadID string, milestone int) (models.Snapshot, error) {
	actor := models.ActorFrom(ctx)
	return read(ctx, r.floor, func(tx *store.Tx) (models.Snapshot, error) {
		if _, err := workloadOf(tx, actor, models.ReadWorkload, workloadID); err != nil {
			return models.Snapshot{}, err
		}
		if milestone == Live {
			return r.live(tx, workloadID)
		}
		return r.frozen(tx, workloadID, milestone)
	})
}

func (f *floor) live(tx *store.Tx, workloadID string) (models.Snapshot, error) {
	load, err := tx.Workload(workloadID)
	if err != nil {
		return models.Snapshot{}, err
	}
	space, err := tx.Workspace(load.WorkspaceID)
	if err != nil {
		return models.Snapshot{}, err
	}
	snap := models.Snapshot{WorkspaceName: space.Name, AccountID: space.AccountID, Workload: load, At: load.UpdatedAt}
	rows, err := tx.Reviews(workloadID)
	if err != nil {
		return snap, err
	}
	for _, row := range rows {
		review, err := f.reviewSnapshot(tx, row)
		if err != nil {
			return snap, err
		}
		snap.Reviews = append(snap.Reviews, review)
		if row.UpdatedAt.After(snap.At) {
			snap.At = row.UpdatedAt
		}
	}
	return snap, nil
}

func (f *floor) reviewSnapshot(tx *store.Tx, row models.Review) (models.ReviewSnapshot, error) {
	lens, err := tx.Lens(row.LensID)
	if err != nil {
		return models.ReviewSnapshot{}, err
	}
	v, err := f.docs.get(tx, row.LensVersionID)
	if err != nil {
		return models.ReviewSnapshot{}, err
	}
	answers, err := tx.Answers(row.ID)
	if err != nil {
		return models.ReviewSnapshot{}, err
	}
	return models.ReviewSnapshot{
		Review: row, Lens: lens, Version: v.LensVersion, Doc: v.doc, Answers: models.InOrder(row.ID, v.doc, answers),
	}, nil
}

func (f *floor) frozen(tx *store.Tx, workloadID string, number int) (models.Snapshot, error) {
	ms, err := tx.Milestone(workloadID, number)
	if models.CodeOf(err) == models.NotFound {
		return models.Snapshot{}, models.Errorf(models.NotFound, "the workload has no milestone %d", number)
	}
	if err != nil {
		return models.Snapshot{}, err
	}
	snap, err := tx.MilestoneSnapshot(workloadID, number)
	if err != nil {
		return snap, err
	}
	snap.Milestone, snap.At = &ms, ms.CreatedAt
	for i := range snap.Reviews {
		v, err := f.docs.get(tx, snap.Reviews[i].Version.ID)
		if err != nil {
			return snap, err
		}
		snap.Reviews[i].Doc = v.doc
	}
	return snap, nil
}
