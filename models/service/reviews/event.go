package reviews

import "plumbline/models"

// changedEvent says that more than an answer of the review changed.
func changedEvent(r models.Review) models.Event {
	return models.Event{Kind: models.EventReview, WorkloadID: r.WorkloadID, LensID: r.LensID, Version: r.Version}
}
