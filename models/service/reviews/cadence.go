package reviews

import (
	"plumbline/models"
	"plumbline/models/notice"
	"plumbline/models/store"
)

// KeepNextReview works out when a workload is to be reviewed next, from its fields and its milestones, and keeps that:
// for operations that change either. Days are those of the workspace's time zone.
func (steps *Steps) KeepNextReview(tx *store.Tx, load models.Workload) (models.Workload, error) {
	next := ""
	if load.ReviewDueOn != "" || load.ReviewEveryMonths > 0 {
		last, err := store.Schedule(tx).LastMilestone(load.ID)
		if err != nil {
			return load, err
		}
		space, err := tx.Workspace(load.WorkspaceID)
		if err != nil {
			return load, err
		}
		reviewed := !last.IsZero()
		if !reviewed {
			last = load.CreatedAt
		}
		next = notice.Cadence{DueOn: load.ReviewDueOn, EveryMonths: load.ReviewEveryMonths}.
			Next(dayIn(space.TimeZone, last), reviewed)
	}
	if next == load.NextReviewOn {
		return load, nil
	}
	load.NextReviewOn = next
	return load, store.Schedule(tx).SetNextReview(load.ID, next)
}
