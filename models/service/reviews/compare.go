package reviews

import (
	"plumbline/models"
	"plumbline/models/store"
)

// NewestMilestone stands for the milestone that was saved last where a milestone's number is asked for.
const NewestMilestone = -1

// State is a state of a workload: as it is (LiveState), as the newest milestone froze it, or the one with a number.
func (steps *Steps) State(tx *store.Tx, load models.Workload, number int) (models.Snapshot, error) {
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
