package reviews

import "plumbline/models"

// changedEvent says that more than an answer of the review changed.
func changedEvent(r models.Review) models.ReviewEvent {
	return models.ReviewEvent{Kind: models.EventReview, WorkloadID: r.WorkloadID, LensID: r.LensID, Version: r.Version}
}
