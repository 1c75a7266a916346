package reviews

import (
	"context"

	"plumbline/models"
	"plumbline/models/service/core"
	"plumbline/models/store"
)

// NewestMilestone stands for the milestone that was saved last where a milestone's number is asked for.
const NewestMilestone = -1

// ComparisonQuery names the two states: numbers of milestones, LiveState or NewestMilestone.
type ComparisonQuery struct{ From, To int }

// Compare holds two states of a workload side by side, both as of one moment.
func (m Milestones) Compare(ctx context.Context, workloadID string, q ComparisonQuery) (models.Comparison, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, m.core, func(tx *store.Tx) (models.Comparison, error) {
		load, err := core.Workload(tx, actor, models.ReadWorkload, workloadID)
		if err != nil {
			return models.Comparison{}, err
		}
		from, err := m.steps.stateOf(tx, load, q.From)
		if err != nil {
			return models.Comparison{}, err
		}
		to, err := m.steps.stateOf(tx, load, q.To)
		return models.CompareSnapshots(from, to), err
	})
}

func (steps *Steps) stateOf(tx *store.Tx, load models.Workload, number int) (models.Snapshot, error) {
	switch number {
	case LiveState:
		return steps.LiveSnapshot(tx, load, "")
	case NewestMilestone:
		last, err := tx.LastMilestone(load.ID)
		if err != nil {
			return models.Snapshot{}, err
		}
		if last == 0 {
			return models.Snapshot{}, models.Errorf(models.CodeNotFound,
				"the workload has no milestone yet to compare with")
		}
		number = last
	}
	return steps.MilestoneSnapshot(tx, load.ID, number)
}
