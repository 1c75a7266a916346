package trend

import (
	"context"
	"math"
	"strconv"

	"plumbline/models"
	"plumbline/models/check"
	"plumbline/models/service/core"
	"plumbline/models/service/reviews"
	"plumbline/models/store"
)

// Checks are the operations of checks: whether a workload passes a gate.
type Checks struct {
	core    *core.OperationBase
	reviews *reviews.Steps
}

// LatestBaseline stands for the milestone that was saved last.
const LatestBaseline = "latest"

// CheckQuery says what is checked: rules, a lens by id or key ("" for all), and the milestone to compare with, by
// number, name or LatestBaseline ("" for none).
type CheckQuery struct {
	check.Rules
	Lens     string
	Baseline string
}

// Check decides whether a workload passes, as it is.
func (c Checks) Check(ctx context.Context, workloadID string, q CheckQuery) (check.Verdict, error) {
	actor := models.ActorFrom(ctx)
	return core.Read(ctx, c.core, func(tx *store.Tx) (check.Verdict, error) {
		load, err := core.Workload(tx, actor, models.ReadWorkload, workloadID)
		if err != nil {
			return check.Verdict{}, err
		}
		in := check.Input{Rules: q.Rules}
		if in.Now, err = c.reviews.LiveSnapshot(tx, load, ""); err != nil {
			return check.Verdict{}, err
		}
		if in.LensID, err = reviews.OneLens(in.Now, q.Lens); err != nil {
			return check.Verdict{}, err
		}
		if q.Baseline != "" {
			baseline, err := c.baseline(tx, load, q.Baseline)
			if err != nil {
				return check.Verdict{}, err
			}
			in.Baseline = &baseline
		}
		return check.Of(in)
	})
}

// baseline finds the milestone that is meant.
func (c Checks) baseline(tx *store.Tx, load models.Workload, ref string) (models.Snapshot, error) {
	if ref == LatestBaseline {
		return c.reviews.State(tx, load, reviews.NewestMilestone)
	}
	if number, err := strconv.Atoi(ref); err == nil && number > 0 && number <= math.MaxInt32 {
		snap, err := c.reviews.MilestoneSnapshot(tx, load.ID, number)
		if models.CodeOf(err) != models.CodeNotFound {
			return snap, err
		}
	}
	ms, err := tx.MilestoneByName(load.ID, ref)
	if models.CodeOf(err) == models.CodeNotFound {
		return models.Snapshot{}, models.Errorf(models.CodeNotFound, "the workload has no milestone %q", ref)
	}
	if err != nil {
		return models.Snapshot{}, err
	}
	return c.reviews.MilestoneSnapshot(tx, load.ID, ms.Number)
}
